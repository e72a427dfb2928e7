package message

import "testing"

func FuzzParse(f *testing.F) {
	for _, test := range structures {
		f.Add([]byte(test.raw))
	}
	for _, test := range addressLists {
		f.Add([]byte("From: " + test.in + "\r\n\r\n"))
	}
	f.Add([]byte(example))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := Parse(raw, Limits{})
		if err := check(p, raw, Limits{}); err != nil {
			t.Fatal(err)
		}
		use(p)
	})
}
