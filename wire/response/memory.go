package response

import (
	"sync"

	"imapkit.example/wire"
)

// largeResponse is the length in octets of a response behind which the memory
// that it has grown is given back.
const largeResponse = 8 << 10

// keptElements is the most elements that a list keeps for the next response of
// its type.
const keptElements = 256

// The lists of large responses are borrowed, as the buffer is that they come in:
// a Reader does not keep hundreds of kilobytes because there was one, nor make
// as much garbage with each.
var (
	largeNumbers pool[uint32]
	largeRanges  pool[wire.Range]
	largeThreads pool[ThreadMessage]
)

type pool[T any] struct{ lists sync.Pool }

// borrow returns old, or a large list if old is small and the response is large
// as far as it is there.
func (p *pool[T]) borrow(d *wire.Decoder, old []T) []T {
	if cap(old) < keptElements && len(d.UnreadBuffer()) > largeResponse {
		if list, ok := p.lists.Get().(*[]T); ok {
			return *list
		}
	}
	return old[:0]
}

// release gives a large list back and returns what is kept of it.
func (p *pool[T]) release(list []T) []T {
	if cap(list) <= keptElements {
		return list
	}
	large := list[:0] // not list: that would cost an allocation each time
	p.lists.Put(&large)
	return nil
}

// trim gives back the lists that a large response has grown, if they are not the
// caller's as with Fresh, and lets go of what it was.
func (r *Reader) trim() {
	if r.Fresh {
		*r = Reader{Fresh: true, d: r.d}
		return
	}
	r.search.Numbers = largeNumbers.release(r.search.Numbers)
	r.sort.Numbers = largeNumbers.release(r.sort.Numbers)
	r.esearch.All.Ranges = largeRanges.release(r.esearch.All.Ranges)
	r.esearch.PartialSet.Ranges = trimmed(r.esearch.PartialSet.Ranges)
	r.vanished.UIDs.Ranges = largeRanges.release(r.vanished.UIDs.Ranges)
	r.thread.Messages = largeThreads.release(r.thread.Messages)
	r.flags.Flags = trimmed(r.flags.Flags)
	r.permanent = trimmed(r.permanent)
	r.fetch.flags.Flags = trimmed(r.fetch.flags.Flags)
	r.mailbox.Items = trimmed(r.mailbox.Items)
	r.list = List{Attributes: trimmed(r.list.Attributes)}
	r.status, r.cont, r.unknown = Status{}, Continue{}, Unknown{}
	r.esearch.Mailbox = ""
	clear(r.esearch.Extensions)
	r.esearch.Extensions = trimmed(r.esearch.Extensions)
	r.esearch.Updates = trimmed(r.esearch.Updates)
	r.esearch.Relevancy = trimmed(r.esearch.Relevancy)
	r.mailbox.Mailbox = ""
	clear(r.mailbox.Items)
	r.fetch.trim()
}

// trim lets go of what a large item was.
func (r *FetchStream) trim() {
	if cap(r.text) > keepText {
		r.text = nil
	}
	r.quoted.Reset(nil)
	r.piece, r.preview = SectionItem{}, PreviewItem{}
	r.unknown, r.invalid = UnknownItem{}, InvalidItem{}
	clear(r.labels.Labels)
	r.labels.Labels = trimmed(r.labels.Labels)
}

func trimmed[T any](list []T) []T {
	if cap(list) > keptElements {
		return nil
	}
	return list
}
