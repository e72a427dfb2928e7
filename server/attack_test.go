package server_test

import (
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// What a hostile client could make the server do: each case was a finding.

// peak runs f and returns by how much the heap grew at most meanwhile.
func peak(f func()) int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	base := int64(m.HeapAlloc)
	stop, top := make(chan struct{}), make(chan int64)
	go func() {
		var most int64
		for {
			select {
			case <-stop:
				top <- most - base
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, int64(m.HeapAlloc))
			}
		}
	}()
	f()
	close(stop)
	return <-top
}

func appendMail(c *client, mail string) {
	c.t.Helper()
	c.send("up APPEND INBOX {%d+}\r\n%s\r\n", len(mail), mail)
	if line := c.line(); !strings.HasPrefix(line, "up OK ") {
		c.t.Fatalf("append: %q", line)
	}
}

func TestFetchManyItems(t *testing.T) {
	c := login(t, newServer(t), "joe")
	body := base64.StdEncoding.EncodeToString(make([]byte, 3<<20))
	appendMail(c, "Content-Transfer-Encoding: base64\r\nA: b\r\n\r\n"+body)
	c.command("1", "SELECT INBOX")
	if got := c.command("2", "FETCH 1 ("+strings.Repeat("BINARY.PEEK[1]<0.1> ", 150)+"UID)"); len(got) != 3 {
		t.Errorf("the same item 150 times: %q", got)
	}
	if got := c.command("2", "FETCH 1 ("+strings.Repeat("FLAGS ", 250)+"UID)"); got[0] != "* 1 FETCH (FLAGS () UID 1)\r\n" {
		t.Errorf("another item behind the same 250 times: %q", got)
	}
	var items []string
	for i := range 101 {
		items = append(items, fmt.Sprintf("BINARY.PEEK[1]<%d.1>", i))
	}
	if got := c.command("3", "FETCH 1 ("+strings.Join(items, " ")+")"); !strings.HasPrefix(got[0], "3 NO [LIMIT]") {
		t.Errorf("101 items: %q", got)
	}
	if n := peak(func() { c.command("4", "FETCH 1 ("+strings.Join(items[:100], " ")+")") }); n > 50<<20 {
		t.Errorf("100 pieces of a part of 3 MB took %d octets", n)
	}
}

func TestFetchManyAddresses(t *testing.T) {
	c := login(t, newServer(t), "joe")
	var mail strings.Builder
	mail.WriteString("Content-Type: multipart/mixed; boundary=b\r\n\r\n")
	for range 200 {
		mail.WriteString("--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: " + strings.Repeat("a,", 900) + "a\r\n\r\n")
	}
	appendMail(c, mail.String())
	c.command("1", "SELECT INBOX")
	total := 0
	for _, line := range c.command("2", "FETCH 1 BODYSTRUCTURE") {
		total += len(line)
	}
	if total > 1<<20 {
		t.Errorf("a message of %d octets has a structure of %d", mail.Len(), total)
	}
}

// A list of addresses is told as it is or, if it is very long, not at all.
func TestFetchLongLists(t *testing.T) {
	c := login(t, newServer(t), "joe")
	tests := []struct{ addresses, told int }{{1001, 1001}, {9999, 9999}, {10_001, 0}, {20_000, 0}}
	for _, test := range tests {
		appendMail(c, "To: "+strings.Repeat("joe@example.org,\r\n ", test.addresses)+"\r\nCc: ann@example.net\r\n\r\n")
	}
	c.command("1", "SELECT INBOX")
	for i, test := range tests {
		got := strings.Join(c.command("2", fmt.Sprintf("FETCH %d ENVELOPE", i+1)), "")
		if n := strings.Count(got, `(NIL NIL "joe" "example.org")`); n != test.told || !strings.Contains(got, `"ann"`) {
			t.Errorf("of %d addresses %d are told, want %d; the list behind them: %v", test.addresses, n, test.told, strings.Contains(got, `"ann"`))
		}
	}
}

// A message that cannot be told of does not hide the others.
func TestLeapSecond(t *testing.T) {
	c := login(t, newServer(t), "joe")
	if got := c.command("1", `APPEND INBOX "31-Dec-9999 23:59:60 +0000" {1+}`+"\r\nx"); !strings.HasPrefix(got[0], "1 BAD ") {
		t.Errorf("%q", got)
	}
}

func TestSearchManyTexts(t *testing.T) {
	c := login(t, newServer(t), "joe")
	c.command("1", "SELECT INBOX")
	if got := c.command("2", "SEARCH"+strings.Repeat(" TEXT x", 50)); got[len(got)-1] != "2 OK SEARCH completed\r\n" {
		t.Errorf("50 texts: %q", got)
	}
	if got := c.command("3", "SEARCH"+strings.Repeat(" NOT TEXT x", 51)); !strings.HasPrefix(got[0], "3 NO [LIMIT]") {
		t.Errorf("51 texts: %q", got)
	}
}

func TestListExpensivePatterns(t *testing.T) {
	c := login(t, newServer(t), "joe")
	for i := range 10 {
		c.command("c", fmt.Sprintf("CREATE %s%d", strings.Repeat("a", 900), i))
	}
	pattern := strings.Repeat("a%", 450) + "b"
	if got := c.command("1", `LIST "" `+pattern); got[0] != "1 OK LIST completed\r\n" {
		t.Errorf("one pattern: %q", got)
	}
	many := `LIST "" (` + strings.Repeat(pattern+" ", 30) + "x)"
	if got := c.command("2", many); !strings.HasPrefix(got[len(got)-1], "2 NO [LIMIT]") {
		t.Errorf("many patterns: %q", got)
	}
}
