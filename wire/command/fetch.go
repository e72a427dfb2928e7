package command

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"imapkit.example/wire"
)

// Fetch is the FETCH command, or UID FETCH if UID is set
// (RFC 9051, Section 6.4.5).
//
//	fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" /
//	        fetch-att / "(" fetch-att *(SP fetch-att) ")")
//	        [fetch-modifiers]
//	fetch-modifier =/ "CHANGEDSINCE" SP mod-sequence-value / "VANISHED" /
//	                  "PARTIAL" SP partial-range
type Fetch struct {
	UID bool
	Set wire.Set
	// Macro is ALL, FAST or FULL; Items is empty then: see [Fetch.Expand].
	Macro FetchItemName
	Items []FetchItem
	// ChangedSince is CHANGEDSINCE (RFC 7162, Section 3.1.4.1) and Vanished
	// is VANISHED, which belongs to UID FETCH with CHANGEDSINCE only
	// (RFC 7162, Section 3.2.6).
	ChangedSince Since
	Vanished     bool
	Partial      wire.PartialRange // RFC 9394, Section 3.3; zero if none
	// Modifiers are those of other extensions.
	Modifiers []wire.Extension
}

// A FetchItem is a data item to be fetched.
type FetchItem struct {
	Name FetchItemName
	// Section and Partial belong to the items that end in "[". Partial is zero
	// if there is none.
	Section wire.Section
	Partial wire.Partial
	// Lazy says of PREVIEW that it need not be made (RFC 8970, Section 3.1).
	Lazy bool
	// Entries and Attributes are those of ANNOTATION (RFC 5257, Section 4.3).
	Entries, Attributes []string
	// Args is the parenthesized argument of an item that is not known, whose
	// Name is as it was sent.
	Args wire.Value
}

// A FetchItemName is the word of a data item, in upper case. Where brackets
// belong to it, the opening one is part of the name.
type FetchItemName string

// The macros and data items of RFC 9051, Section 6.4.5 and, from FetchRFC822
// on, of RFC 3501, Section 6.4.5.
const (
	FetchAll  FetchItemName = "ALL"
	FetchFast FetchItemName = "FAST"
	FetchFull FetchItemName = "FULL"

	FetchFlags         FetchItemName = "FLAGS"
	FetchUID           FetchItemName = "UID"
	FetchInternalDate  FetchItemName = "INTERNALDATE"
	FetchSize          FetchItemName = "RFC822.SIZE"
	FetchEnvelope      FetchItemName = "ENVELOPE"
	FetchBody          FetchItemName = "BODY" // the structure without its extension data
	FetchBodyStructure FetchItemName = "BODYSTRUCTURE"
	FetchSection       FetchItemName = "BODY["
	FetchPeek          FetchItemName = "BODY.PEEK["
	FetchBinary        FetchItemName = "BINARY["
	FetchBinaryPeek    FetchItemName = "BINARY.PEEK["
	FetchBinarySize    FetchItemName = "BINARY.SIZE["

	FetchRFC822       FetchItemName = "RFC822"
	FetchRFC822Header FetchItemName = "RFC822.HEADER"
	FetchRFC822Text   FetchItemName = "RFC822.TEXT"
)

// Data items of extensions: RFC 7162, Section 3.1.4.2; RFC 8474, Section 5.3;
// RFC 8514, Section 4.2; RFC 8970, Section 3.1; RFC 5257, Section 4.3; and
// those of Gmail.
const (
	FetchModSeq     FetchItemName = "MODSEQ"
	FetchEmailID    FetchItemName = "EMAILID"
	FetchThreadID   FetchItemName = "THREADID"
	FetchSaveDate   FetchItemName = "SAVEDATE"
	FetchPreview    FetchItemName = "PREVIEW"
	FetchAnnotation FetchItemName = "ANNOTATION"

	FetchGmailMessage FetchItemName = "X-GM-MSGID"
	FetchGmailThread  FetchItemName = "X-GM-THRID"
	FetchGmailLabels  FetchItemName = "X-GM-LABELS"
)

