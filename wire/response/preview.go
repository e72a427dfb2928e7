package response

import (
	"time"

	"imapkit.example/wire"
)

// PreviewItem is PREVIEW: a short piece of the text of a message, or NIL if the
// server has none at hand (RFC 8970, Section 3.2).
//
//	"PREVIEW" SP nstring
type PreviewItem struct{ Text wire.NString }

// Encode implements [Item].
func (x *PreviewItem) Encode(e *wire.Encoder) {
	e.Syntax("PREVIEW ")
	if x.Text.Valid && e.Options().Redact {
		encodeData(e, x.Text)
		return
	}
	e.NString(x.Text)
}

// SaveDateItem is SAVEDATE: when a message came into the mailbox (RFC 8514,
// Section 4.2).
//
//	"SAVEDATE" SP (date-time / nil)
type SaveDateItem struct {
	Nil  bool // the mailbox does not know
	Time time.Time
}

// Encode implements [Item].
func (x *SaveDateItem) Encode(e *wire.Encoder) {
	e.Syntax("SAVEDATE ")
	if x.Nil {
		e.Nil()
		return
	}
	e.DateTime(x.Time)
}

func (x *SaveDateItem) decode(d *wire.Decoder) {
	*x = SaveDateItem{Nil: d.TryNil()}
	if !x.Nil {
		x.Time = d.DateTime()
	}
}
