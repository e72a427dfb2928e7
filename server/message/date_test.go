package message

import (
	"fmt"
	"testing"
	"time"
)

func TestSent(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"Mon, 01 Jan 2024 10:20:30 +0100", "2024-01-01T10:20:30+01:00"},
		{"1 Jan 2024 10:20:30 -0730 (a (nested) comment)", "2024-01-01T10:20:30-07:30"},
		{"(c)Mon(c),(c)1(c)Feb(c)2024(c)10:20(c)GMT(c)", "2024-02-01T10:20:00Z"},
		{"Mon,1 Mar 99 1:02 EST", "1999-03-01T01:02:00-05:00"},
		{"1 Apr 49 10:20 PDT", "2049-04-01T10:20:00-07:00"},
		{"1 May 50 10:20 CST", "1950-05-01T10:20:00-06:00"},
		{"1 Jun 104 10:20 UT", "2004-06-01T10:20:00Z"},
		{"31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z"},
		{"Mon Jul  1 10:20:30 2024", "2024-07-01T10:20:30Z"},
		{"Mon Jul  1 10:20:30 EDT 2024", "2024-07-01T10:20:30-04:00"},
		{"1-Aug-2024 10:20:30 +0200", "2024-08-01T10:20:30+02:00"},
		{"Sunday, 1 september 2024 10:20:30 MST (x", "2024-09-01T10:20:30-07:00"},
		{"1 Oct 2024", "2024-10-01T00:00:00Z"},
		{"1 Nov 2024 10:20:30 Z", "2024-11-01T10:20:30Z"},
		{"29 Feb 2024 10:20:30 +9900", "2024-02-29T10:20:30+99:00"},
		{"29 Feb 2024 10:20:30 +9999", "2024-02-29T10:20:30Z"},
		{"1 Dec 2024 10:20:30 nonsense +0100 a b c d e f g h i", "2024-12-01T10:20:30+01:00"},
		{"", ""}, {"x", ""}, {"29 Feb 2023 10:20:30", ""}, {"32 Jan 2024", ""}, {"0 Jan 2024", ""}, {"1 Jan", ""}, {"Jan 2024", ""},
		{"1 Foo 2024", ""}, {"1 Jan 2024 24:00", ""}, {"1 Jan 2024 1:2:3:4", ""}, {"1 Jan 2024 10:60", ""}, {"1 Jan 20245", ""}, {"1 Jan 2024 :", ""},
	} {
		p := Parse([]byte("date: "+test.in+"\r\nDate: 2 Feb 2022\r\n"), Limits{})
		got, ok := p.Sent()
		if test.want == "" {
			if ok {
				t.Errorf("%s: got %v", test.in, got)
			}
			continue
		}
		if want, err := time.Parse(time.RFC3339, test.want); err == nil && (!ok || !got.Equal(want) || got.Format(time.RFC3339) != test.want) {
			t.Errorf("%s: got %v %v, want %v", test.in, got, ok, want)
		} else if err != nil && got.Format(time.RFC3339) != test.want {
			t.Errorf("%s: got %v %v, want %s", test.in, got, ok, test.want)
		}
	}
	if _, ok := Parse(nil, Limits{}).Sent(); ok {
		t.Error("an empty message was sent")
	}
	for m := time.January; m <= time.December; m++ {
		for _, s := range []string{m.String(), m.String()[:3]} {
			if got, ok := parseDate(fmt.Sprintf("Mon, 5 %s 2024 00:00", s)); !ok || got.Month() != m || got.Day() != 5 {
				t.Errorf("%s: %v", s, got)
			}
		}
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if parseMonth(d.String()) != 0 {
			t.Errorf("%v is a month", d)
		}
	}
}
