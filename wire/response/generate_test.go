package response_test

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A generator makes responses of all types. Where its strings follow the
// grammar, so do the responses.
type generator struct {
	x                                             string // what names of unknown things begin with
	str, atom, label, quoted, mailbox, line, args *rapid.Generator[string]
	value, extValue, values                       *rapid.Generator[wire.Value]
	delimiter                                     *rapid.Generator[rune]
}

const atomChars = "abcXYZ0189!#$&',-./:;<=>?@[^_`|}~+"

func toValue(s string) wire.Value { return wire.Value(s) }

// valid makes responses that can be encoded.
func valid() *generator {
	atom := rapid.StringOfN(rapid.RuneFrom([]rune(atomChars)), 1, 12, -1)
	value := rapid.Map(rapid.SampledFrom([]string{
		"12AB", "1:3,5", "*", "$", "NIL", `"a \" b"`, "(a (b {2}\r\n\r\n)(c) ~{1}\r\n\x00)", "(a (\"b\" c))", "(\"a\" \"b\")", "()", "{3}\r\nabc", "((a)(b))", `\Seen`,
	}), toValue)
	return &generator{
		x:        "X",
		value:    value,
		extValue: value.Filter(func(v wire.Value) bool { return strings.IndexByte(`"({*$1`, v[0]) >= 0 }),
		str: rapid.Map(rapid.OneOf(rapid.StringOf(rapid.RuneFrom([]rune("ab \r\n\"\\{3+}()*%]é"))), rapid.String(), atom),
			func(s string) string { return strings.ReplaceAll(s, "\x00", "") }),
		quoted: rapid.StringOf(rapid.RuneFrom([]rune("ab/:\"\\{3}() \x01"))),
		atom:   atom, label: rapid.StringMatching(`[A-Za-z_.-][A-Za-z0-9_.:-]{0,9}`),
		mailbox: rapid.OneOf(atom, rapid.StringOf(rapid.RuneFrom([]rune("ab &-/.\"\\*%éж😀"))), rapid.Just("INBOX")).
			Filter(func(s string) bool { return s == "INBOX" || !strings.EqualFold(s, "INBOX") }),
		line: rapid.Map(rapid.StringOf(rapid.RuneFrom([]rune("ab [](){3}\"\\\té\x01"))), response.Line),
		args: rapid.StringOfN(rapid.RuneFrom([]rune("ab [(){3}\"\\\t\x01")), 1, 9, -1),
		values: rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "*", "1", "]", `"a \" b"`, "((a)(b))", "()", "{3}\r\n{3}", "~{2}\r\n\x00\n",
		}), 1, 4), func(list []string) wire.Value { return wire.Value(strings.Join(list, " ")) }),
		delimiter: rapid.SampledFrom([]rune{0, '/', '.', '\\', '"', ' '}),
	}
}

// hostile makes responses with anything in every string.
func hostile() *generator {
	s := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"\r\n", "\n", "\r", "\x00", " ", "\"", "\\", "{3+}", "{3}\r\n", "~{1}\r\n", "(", ")", "[", "]", "*", "+", "a", "1", "A2 OK x", "é", "\xff", "NIL", "",
	}), 0, 5), func(list []string) string { return strings.Join(list, "") })
	// Most strings are harmless, so that the others are not one of many errors.
	s = rapid.OneOf(rapid.Just("a"), rapid.Just("1"), rapid.Just("(a)"), rapid.Just("a"), s)
	v := rapid.Map(s, toValue)
	names := rapid.OneOf(s, rapid.SampledFrom([]string{
		"FLAGS", "UID", "OK", "FETCH", "MIN", "MESSAGES", "MAILBOXID", "BODY", "BODY[1]", "CHILDINFO", "ALERT", "UIDNEXT", "URLMECH", "EXISTS",
		"RECENT", "LIST", "ID", "TRANSLATION", "BODYPARTSTRUCTURE", "CONVERTED", "METADATA", "XA", "SORT", "exists", "5", "a:b",
	}))
	return &generator{str: s, atom: names, label: names, quoted: s, mailbox: s, line: s, args: s, value: v, extValue: v, values: v, delimiter: rapid.Rune()}
}

func (g *generator) strings(t *rapid.T, of *rapid.Generator[string]) []string {
	return rapid.SliceOfN(of, 1, 4).Draw(t, "strings")
}

// leapDays are noons of a 29 February: 2012, 2024, 2000.
var leapDays = []int64{1330516800, 1709208000, 951825600}

func (g *generator) capabilities(t *rapid.T) []string {
	list := g.strings(t, g.atom)
	if rapid.Bool().Draw(t, "known") {
		list = append(list, "AUTH=PLAIN", "IMAP4rev2")
	}
	return list
}

