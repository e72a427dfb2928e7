package response_test

import (
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// There is nothing in what was not sent, and it is no reason to fail.
func TestZero(t *testing.T) {
	var b response.BodyStructure
	root := b.Root()
	if f := root.Fields(); f.Type != "" || f.Subtype != "" || f.Encoding != "" || f.ID.Valid || f.Description.Valid || f.Disposition.Valid ||
		f.Params != nil || f.DispositionParams != nil || f.Languages != nil || f.Envelope != nil || f.Extensions != nil || f.Size != 0 || f.Lines != 0 || f.Extended != 0 {
		t.Errorf("a part of nothing is %+v", f)
	}
	for p := range root.Children() {
		t.Errorf("nothing has the part %+v", p.Fields())
	}
	if v, ok := root.Param("charset"); ok || root.Message() {
		t.Errorf("nothing has the charset %q, or is a message", v)
	}
	if s, err := encode(&response.Fetch{Seq: 1, Items: []response.Item{&response.StructureItem{}}}, wire.Options{Side: wire.Server}); err == nil {
		t.Errorf("nothing is written as %q", s)
	}
	var v response.Envelope
	some := response.NewEnvelope(response.EnvelopeFields{
		From: []response.AddressFields{{Name: wire.Some("a")}}, To: []response.AddressFields{{Name: wire.Some("b")}},
	})
	for _, a := range []response.Address{{}, v.From().At(0), some.From().At(1), some.From().At(-1), some.Cc().At(0)} {
		if a.Name().Valid || a.Route().Valid || a.Mailbox().Valid || a.Host().Valid {
			t.Errorf("no address has the name %q", a.Name().String)
		}
	}
}

// What was not built as one tree is no structure.
func TestBodyBuilderMisused(t *testing.T) {
	text := response.PartFields{Type: "text", Subtype: "plain"}
	for name, build := range map[string]func(*response.BodyBuilder){
		"nothing":   func(*response.BodyBuilder) {},
		"no end":    func(b *response.BodyBuilder) { b.Begin(text) },
		"no begin":  func(b *response.BodyBuilder) { b.End() },
		"two roots": func(b *response.BodyBuilder) { b.Begin(text); b.End(); b.Begin(text); b.End() },
	} {
		var b response.BodyBuilder
		build(&b)
		if body := b.Body(); !body.IsZero() {
			t.Errorf("%s: %+v", name, body.Root().Fields())
		}
		b.Begin(text)
		b.End()
		if body := b.Body(); body.Root().Type() != "text" {
			t.Errorf("%s: the next one is %+v", name, body.Root().Fields())
		}
	}
}
