package response

import (
	"strings"

	"imapkit.example/wire"
)

// A ConvertFailure says why something was not converted (RFC 5259, Section 9).
//
//	converterror-phrase = "(" "ERROR" SP convert-err-descript SP
//	                      convert-error-code ")"
//	convert-error-code  = "TEMPFAIL" [SP nz-number] / bad-params /
//	                      missing-params
type ConvertFailure struct {
	Text string // for people
	Code string // in upper case; one of those below or another
	// Minutes are how long to wait before the next try; 0 if not told.
	Minutes uint32
	// Refusals are the conversions that are not possible as they were asked
	// for, of ConvertBadParams and ConvertMissingParams.
	Refusals []ConvertRefusal
	// Details are what stands behind another Code, as its exact bytes.
	Details wire.Value
}

// The codes of a ConvertFailure.
const (
	ConvertTempFail = "TEMPFAIL"
	// ConvertBadParams: parameters that were not understood or cannot be met;
	// none if the conversion is not possible at all.
	ConvertBadParams = "BADPARAMETERS"
	// ConvertMissingParams: parameters that have to be given.
	ConvertMissingParams = "MISSINGPARAMETERS"
)

// A ConvertRefusal says which parameters are wrong with a conversion. Some
// examples of RFC 5259, Section 9 leave out both types: From is NIL and To ""
// then.
//
//	bad-params     = "BADPARAMETERS" 1*(SP (quoted-from-mime-type / nil)
//	                 SP mimetype-and-params)
//	missing-params = "MISSINGPARAMETERS" 1*(SP quoted-from-mime-type SP
//	                 mimetype-and-missing-params)
type ConvertRefusal struct {
	From    wire.NString // NIL if there is no such part
	To      string
	Params  []wire.Param // of ConvertBadParams
	Missing []string     // of ConvertMissingParams: names
}

func (f *ConvertFailure) encode(e *wire.Encoder) {
	e.Syntax("(ERROR ")
	e.String(f.Text)
	e.SP()
	e.Atom(f.Code)
	refuses := f.Code == ConvertBadParams || f.Code == ConvertMissingParams
	if f.Minutes != 0 && f.Code != ConvertTempFail || refuses != (len(f.Refusals) > 0) ||
		f.Details != nil && (refuses || f.Code == ConvertTempFail) {
		e.Fail("convert-error-code", wire.ErrEncode)
	}
	switch {
	case f.Minutes != 0:
		e.SP()
		e.Number(f.Minutes)
	case f.Details != nil:
		e.SP()
		e.Values(f.Details)
	}
	for i := range f.Refusals {
		e.SP()
		x := &f.Refusals[i]
		if i > 0 && !x.typed() && len(f.Refusals[i-1].Params)+len(f.Refusals[i-1].Missing) == 0 {
			e.Fail("transcoding-params", wire.ErrEncode) // they would belong to the one before
		}
		x.encode(e, f.Code)
	}
	e.Syntax(")")
}

// typed reports whether the types are given.
func (x *ConvertRefusal) typed() bool { return x.From.Valid || x.To != "" }

func (x *ConvertRefusal) encode(e *wire.Encoder, code string) {
	typed := x.typed()
	if typed {
		if x.From.Valid {
			e.MediaType(x.From.String)
		} else {
			e.Nil()
		}
		e.SP()
		e.MediaType(x.To)
	}
	missing := code == ConvertMissingParams
	if missing && (len(x.Missing) == 0 || len(x.Params) > 0 || typed && !x.From.Valid) ||
		!missing && (len(x.Missing) > 0 || len(x.Params) == 0 && !typed) {
		e.Fail("transcoding-params", wire.ErrEncode)
	}
	if typed && (missing || len(x.Params) > 0) {
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
	if missing || len(x.Params) > 0 {
		e.Syntax(")")
	}
}

// convertFailure reads what stands behind "(ERROR".
func convertFailure(d *wire.Decoder) *ConvertFailure {
	f := &ConvertFailure{}
	d.SP()
	f.Text = d.String()
	d.SP()
	f.Code = strings.ToUpper(d.Atom())
	switch {
	case d.Err() != nil:
	case f.Code == ConvertTempFail:
		if d.TrySP() {
			f.Minutes = d.NzNumber()
		}
	case f.Code == ConvertBadParams || f.Code == ConvertMissingParams:
		f.refusals(d)
	default:
		for d.Err() == nil && d.TrySP() {
			if f.Details != nil {
				f.Details = append(f.Details, ' ')
			}
			f.Details = d.AppendValue(f.Details)
		}
	}
	d.Special(')')
	return f
}

func (f *ConvertFailure) refusals(d *wire.Decoder) {
	for d.Err() == nil && (len(f.Refusals) == 0 || d.Peek() == ' ') {
		if limit := d.Options().Limits.Items; len(f.Refusals) == limit {
			d.Fail("convert-error-code", &wire.LimitError{Limit: "Items", Max: int64(limit)})
			return
		}
		d.SP()
		var x ConvertRefusal
		x.decode(d, f.Code)
		f.Refusals = append(f.Refusals, x)
	}
}

func (x *ConvertRefusal) decode(d *wire.Decoder, code string) {
	missing := code == ConvertMissingParams
	params := d.Peek() == '('
	if !params {
		if missing || !d.TryNil() {
			x.From = wire.Some(d.MediaType())
		}
		d.SP()
		x.To = d.MediaType()
		if params = d.PeekAfterSP() == '('; params {
			d.SP()
		}
		params = params || missing // the grammar has no space there
	}
	if !params {
		return
	}
	for range d.List1("transcoding-params") {
		name := d.AString()
		if missing {
			x.Missing = append(x.Missing, name)
			continue
		}
		d.SP()
		x.Params = append(x.Params, wire.Param{Name: name, Value: wire.Some(d.AString())})
	}
}
