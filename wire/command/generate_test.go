package command_test

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A generator makes commands of all types. Where its strings follow the
// grammar, so do the commands.
type generator struct {
	x                                         string // what names of unknown things begin with
	text, atom, label, mailbox, pattern, flag *rapid.Generator[string]
	value                                     *rapid.Generator[wire.Value] // of an Extension
	args                                      *rapid.Generator[wire.Value]
	keyArgs                                   *rapid.Generator[wire.Value] // of an unknown SearchKey
}

const atomChars = "abcXYZ0189!#$&',-./:;<=>?@[^_`|}~+"

// valid makes commands that can be encoded.
func valid() *generator {
	atom := rapid.StringOfN(rapid.RuneFrom([]rune(atomChars)), 1, 12, -1)
	text := rapid.Map(rapid.OneOf(
		rapid.StringOf(rapid.RuneFrom([]rune("ab \r\n\"\\{3+}()*%]é"))), rapid.String(), atom,
	), func(s string) string { return strings.ReplaceAll(s, "\x00", "") })
	mailbox := rapid.OneOf(atom, rapid.StringOf(rapid.RuneFrom([]rune("ab &-/.\"\\*%éж😀"))), rapid.Just("INBOX")).
		Filter(func(s string) bool { return s == "INBOX" || !strings.EqualFold(s, "INBOX") })
	return &generator{
		x:    "X",
		text: text, atom: atom, label: rapid.StringMatching(`[A-Za-z_.-][A-Za-z0-9_.:-]{0,9}`), mailbox: mailbox, pattern: mailbox,
		flag: rapid.OneOf(atom, rapid.Map(atom, func(s string) string { return `\` + s })),
		value: rapid.Map(rapid.SampledFrom([]string{
			"1", "1:*,5", "$", `"a \" b"`, "(a (b {2+}\r\n\r\n) ~{1+}\r\n\x00)", "()", "{3+}\r\nabc",
		}), func(s string) wire.Value { return wire.Value(s) }),
		args: rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
			"a", "*", `\Seen`, "]", "1", "NIL", `"a \" b"`, "((a)(b))", "()", "{3+}\r\n{3}", "~{2+}\r\n\x00\n", "BODY[1]<2>",
		}), 1, 5), values),
		keyArgs: rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
			`\Seen`, "]", `"a \" b"`, "((\"a\")(b))", "(5x a 1)", "()", "{3+}\r\n{3}", "~{2+}\r\n\x00\n", "1-2", "BODY[1]<2>",
		}), 1, 3), values),
	}
}

func values(list []string) wire.Value { return wire.Value(strings.Join(list, " ")) }

// hostile makes commands with anything in every string.
func hostile() *generator {
	pieces := rapid.SampledFrom([]string{
		"\r\n", "\n", "\r", "\x00", " ", "\"", "\\", "{3+}", "{3}\r\n", "~{1+}\r\n", "(", ")", "[", "]", "*", "+", "a", "A2 LOGOUT", "é", "\xff", "NIL", "",
	})
	s := rapid.Map(rapid.SliceOfN(pieces, 0, 5), func(list []string) string { return strings.Join(list, "") })
	// Most strings are harmless, so that the others are not one of many errors.
	s = rapid.OneOf(rapid.Just("a"), rapid.Just("1"), rapid.Just("(a)"), rapid.Just("a"), s)
	v := rapid.Map(s, func(s string) wire.Value { return wire.Value(s) })
	names := rapid.OneOf(s, rapid.SampledFrom([]string{
		"FETCH", "UID", "UID FETCH", "NOOP", "CONDSTORE", "QRESYNC", "USE", "LAZY", "PARTIAL", "ALL", "FLAGS", "RETURN", "CHARSET", "STATUS", "METADATA",
		"RECURSIVEMATCH", "REVERSE", "ANNOTATION", "CATENATE", "UTF8", "MAXSIZE", "UNCHANGEDSINCE", "MessageNew", "XA", "5", "a:b",
	}))
	return &generator{text: s, atom: names, label: names, mailbox: s, pattern: s, flag: s, value: v, args: v, keyArgs: v}
}

func (g *generator) set(t *rapid.T) (s wire.Set) {
	if rapid.IntRange(0, 9).Draw(t, "saved") == 0 {
		return wire.Set{Saved: true}
	}
	number := rapid.OneOf(rapid.Uint32Range(0, 9), rapid.Uint32())
	s.Ranges = rapid.SliceOfN(rapid.Map(rapid.SliceOfN(number, 2, 2), func(n []uint32) wire.Range {
		return wire.Range{First: n[0], Last: n[1]}
	}), 1, 4).Draw(t, "set")
	return s
}

func (g *generator) extensions(t *rapid.T) []wire.Extension {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wire.Extension {
		x := wire.Extension{Name: g.x + strings.ToUpper(g.label.Draw(t, "name"))}
		if rapid.Bool().Draw(t, "valued") {
			x.Value = g.value.Draw(t, "value")
		}
		return x
	}), 0, 3).Draw(t, "extensions")
}

func (g *generator) results(t *rapid.T) []command.SearchOption {
	list := results("MIN")
	if rapid.Bool().Draw(t, "partial") {
		list = append(list, command.SearchOption{Name: command.ReturnPartial, Range: g.partial(t)})
	}
	for _, x := range g.extensions(t) {
		list = append(list, command.SearchOption{Name: command.SearchOptionName(x.Name), Value: x.Value})
	}
	return list
}

func (g *generator) flags(t *rapid.T) (list []wire.Flag) {
	for _, s := range rapid.SliceOfN(g.flag, 0, 4).Draw(t, "flags") {
		list = append(list, wire.Flag(s))
	}
	return list
}

func (g *generator) section(t *rapid.T) wire.Section {
	s := wire.Section{Part: rapid.SliceOfN(rapid.Uint32Min(1), 0, 3).Draw(t, "part")}
	texts := []wire.SectionText{"", wire.SectionHeader, wire.SectionHeaderFields, wire.SectionHeaderFieldsNot, wire.SectionTextOnly, wire.SectionMIME}
	if len(s.Part) == 0 {
		texts = texts[:5]
	}
	s.Text = rapid.SampledFrom(texts).Draw(t, "text")
	if s.Text == wire.SectionHeaderFields || s.Text == wire.SectionHeaderFieldsNot {
		s.Fields = rapid.SliceOfN(g.text, 1, 3).Draw(t, "fields")
	}
	return s
}

func (g *generator) fetchItem(t *rapid.T) command.FetchItem {
	x := command.FetchItem{Name: rapid.SampledFrom([]command.FetchItemName{
		"FLAGS", "UID", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY", "BODYSTRUCTURE", "RFC822", "RFC822.HEADER", "RFC822.TEXT",
		command.FetchSection, command.FetchPeek, command.FetchBinary, command.FetchBinaryPeek, command.FetchBinarySize,
	}).Draw(t, "item")}
	if !strings.HasSuffix(string(x.Name), "[") {
		return x
	}
	if x.Section = g.section(t); strings.HasPrefix(string(x.Name), "BINARY") {
		x.Section = wire.Section{Part: x.Section.Part}
	}
	if x.Name != command.FetchBinarySize && rapid.Bool().Draw(t, "is partial") {
		x.Partial = wire.Partial{Offset: rapid.Int64Min(0).Draw(t, "offset"), Length: rapid.Int64Min(1).Draw(t, "length")}
	}
	return x
}

func (g *generator) key(t *rapid.T, depth int) command.SearchKey {
	names := []command.SearchKeyName{
		"unknown", "ALL", "UNSEEN", "OLD", "FROM", "BODY", "HEADER", "KEYWORD", "SINCE", "SENTON", "LARGER", "UID", command.SearchSet,
		"MODSEQ", "OLDER", "FILTER", "EMAILID", "X-GM-MSGID", "X-GM-LABELS", "UIDAFTER", "ANNOTATION", command.SearchAnd, "NOT", "OR", "FUZZY",
	}
	if depth > 3 {
		names = names[:21]
	}
	k := command.SearchKey{Name: rapid.SampledFrom(names).Draw(t, "key")}
	g.extendedKey(t, &k)
	n := 1
	switch k.Name {
	case "unknown":
		k.Name = command.SearchKeyName(g.x + strings.ToUpper(g.label.Draw(t, "name")))
		if rapid.Bool().Draw(t, "has arguments") {
			k.Args = g.keyArgs.Draw(t, "arguments")
		}
	case "FROM", "BODY":
		k.Text = g.text.Draw(t, "text")
	case "HEADER":
		k.Field, k.Text = g.text.Draw(t, "field"), g.text.Draw(t, "text")
	case "KEYWORD":
		k.Flag = wire.Flag(g.atom.Draw(t, "keyword"))
	case "SINCE", "SENTON":
		k.Date = wire.DateOf(time.Unix(rapid.OneOf(rapid.Int64Range(-1e9, 4e9), rapid.SampledFrom(leapDays)).Draw(t, "time"), 0))
	case "LARGER":
		k.Size = rapid.Int64Min(0).Draw(t, "size")
	case "UID", command.SearchSet:
		k.Set = g.set(t)
	case "OR":
		n = 2
		fallthrough
	case "NOT", "FUZZY":
		for range n {
			k.Keys = append(k.Keys, g.key(t, depth+1))
		}
	case command.SearchAnd:
		for range rapid.IntRange(1, 3).Draw(t, "keys") {
			k.Keys = append(k.Keys, g.key(t, depth+1))
		}
	}
	return k
}

// leapDays are noons of a 29 February: 2012, 2024, 2000.
var leapDays = []int64{1330516800, 1709208000, 951825600}

func (g *generator) message(t *rapid.T) *command.AppendMessage {
	data := g.text.Draw(t, "data")
	m := message(data, time.Time{}, g.flags(t)...)
	if rapid.Bool().Draw(t, "dated") {
		zone := rapid.IntRange(-99*60, 99*60).Draw(t, "zone") * 60
		m.Date = time.Unix(rapid.Int64Range(0, 1<<35).Draw(t, "date"), 0).In(time.FixedZone("", zone))
	}
	m.Binary = rapid.Bool().Draw(t, "binary")
	return m
}

// command makes one of every type.
func (g *generator) command(t *rapid.T) command.Command {
	mailbox := func() string { return g.mailbox.Draw(t, "mailbox") }
	uid := rapid.Bool().Draw(t, "uid")
	if rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
		return g.extended(t)
	}
	switch rapid.IntRange(0, 21).Draw(t, "type") {
	case 0:
		return command.NewBare(rapid.SampledFrom([]command.Name{
			"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "NAMESPACE", "IDLE", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE",
		}).Draw(t, "name"))
	case 1:
		return &command.Login{User: g.text.Draw(t, "user"), Password: g.text.Draw(t, "password")}
	case 2:
		c := &command.Authenticate{Mechanism: g.atom.Draw(t, "mechanism")}
		if uid {
			c.Initial = rapid.SliceOf(rapid.Byte()).Draw(t, "initial")
		}
		return c
	case 3:
		return &command.Enable{Capabilities: rapid.SliceOfN(g.atom, 1, 3).Draw(t, "capabilities")}
	case 4:
		c := &command.ID{}
		for range rapid.IntRange(0, 3).Draw(t, "params") {
			c.Params = append(c.Params, wire.Param{Name: g.text.Draw(t, "name")})
			if rapid.Bool().Draw(t, "not nil") {
				c.Params[len(c.Params)-1].Value = wire.Some(g.text.Draw(t, "value"))
			}
		}
		return c
	case 5:
		return &command.Select{ReadOnly: uid, Mailbox: mailbox(), Params: g.extensions(t)}
	case 6:
		return &command.Create{Mailbox: mailbox(), Params: g.extensions(t)}
	case 7:
		return &command.Rename{From: mailbox(), To: mailbox(), Params: g.extensions(t)}
	case 8:
		return &command.Delete{Mailbox: mailbox()}
	case 9:
		return &command.Subscribe{Mailbox: mailbox()}
	case 10:
		return &command.Unsubscribe{Mailbox: mailbox()}
	case 11:
		return g.list(t)
	case 12:
		return &command.LSub{Reference: mailbox(), Pattern: g.pattern.Draw(t, "pattern")}
	case 13:
		return &command.Status{Mailbox: mailbox(), Items: g.statusItems(t)}
	case 14:
		c := &command.Append{Mailbox: mailbox()}
		for range rapid.IntRange(1, 3).Draw(t, "messages") {
			c.Messages = append(c.Messages, g.message(t))
		}
		return c
	case 15:
		return &command.Copy{UID: uid, Set: g.set(t), Mailbox: mailbox()}
	case 16:
		return &command.Move{UID: uid, Set: g.set(t), Mailbox: mailbox()}
	case 17:
		return &command.UIDExpunge{Set: g.set(t)}
	case 18:
		c := &command.Search{UID: uid, Keys: []command.SearchKey{g.key(t, 0), g.key(t, 0)}}
		if rapid.Bool().Draw(t, "return") {
			c.Return = g.results(t)
		}
		if rapid.Bool().Draw(t, "with charset") {
			c.Charset = g.atom.Draw(t, "charset")
		}
		return c
	case 19:
		c := &command.Fetch{UID: uid, Set: g.set(t), Modifiers: g.extensions(t)}
		if c.Macro = rapid.SampledFrom([]command.FetchItemName{"", "ALL", "FAST", "FULL"}).Draw(t, "macro"); c.Macro == "" {
			for range rapid.IntRange(1, 4).Draw(t, "items") {
				c.Items = append(c.Items, g.fetchItem(t))
			}
		}
		return c
	case 20:
		return &command.Store{UID: uid, Set: g.set(t), Modifiers: g.extensions(t), Flags: g.flags(t), Silent: rapid.Bool().Draw(t, "silent"),
			Action: rapid.SampledFrom([]command.StoreAction{command.StoreReplace, command.StoreAdd, command.StoreRemove}).Draw(t, "action")}
	default:
		c := &command.Unknown{CommandName: command.Name("X" + strings.ToUpper(g.atom.Draw(t, "name")))}
		if uid {
			c.Args = g.args.Draw(t, "args")
		}
		return c
	}
}

func (g *generator) statusItems(t *rapid.T) (list []command.StatusItem) {
	for _, s := range rapid.SliceOfN(rapid.OneOf(g.atom, rapid.SampledFrom([]string{"MESSAGES", "SIZE"})), 1, 3).Draw(t, "items") {
		list = append(list, command.StatusItem(strings.ToUpper(s)))
	}
	return list
}

func (g *generator) list(t *rapid.T) *command.List {
	c := &command.List{Reference: g.mailbox.Draw(t, "reference"), Patterns: rapid.SliceOfN(g.pattern, 1, 3).Draw(t, "patterns")}
	c.Many = len(c.Patterns) > 1 || rapid.Bool().Draw(t, "many")
	if rapid.Bool().Draw(t, "select") {
		c.Select = append(options("SUBSCRIBED", "REMOTE", "RECURSIVEMATCH"), wire.Extension{Name: "vendor.x-y", Value: wire.Value(`(a ("b"))`)})
		for _, s := range rapid.SliceOfN(g.atom, 0, 2).Draw(t, "options") {
			c.Select = append(c.Select, wire.Extension{Name: g.x + strings.ToUpper(s)})
		}
	}
	if rapid.Bool().Draw(t, "return") {
		c.Return = options("CHILDREN")
		if rapid.Bool().Draw(t, "status") {
			c.Return = append(c.Return, options("STATUS")...)
			c.Status = g.statusItems(t)
			c.Return = append(c.Return, options("METADATA")...)
			c.Metadata = g.entries(t)
		}
	}
	return c
}
