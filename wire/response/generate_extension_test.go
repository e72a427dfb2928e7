package response_test

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

var (
	modSeq   = rapid.Uint64Range(1, 1<<63-1)
	number   = rapid.Uint32Min(1)
	objectID = rapid.StringMatching(`[A-Za-z0-9_-]{1,20}`)
	rights   = rapid.StringMatching(`[a-z0-9]{0,5}`)
)

func (g *generator) tag(t *rapid.T) tag.Tag {
	return tag.Tag("A" + strings.ReplaceAll(g.atom.Draw(t, "tag"), "+", ""))
}

// entry makes the name of an entry.
func (g *generator) entry(t *rapid.T) string {
	return strings.NewReplacer("*", "", "%", "").Replace(g.str.Draw(t, "entry"))
}

func (g *generator) statusItem(t *rapid.T) response.StatusItem {
	switch rapid.IntRange(0, 4).Draw(t, "status") {
	case 0:
		return response.StatusItem{Name: rapid.SampledFrom([]string{"SIZE", "HIGHESTMODSEQ", "DELETED-STORAGE"}).Draw(t, "name"), Number: rapid.Int64Min(0).Draw(t, "number")}
	case 1:
		return response.StatusItem{Name: "APPENDLIMIT", Nil: true}
	case 2:
		return response.StatusItem{Name: "MAILBOXID", ID: objectID.Draw(t, "id")}
	case 3:
		return response.StatusItem{Name: "UIDNEXT", Number: int64(number.Draw(t, "number"))}
	}
	return response.StatusItem{Name: rapid.SampledFrom([]string{"MESSAGES", "DELETED", "APPENDLIMIT"}).Draw(t, "name"), Number: int64(rapid.Uint32().Draw(t, "number"))}
}

// messages makes a tree of messages.
func (g *generator) messages(t *rapid.T, r *response.Thread, depth int, sibling bool) {
	m := response.ThreadMessage{Number: number.Draw(t, "number"), Depth: depth}
	children := rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2, 3}).Draw(t, "children")
	if depth > 5 {
		children = 0
	}
	if children > 1 && sibling && rapid.Bool().Draw(t, "unknown parent") {
		m.Number = 0
	}
	r.Messages = append(r.Messages, m)
	for range children {
		g.messages(t, r, depth+1, children > 1)
	}
}

