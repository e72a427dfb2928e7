package command

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"imapkit.example/wire"
)

// Of every table of words each word is found in any case, and nothing that
// differs from all of them in an octet or in length: any octet in the place of
// each, or behind the last one, wherever the buffer ends.
func TestTables(t *testing.T) {
	var plain, uid, status []string
	for _, k := range knownCommands {
		if w, ok := strings.CutPrefix(string(k.name), uidPrefix); ok {
			uid = append(uid, w)
		} else {
			plain = append(plain, w)
		}
	}
	var keys, items []string
	for n := range searchRules {
		keys = append(keys, string(n))
	}
	for _, list := range [][]FetchItemName{fetchNames[:], fetchSections[:], {FetchAnnotation}} {
		for _, n := range list {
			items = append(items, strings.TrimSuffix(string(n), "["))
		}
	}
	for _, s := range []StatusItem{
		StatusMessages, StatusUIDNext, StatusUIDValidity, StatusUnseen, StatusDeleted, StatusSize, StatusRecent,
		StatusHighestModSeq, StatusAppendLimit, StatusMailboxID, StatusDeletedStorage,
	} {
		status = append(status, string(s))
	}
	testTable(t, "commands", plainNames, append(plain, "UID"))
	testTable(t, "UID commands", uidNames, uid)
	testTable(t, "search keys", searchWords, keys)
	testTable(t, "items", fetchWords, items)
	testTable(t, "status items", statusWords, status)
}

func testTable[T any](t *testing.T, name string, table *wire.Words[T], list []string) {
	words := make(map[string]bool)
	for _, w := range list {
		words[w] = true
	}
	d := wire.NewDecoder(nil, wire.Options{})
	e := wire.NewEncoder(io.Discard, wire.Options{})
	check := func(in []byte) {
		n := 0
		for n < len(in) && (in[n]|0x20 >= 'a' && in[n]|0x20 <= 'z' || in[n] >= '0' && in[n] <= '9' || strings.IndexByte("-_.:", in[n]) >= 0) {
			n++
		}
		want := words[strings.ToUpper(string(in[:n]))]
		d.Reset(bytes.NewReader(append(in, "\r\n"...)), wire.Options{})
		if d.Next() != nil {
			t.Fatalf("%s: %q: no message", name, in)
		}
		if _, ok := table.Read(d); ok != want || ok && d.InputOffset() != int64(n) || !ok && d.InputOffset() != 0 {
			t.Errorf("%s: %q: found %v, then at %d", name, in, ok, d.InputOffset())
		}
		whole := string(in)
		if _, ok := table.Find(whole); ok != words[strings.ToUpper(whole)] {
			t.Errorf("%s: Find %q: %v", name, whole, ok)
		}
		if _, ok := table.Write(e, whole); ok != words[whole] {
			t.Errorf("%s: Write %q: %v", name, whole, ok)
		}
		_ = e.Abort()
	}
	for w := range words {
		for _, w := range []string{w, strings.ToLower(w)} {
			for at := range len(w) + 1 {
				check([]byte(w[:at]))
				for c := range 256 {
					b := append([]byte(w[:at]), byte(c))
					check(b)
					if at < len(w) {
						b = append(b, w[at+1:]...)
					}
					check(b)
					check(append(b, " and what else the line has"...))
				}
			}
		}
	}
}
