package response

import (
	"strings"

	"imapkit.example/wire"
)

// A ConvertError stands in a [Converted] where the data could not be had
// (RFC 5259, Section 9).
//
//	converterror-phrase = "(" "ERROR" SP convert-err-descript SP
//	                      convert-error-code ")"
//	convert-error-code  = "TEMPFAIL" [SP nz-number] / bad-params /
//	                      missing-params
type ConvertError struct {
	Text string // for people
	Code string // one of those below
	// Minutes is how long to wait after TEMPFAIL; 0 if not told.
	Minutes uint32
	// Conversions are those that are not possible, of the other two codes.
	Conversions []ConvertRefusal
}

// The codes of a ConvertError.
const (
	ConvertTempFail = "TEMPFAIL"
	// ConvertBad: parameters that were not understood or cannot be met; none
	// if the conversion is not possible at all.
	ConvertBad = "BADPARAMETERS"
	// ConvertMissing: parameters that have to be given.
	ConvertMissing = "MISSINGPARAMETERS"
)

// A ConvertRefusal says which parameters are wrong with a conversion. The
// examples of RFC 5259 leave out both types: From is NIL and To "" then.
//
//	bad-params     = "BADPARAMETERS" 1*(SP (quoted-from-mime-type / nil)
//	                 SP mimetype-and-params)
//	missing-params = "MISSINGPARAMETERS" 1*(SP quoted-from-mime-type SP
//	                 mimetype-and-missing-params)
type ConvertRefusal struct {
	From    wire.NString // NIL if there is no such part
	To      string
	Params  []wire.Param // of BADPARAMETERS; no value is NIL
	Missing []string     // of MISSINGPARAMETERS: names
}

func (x *ConvertError) encode(e *wire.Encoder) {
	e.Keyword("(ERROR ")
	e.String(x.Text)
	e.SP()
	e.Keyword(x.Code)
	switch {
	case x.Code == ConvertTempFail && len(x.Conversions) == 0:
		if x.Minutes != 0 {
			e.SP()
			e.Number(x.Minutes)
		}
	case (x.Code == ConvertBad || x.Code == ConvertMissing) && x.Minutes == 0 && len(x.Conversions) > 0:
		for i := range x.Conversions {
			e.SP()
			x.Conversions[i].encode(e, x.Code)
		}
	default:
		e.Fail("convert-error-code", wire.ErrEncode)
	}
	e.Special(')')
}

func (x *ConvertRefusal) encode(e *wire.Encoder, code string) {
	typed := x.From.Valid || x.To != ""
	if typed {
		if x.From.Valid {
			e.Quoted(x.From.String)
		} else {
			e.Nil()
		}
		e.SP()
		e.Quoted(x.To)
	}
	n := len(x.Params)
	if code == ConvertMissing {
		n = len(x.Missing)
	}
	if len(x.Params)+len(x.Missing) != n || n == 0 && (code == ConvertMissing || !typed) {
		e.Fail("transcoding-params", wire.ErrEncode)
	}
	if n == 0 {
		return
	}
	if typed {
		e.SP()
	}
	for i, p := range x.Params {
		if !p.Value.Valid {
			e.Fail("transcoding-param-value", wire.ErrEncode)
		}
		e.Special("( "[min(i, 1)])
		e.AString(p.Name)
		e.SP()
		e.AString(p.Value.String)
	}
	for i, s := range x.Missing {
		e.Special("( "[min(i, 1)])
		e.AString(s)
	}
	e.Special(')')
}

func convertError(d *wire.Decoder) *ConvertError {
	x := new(ConvertError)
	d.Special('(')
	d.Keyword("ERROR")
	d.SP()
	x.Text = d.String()
	d.SP()
	at := d.InputOffset()
	switch x.Code = strings.ToUpper(string(d.KeywordView("convert-error-code"))); x.Code {
	case ConvertTempFail:
		if d.TrySP() {
			x.Minutes = d.NzNumber()
		}
	case ConvertBad, ConvertMissing:
		for first := true; first || d.Peek() == ' '; first = false {
			if limit := d.Options().Limits.Items; len(x.Conversions) == limit {
				d.Fail("convert-error-code", &wire.LimitError{Limit: "Items", Max: int64(limit)})
				break
			}
			d.SP()
			var c ConvertRefusal
			c.decode(d, x.Code)
			x.Conversions = append(x.Conversions, c)
		}
	default:
		d.FailAt(at, "convert-error-code", nil)
	}
	d.Special(')')
	return x
}

func (x *ConvertRefusal) decode(d *wire.Decoder, code string) {
	params := d.Peek() == '('
	if !params {
		if code == ConvertMissing || !d.TryNil() {
			x.From = wire.Some(quoted(d))
		}
		d.SP()
		x.To = quoted(d)
		switch {
		case d.PeekAfterSP() == '(':
			d.SP()
			params = true
		case code == ConvertMissing:
			params = true // the grammar has no space there
		}
	}
	if !params {
		return
	}
	for range d.List1("transcoding-params") {
		name := d.AString()
		if code == ConvertMissing {
			x.Missing = append(x.Missing, name)
			continue
		}
		d.SP()
		x.Params = append(x.Params, wire.Param{Name: name, Value: wire.Some(d.AString())})
	}
}