// extension makes a response of an extension.
func (g *generator) extension(t *rapid.T) response.Response {
	switch rapid.IntRange(0, 17).Draw(t, "type") {
	case 0:
		return &response.Vanished{Earlier: rapid.Bool().Draw(t, "earlier"), UIDs: g.uids(t)}
	case 1:
		return &response.Search{Numbers: rapid.SliceOfN(number, 1, 5).Draw(t, "numbers"), ModSeq: modSeq.Draw(t, "modseq")}
	case 2:
		x := &response.Sort{Numbers: rapid.SliceOf(number).Draw(t, "numbers")}
		if len(x.Numbers) > 0 && rapid.Bool().Draw(t, "modseq") {
			x.ModSeq = modSeq.Draw(t, "modseq")
		}
		return x
	case 3:
		x := &response.Thread{}
		for range rapid.IntRange(0, 3).Draw(t, "threads") {
			g.messages(t, x, 0, true)
		}
		return x
	case 4:
		x := &response.ESearch{Tag: g.tag(t), Mailbox: g.mailbox.Draw(t, "mailbox"), UIDValidity: rapid.Uint32().Draw(t, "validity"), ModSeq: rapid.Uint64Max(1<<63-1).Draw(t, "modseq")}
		if rapid.Bool().Draw(t, "partial") {
			x.Partial = wire.PartialRange{First: int64(number.Draw(t, "first")), Last: int64(number.Draw(t, "last"))}
			if rapid.Bool().Draw(t, "from the end") {
				x.Partial.First, x.Partial.Last = -x.Partial.First, -x.Partial.Last
			}
			if rapid.Bool().Draw(t, "results") {
				x.PartialSet = g.uids(t)
			}
		}
		if rapid.Bool().Draw(t, "relevancy") {
			x.Relevancy = rapid.SliceOfN(rapid.Uint8Range(1, 100), 0, 3).Draw(t, "scores")
		}
		for range rapid.IntRange(0, 4).Draw(t, "updates") {
			x.Updates = append(x.Updates, response.ContextUpdate{Remove: rapid.Bool().Draw(t, "remove"), Position: rapid.Uint32().Draw(t, "position"), Set: g.uids(t)})
		}
		return x
	case 5:
		x := &response.Quota{Root: g.str.Draw(t, "root")}
		for range rapid.IntRange(0, 3).Draw(t, "resources") {
			x.Resources = append(x.Resources, response.QuotaResource{Name: strings.ToUpper(g.atom.Draw(t, "name")), Usage: rapid.Int64Min(0).Draw(t, "usage"), Limit: rapid.Int64Min(0).Draw(t, "limit")})
		}
		return x
	case 6:
		return &response.QuotaRoot{Mailbox: g.mailbox.Draw(t, "mailbox"), Roots: rapid.SliceOfN(g.str, 0, 3).Draw(t, "roots")}
	case 7:
		x := &response.ACL{Mailbox: g.mailbox.Draw(t, "mailbox")}
		for range rapid.IntRange(0, 3).Draw(t, "entries") {
			x.Entries = append(x.Entries, response.ACLEntry{Identifier: g.str.Draw(t, "identifier"), Rights: rights.Draw(t, "rights")})
		}
		return x
	case 8:
		return &response.ListRights{Mailbox: g.mailbox.Draw(t, "mailbox"), Identifier: g.str.Draw(t, "identifier"), Required: rights.Draw(t, "required"), Optional: rapid.SliceOfN(rights, 0, 3).Draw(t, "optional")}
	case 9:
		return &response.MyRights{Mailbox: g.mailbox.Draw(t, "mailbox"), Rights: rights.Draw(t, "rights")}
	case 10:
		x := &response.Metadata{Mailbox: g.mailbox.Draw(t, "mailbox")}
		values := rapid.Bool().Draw(t, "values")
		for range rapid.IntRange(1, 3).Draw(t, "entries") {
			if !values {
				x.Changed = append(x.Changed, g.entry(t))
				continue
			}
			v := g.nstring(t)
			if v.Valid && rapid.Bool().Draw(t, "binary") {
				v.String += "\x00"
			}
			x.Values = append(x.Values, response.MetadataValue{Entry: g.entry(t), Value: v})
		}
		return x
	case 11:
		return &response.Language{Tags: g.strings(t, g.str)}
	case 12:
		return &response.Comparator{Active: g.str.Draw(t, "active"), Available: rapid.SliceOfN(g.str, 0, 3).Draw(t, "available")}
	case 13:
		return &response.GenURLAuth{URLs: g.strings(t, g.str)}
	case 14:
		x := &response.URLFetch{}
		for range rapid.IntRange(1, 3).Draw(t, "urls") {
			v := response.URLData{URL: g.str.Draw(t, "url")}
			if rapid.Bool().Draw(t, "simple") {
				v.Data = g.nstring(t)
			} else {
				v.Parts = rapid.SliceOfN(rapid.Custom(g.urlPart), 1, 3).Draw(t, "parts")
			}
			x.Results = append(x.Results, v)
		}
		return x
	case 15:
		if rapid.Bool().Draw(t, "JMAP") {
			return &response.JMAPAccess{URL: g.quoted.Draw(t, "url")}
		}
		return &response.Conversion{From: g.mediaType(t), To: g.mediaType(t), Params: rapid.SliceOfN(g.str, 0, 3).Draw(t, "params")}
	case 16:
		x := &response.UIDBatches{Tag: g.tag(t)}
		if rapid.Bool().Draw(t, "batches") {
			x.Batches = g.uids(t).Ranges
		}
		return x
	}
	return &response.Converted{Seq: number.Draw(t, "number"), Tag: g.tag(t), UID: rapid.Uint32().Draw(t, "UID"), Items: rapid.SliceOfN(rapid.Custom(g.convertedItem), 1, 3).Draw(t, "items")}
}

