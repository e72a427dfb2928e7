package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imapkit.example/fuzz"
)

func TestStatus(t *testing.T) {
	dir := t.TempDir()
	file := func(name, data string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, bad := file("good", "* 1 EXISTS\r\n"), file("bad", "* 1 EXISTS \r\n* 2 EXISTS\r\n")
	absent := filepath.Join(dir, "absent")
	for _, tt := range []struct {
		args   string
		in     string
		status int
		stdout string // a part of it
		stderr string
	}{
		{"-from server", "", 0, "", ""},
		{"-from server", "* 1 EXISTS\r\n", 0, "       0  * 1 EXISTS\n", ""},
		{"-from server -", "* 1 EXISTS\r\n", 0, "       0  * 1 EXISTS\n", ""},
		{"-from server " + good, "", 0, "       0  * 1 EXISTS\n", ""},
		{"-from server", "* 1 EXISTS", 1, "       0  ! offset 10: the recording ends within the message\n", ""},
		{"-from server " + bad, "", 1, "       0  ! exists: offset 10: expected CRLF, found space\n      13  * 2 EXISTS\n", ""},
		{"-from server -json", "* OK {3}\r\n", 0, `"text":"{3}"`, ""},
		{"-from server -canon", "* OK {3}\r\n* NO [ALERT] {99+}\r\n+ ~{3}\r\n", 0, "* OK {3}\r\n* NO [ALERT] {99+}\r\n+ ~{3}\r\n", ""},
		{"-from server -canon -lenient", "* OK [x\r\n", 1, "", "imapdump: offset 0: left out: ok: wire: cannot encode text"},
		{"-from server -lenient", "* 1 FETCH (INTERNALDATE \"\x80\")\r\n", 1, "       0  ! fetch: offset 25: expected date-time, found octet above 0x7F  ~ ", ""},
		{"-from server -lenient", "* 1 FETCH (ENVELOPE (\"\x00\" NIL NIL NIL NIL NIL NIL NIL NIL NIL) UID x INTERNALDATE y)\r\n", 1, "       0  ! fetch: offset 66: expected nz-number", ""},
		{"-from server -canon -lenient", "* 1 FETCH (INTERNALDATE \"\x80\")\r\n", 1, "", "imapdump: offset 0: left out: fetch: offset 25: expected date-time"},
		{"-from client -json", "* OK\r\n", 1, `"ok":false`, ""},
		{"-from server " + bad + " " + good, "", 1, good + ":        0  * 1 EXISTS\n", ""},
		{"-from server -json - " + good, "* 2 EXISTS\r\n", 0, `{"file":"-","offset":0,"kind":"exists","value":{"count":2},"length":12,"ok":true}` + "\n" + `{"file":"`, ""},
		{"-from server -canon " + bad + " " + good, "", 1, "* 1 EXISTS\r\n", "imapdump: " + bad + ": offset 0: left out: exists: offset 10: expected CRLF"},
		{"-from server " + absent + " " + good, "", 2, "* 1 EXISTS\n", "imapdump: open " + absent},
		{"-from server " + dir, "", 2, "", "imapdump: read " + dir},
		{"", "", 2, "", "imapdump: want -from client or -from server\n"},
		{"-from proxy", "", 2, "", "imapdump: want -from"},
		{"-from server -json -canon", "", 2, "", "imapdump: -json and -canon exclude each other\n"},
		{"-from server -what", "", 2, "", "imapdump: flag provided but not defined: -what\n"},
		{"-help", "", 0, "Usage: imapdump -from client|server", ""},
	} {
		x := dumpString(tt.in, strings.Fields(tt.args)...)
		if x.status != tt.status || !strings.Contains(x.stdout, tt.stdout) || (tt.stdout == "") != (x.stdout == "") ||
			!strings.HasPrefix(x.stderr, tt.stderr) || (tt.stderr == "") != (x.stderr == "") {
			t.Errorf("%s: %+v", tt.args, x)
		}
	}
}

func TestHelpNamesAllFlags(t *testing.T) {
	x := dumpString("", "-h")
	for _, name := range []string{"-from", "-json", "-canon", "-lenient", "-secrets"} {
		if !strings.Contains(x.stdout, "\n  "+name+" ") && !strings.Contains(x.stdout, "\n  "+name+"\n") {
			t.Errorf("%s is not in\n%s", name, x.stdout)
		}
	}
}

// failingWriter takes some octets and fails then.
type failingWriter struct{ left int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if len(p) > w.left {
		return 0, errors.New("disk full")
	}
	w.left -= len(p)
	return len(p), nil
}

func TestFaults(t *testing.T) {
	in := strings.Repeat("* 1 FETCH (BODY[] {3}\r\nabc UID 4)\r\n* 1 EXISTS\r\n", 20)
	for _, form := range forms {
		for at := range int64(60) {
			r := &fuzz.FaultyReader{R: strings.NewReader(in), At: at, Err: errors.New("cable cut")}
			if x := dumpOf(r, args("server", form)...); x.status != 2 || !strings.HasSuffix(x.stderr, "imapdump: cable cut\n") {
				t.Errorf("%s, cut at %d: %+v", form, at, x)
			}
		}
		var stderr bytes.Buffer
		status := run(args("server", form), strings.NewReader(in), &failingWriter{}, &stderr)
		if status != 2 || stderr.String() != "imapdump: disk full\n" {
			t.Errorf("%s: status %d, %q", form, status, stderr.String())
		}
	}
}

// What can be shown is, before more is asked for.
func TestLive(t *testing.T) {
	for _, form := range forms {
		r, w := io.Pipe()
		outR, outW := io.Pipe()
		ended := make(chan int)
		go func() { ended <- run(args("server", form), r, outW, io.Discard) }()
		for range 3 {
			if _, err := io.WriteString(w, "* 1 EXISTS\r\n"); err != nil {
				t.Fatal(err)
			}
			buf := make([]byte, 200)
			if n, err := outR.Read(buf); err != nil || !bytes.HasSuffix(buf[:n], []byte{'\n'}) {
				t.Errorf("%q, %v", buf[:n], err)
			}
		}
		w.Close()
		if status := <-ended; status != 0 {
			t.Errorf("status %d", status)
		}
	}
}

func TestSpool(t *testing.T) {
	big := strings.Repeat("x", 3*spoolSize)
	in := "a APPEND x {3145728}\r\n" + big + "\r\nb APPEND x {3145728}\r\n" + big + "?\r\nc NOOP\r\n"
	want := "a APPEND x {3145728+}\r\n" + big + "\r\nc NOOP\r\n"
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	if x := dumpString(in, "-from", "client", "-canon"); x.status != 1 || x.stdout != want {
		t.Errorf("status %d, %d octets, %s", x.status, len(x.stdout), x.stderr)
	}
	in = "* OK [X " + big + "] see {3}\r\n* 1 EXISTS\r\n"
	if x := dumpString(in, "-from", "server", "-canon"); x.status != 0 || x.stdout != in {
		t.Errorf("status %d, %d octets, %s", x.status, len(x.stdout), x.stderr)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	in = "a APPEND x {3145728}\r\n" + big + "\r\n"
	t.Setenv("TMPDIR", filepath.Join(dir, "absent"))
	if x := dumpString(in, "-from", "client", "-canon"); x.status != 2 || x.stdout != "" || !strings.HasPrefix(x.stderr, "imapdump: open ") {
		t.Errorf("%+v", x)
	}
}