var fetchNames = [...]FetchItemName{
	FetchFlags, FetchUID, FetchInternalDate, FetchSize, FetchEnvelope, FetchBodyStructure, FetchBody,
	FetchModSeq, FetchRFC822, FetchRFC822Header, FetchRFC822Text,
	FetchPreview, FetchEmailID, FetchThreadID, FetchSaveDate, FetchGmailLabels, FetchGmailMessage, FetchGmailThread,
}

var fetchSections = [...]FetchItemName{
	FetchPeek, FetchSection, FetchBinary, FetchBinaryPeek, FetchBinarySize,
}

var fetchWords = makeFetchWords()

// A fetchWord is the word of an item, alone and with a section; "" where there
// is no such item.
type fetchWord struct{ plain, section FetchItemName }

func makeFetchWords() *wire.Words[fetchWord] {
	words := make(map[FetchItemName]fetchWord)
	for _, n := range append(fetchNames[:], FetchAnnotation) {
		words[n] = fetchWord{plain: n}
	}
	for _, n := range fetchSections {
		w := n[:len(n)-1]
		words[w] = fetchWord{words[w].plain, n}
	}
	return wire.NewWords(slices.Collect(maps.Keys(words)), func(n FetchItemName) fetchWord { return words[n] })
}

var (
	macroFast = []FetchItem{{Name: FetchFlags}, {Name: FetchInternalDate}, {Name: FetchSize}}
	macroAll  = append(macroFast[:3:3], FetchItem{Name: FetchEnvelope})
	macroFull = append(macroAll[:4:4], FetchItem{Name: FetchBody})
)

// Name implements [Command].
func (c *Fetch) Name() Name {
	if c.UID {
		return UIDFetchName
	}
	return FetchName
}

// Expand returns the items to be fetched, those of the macro if there is one.
// The caller does not change the result.
func (c *Fetch) Expand() []FetchItem {
	switch c.Macro {
	case FetchFast:
		return macroFast
	case FetchAll:
		return macroAll
	case FetchFull:
		return macroFull
	}
	return c.Items
}

// Decode implements [Command].
func (c *Fetch) Decode(d *wire.Decoder) error { return c.decode(d, nil) }

func (c *Fetch) decode(d *wire.Decoder, last *lastItems) error {
	c.Macro, c.Items, c.ChangedSince, c.Vanished, c.Partial = "", c.Items[:0], Since{}, false, wire.PartialRange{}
	c.Modifiers = c.Modifiers[:0]
	d.SP()
	d.SequenceSet(&c.Set)
	d.SP()
	preview := false
	switch {
	case d.Peek() == '(':
		c.Items = last.read(d, c.Items)
	case d.TryKeyword("ALL"):
		c.Macro = FetchAll
	case d.TryKeyword("FAST"):
		c.Macro = FetchFast
	case d.TryKeyword("FULL"):
		c.Macro = FetchFull
	default:
		c.Items = appendFetchItem(d, c.Items)
		preview = c.Items[0].Name == FetchPreview
	}
	if d.TrySP() {
		c.modifiers(d, preview)
	}
	return d.End()
}

// fetchItems appends the items of a list in parentheses to dst.
func fetchItems(d *wire.Decoder, dst []FetchItem) []FetchItem {
	for range d.List1("fetch-att") {
		dst = appendFetchItem(d, dst)
		switch x := &dst[len(dst)-1]; {
		case d.PeekAfterSP() != '(':
		case x.Name == FetchPreview:
			d.SP()
			x.previewMods(d)
		default: // no item begins with "(": it is an argument
			d.SP()
			if isKnownItem(x.Name) {
				d.Fail("fetch-att", nil)
			}
			x.Args = d.ReadValue()
		}
	}
	return dst
}