func (g *generator) convertedItem(t *rapid.T) response.ConvertedItem {
	x := response.ConvertedItem{Name: rapid.SampledFrom([]string{response.ConvertedBinary, response.ConvertedBody, response.ConvertedSize,
		response.ConvertedStructure, response.ConvertedAvailable, "X"}).Draw(t, "name"), Section: wire.Section{Part: []uint32{number.Draw(t, "part")}}}
	if x.Name == "X" {
		return response.ConvertedItem{Name: g.itemName(t), Value: g.value.Draw(t, "value")}
	}
	if x.Name == response.ConvertedBody {
		x.Section.Text = wire.SectionMIME
	}
	if x.Name == response.ConvertedBinary && rapid.Bool().Draw(t, "partial") {
		x.Partial, x.Origin = true, rapid.Int64Min(0).Draw(t, "origin")
	}
	switch rapid.IntRange(0, 5).Draw(t, "failure") {
	case 0:
		x.Failure = &response.ConvertFailure{Text: g.str.Draw(t, "text"), Code: response.ConvertTempFail, Minutes: rapid.Uint32().Draw(t, "minutes")}
		return x
	case 1:
		x.Failure = &response.ConvertFailure{Text: g.str.Draw(t, "text"), Code: rapid.SampledFrom([]string{response.ConvertBadParams, response.ConvertMissingParams}).Draw(t, "code")}
		missing := x.Failure.Code == response.ConvertMissingParams
		x.Failure.Refusals = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) response.ConvertRefusal { return g.refusal(t, missing) }), 1, 3).Filter(apart).Draw(t, "refusals")
		return x
	case 2:
		x.Failure = &response.ConvertFailure{Text: g.str.Draw(t, "text"), Code: g.x + strings.ToUpper(g.atom.Draw(t, "code"))}
		if rapid.Bool().Draw(t, "detailed") {
			x.Failure.Details = g.values.Draw(t, "details")
		}
		return x
	}
	switch x.Name {
	case response.ConvertedBody:
		x.Data = g.nstring(t)
	case response.ConvertedBinary:
		if x.Data = g.nstring(t); x.Data.Valid && rapid.Bool().Draw(t, "binary") {
			x.Data.String += "\x00"
		}
	case response.ConvertedSize:
		x.Size = rapid.Uint32().Draw(t, "size")
	case response.ConvertedStructure:
		var b response.BodyBuilder
		g.part(t, &b, 0)
		x.Structure = b.Body()
	case response.ConvertedAvailable:
		x.Types = rapid.SliceOfN(rapid.Custom(g.mediaType), 0, 3).Draw(t, "types")
	}
	return x
}

// itemName makes the name of an unknown item, in which brackets are closed: a
// list would be taken for a part of it otherwise.
func (g *generator) itemName(t *rapid.T) string {
	name := g.x + g.atom.Draw(t, "name")
	if g.x != "" && strings.LastIndexByte(name, '[') > strings.LastIndexByte(name, ']') {
		name += "]"
	}
	return name
}

// mediaType makes what may stand for "text/plain".
func (g *generator) mediaType(t *rapid.T) string {
	return "a!/x" + strings.ReplaceAll(g.label.Draw(t, "type"), ":", "")
}

func (g *generator) urlPart(t *rapid.T) response.URLPart {
	switch rapid.IntRange(0, 3).Draw(t, "part") {
	case 0:
		return response.URLPart{Name: response.URLBody, Data: g.nstring(t)}
	case 1:
		v := g.nstring(t)
		if v.Valid && rapid.Bool().Draw(t, "binary") {
			v.String += "\x00"
		}
		return response.URLPart{Name: response.URLBinary, Data: v}
	case 2:
		var b response.BodyBuilder
		g.part(t, &b, 0)
		return response.URLPart{Name: response.URLStructure, Structure: b.Body()}
	}
	return response.URLPart{Name: g.x + strings.ToUpper(g.atom.Draw(t, "name")), Value: g.value.Draw(t, "value")}
}

