package response

import (
	"bytes"
	"io"
	"slices"

	"imapkit.example/wire"
)

// ReadAll reads the items that are left and returns them as a response of its own
// memory, which stays valid. They are at most [wire.Limits].Items, and the Data of
// all sections together at most LiteralBytes, or the error is a *wire.LimitError;
// else the errors are those of [FetchStream.Next]. A malformed item is an
// [InvalidItem].
func (r *FetchStream) ReadAll() (*Fetch, error) {
	f := &Fetch{Seq: r.Seq, UID: r.UID}
	limits := r.d.Options().Limits
	left := limits.LiteralBytes
	for {
		x, err := r.Next()
		if err == io.EOF {
			return f, nil
		}
		if err != nil {
			return nil, err
		}
		if len(f.Items) == limits.Items { // an item is much larger than its octets
			return nil, &wire.LimitError{Limit: "Items", Max: int64(limits.Items)}
		}
		x = cloneItem(x)
		if section, ok := x.(*SectionItem); ok && section.Data != nil {
			if section.Size > left {
				return nil, &wire.LimitError{Limit: "LiteralBytes", Max: limits.LiteralBytes}
			}
			left -= section.Size
			var b bytes.Buffer // grows by what has arrived
			if _, err := io.Copy(&b, section.Data); err != nil {
				return nil, err
			}
			section.Data = bytes.NewReader(b.Bytes())
		}
		f.Items = append(f.Items, x)
	}
}

// cloneItem returns a copy of x that stays valid, but for the Data of a section.
func cloneItem(x Item) Item {
	switch x := x.(type) {
	case *FlagsItem:
		return &FlagsItem{slices.Clone(x.Flags)}
	case *GmailLabelsItem:
		return &GmailLabelsItem{slices.Clone(x.Labels)}
	case *EnvelopeItem:
		return &EnvelopeItem{x.Envelope.Clone()}
	case *StructureItem:
		return &StructureItem{x.Extended, x.Body.Clone()}
	case *UIDItem:
		return copyOf(x)
	case *ModSeqItem:
		return copyOf(x)
	case *DateItem:
		return copyOf(x)
	case *SizeItem:
		return copyOf(x)
	case *SectionItem:
		c := copyOf(x)
		c.Section.Part, c.Section.Fields = slices.Clone(c.Section.Part), slices.Clone(c.Section.Fields)
		return c
	case *BinarySizeItem:
		return copyOf(x)
	case *EmailIDItem:
		return copyOf(x)
	case *ThreadIDItem:
		return copyOf(x)
	case *PreviewItem:
		return copyOf(x)
	case *SaveDateItem:
		return copyOf(x)
	case *GmailIDItem:
		return copyOf(x)
	case *UnknownItem:
		return copyOf(x)
	case *InvalidItem:
		return copyOf(x)
	}
	return x // an AnnotationItem is made anew each time
}

func copyOf[T any](x *T) *T {
	c := *x
	return &c
}
