package message

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// check holds a tree to what the package comment and the fields promise, for
// any input.
func check(root *Part, raw []byte, l Limits) error {
	l = l.withDefaults()
	if data, ok := root.Section(nil, Whole, nil); !ok || !bytes.Equal(data, raw) {
		return fmt.Errorf("BODY[] is %q", data)
	}
	type entry struct {
		part       *Part
		start, end int // of what it is in
		depth      int
	}
	parts := 0
	for rest := []entry{{root, 0, len(raw), 0}}; len(rest) > 0; {
		e := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		p := e.part
		parts++
		if err := checkStrings(p); err != nil {
			return err
		}
		start, err := offset(raw, p.whole, e.start)
		if err != nil {
			return err
		}
		body, err := offset(raw, p.Body, start+len(p.Header))
		if err != nil {
			return err
		}
		if _, err := offset(raw, p.Header, start); err != nil {
			return err
		}
		end := body + len(p.Body)
		if start < e.start || end > e.end || len(p.Header)+len(p.Body) != len(p.whole) {
			return fmt.Errorf("part at %d to %d is outside of %d to %d", start, end, e.start, e.end)
		}
		if got := bytes.Count(p.Body, []byte("\n")); got != p.Lines {
			return fmt.Errorf("%d lines in %q", p.Lines, p.Body)
		}
		typ := strings.ToLower(p.Type + "/" + p.Subtype)
		switch n := len(p.Children); {
		case strings.HasPrefix(typ, "multipart/"):
			if n == 0 || !p.IsMultipart() || p.IsMessage() {
				return fmt.Errorf("%s with %d children", typ, n)
			}
		case typ == "message/rfc822" || typ == "message/global":
			if n != 1 || !p.IsMessage() || !bytes.Equal(p.Children[0].whole, p.Body) {
				return fmt.Errorf("%s with %d children", typ, n)
			}
		case n != 0:
			return fmt.Errorf("%s with %d children", typ, n)
		}
		if len(p.Children) > 0 {
			if e.depth++; e.depth > l.Depth {
				return fmt.Errorf("depth %d", e.depth)
			}
		}
		next := body
		for _, child := range p.Children {
			rest = append(rest, entry{child, next, end, e.depth})
			at, err := offset(raw, child.whole, next)
			if err != nil {
				return err
			}
			next = at + len(child.whole)
		}
	}
	if parts > l.Parts {
		return fmt.Errorf("%d parts", parts)
	}
	return nil
}

// offset returns where in raw its subslice s is, at or after from.
func offset(raw, s []byte, from int) (int, error) {
	if cap(s) != len(s) {
		return 0, fmt.Errorf("%d octets to append to without a copy", cap(s)-len(s))
	}
	if len(s) == 0 {
		return from, nil
	}
	for i := from; i+len(s) <= len(raw); i++ {
		if &raw[i] == &s[0] {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%q is no part of the message from %d", s, from)
}

func checkStrings(p *Part) error {
	all := []string{p.Type, p.Subtype, p.Encoding}
	for _, s := range all {
		if s == "" {
			return fmt.Errorf("empty type or encoding")
		}
	}
	params := p.Params
	if p.Disposition != nil {
		all = append(all, p.Disposition.Type)
		params = append(params[:len(params):len(params)], p.Disposition.Params...)
	}
	for _, param := range params {
		if param.Name == "" {
			return fmt.Errorf("parameter without a name")
		}
		all = append(all, param.Name, param.Value)
	}
	e := p.Envelope()
	pointers := []*string{p.ID, p.Description, p.MD5, p.Location, e.Date, e.Subject, e.InReplyTo, e.MessageID}
	limit := p.limits.withDefaults().Addresses
	for _, list := range [][]Address{e.From, e.Sender, e.ReplyTo, e.To, e.Cc, e.Bcc} {
		if len(list) > limit+1 {
			return fmt.Errorf("%d addresses", len(list))
		}
		inGroup := false
		for _, a := range list {
			pointers = append(pointers, a.Name, a.ADL, a.Mailbox, a.Host)
			if a.Host != nil {
				if a.Mailbox == nil {
					return fmt.Errorf("address without a mailbox")
				}
				continue
			}
			if starts := a.Mailbox != nil; starts == inGroup || a.Name != nil || a.ADL != nil {
				return fmt.Errorf("groups do not match")
			}
			inGroup = !inGroup
		}
		if inGroup {
			return fmt.Errorf("group without an end")
		}
	}
	for _, s := range pointers {
		if s != nil {
			all = append(all, *s)
		}
	}
	for _, s := range append(all, p.Language...) {
		if strings.ContainsAny(s, "\r\n\x00") {
			return fmt.Errorf("line end or NUL in %q", s)
		}
	}
	return nil
}

// use calls everything on a tree, for panics.
func use(p *Part) {
	p.Sent()
	p.HeaderContains("subject", "x")
	p.TextContains("not there", false)
	path := []uint32{}
	for part := p; len(path) < 4; {
		for kind := Whole; kind <= MIME; kind++ {
			p.Section(path, kind, []string{"Subject", ""})
		}
		p.Decoded(path)
		path = append(path, uint32(max(1, len(part.Children))))
		if len(part.Children) > 0 {
			part = part.Children[len(part.Children)-1]
		}
	}
}

// pieces are lines, and parts of lines, that mean something to the parser.
var pieces = []string{
	"Content-Type: multipart/mixed; boundary=b\r\n", "Content-Type: multipart/digest; boundary=\"b--\"\n",
	"Content-Type: multipart/x; boundary=bb\r\n", "Content-Type: message/rfc822\r\n", "Content-Type: text/plain; a*0=b; a*1*=%41",
	"Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Disposition: x; y",
	"From: ", "To: A:b@c,", "Date: Mon, 1 Jan 2024 10:00:00 +0100", "Subject: =?utf-8?q?=41?= =?latin1?b?5A==?=", "Content-Language: de,",
	"\r\n", "\r\n", "\n", "\r\n\r\n", "--b\r\n", "--b--\r\n", "--bb\r\n", "--bb--\n", "--b----\r\n", "\r", "\x00", "\xff", "\\", "\"", "(", ")", "<", ">", "@", ",", ":", ";",
	"[", "]", "=", "=?", "?=", " ", "\t", "x",
}

func TestParseAnything(t *testing.T) {
	piece := rapid.OneOf(rapid.SampledFrom(pieces), rapid.SampledFrom(pieces), rapid.StringN(0, 5, -1))
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "pieces"), ""))
		l := Limits{Depth: rapid.IntRange(0, 5).Draw(t, "depth"), Parts: rapid.IntRange(0, 9).Draw(t, "parts"),
			Params: rapid.IntRange(0, 3).Draw(t, "params"), Addresses: rapid.IntRange(0, 4).Draw(t, "addresses"),
			HeaderBytes: rapid.IntRange(0, 200).Draw(t, "header bytes")}
		p := Parse(raw, l)
		if err := check(p, raw, l); err != nil {
			t.Fatalf("%v\n%q", err, raw)
		}
		use(p)
	})
}