// extensionItem makes an item of an extension.
func (g *generator) extensionItem(t *rapid.T) response.Item {
	switch rapid.IntRange(0, 7).Draw(t, "item") {
	case 7:
		x := &response.AnnotationItem{}
		for range rapid.IntRange(1, 3).Draw(t, "entries") {
			x.Entries = append(x.Entries, response.Annotation{Entry: g.entry(t), Values: []response.AnnotationValue{
				{Attribute: "value.priv", Value: g.nstring(t)}, {Attribute: g.entry(t), Value: wire.Some("a\x00")}}})
		}
		if rapid.Bool().Draw(t, "changed") {
			x.Entries, x.Changed = nil, []string{g.entry(t), g.entry(t)}
		}
		return x
	case 0:
		return &response.ModSeqItem{ModSeq: modSeq.Draw(t, "modseq")}
	case 1:
		return &response.EmailIDItem{ID: objectID.Draw(t, "id")}
	case 2:
		return &response.ThreadIDItem{ID: rapid.OneOf(objectID, rapid.Just("")).Draw(t, "id")}
	case 3:
		return &response.PreviewItem{Text: g.nstring(t)}
	case 4:
		if rapid.Bool().Draw(t, "NIL") {
			return &response.SaveDateItem{Nil: true}
		}
		return &response.SaveDateItem{Time: time.Unix(rapid.Int64Range(0, 1<<35).Draw(t, "date"), 0).UTC()}
	case 5:
		return &response.GmailIDItem{Thread: rapid.Bool().Draw(t, "thread"), ID: rapid.Uint64().Draw(t, "id")}
	}
	x := &response.GmailLabelsItem{}
	for range rapid.IntRange(0, 3).Draw(t, "labels") {
		s := g.mailbox.Draw(t, "label")
		if rapid.Bool().Draw(t, "system") {
			s = `\` + strings.ReplaceAll(g.atom.Draw(t, "label"), "&", "")
		} else if strings.HasPrefix(s, `\`) {
			s = "x" + s
		}
		x.Labels = append(x.Labels, s)
	}
	return x
}

// extensionCode makes a code of an extension.
func (g *generator) extensionCode(t *rapid.T) response.Code {
	switch rapid.IntRange(0, 14).Draw(t, "code") {
	case 0:
		return &response.ModSeqCode{ModSeq: modSeq.Draw(t, "modseq")}
	case 1:
		return &response.ModifiedCode{Set: g.uids(t)}
	case 2:
		return &response.MailboxIDCode{ID: objectID.Draw(t, "id")}
	case 3:
		return &response.MetadataCode{Reason: rapid.SampledFrom([]string{"LONGENTRIES", "MAXSIZE"}).Draw(t, "reason"), Number: rapid.Uint32().Draw(t, "number")}
	case 4:
		return &response.MetadataCode{Reason: rapid.SampledFrom([]string{"TOOMANY", "NOPRIVATE"}).Draw(t, "reason")}
	case 5:
		c := &response.InProgressCode{HasProgress: rapid.Bool().Draw(t, "progress")}
		if rapid.Bool().Draw(t, "tagged") {
			c.Tag = g.tag(t)
		}
		if c.HasProgress {
			c.Progress = rapid.Uint32().Draw(t, "progress")
			if rapid.Bool().Draw(t, "goal") {
				c.Goal = max(1, rapid.Uint32Min(c.Progress).Draw(t, "goal"))
			}
		}
		return c
	case 6:
		return &response.MessageLimitCode{Limit: number.Draw(t, "limit"), UID: rapid.Uint32().Draw(t, "UID")}
	case 7:
		return &response.NoUpdateCode{Tag: g.tag(t)}
	case 8:
		return &response.BadEventCode{Events: rapid.OneOf(rapid.SliceOfN(g.atom, 1, 3), rapid.Just([]string{"MessageNew", "MailboxName", "ServerMetadataChange"})).Draw(t, "events")}
	case 9:
		return &response.FilterCode{Name: "x" + strings.ReplaceAll(g.atom.Draw(t, "filter"), "/", "")}
	case 10:
		return &response.URLCode{URL: g.args.Draw(t, "url")}
	case 11:
		return &response.ReferralCode{URLs: []string{"x" + strings.ReplaceAll(g.args.Draw(t, "url"), " ", ""), "imap://x/"}}
	case 12:
		return &response.URLMechCode{Mechanisms: []response.URLMechanism{{Name: "INTERNAL"},
			{Name: "x" + strings.ReplaceAll(rapid.OneOf(g.atom, rapid.Just(".5-")).Draw(t, "mechanism"), "=", ""), Data: rapid.StringMatching(`([A-Za-z0-9+/]{4}){0,3}([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEcgw048]=)?`).Draw(t, "data")}}}
	case 13:
		return rapid.SampledFrom([]response.Code{&response.AnnotationsCode{None: true}, &response.AnnotationsCode{ReadOnly: true},
			&response.AnnotationsCode{Size: 5, NoPrivate: true}, &response.AnnotateCode{Reason: "TOOBIG"}, &response.AnnotateCode{Reason: "TOOMANY"}}).Draw(t, "annotations")
	}
	return rapid.SampledFrom([]response.Code{response.NoModSeq, response.UIDRequired, response.UseAttr, response.CompressionActive,
		response.NotificationOverflow, response.BadComparator, response.TempFail, response.NumberCode{Name: response.MaxConvertParts, Number: 1}}).Draw(t, "atom")
}

// apart reports whether no parameters without types follow types without
// parameters, which are read as one.
func apart(list []response.ConvertRefusal) bool {
	for i := 1; i < len(list); i++ {
		if x := list[i-1]; list[i].To == "" && x.To != "" && x.Params == nil && x.Missing == nil {
			return false
		}
	}
	return true
}

func (g *generator) refusal(t *rapid.T, missing bool) (x response.ConvertRefusal) {
	typed := rapid.Bool().Draw(t, "typed")
	if typed {
		x.To = g.mediaType(t)
		if missing || rapid.Bool().Draw(t, "from") {
			x.From = wire.Some(g.mediaType(t))
		}
	}
	least := 0
	if missing || !typed {
		least = 1
	}
	for _, s := range rapid.SliceOfN(g.str, least, 3).Draw(t, "params") {
		if missing {
			x.Missing = append(x.Missing, s)
		} else {
			x.Params = append(x.Params, wire.Param{Name: s, Value: wire.Some(g.str.Draw(t, "value"))})
		}
	}
	return x
}
