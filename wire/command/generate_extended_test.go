package command_test

import (
	"strings"

	"pgregory.net/rapid"

	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

func (g *generator) partial(t *rapid.T) wire.PartialRange {
	r := wire.PartialRange{First: int64(rapid.Uint32Min(1).Draw(t, "first")), Last: int64(rapid.Uint32Min(1).Draw(t, "last"))}
	if rapid.Bool().Draw(t, "from the end") {
		r.First, r.Last = -r.First, -r.Last
	}
	return r
}

// since makes a mod-sequence from least on.
func (g *generator) since(t *rapid.T, least uint64) command.Since {
	if rapid.Bool().Draw(t, "no since") {
		return command.Since{}
	}
	return command.SinceModSeq(rapid.Uint64Range(least, maxModSeq).Draw(t, "mod-sequence"))
}

func (g *generator) known(t *rapid.T) (s wire.Set) {
	s.Ranges = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wire.Range {
		return wire.Range{First: rapid.Uint32Min(1).Draw(t, "first"), Last: rapid.Uint32Min(1).Draw(t, "last")}
	}), 1, 3).Draw(t, "uids")
	return s
}

func (g *generator) qresync(t *rapid.T) *command.QResync {
	q := &command.QResync{UIDValidity: rapid.Uint32Min(1).Draw(t, "validity"), ModSeq: rapid.Uint64Range(1, maxModSeq).Draw(t, "mod-sequence")}
	if rapid.Bool().Draw(t, "known") {
		q.KnownUIDs = g.known(t)
	}
	if rapid.Bool().Draw(t, "match") {
		q.MatchNumbers, q.MatchUIDs = g.known(t), g.known(t)
	}
	return q
}

func (g *generator) entry(t *rapid.T) string {
	return "/" + strings.NewReplacer("*", "x", "%", "y").Replace(g.text.Draw(t, "entry"))
}

func (g *generator) entries(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.Custom(g.entry), 1, 3).Draw(t, "entries")
}

func (g *generator) nstring(t *rapid.T) wire.NString {
	switch rapid.IntRange(0, 3).Draw(t, "nstring") {
	case 0:
		return wire.NString{}
	case 1:
		return wire.Some("\x00" + g.text.Draw(t, "value"))
	}
	return wire.Some(g.text.Draw(t, "value"))
}

func (g *generator) annotations(t *rapid.T) []command.Annotation {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) command.Annotation {
		return command.Annotation{Entry: g.entry(t), Values: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) command.AnnotationValue {
			return command.AnnotationValue{Attribute: g.entry(t), Value: g.nstring(t)}
		}), 1, 2).Draw(t, "values")}
	}), 1, 2).Draw(t, "annotations")
}

func (g *generator) labels(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.OneOf(g.mailbox, rapid.Just(`\Inbox`)), 0, 3).Draw(t, "labels")
}

// extendedKey fills in the argument of a key of an extension.
func (g *generator) extendedKey(t *rapid.T, k *command.SearchKey) {
	switch k.Name {
	case "MODSEQ":
		k.Number = rapid.Uint64Range(0, maxModSeq).Draw(t, "mod-sequence")
		if rapid.Bool().Draw(t, "entry") {
			k.Flag = wire.Flag(g.flag.Draw(t, "flag"))
			k.Text = rapid.SampledFrom([]string{"all", "priv", "shared"}).Draw(t, "type")
		}
	case "OLDER":
		k.Size = int64(rapid.Uint32Min(1).Draw(t, "seconds"))
	case "FILTER":
		k.Text = strings.ReplaceAll(g.atom.Draw(t, "filter"), "/", "x")
	case "EMAILID":
		k.Text = rapid.StringMatching("[A-Za-z0-9_-]{1,255}").Draw(t, "id")
	case "X-GM-MSGID":
		k.Number = rapid.Uint64().Draw(t, "id")
	case "X-GM-LABELS":
		k.Text = g.mailbox.Draw(t, "label")
	case "UIDAFTER":
		k.Number = uint64(rapid.Uint32Min(1).Draw(t, "uid"))
	case "ANNOTATION":
		k.Field, k.Text, k.Value = g.pattern.Draw(t, "entry"), "value.shared", g.nstring(t)
	}
}

func (g *generator) keys(t *rapid.T) []command.SearchKey {
	return []command.SearchKey{g.key(t, 0), g.key(t, 0)}
}

func (g *generator) filter(t *rapid.T, names ...command.MailboxFilterName) command.MailboxFilter {
	f := command.MailboxFilter{Name: rapid.SampledFrom(append(names, "selected", "inboxes", "subtree", "subtree-one", "mailboxes")).Draw(t, "filter")}
	if n := f.Name; n == "subtree" || n == "subtree-one" || n == "mailboxes" {
		f.Mailboxes = rapid.SliceOfN(g.mailbox, 1, 3).Draw(t, "mailboxes")
	}
	return f
}

