package server

import (
	"bytes"
	"errors"
	"slices"

	"imapkit.example/server/message"
	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// maxItems is how many items one FETCH may ask for: each can cost as much as
// the decoding of a whole message.
const maxItems = 100

// fetch answers FETCH (RFC 9051, Section 6.4.5).
func (c *conn) fetch(cmd *command.Fetch) *response.Status {
	name := string(cmd.Name())
	if len(cmd.Modifiers) > 0 || cmd.ChangedSince.Valid || cmd.Vanished || !cmd.Partial.IsZero() {
		return bad(name + ": unknown modifier")
	}
	uids, count, refused := c.resolve(cmd.Set, cmd.UID)
	if refused != nil {
		return refused
	}
	items := withoutDuplicates(cmd.Expand())
	if len(items) > maxItems {
		return no(response.Limit, "too many items for one FETCH")
	}
	for _, x := range items {
		if !isPlainItem(x.Name) {
			return bad(name + ": unknown data item")
		}
	}
	seen := map[uint32]bool(nil)
	if use := state.UseOf(cmd); !c.selected.readOnly && use.Writes&state.Flags != 0 {
		var err error
		if seen, err = c.markSeen(uids); err != nil {
			return c.failed(err)
		}
	}
	f := fetcher{c: c, items: items, uid: cmd.UID}
	for m, err := range c.selected.box.Messages(c.ctx, uids) {
		if err != nil {
			return c.failed(err)
		}
		seq, ok := c.selected.view.Seq(m.UID)
		if !ok {
			continue
		}
		count--
		if err := f.message(seq, m, seen[m.UID] && !hideSeen); err != nil {
			return c.failed(err)
		}
		if c.w.Encoder().Err() != nil || c.ctx.Err() != nil {
			return nil
		}
	}
	switch {
	case f.failed:
		return no(response.ServerBug, "a message cannot be sent")
	case f.unknownEncoding:
		return no(response.UnknownCTE, "a part has an unknown transfer encoding")
	case count > 0 && !cmd.UID && !okForExpunged:
		return ErrExpunged
	}
	return ok(name + " completed")
}

// isPlainItem reports whether n is an item of RFC 9051 or RFC 3501.
func isPlainItem(n command.FetchItemName) bool {
	switch n {
	case command.FetchFlags, command.FetchUID, command.FetchInternalDate, command.FetchSize, command.FetchEnvelope,
		command.FetchBody, command.FetchBodyStructure, command.FetchSection, command.FetchPeek, command.FetchBinary,
		command.FetchBinaryPeek, command.FetchBinarySize, command.FetchRFC822, command.FetchRFC822Header,
		command.FetchRFC822Text:
		return true
	}
	return false
}

// withoutDuplicates leaves out what is asked for twice. It stops where there
// are too many others.
func withoutDuplicates(items []command.FetchItem) []command.FetchItem {
	var out []command.FetchItem
	for _, x := range items {
		if len(out) > maxItems {
			break
		}
		if !slices.ContainsFunc(out, func(y command.FetchItem) bool {
			return x.Name == y.Name && x.Partial == y.Partial && x.Section.Equal(y.Section)
		}) {
			out = append(out, x)
		}
	}
	return out
}

// markSeen sets \Seen and returns the messages that did not have it, whose
// flags have to be told.
func (c *conn) markSeen(uids wire.Set) (map[uint32]bool, error) {
	fresh := make(map[uint32]bool)
	var set wire.Set
	for m, err := range c.selected.box.Messages(c.ctx, uids) {
		if err != nil {
			return nil, err
		}
		if !hasFlag(m.Flags, wire.Seen) {
			fresh[m.UID] = true
			set.Append(m.UID)
		}
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	_, err := c.selected.box.Store(c.ctx, set, command.StoreAdd, []wire.Flag{wire.Seen})
	return fresh, err
}

func hasFlag(flags []wire.Flag, flag wire.Flag) bool {
	for _, f := range flags {
		if f.Equal(flag) {
			return true
		}
	}
	return false
}

// A fetcher makes the responses of one FETCH.
type fetcher struct {
	c     *conn
	items []command.FetchItem
	uid   bool // UID FETCH: UID is always told

	raw     []byte
	part    *message.Part
	decoded []decodedPart

	unknownEncoding bool
	failed          bool // a message was left out
}

// A decodedPart is kept while one message is told of, since several items may
// want pieces of it.
type decodedPart struct {
	path []uint32
	data []byte
	err  error
}

// message sends what was asked of one message.
func (f *fetcher) message(seq uint32, m *Message, flags bool) error {
	f.raw, f.part, f.decoded = nil, nil, nil
	r := response.Fetch{Seq: seq}
	hasUID := false
	for i := range f.items {
		x := &f.items[i]
		item, err := f.item(x, m)
		if err != nil {
			return err
		}
		if item == nil {
			continue
		}
		flags = flags && x.Name != command.FetchFlags
		hasUID = hasUID || x.Name == command.FetchUID
		r.Items = append(r.Items, item)
	}
	if flags {
		f.c.tellKeywords(m.Flags)
		r.Items = append(r.Items, &response.FlagsItem{Flags: m.Flags})
	}
	if !hasUID && (f.uid && !omitUID || flags && f.c.rev2) {
		r.Items = append(r.Items, &response.UIDItem{UID: m.UID})
	}
	if len(r.Items) == 0 {
		return nil
	}
	if err := f.c.write(&r); errors.Is(err, wire.ErrEncode) {
		// One message that cannot be told of does not hide the others.
		f.failed = true
		f.c.s.logger().Error("message cannot be sent", "connection", f.c.id, "uid", m.UID, "error", err)
	}
	return nil
}

// load gets the octets of the message.
func (f *fetcher) load(m *Message) (err error) {
	if f.raw == nil {
		if f.raw, err = m.Bytes(); f.raw == nil {
			f.raw = []byte{}
		}
	}
	return err
}

// parse gets the MIME structure of the message.
func (f *fetcher) parse(m *Message) error {
	if f.part != nil {
		return nil
	}
	if err := f.load(m); err != nil {
		return err
	}
	f.part = message.Parse(f.raw, messageLimits)
	return nil
}

// item makes one item, or nil if there is nothing to tell.
func (f *fetcher) item(x *command.FetchItem, m *Message) (response.Item, error) {
	switch x.Name {
	case command.FetchFlags:
		f.c.tellKeywords(m.Flags)
		return &response.FlagsItem{Flags: m.Flags}, nil
	case command.FetchUID:
		return &response.UIDItem{UID: m.UID}, nil
	case command.FetchInternalDate:
		return &response.DateItem{Time: m.Date}, nil
	case command.FetchSize:
		return &response.SizeItem{Size: m.Size}, nil
	case command.FetchSection, command.FetchPeek:
		return f.section(x, m)
	case command.FetchRFC822, command.FetchRFC822Header, command.FetchRFC822Text:
		return f.rfc822(x, m)
	}
	if err := f.parse(m); err != nil {
		return nil, err
	}
	switch x.Name {
	case command.FetchEnvelope:
		var s structurer
		return &response.EnvelopeItem{Envelope: response.NewEnvelope(s.envelope(f.part.Envelope()))}, nil
	case command.FetchBody:
		return &response.StructureItem{Body: structure(f.part, f.c.rev2)}, nil
	case command.FetchBodyStructure:
		return &response.StructureItem{Extended: true, Body: structure(f.part, f.c.rev2)}, nil
	}
	return f.binary(x)
}

var sectionKinds = map[wire.SectionText]message.Kind{
	wire.SectionWhole:           message.Whole,
	wire.SectionHeader:          message.Header,
	wire.SectionHeaderFields:    message.HeaderFields,
	wire.SectionHeaderFieldsNot: message.HeaderFieldsNot,
	wire.SectionTextOnly:        message.Text,
	wire.SectionMIME:            message.MIME,
}

// section makes BODY[…]. The message itself needs no parsing.
func (f *fetcher) section(x *command.FetchItem, m *Message) (response.Item, error) {
	if err := f.load(m); err != nil {
		return nil, err
	}
	data, exists := f.raw, true
	if len(x.Section.Part) > 0 || x.Section.Text != wire.SectionWhole {
		if err := f.parse(m); err != nil {
			return nil, err
		}
		if kind := sectionKinds[x.Section.Text]; kind == message.HeaderFields || kind == message.HeaderFieldsNot {
			return fields{f.part, x}, nil
		}
		data, exists = f.part.Section(x.Section.Part, sectionKinds[x.Section.Text], nil)
	}
	return octets("BODY", x, data, exists), nil
}

// fields is an item whose data is a copy of part of a header. It is made when
// it is written, so that of many there is one at a time.
type fields struct {
	part *message.Part
	x    *command.FetchItem
}

// Encode implements response.Item.
func (i fields) Encode(e *wire.Encoder) {
	data, exists := i.part.Section(i.x.Section.Part, sectionKinds[i.x.Section.Text], i.x.Section.Fields)
	octets("BODY", i.x, data, exists).Encode(e)
}

func (f *fetcher) rfc822(x *command.FetchItem, m *Message) (response.Item, error) {
	kind := message.Whole
	switch x.Name {
	case command.FetchRFC822Header:
		kind = message.Header
	case command.FetchRFC822Text:
		kind = message.Text
	}
	if err := f.parse(m); err != nil {
		return nil, err
	}
	data, exists := f.part.Section(nil, kind, nil)
	return octets(string(x.Name), x, data, exists), nil
}

// binary makes BINARY[…] and BINARY.SIZE[…] (RFC 9051, Section 6.4.5).
func (f *fetcher) binary(x *command.FetchItem) (response.Item, error) {
	data, err := f.decode(x.Section.Part)
	if err != nil {
		f.unknownEncoding = f.unknownEncoding || err == message.ErrUnknownEncoding
		if x.Name == command.FetchBinarySize || err == message.ErrUnknownEncoding {
			return nil, nil
		}
	}
	if x.Name == command.FetchBinarySize {
		return &response.BinarySizeItem{Section: x.Section, Size: uint32(len(data))}, nil
	}
	item := octets("BINARY", x, data, err == nil)
	item.Binary = bytes.IndexByte(data, 0) >= 0
	return item, nil
}

// decode returns a part without its transfer encoding.
func (f *fetcher) decode(path []uint32) ([]byte, error) {
	for _, d := range f.decoded {
		if slices.Equal(d.path, path) {
			return d.data, d.err
		}
	}
	data, err := f.part.Decoded(path)
	f.decoded = append(f.decoded, decodedPart{path, data, err})
	return data, err
}

// octets makes the item for data, or for the part of it that was asked for. An
// offset beyond the end gives an empty string (RFC 9051, Section 6.4.5).
func octets(name string, x *command.FetchItem, data []byte, exists bool) *response.SectionItem {
	item := &response.SectionItem{Name: name, Section: x.Section, Nil: !exists}
	if p := x.Partial; p.Length > 0 {
		item.Partial, item.Origin = true, p.Offset
		from := min(p.Offset, int64(len(data)))
		data = data[from:][:min(p.Length, int64(len(data))-from)]
	}
	item.Size, item.Data = int64(len(data)), bytes.NewReader(data)
	return item
}
