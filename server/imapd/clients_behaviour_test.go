package main

import (
	"bytes"
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestProcessBanner starts imapd as a newcomer does, with no user and no
// certificate, and holds it to what it prints.
func TestProcessBanner(t *testing.T) {
	d := startDaemon(t, buildDaemon(t))
	for range 3 {
		line, err := d.stdout.ReadString('\n')
		if err != nil {
			t.Fatalf("banner ends with %q: %v", line, err)
		}
		d.banner = append(d.banner, strings.TrimSuffix(line, "\n"))
	}
	user := regexp.MustCompile(`^imapd: user demo, password ([-_0-9A-Za-z]{8,})$`).FindStringSubmatch(d.banner[2])
	if user == nil {
		t.Fatalf("banner line %q", d.banner[2])
	}
	for i, want := range []string{
		"curl --insecure --user 'demo:" + user[1] + "' imaps://" + d.tls + "/",
		"openssl s_client -quiet -crlf -connect " + d.tls,
	} {
		if got := d.banner[3+i]; got != want {
			t.Errorf("banner line %q, want %q", got, want)
		}
	}

	t.Run("certificate", func(t *testing.T) {
		conn := tls.Client(dialTCP(t, d.tls), &tls.Config{InsecureSkipVerify: true})
		newRawClient(t, conn)
		for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
			if err := conn.ConnectionState().PeerCertificates[0].VerifyHostname(name); err != nil {
				t.Errorf("the certificate is not for %s: %v", name, err)
			}
		}
	})

	t.Run("curl line", func(t *testing.T) {
		needClient(t, "curl", "curl")
		r := run(t, nil, "sh", "-c", d.banner[3])
		if r.code != 0 || !strings.Contains(string(r.stdout), "INBOX") {
			t.Errorf("exit status %d\n%s%s", r.code, r.stdout, r.stderr)
		}
	})

	t.Run("openssl line", func(t *testing.T) {
		needClient(t, "openssl", "openssl")
		r := run(t, strings.NewReader("a LOGIN demo "+user[1]+"\nb LOGOUT\n"), "sh", "-c", d.banner[4])
		for _, want := range []string{"* OK ", "a OK ", "* BYE ", "b OK "} {
			if !bytes.Contains(r.stdout, []byte(want)) {
				t.Errorf("no %q in\n%s%s", want, r.stdout, r.stderr)
			}
		}
	})
}

// TestProcessOneListener turns each listener off in turn.
func TestProcessOneListener(t *testing.T) {
	path := buildDaemon(t)
	for _, test := range []struct{ name, flag, lacking string }{
		{"no plaintext", "-addr=", plainLabel},
		{"no TLS", "-tls-addr=", tlsLabel},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := launchDaemon(t, path, "-user", "test:secret", test.flag)
			line, err := d.stdout.ReadString('\n')
			if err != nil || strings.HasPrefix(line, test.lacking) || !strings.HasPrefix(line, "imapd: ") {
				t.Errorf("first line %q (%v)", line, err)
			}
		})
	}
}

// TestProcessRefusals starts imapd in ways that cannot work: one line says
// why, and the exit status is 2.
func TestProcessRefusals(t *testing.T) {
	path := buildDaemon(t)
	pair := newKeyPair(t)
	other := newKeyPair(t)
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.pem")
	writeFile(t, garbage, []byte("no key\n"))
	absent := filepath.Join(dir, "absent.pem")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	free := []string{"-addr", "127.0.0.1:0", "-tls-addr", "127.0.0.1:0"}

	for _, test := range []struct {
		name string
		args []string
		want string // what the line has to name
	}{
		{"plaintext port in use", []string{"-addr", taken.Addr().String()}, taken.Addr().String()},
		{"TLS port in use", []string{"-tls-addr", taken.Addr().String()}, taken.Addr().String()},
		{"no such address", []string{"-addr", "127.0.0.1"}, "127.0.0.1"},
		{"both listeners off", []string{"-addr", "", "-tls-addr", ""}, ""},
		{"absent key", []string{"-cert", pair.certFile, "-key", absent}, absent},
		{"absent certificate", []string{"-cert", absent, "-key", pair.keyFile}, absent},
		{"key is a directory", []string{"-cert", pair.certFile, "-key", dir}, dir},
		{"key is no PEM", []string{"-cert", pair.certFile, "-key", garbage}, ""},
		{"key of another certificate", []string{"-cert", pair.certFile, "-key", other.keyFile}, ""},
		{"certificate without key", []string{"-cert", pair.certFile}, "-key"},
		{"key without certificate", []string{"-key", pair.keyFile}, "-cert"},
		{"unknown flag", []string{"-no-such-flag"}, "no-such-flag"},
		{"flag without value", []string{"-user"}, "user"},
		{"user without password", []string{"-user", "alice"}, "user"},
		{"argument", []string{"mail"}, "mail"},
		{"store", []string{"-store", dir}, "-store"},
		{"trace file in no directory", []string{"-trace", filepath.Join(absent, "trace")}, absent},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := run(t, nil, path, append(free[:len(free):len(free)], test.args...)...)
			if r.code != 2 {
				t.Errorf("exit status %d, want 2", r.code)
			}
			if strings.Count(r.stderr, "\n") != 1 || !strings.HasSuffix(r.stderr, "\n") || len(r.stderr) < 10 {
				t.Errorf("stderr %q, want one line", r.stderr)
			}
			if !strings.Contains(r.stderr, test.want) {
				t.Errorf("stderr %q does not name %q", r.stderr, test.want)
			}
			if len(r.stdout) != 0 {
				t.Errorf("stdout %q, want nothing", r.stdout)
			}
		})
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("a refused -store left %v (%v)", entries, err)
	}
}