func (g *generator) event(t *rapid.T) command.Event {
	x := command.Event{Name: rapid.SampledFrom([]command.EventName{command.EventMessageNew, command.EventFlagChange, command.EventMailboxName, command.EventServerMetadataChange, ""}).Draw(t, "event")}
	if x.Name == "" {
		x.Name = command.EventName(g.x + g.atom.Draw(t, "name"))
	}
	if x.Name == command.EventMessageNew {
		x.Items = rapid.SliceOfN(rapid.Custom(g.fetchItem), 0, 2).Draw(t, "items")
	}
	return x
}

func (g *generator) appendPart(t *rapid.T) *command.AppendPart {
	if s := g.text.Draw(t, "octets"); rapid.Bool().Draw(t, "is octets") {
		return &command.AppendPart{Size: int64(len(s)), UTF8: rapid.Bool().Draw(t, "UTF8"), Data: strings.NewReader(s)}
	}
	return &command.AppendPart{URL: "/" + g.text.Draw(t, "url")}
}

// extend gives a message the extensions of APPEND.
func (g *generator) extend(t *rapid.T, m *command.AppendMessage) {
	if rapid.Bool().Draw(t, "annotated") {
		m.Annotations = g.annotations(t)
	}
	if rapid.Bool().Draw(t, "extended") {
		m.Extensions = []wire.Extension{{Name: "X", Value: wire.Value("(a)")}, {Name: "Y-Z", Value: wire.Value("1:*")}}
	}
	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		m.UTF8, m.Binary = true, true
	case 1:
		m.Catenate, m.Parts = true, rapid.SliceOfN(rapid.Custom(g.appendPart), 1, 3).Draw(t, "parts")
		m.Data, m.Size, m.Binary = nil, 0, false
	}
}

