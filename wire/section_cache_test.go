package wire_test

import (
	"strings"
	"testing"

	"imapkit.example/wire"
)

// A section that is shared with other results has no room behind its slices: to
// append to one of them changes none of the others.
func TestSectionShared(t *testing.T) {
	const in = "[1.2.3.HEADER.FIELDS (From To Cc)]\r\n"
	d := wire.NewDecoder(strings.NewReader(in+in), wire.Options{Side: wire.Client})
	var sections [2]wire.Section
	for i := range sections {
		if err := d.Next(); err != nil {
			t.Fatal(err)
		}
		sections[i] = d.Section()
		if err := d.End(); err != nil {
			t.Fatal(err)
		}
	}
	part, fields := append(sections[0].Part, 4), append(sections[0].Fields, "a")
	_, _ = append(sections[1].Part, 5), append(sections[1].Fields, "b")
	if part[3] != 4 || fields[3] != "a" {
		t.Errorf("%v, %v", part, fields)
	}
}
