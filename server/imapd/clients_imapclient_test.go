package main

import (
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestClientMailIMAPClient lets Perl's Mail::IMAPClient do a whole session, on
// each port with a daemon of its own: what the script counts starts from empty.
func TestClientMailIMAPClient(t *testing.T) {
	perl := needClient(t, "perl", "perl")
	for _, module := range []struct{ name, debianPackage string }{
		{"Mail::IMAPClient", "libmail-imapclient-perl"},
		{"IO::Socket::SSL", "libio-socket-ssl-perl"},
	} {
		if exec.Command(perl, "-M"+module.name, "-e", "1").Run() != nil {
			needClient(t, "perl module "+module.name, module.debianPackage)
		}
	}
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
			r := run(t, nil, perl, filepath.Join("testdata", "imapclient_session.pl"),
				host, port, mode, testUser, testPassword, pair.certFile)
			if r.code != 0 || r.stderr != "" || !strings.HasPrefix(string(r.stdout), "Mail::IMAPClient: ok over "+mode) {
				t.Fatalf("exit status %d\n%s%s", r.code, r.stdout, r.stderr)
			}
			t.Logf("%s", r.stdout)
		})
	}
}