// extended makes a command of an extension, or one with extensions.
func (g *generator) extended(t *rapid.T) command.Command {
	mailbox := func() string { return g.mailbox.Draw(t, "mailbox") }
	text := func() string { return g.text.Draw(t, "text") }
	atom := func() string { return strings.ToUpper(g.atom.Draw(t, "atom")) }
	uid := rapid.Bool().Draw(t, "uid")
	switch rapid.IntRange(0, 31).Draw(t, "extension") {
	case 0:
		return &command.Select{ReadOnly: uid, Mailbox: mailbox(), CondStore: rapid.Bool().Draw(t, "condstore"), QResync: g.qresync(t), Annotate: rapid.Bool().Draw(t, "annotate"), Params: g.extensions(t)}
	case 1:
		c := &command.Create{Mailbox: mailbox(), Use: []wire.Flag{}, Params: g.extensions(t)}
		for _, s := range rapid.SliceOfN(g.atom, 0, 2).Draw(t, "use") {
			c.Use = append(c.Use, wire.Flag(`\`+s))
		}
		return c
	case 2, 3:
		c := &command.Fetch{UID: uid, Set: g.set(t), ChangedSince: g.since(t, 1), Vanished: rapid.Bool().Draw(t, "vanished"), Modifiers: g.extensions(t)}
		if rapid.Bool().Draw(t, "has range") {
			c.Partial = g.partial(t)
		}
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			x := command.FetchItem{Name: rapid.SampledFrom([]command.FetchItemName{"MODSEQ", "PREVIEW", "PREVIEW", "ANNOTATION", "X-GM-LABELS"}).Draw(t, "item")}
			switch x.Name {
			case command.FetchPreview:
				x.Lazy = rapid.Bool().Draw(t, "lazy")
			case command.FetchAnnotation:
				x.Entries, x.Attributes = rapid.SliceOfN(g.pattern, 1, 2).Draw(t, "matches"), g.entries(t)
			}
			c.Items = append(c.Items, x)
		}
		return c
	case 4:
		return &command.Store{UID: uid, Set: g.set(t), UnchangedSince: g.since(t, 0), Modifiers: g.extensions(t), Attribute: command.StoreLabels, Labels: g.labels(t),
			Action: command.StoreRemove, Silent: rapid.Bool().Draw(t, "silent")}
	case 5:
		return &command.Store{UID: uid, Set: g.set(t), UnchangedSince: g.since(t, 0), Attribute: command.StoreAnnotations, Annotations: g.annotations(t)}
	case 6, 7:
		return &command.Sort{UID: uid, Return: g.results(t), Charset: g.atom.Draw(t, "charset"), Keys: g.keys(t), Criteria: []command.SortCriterion{
			{Key: "DATE", Reverse: true}, {Key: rapid.SampledFrom([]command.SortKey{"SIZE", "X-Y"}).Draw(t, "key")},
			{Key: "ANNOTATION", Entry: g.entry(t), Attribute: rapid.OneOf(rapid.Just("value.priv"), rapid.Custom(g.entry)).Draw(t, "attribute")}}}
	case 8:
		return &command.Thread{UID: uid, Algorithm: atom(), Charset: g.atom.Draw(t, "charset"), Keys: g.keys(t)}
	case 9, 10:
		c := &command.ESearch{UID: uid, Sources: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) command.MailboxFilter { return g.filter(t) }), 0, 3).Draw(t, "sources"), Keys: g.keys(t)}
		if len(c.Sources) > 0 {
			c.Scope = g.extensions(t)
		}
		if uid {
			c.Return, c.Charset = g.results(t), g.atom.Draw(t, "charset")
		}
		return c
	case 11:
		return &command.CancelUpdate{Tags: []tag.Tag{"A1", tag.Tag(strings.ReplaceAll(g.atom.Draw(t, "tag"), "+", "x"))}}
	case 12:
		c := &command.UIDBatches{Size: rapid.Uint32Min(1).Draw(t, "size")}
		if uid {
			c.First, c.Last = 1, rapid.Uint32Min(1).Draw(t, "last")
		}
		return c
	case 13, 14:
		c := &command.Notify{}
		for range rapid.IntRange(0, 3).Draw(t, "groups") {
			c.Groups = append(c.Groups, command.EventGroup{Filter: g.filter(t, command.FilterSelectedDelayed), Events: rapid.SliceOfN(rapid.Custom(g.event), 0, 3).Draw(t, "events")})
		}
		c.Status = len(c.Groups) > 0 && uid
		return c
	case 15, 16, 17:
		m := g.message(t)
		g.extend(t, m)
		if uid {
			return &command.Append{Mailbox: mailbox(), Messages: []*command.AppendMessage{m, g.message(t)}}
		}
		return &command.Replace{UID: rapid.Bool().Draw(t, "UID"), Number: rapid.Uint32().Draw(t, "number"), Mailbox: mailbox(), Message: m}
	case 18:
		return &command.GenURLAuth{Requests: []command.URLAuthRequest{{Rump: text(), Mechanism: atom()}, {Rump: text(), Mechanism: "INTERNAL"}}}
	case 19:
		if uid {
			return &command.ResetKey{}
		}
		return &command.ResetKey{Mailbox: "x" + mailbox(), Mechanisms: []string{atom()}}
	case 20:
		return &command.URLFetch{Requests: []command.URLFetchRequest{{URL: text()}, {URL: text(), Extended: true, Params: []string{atom()}}}}
	case 21:
		return &command.Compress{Algorithm: rapid.SampledFrom([]string{atom(), "DEFLATE"}).Draw(t, "algorithm")}
	case 22:
		return &command.SetQuota{Root: text(), Limits: []command.QuotaLimit{{Resource: atom(), Limit: rapid.Int64Min(0).Draw(t, "limit")}}}
	case 23:
		if uid {
			return &command.GetQuota{Root: text()}
		}
		return &command.GetQuotaRoot{Mailbox: mailbox()}
	case 24:
		return &command.SetACL{Mailbox: mailbox(), Identifier: text(), Change: rapid.SampledFrom([]command.RightsChange{0, 1, 2}).Draw(t, "change"),
			Rights: rapid.StringMatching("[a-z0-9]{0,5}").Draw(t, "rights")}
	case 25:
		return rapid.SampledFrom([]command.Command{&command.DeleteACL{Mailbox: mailbox(), Identifier: text()}, &command.ListRights{Mailbox: mailbox(), Identifier: text()},
			&command.GetACL{Mailbox: mailbox()}, &command.MyRights{Mailbox: mailbox()}, &command.XList{Reference: mailbox(), Pattern: g.pattern.Draw(t, "pattern")}, &command.RList{Reference: mailbox(), Pattern: "x"}, &command.RLSub{Pattern: mailbox()}}).Draw(t, "command")
	case 26, 27:
		c := &command.GetMetadata{Mailbox: mailbox(), Entries: g.entries(t)}
		if uid {
			c.Limited, c.MaxSize, c.Options = true, rapid.Uint32().Draw(t, "size"), g.extensions(t)
		}
		c.Depth = rapid.SampledFrom([]command.MetadataDepth{"", "0", "1", "infinity"}).Draw(t, "depth")
		return c
	case 28:
		return &command.SetMetadata{Mailbox: mailbox(), Entries: []command.MetadataEntry{{Name: g.entry(t), Value: g.nstring(t)}, {Name: g.entry(t), Value: g.nstring(t)}}}
	case 29:
		if uid {
			return &command.Language{Ranges: rapid.SliceOfN(g.text, 0, 2).Draw(t, "ranges")}
		}
		return &command.Comparator{Order: rapid.SliceOfN(g.text, 0, 2).Draw(t, "order")}
	case 30:
		return &command.Conversions{From: "a/" + g.atom.Draw(t, "from"), To: `"\` + g.atom.Draw(t, "to")}
	default:
		c := &command.Convert{UID: uid, Set: g.set(t), Items: []command.FetchItem{{Name: "UID"}, {Name: command.ConvertStructure, Section: wire.Section{Part: []uint32{1}}}}}
		if rapid.Bool().Draw(t, "typed") {
			c.Type, c.Params = wire.Some("a/x"+strings.ReplaceAll(g.label.Draw(t, "type"), ":", "")), []command.TranscodingParam{{Name: text(), Value: text()}}
		}
		return c
	}
}