// TestProcessDefaults starts imapd without a flag: it takes the two ports that
// it promises, or says which of them it could not have.
func TestProcessDefaults(t *testing.T) {
	d := launchBare(t, buildDaemon(t))
	line, err := d.stdout.ReadString('\n')
	if err == nil {
		next, _ := d.stdout.ReadString('\n')
		if line+next != plainLabel+"127.0.0.1:1143\n"+tlsLabel+"127.0.0.1:1993\n" {
			t.Errorf("banner %q", line+next)
		}
		return
	}
	d.ended = true
	d.cmd.Wait()
	stderr := d.stderr.String()
	if d.cmd.ProcessState.ExitCode() != 2 || !regexp.MustCompile(`127\.0\.0\.1:1(143|993)\b`).MatchString(stderr) {
		t.Errorf("%v, stderr %q; want a banner, or status 2 and the address", d.cmd.ProcessState, stderr)
	}
}

// TestProcessPlaintext tries to log in where the password would be readable
// on the way.
func TestProcessPlaintext(t *testing.T) {
	path := buildDaemon(t)
	pair := newKeyPair(t)
	for _, test := range []struct {
		name    string
		flags   []string
		allowed bool
	}{
		{"default", nil, false},
		{"-insecure-auth", []string{"-insecure-auth"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := startDaemon(t, path, pair.flags(test.flags...)...)
			c := d.dialPlain(t)
			c.send("a CAPABILITY\r\n")
			capabilities := strings.Fields(strings.ReplaceAll(c.until("a OK"), "\n", " "))
			has := func(name string) bool {
				for _, capability := range capabilities {
					if strings.EqualFold(capability, name) {
						return true
					}
				}
				return false
			}
			for name, want := range map[string]bool{
				"IMAP4rev1": true, "STARTTLS": true, "LOGINDISABLED": !test.allowed, "AUTH=PLAIN": test.allowed,
			} {
				if has(name) != want {
					t.Errorf("capability %s: %t, want %t: %q", name, has(name), want, capabilities)
				}
			}
			if test.allowed {
				c.login()
				return
			}
			c.send("b LOGIN test secret\r\n")
			c.until("b NO")
			c.send("c AUTHENTICATE PLAIN AHRlc3QAc2VjcmV0\r\n")
			c.until("c NO")
			c.send("d SELECT INBOX\r\n")
			if answer := c.until("d "); strings.Contains(answer, "d OK") {
				t.Errorf("SELECT without a login: %q", answer)
			}
			// Commands sent along with STARTTLS were written without TLS: they must not count.
			c.send("e STARTTLS\r\nf LOGIN test secret\r\n")
			if line := c.line(); strings.HasPrefix(line, "e OK") {
				conn := tls.Client(c.conn, &tls.Config{RootCAs: pair.pool, ServerName: "localhost"})
				if conn.Handshake() == nil {
					after := &rawClient{t, conn, nil}
					after.r = c.r
					after.r.Reset(conn)
					after.send("g NOOP\r\n")
					if line := after.line(); !strings.HasPrefix(line, "g OK") {
						t.Errorf("after STARTTLS with more commands behind it: %q", line)
					}
				}
			}
		})
	}
}
