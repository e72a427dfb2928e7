package abnf_test

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"imapkit.example/wire/internal/abnf"
)

var utf7Tests = []struct{ name, wire string }{
	{"", ""},
	{"INBOX", "INBOX"},
	{"&", "&-"},
	{"&&", "&-&-"},
	{"R&D", "R&-D"},
	{"Entwürfe", "Entw&APw-rfe"},
	{"é&", "&AOk-&-"},
	{"&é", "&-&AOk-"},
	{"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
	{"☺!", "&Jjo-!"},
	{"\u00a0", "&AKA-"},
	{"\ufffd", "&,,0-"},
	{"\uffff", "&,,8-"},
	{"\U00010000", "&2ADcAA-"},
	{"\U0010ffff", "&2,,f,w-"},
	{"😀", "&2D3eAA-"},
	{"a😀é-", "a&2D3eAADp--"},
	{"ÿ/-", "&AP8-/-"},
	{"+,", "+,"},
}

func TestUTF7(t *testing.T) {
	for _, tt := range utf7Tests {
		if got := string(abnf.AppendUTF7([]byte("*"), tt.name)); got != "*"+tt.wire {
			t.Errorf("AppendUTF7(%q) = %q, want %q", tt.name, got[1:], tt.wire)
		}
		if got, err := abnf.ConsumeUTF7([]byte("*"), []byte(tt.wire)); string(got) != "*"+tt.name || err != nil {
			t.Errorf("ConsumeUTF7(%q) = %q, %v, want %q", tt.wire, got, err, tt.name)
		}
	}
}

func TestUTF7Reject(t *testing.T) {
	for why, bad := range map[string][]string{
		"shift not ended":          {"&", "a&", "&AOk", "&AOk/", "&Jjo!", "&AOk-&", "&AOk "},
		"not base64":               {"&A*k-", "&AOk=-", "&A/8-", "&\xc3\xa9-"},
		"eight bits":               {"\xe9", "é", "a\x80"},
		"control characters":       {"\x00", "a\tb", "\x7f", "a\r\n"},
		"controls in base64":       {"&AA0ACg-", "&AAA-", "&AH8-", "&AIA-", "&AJ8-", "&AAkADQAK-", "&AOkAAQ-"},
		"printable in base64":      {"&AEE-", "&AOkAQQ-", "&ACY-", "&AH4-", "&ACA-"},
		"no whole character":       {"&A-", "&AO-", "&AOkA-", "&AOkAA-"},
		"padding is not zero":      {"&AOl-", "&AOn-", "&2D3eAB-"},
		"too much padding":         {"&AOkA-", "&AOkAAAA-", "&ZeVnLIqeA-"},
		"surrogates out of order":  {"&3gA-", "&2D0-", "&2D0AOQ-", "&2D3YPQ-", "&3gDYPQ-"},
		"one shift behind another": {"&AOk-&AOk-", "&Jjo-&Jjo-x"},
	} {
		for _, s := range bad {
			if got, err := abnf.ConsumeUTF7([]byte("*"), []byte(s)); err != abnf.ErrUTF7 || string(got) != "*" {
				t.Errorf("%s: ConsumeUTF7(%q) = %q, %v", why, s, got, err)
			}
		}
	}
}

func TestUTF7RoundTrip(t *testing.T) {
	runes := rapid.OneOf(
		rapid.Rune().Filter(func(r rune) bool { return r >= 0x20 && r < 0x7f || r >= 0xa0 }),
		rapid.SampledFrom([]rune("&-+,/a \u00a0\ud7ff\ue000\ufffd\uffff\U00010000\U0010ffff")),
	)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(runes).Draw(t, "name")
		wire := abnf.AppendUTF7(nil, name)
		for _, c := range wire {
			if c < 0x20 || c > 0x7e {
				t.Fatalf("%q is not printable", wire)
			}
		}
		if got, err := abnf.ConsumeUTF7(nil, wire); err != nil || string(got) != name {
			t.Fatalf("%q is %q, which is %q, %v", name, wire, got, err)
		}
	})
}

// FuzzUTF7 checks that a name has one spelling: what is accepted is what
// would be written.
func FuzzUTF7(f *testing.F) {
	for _, tt := range utf7Tests {
		f.Add([]byte(tt.wire))
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		name, err := abnf.ConsumeUTF7(nil, wire)
		if err != nil {
			return
		}
		if !utf8.Valid(name) {
			t.Errorf("%q is %q, which is not UTF-8", wire, name)
		}
		if again := abnf.AppendUTF7(nil, string(name)); !bytes.Equal(again, wire) {
			t.Errorf("%q is %q, which is %q", wire, name, again)
		}
	})
}