func (g *generator) nstring(t *rapid.T) wire.NString {
	if rapid.Bool().Draw(t, "NIL") {
		return wire.NString{}
	}
	return wire.Some(g.str.Draw(t, "nstring"))
}

func (g *generator) uids(t *rapid.T) (s wire.Set) {
	s.Ranges = rapid.SliceOfN(rapid.Map(rapid.SliceOfN(rapid.Uint32Min(1), 2, 2), func(n []uint32) wire.Range {
		return wire.Range{First: n[0], Last: n[1]}
	}), 1, 3).Draw(t, "set")
	return s
}

func (g *generator) flags(t *rapid.T) (list []wire.Flag) {
	if rapid.Bool().Draw(t, "known") {
		list = []wire.Flag{wire.Recent, "$Junk", wire.Seen}
	}
	for _, s := range rapid.SliceOfN(g.atom, 0, 3).Draw(t, "flags") {
		list = append(list, wire.Flag(`\`[:rapid.IntRange(0, 1).Draw(t, "system")]+s))
	}
	return list
}

func (g *generator) extensions(t *rapid.T, name *rapid.Generator[string], value *rapid.Generator[wire.Value]) []wire.Extension {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wire.Extension {
		return wire.Extension{Name: g.x + strings.ToUpper(name.Draw(t, "name")), Value: value.Draw(t, "value")}
	}), 0, 2).Draw(t, "extensions")
}

func (g *generator) params(t *rapid.T, values bool) (list []wire.Param) {
	for range rapid.IntRange(0, 2).Draw(t, "params") {
		v := wire.Some(g.str.Draw(t, "value"))
		if !values && rapid.Bool().Draw(t, "NIL") {
			v = wire.NString{}
		}
		list = append(list, wire.Param{Name: g.str.Draw(t, "name"), Value: v})
	}
	return list
}

func (g *generator) code(t *rapid.T) response.Code {
	if rapid.Bool().Draw(t, "extension") {
		return g.extensionCode(t)
	}
	switch rapid.IntRange(0, 9).Draw(t, "code") {
	case 0:
		return rapid.SampledFrom([]response.Code{response.Alert, response.UnknownCTE, response.ReadOnly}).Draw(t, "atom")
	case 1:
		return response.NumberCode{Name: rapid.SampledFrom([]string{"UIDNEXT", "UIDVALIDITY", "UNSEEN"}).Draw(t, "name"), Number: rapid.Uint32Min(1).Draw(t, "number")}
	case 2:
		return &response.CapabilityCode{Capabilities: g.capabilities(t)}
	case 3:
		return &response.FlagsCode{Flags: append(g.flags(t), wire.AnyFlag)}
	case 4:
		return &response.CharsetCode{Charsets: rapid.SliceOfN(g.atom, 0, 2).Draw(t, "charsets")}
	case 5:
		return &response.AppendUID{UIDValidity: rapid.Uint32Min(1).Draw(t, "validity"), UIDs: g.uids(t)}
	case 6:
		return &response.CopyUID{UIDValidity: rapid.Uint32Min(1).Draw(t, "validity"), Source: g.uids(t), Target: g.uids(t)}
	case 7:
		return &response.UnknownCode{Name: g.x + g.atom.Draw(t, "name"), Args: g.args.Draw(t, "args")}
	case 8:
		return &response.UnknownCode{Name: g.x + g.atom.Draw(t, "name")}
	}
	return nil
}

func (g *generator) envelope(t *rapid.T) response.EnvelopeFields {
	v := response.EnvelopeFields{Date: g.nstring(t), Subject: g.nstring(t), InReplyTo: g.nstring(t), MessageID: g.nstring(t)}
	for _, list := range []*[]response.AddressFields{&v.From, &v.Sender, &v.ReplyTo, &v.To, &v.Cc, &v.Bcc} {
		for range rapid.IntRange(0, 2).Draw(t, "addresses") {
			*list = append(*list, response.AddressFields{Name: g.nstring(t), Route: g.nstring(t), Mailbox: g.nstring(t), Host: g.nstring(t)})
		}
	}
	return v
}

// part makes a part and all that is in it.
func (g *generator) part(t *rapid.T, b *response.BodyBuilder, depth int) {
	kinds := 4
	if depth > 2 {
		kinds = 2
	}
	f := response.PartFields{Subtype: "x" + g.str.Draw(t, "subtype"), Params: g.params(t, true), Extended: rapid.IntRange(0, 4).Draw(t, "extended")}
	kind := rapid.IntRange(0, kinds-1).Draw(t, "kind")
	if kind < 3 {
		f.Type = [...]string{"x" + g.str.Draw(t, "type"), "Text", "message"}[kind]
		f.ID, f.Description, f.Encoding = g.nstring(t), g.nstring(t), g.str.Draw(t, "encoding")
		f.Size = rapid.Uint32().Draw(t, "size")
	}
	if kind == 1 || kind == 2 {
		f.Lines = rapid.Int64Min(0).Draw(t, "lines")
	}
	if kind == 2 {
		f.Subtype = rapid.SampledFrom([]string{"rfc822", "Global"}).Draw(t, "subtype")
		if f.Subtype == "Global" && rapid.Bool().Draw(t, "basic") {
			kind, f.Lines = 0, 0
		} else {
			v := g.envelope(t)
			f.Envelope = &v
		}
	}
	if f.Extended >= 1 && kind < 3 {
		f.MD5 = g.nstring(t)
	} else if f.Extended == 0 && kind == 3 {
		f.Params = nil
	}
	if f.Extended >= 2 {
		if f.Disposition = g.nstring(t); f.Disposition.Valid {
			f.DispositionParams = g.params(t, true)
		}
	}
	if f.Extended >= 3 {
		f.Languages = rapid.SliceOfN(g.str, 0, 2).Draw(t, "languages")
	}
	if f.Extended >= 4 {
		if f.Location = g.nstring(t); rapid.Bool().Draw(t, "more") {
			f.Extensions = g.values.Draw(t, "extensions")
		}
	}
	b.Begin(f)
	if kind == 2 {
		g.part(t, b, depth+1)
	}
	for n := rapid.IntRange(1, 2).Draw(t, "children"); kind == 3 && n > 0; n-- {
		g.part(t, b, depth+1)
	}
	b.End()
}

func (g *generator) item(t *rapid.T) response.Item {
	if rapid.IntRange(0, 3).Draw(t, "extension") == 0 {
		return g.extensionItem(t)
	}
	part := rapid.SliceOfN(rapid.Uint32Min(1), 0, 3)
	switch rapid.IntRange(0, 8).Draw(t, "item") {
	case 0:
		return &response.FlagsItem{Flags: g.flags(t)}
	case 1:
		return &response.UIDItem{UID: rapid.Uint32Min(1).Draw(t, "UID")}
	case 2:
		zone := time.FixedZone("", rapid.IntRange(-99*60, 99*60).Draw(t, "zone")*60)
		date := rapid.OneOf(rapid.Int64Range(0, 1<<35), rapid.SampledFrom(leapDays)).Draw(t, "date")
		return &response.DateItem{Time: time.Unix(date, 0).In(zone)}
	case 3:
		return &response.SizeItem{Size: rapid.Int64Min(0).Draw(t, "size")}
	case 4:
		return &response.EnvelopeItem{Envelope: response.NewEnvelope(g.envelope(t))}
	case 5:
		var b response.BodyBuilder
		g.part(t, &b, 0)
		return &response.StructureItem{Extended: true, Body: b.Body()}
	case 6:
		return &response.BinarySizeItem{Section: wire.Section{Part: part.Draw(t, "part")}, Size: rapid.Uint32().Draw(t, "size")}
	case 7:
		return &response.UnknownItem{Name: g.itemName(t), Value: g.value.Draw(t, "value")}
	}
	x := named(rapid.SampledFrom([]string{"BODY", "BINARY", "RFC822", "RFC822.TEXT"}).Draw(t, "name"), g.str.Draw(t, "data"))
	if strings.HasPrefix(x.Name, "B") {
		x.Section.Part = part.Draw(t, "part")
		if x.Partial = rapid.Bool().Draw(t, "partial"); x.Partial {
			x.Origin = rapid.Int64Min(0).Draw(t, "origin")
		}
	}
	if x.Name == "BODY" && rapid.Bool().Draw(t, "fields") {
		x.Section.Text, x.Section.Fields = wire.SectionHeaderFields, g.strings(t, g.str)
	}
	x.Binary = x.Name == "BINARY" && rapid.Bool().Draw(t, "binary")
	if rapid.IntRange(0, 4).Draw(t, "NIL") == 0 {
		x.Nil, x.Data, x.Size, x.Binary = true, nil, 0, false
	}
	return x
}

// response makes one of every type.
func (g *generator) response(t *rapid.T) response.Response {
	if rapid.Bool().Draw(t, "extension") {
		return g.extension(t)
	}
	number := rapid.Uint32Min(1)
	switch rapid.IntRange(0, 15).Draw(t, "type") {
	case 0:
		x := &response.Status{Type: rapid.SampledFrom([]response.Type{"OK", "NO", "BAD", "BYE", "PREAUTH"}).Draw(t, "condition"), Code: g.code(t), Text: g.line.Draw(t, "text")}
		if x.Type != response.BYE && x.Type != response.PREAUTH && rapid.Bool().Draw(t, "tagged") {
			x.Tag = tag.Tag("A" + strings.ReplaceAll(g.atom.Draw(t, "tag"), "+", ""))
		}
		return x
	case 1:
		x := &response.Continue{Text: g.line.Draw(t, "text")}
		if rapid.Bool().Draw(t, "code") {
			x.Code = g.code(t)
		}
		return x
	case 2:
		return &response.Capability{Capabilities: g.capabilities(t)}
	case 3:
		return &response.Enabled{Capabilities: g.strings(t, g.atom)}
	case 4:
		return &response.Flags{Flags: g.flags(t)}
	case 5:
		return &response.Exists{Count: rapid.Uint32().Draw(t, "count")}
	case 6:
		return &response.Recent{Count: rapid.Uint32().Draw(t, "count")}
	case 7:
		return &response.Expunge{Seq: number.Draw(t, "number")}
	case 8:
		return &response.Search{Numbers: rapid.SliceOf(number).Draw(t, "numbers")}
	case 9:
		x := &response.ESearch{Tag: tag.Tag(strings.ReplaceAll(g.atom.Draw(t, "tag"), "+", "x")), UID: rapid.Bool().Draw(t, "UID"), Min: rapid.Uint32().Draw(t, "min"), Max: 7,
			HasCount: true, Count: rapid.Uint32().Draw(t, "count"), Extensions: g.extensions(t, g.label, g.extValue)}
		if rapid.Bool().Draw(t, "all") {
			x.All = g.uids(t)
		}
		return x
	case 10:
		x := &response.List{LSub: rapid.Bool().Draw(t, "LSUB"), Delimiter: g.delimiter.Draw(t, "delimiter"), Mailbox: g.mailbox.Draw(t, "mailbox"), Extensions: g.extensions(t, g.str, g.value)}
		if rapid.Bool().Draw(t, "extended") {
			x.ChildInfo = rapid.SliceOfN(g.atom, 0, 2).Draw(t, "childinfo")
			x.OldName = g.mailbox.Draw(t, "old name")
		}
		if rapid.Bool().Draw(t, "known") {
			x.Attributes = []string{`\HasChildren`, `\Marked`, `\Subscribed`}
		}
		for _, s := range rapid.SliceOfN(g.atom, 0, 3).Draw(t, "attributes") {
			x.Attributes = append(x.Attributes, `\`+s)
		}
		return x
	case 11:
		x := &response.MailboxStatus{Mailbox: g.mailbox.Draw(t, "mailbox")}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			x.Items = append(x.Items, rapid.Custom(func(t *rapid.T) response.StatusItem {
				if rapid.Bool().Draw(t, "known") {
					return g.statusItem(t)
				}
				x := response.StatusItem{Name: g.x + strings.ToUpper(g.atom.Draw(t, "name")), Value: g.value.Draw(t, "value")}
				if string(x.Value) == "1" {
					x.Number, x.Value = 1, nil
				}
				return x
			}).Draw(t, "item"))
		}
		return x
	case 12:
		x := &response.Namespace{}
		for _, list := range []*[]response.NamespaceItem{&x.Personal, &x.Other, &x.Shared} {
			for range rapid.IntRange(0, 2).Draw(t, "namespaces") {
				prefix := g.mailbox.Draw(t, "prefix")
				x := response.NamespaceItem{Prefix: prefix, Delimiter: g.delimiter.Draw(t, "delimiter"), Translation: g.mailbox.Draw(t, "translation")}
				for range rapid.IntRange(0, 2).Draw(t, "extensions") {
					x.Extensions = append(x.Extensions, response.NamespaceExtension{Name: "X" + g.str.Draw(t, "name"), Values: rapid.SliceOfN(g.str, 1, 2).Draw(t, "values")})
				}
				*list = append(*list, x)
			}
		}
		return x
	case 13:
		return &response.ID{Params: g.params(t, false)}
	case 14:
		x := &response.Unknown{Name: g.x + g.atom.Draw(t, "name"), HasNumber: rapid.Bool().Draw(t, "numbered")}
		if x.HasNumber {
			x.Number = rapid.Uint32().Draw(t, "number")
		}
		if rapid.Bool().Draw(t, "has arguments") {
			x.Args = g.values.Draw(t, "args")
		}
		return x
	}
	x := &response.Fetch{Seq: number.Draw(t, "number")}
	if rapid.IntRange(0, 3).Draw(t, "UIDFETCH") == 0 {
		x.Seq, x.UID = 0, x.Seq
	}
	for range rapid.IntRange(1, 4).Draw(t, "items") {
		x.Items = append(x.Items, g.item(t))
	}
	return x
}
