package main

import (
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// TestClientImaplib lets Python's imaplib do a whole session, on each port
// with a daemon of its own: the counts in the script start from empty.
func TestClientImaplib(t *testing.T) {
	python := needClient(t, "python3", "python3")
	pair := newKeyPair(t)
	path := buildDaemon(t)
	for _, mode := range []string{"tls", "starttls"} {
		t.Run(mode, func(t *testing.T) {
			d := startDaemon(t, path, pair.flags()...)
			address := d.tls
			if mode == "starttls" {
				address = d.plain
			}
			host, port, err := net.SplitHostPort(address)
			if err != nil {
				t.Fatal(err)
			}
			r := run(t, nil, python, filepath.Join("testdata", "imaplib_session.py"),
				host, port, mode, testUser, testPassword, pair.certFile)
			if r.code != 0 || !strings.HasPrefix(string(r.stdout), "imaplib: ok over "+mode) {
				t.Fatalf("exit status %d\n%s%s", r.code, r.stdout, r.stderr)
			}
			t.Logf("%s", r.stdout)
		})
	}
}