// modifiers reads the fetch-modifiers. What stands behind a preview without
// parentheses may belong to it instead.
func (c *Fetch) modifiers(d *wire.Decoder, preview bool) {
	lazy := false
	for i := range d.List1("fetch-modifiers") {
		at := d.InputOffset()
		switch {
		case lazy:
			d.Keyword(lazyWord)
		case preview && i == 0 && d.TryKeyword(lazyWord):
			c.Items[0].Lazy, lazy = true, true
		case d.TryKeyword("CHANGEDSINCE"):
			c.ChangedSince = since(d, false)
		case d.TryKeyword("VANISHED"):
			c.Vanished = true
		case d.TryKeyword("PARTIAL"):
			d.SP()
			c.Partial = d.PartialRange()
		case d.TryKeyword(lazyWord):
			d.FailAt(at, "fetch-modifier", nil) // it belongs to PREVIEW
		default:
			c.Modifiers = append(c.Modifiers, d.Extension())
		}
	}
	if lazy && d.TrySP() {
		c.modifiers(d, false)
	}
}

const lazyWord = "LAZY"

// preview-mod = "LAZY"
func (x *FetchItem) previewMods(d *wire.Decoder) {
	for range d.List1("preview-mod") {
		d.Keyword(lazyWord)
	}
	x.Lazy = true
}

// fetch-att = "ENVELOPE" / "FLAGS" / "INTERNALDATE" / "RFC822.SIZE" /
//
//	"BODY" ["STRUCTURE"] / "UID" /
//	"BODY" section [partial] / "BODY.PEEK" section [partial] /
//	"BINARY" [".PEEK"] section-binary [partial] /
//	"BINARY.SIZE" section-binary /
//	"PREVIEW" [SP "(" preview-mod *(SP preview-mod) ")"] /
//	"ANNOTATION" SP "(" entries SP attribs ")"
//
// What stands behind PREVIEW is left to the caller.
func appendFetchItem(d *wire.Decoder, dst []FetchItem) []FetchItem {
	n := len(dst)
	if n == cap(dst) {
		dst = append(dst, FetchItem{})
	} else { // where it is to be: it is too large to be moved there
		dst = dst[:n+1]
		dst[n] = FetchItem{}
	}
	dst[n].decode(d)
	return dst
}

func (x *FetchItem) decode(d *wire.Decoder) {
	at := d.InputOffset()
	w, known := fetchWords.Read(d)
	var other FetchItemName
	if !known {
		other = FetchItemName(d.KeywordView("fetch-att"))
		known = isKnownItem(other) || !isLabels(other) // a macro, or no word
	}
	bracket := d.Peek() == '['
	switch {
	case bracket && !known:
		x.Name = other + "["
	case bracket:
		x.Name = w.section
	case !known:
		x.Name = other
	default:
		x.Name = w.plain
	}
	switch {
	case x.Name == "":
		d.FailAt(at, "fetch-att", nil)
	case x.Name == FetchAnnotation:
		x.annotation(d)
	case !bracket:
	case x.Name == FetchBinarySize:
		x.Section = d.SectionBinary()
	case x.Name == FetchBinary || x.Name == FetchBinaryPeek:
		x.Section = d.SectionBinary()
		x.Partial = d.Partial()
	default:
		x.Section = d.Section()
		x.Partial = d.Partial()
	}
}

// Encode implements [Command].
func (c *Fetch) Encode(e *wire.Encoder) {
	e.SP()
	e.SequenceSet(c.Set)
	e.SP()
	switch c.Macro {
	case FetchAll, FetchFast, FetchFull:
		if len(c.Items) > 0 {
			e.Fail("fetch-att", wire.ErrEncode)
		}
		e.Keyword(string(c.Macro))
	case "":
		// Without parentheses an argument would look like modifiers.
		encodeItems(e, c.Items, len(c.Items) != 1 || c.Items[0].Args != nil)
	default:
		e.Fail("fetch-att", wire.ErrEncode)
	}
	p := params{e: e}
	p.since("CHANGEDSINCE", c.ChangedSince, false)
	if c.Vanished {
		p.word("VANISHED")
	}
	if !c.Partial.IsZero() {
		p.word("PARTIAL ")
		e.PartialRange(c.Partial)
	}
	if len(c.Modifiers) > 0 {
		p.extensions(c.Modifiers, "CHANGEDSINCE", "VANISHED", "PARTIAL", lazyWord)
	}
	p.end()
}

