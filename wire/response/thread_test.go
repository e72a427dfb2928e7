package response_test

import (
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// Any list of messages is either no tree, which is an error, or read as it was
// written.
func TestThreadDepths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := &response.Thread{}
		for range rapid.IntRange(1, 8).Draw(t, "messages") {
			x.Messages = append(x.Messages, response.ThreadMessage{
				Number: rapid.Uint32Range(0, 3).Draw(t, "number"), Depth: rapid.IntRange(-1, 4).Draw(t, "depth"),
			})
		}
		s, err := encode(x, wire.Options{})
		if want := isForest(x.Messages); want != (err == nil) {
			t.Fatalf("%v is written as %q, %v; want it to be right: %v", x.Messages, s, err, want)
		}
		if err != nil {
			return
		}
		got, err := decode([]byte(s), wire.Options{})
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if d := diff(x, got); d != "" {
			t.Fatalf("%q (-want +got):\n%s", s, d)
		}
	})
}

// isForest says in the plainest way whether depths describe trees in which
// unknown parents have two children and a sibling, or no parent.
func isForest(list []response.ThreadMessage) bool {
	children := make([]int, len(list))
	parents := make([]int, len(list))
	for i, m := range list {
		parents[i] = -1
		if m.Depth < 0 {
			return false
		}
		if m.Depth == 0 {
			continue
		}
		if i == 0 || list[i-1].Depth < m.Depth-1 {
			return false
		}
		p := i - 1
		for list[p].Depth != m.Depth-1 {
			p--
		}
		parents[i] = p
		children[p]++
	}
	for i, m := range list {
		if m.Number == 0 && (children[i] < 2 || parents[i] >= 0 && children[parents[i]] < 2) {
			return false
		}
	}
	return true
}

// Writing a thread takes time that grows with its length, however deep it is.
func TestThreadDeep(t *testing.T) {
	x := &response.Thread{}
	for i := range 100_000 {
		x.Messages = append(x.Messages, response.ThreadMessage{Number: uint32(i + 1), Depth: i})
	}
	s, err := encode(x, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := decode([]byte(s), wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.(*response.Thread).Messages); n != 100_000 {
		t.Errorf("%d messages", n)
	}
}
