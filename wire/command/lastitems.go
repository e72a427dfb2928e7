package command

import (
	"bytes"

	"imapkit.example/wire"
)

// lastItems are the two lists of items that FETCH named last on a Reader, as they
// were written: a client asks for the same again and again, with other sets.
type lastItems struct {
	lists [2]struct {
		text  string
		items []FetchItem
	}
	next int // which to replace
}

// maxItemsText is the length in octets of the longest list that is kept.
const maxItemsText = 128

// read reads the list of items that is next and appends them to dst. A nil l
// keeps nothing.
func (l *lastItems) read(d *wire.Decoder, dst []FetchItem) []FetchItem {
	if l == nil {
		return fetchItems(d, dst)
	}
	for i := range l.lists {
		if x := &l.lists[i]; x.text != "" && d.TryExact(x.text) {
			return append(dst, x.items...)
		}
	}
	text, at := d.UnreadBuffer(), d.InputOffset()
	line := bytes.IndexByte(text, '\n')
	dst = fetchItems(d, dst)
	n := int(d.InputOffset() - at)
	if d.Err() == nil && n <= min(line, maxItemsText) && shareable(dst) { // and no literal was in it
		x := &l.lists[l.next]
		x.text, x.items = string(text[:n]), append(x.items[:0], dst...)
		l.next = 1 - l.next
	}
	return dst
}

// shareable reports whether the items have nothing that whoever gets them may
// change, which the slices of a section are not.
func shareable(items []FetchItem) bool {
	for i := range items {
		if x := &items[i]; x.Args != nil || x.Entries != nil || x.Attributes != nil {
			return false
		}
	}
	return true
}
