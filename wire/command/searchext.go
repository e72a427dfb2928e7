package command

import (
	"math"
	"strings"

	"imapkit.example/wire"
)

// entryFlags is what the entries that MODSEQ can name begin with.
const entryFlags = "/flags/"

// decodeExtended reads the argument of a search key of an extension.
//
//	search-key         =/ search-modsequence / "OLDER" SP nz-number /
//	                      "YOUNGER" SP nz-number / "FILTER" SP filter-name /
//	                      "EMAILID" SP objectid / "THREADID" SP objectid /
//	                      "UIDAFTER" SP uniqueid / "UIDBEFORE" SP uniqueid /
//	                      "ANNOTATION" SP entry-match SP att-search SP value
//	search-modsequence = "MODSEQ" [search-modseq-ext] SP mod-sequence-valzer
//	search-modseq-ext  = SP entry-name SP entry-type-req
func (k *SearchKey) decodeExtended(d *wire.Decoder, argument searchArgument) {
	switch argument {
	case argModSeq:
		if d.Peek() == '"' {
			k.Flag = entryFlag(d)
			d.SP()
			k.Text = entryType(d)
			d.SP()
		}
		k.Number = d.ModSeq(true)
	case argSeconds:
		k.Size = int64(d.NzNumber())
	case argObjectID:
		k.Text = d.ObjectID()
	case argFilter:
		at := d.InputOffset()
		if k.Text = d.Atom(); strings.Contains(k.Text, "/") {
			d.FailAt(at, "filter-name", nil)
		}
	case argNumber:
		k.Number = d.Unsigned64()
	case argUID:
		k.Number = uint64(d.NzNumber())
	case argLabel:
		k.Text = d.Label()
	case argAnnotation:
		k.Field = d.ListMailbox()
		d.SP()
		at := d.InputOffset()
		if k.Text = strings.ToLower(d.AString()); !isAttSearch(k.Text) {
			d.FailAt(at, "att-search", nil)
		}
		d.SP()
		k.Value = d.NString8()
	}
}

func (k *SearchKey) encodeExtended(e *wire.Encoder, argument searchArgument) {
	switch argument {
	case argModSeq:
		if k.Text != "" || k.Flag != "" {
			if !k.Flag.Valid() || !isEntryType(k.Text) {
				e.Fail("search-modseq-ext", wire.ErrEncode)
				return
			}
			e.Quoted(entryFlags + string(k.Flag))
			e.SP()
			e.Keyword(k.Text)
			e.SP()
		}
		e.ModSeq(k.Number, true)
	case argSeconds:
		if k.Size <= 0 || k.Size > math.MaxUint32 {
			e.Fail("nz-number", wire.ErrRange)
			return
		}
		e.Number64(k.Size)
	case argObjectID:
		e.ObjectID(k.Text)
	case argFilter:
		if strings.Contains(k.Text, "/") {
			e.Fail("filter-name", wire.ErrEncode)
		}
		e.Atom(k.Text)
	case argNumber:
		e.Unsigned64(k.Number)
	case argUID:
		if k.Number > math.MaxUint32 {
			e.Fail("uniqueid", wire.ErrRange)
		}
		e.NzNumber(uint32(k.Number))
	case argLabel:
		e.Label(k.Text)
	case argAnnotation:
		e.ListMailbox(k.Field)
		e.SP()
		if !isAttSearch(k.Text) {
			e.Fail("att-search", wire.ErrEncode)
		}
		e.AString(k.Text)
		e.SP()
		e.NString8(k.Value)
	}
}

// entryFlag reads the name of an entry and returns the flag in it.
//
//	entry-name      = entry-flag-name
//	entry-flag-name = DQUOTE "/flags/" attr-flag DQUOTE
func entryFlag(d *wire.Decoder) wire.Flag {
	at := d.InputOffset()
	s := d.String()
	if n := len(entryFlags); len(s) > n && strings.EqualFold(s[:n], entryFlags) && wire.Flag(s[n:]).Valid() {
		return wire.Flag(s[n:])
	}
	d.FailAt(at, "entry-name", nil)
	return ""
}

// entryType reads the type of an entry.
//
//	entry-type-req = "priv" / "shared" / "all"
func entryType(d *wire.Decoder) string {
	at := d.InputOffset()
	b := d.KeywordView("entry-type-req")
	for _, s := range entryTypes {
		if strings.EqualFold(string(b), s) {
			return s
		}
	}
	d.FailAt(at, "entry-type-req", nil)
	return ""
}

var entryTypes = [...]string{"all", "priv", "shared"}

func isEntryType(s string) bool {
	for _, t := range entryTypes {
		if s == t {
			return true
		}
	}
	return false
}

// att-search = "value" / "value.priv" / "value.shared"
func isAttSearch(s string) bool { return s == "value" || s == "value.priv" || s == "value.shared" }