func encodeItems(e *wire.Encoder, items []FetchItem, list bool) {
	if len(items) == 0 || len(items) > 1 && !list {
		e.Fail("fetch-att", wire.ErrEncode)
	}
	if list {
		e.Syntax("(")
	}
	for i := range items {
		if i > 0 {
			e.SP()
		}
		items[i].encode(e)
	}
	if list {
		e.Syntax(")")
	}
}

func (x *FetchItem) encode(e *wire.Encoder) {
	if x.Lazy && x.Name != FetchPreview || x.Name != FetchAnnotation && len(x.Entries)+len(x.Attributes) > 0 {
		e.Fail("fetch-att", wire.ErrEncode)
	}
	if x.Args != nil && isKnownItem(x.Name) {
		e.Fail("fetch-att", wire.ErrEncode)
	}
	name, bracket := strings.CutSuffix(string(x.Name), "[")
	if x.hasSection() && !bracket || x.Partial != (wire.Partial{}) && (!bracket || x.Name == FetchBinarySize) {
		e.Fail("fetch-att", errSection)
	}
	w, known := fetchWords.Write(e, name)
	switch {
	case !known && name != "":
		e.Keyword(name)
	case bracket || w.plain == "":
	case w.plain == FetchAnnotation:
		x.encodeAnnotation(e)
		return
	default:
		if x.Lazy {
			e.Syntax(" (LAZY)")
		}
		return
	}
	switch x.Name {
	case FetchSection, FetchPeek:
		e.Section(x.Section)
		e.Partial(x.Partial)
	case FetchBinary, FetchBinaryPeek:
		e.SectionBinary(x.Section)
		e.Partial(x.Partial)
	case FetchBinarySize:
		e.SectionBinary(x.Section)
	default:
		x.encodeUnknown(e)
	}
}

// Why an item cannot be written.
var (
	errSection  = errors.New("a section belongs to names that end in \"[\", and a partial to those but BINARY.SIZE")
	errItemName = errors.New("names are in upper case and end in \"[\" where the section begins; a macro is no item")
)

func (x *FetchItem) hasSection() bool {
	return x.Section.Text != wire.SectionWhole || len(x.Section.Part)+len(x.Section.Fields) > 0
}

// encodeUnknown writes what stands behind the name of an item that is not
// known.
func (x *FetchItem) encodeUnknown(e *wire.Encoder) {
	name, section := strings.CutSuffix(string(x.Name), "[")
	if isKnownItem(x.Name) || !isLabels(name) {
		e.Fail("fetch-att", errItemName)
	}
	if section {
		e.Section(x.Section)
		e.Partial(x.Partial)
	}
	if x.Args != nil {
		e.SP()
		if len(x.Args) == 0 || x.Args[0] != '(' {
			e.Fail("fetch-att", wire.ErrEncode)
		}
		e.Value(x.Args)
	}
}

// isKnownItem reports whether n is the word of a known item or macro, in any
// case, with a section or without.
func isKnownItem(n FetchItemName) bool {
	for _, known := range [...][]FetchItemName{fetchNames[:], fetchSections[:], {FetchAnnotation, FetchAll, FetchFast, FetchFull}} {
		for _, k := range known {
			if strings.EqualFold(strings.TrimSuffix(string(n), "["), strings.TrimSuffix(string(k), "[")) {
				return true
			}
		}
	}
	return false
}
