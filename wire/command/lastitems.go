package command

import (
	"bytes"

	"imapkit.example/wire"
)

// lastItems is the list of items of the last FETCH of a Reader, as it was
// written: a client asks for the same again and again, with another set.
type lastItems struct {
	text  string
	items []FetchItem
}

// maxItemsText is the length in octets of the longest list that is kept.
const maxItemsText = 256

// read reads the list of items that is next and appends them to dst. A nil l
// keeps nothing.
func (l *lastItems) read(d *wire.Decoder, dst []FetchItem) []FetchItem {
	if l == nil {
		return fetchItems(d, dst)
	}
	if l.text != "" && d.TryExact(l.text) {
		return append(dst, l.items...)
	}
	text, at := d.UnreadBuffer(), d.InputOffset()
	line := bytes.IndexByte(text, '\n')
	dst = fetchItems(d, dst)
	n := int(d.InputOffset() - at)
	if d.Err() == nil && n <= min(line, maxItemsText) && shareable(dst) { // and no literal was in it
		l.text, l.items = string(text[:n]), append(l.items[:0], dst...)
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
