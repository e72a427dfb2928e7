package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// An execution is the command running in this process.
type execution struct {
	stdout *bufio.Reader
	stderr bytes.Buffer // to be read after end
	cancel context.CancelFunc
	status chan int
}

func begin(t *testing.T, args ...string) *execution {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	e := &execution{stdout: bufio.NewReader(r), cancel: cancel, status: make(chan int, 1)}
	go func() {
		e.status <- execute(ctx, args, w, &e.stderr)
		w.Close()
	}()
	t.Cleanup(cancel)
	return e
}

// lines reads the next n lines of the standard output.
func (e *execution) lines(t *testing.T, n int) (lines []string) {
	t.Helper()
	for range n {
		line, err := e.stdout.ReadString('\n')
		if err != nil {
			t.Fatalf("after %q: %q, %v", lines, line, err)
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
	return lines
}

// end ends the command, and returns the exit status and what was left to read.
func (e *execution) end(t *testing.T) (status int, rest string) {
	t.Helper()
	e.cancel()
	b, err := io.ReadAll(e.stdout)
	if err != nil {
		t.Fatal(err)
	}
	return <-e.status, string(b)
}

var anyPorts = []string{"-addr", "127.0.0.1:0", "-tls-addr", "127.0.0.1:0"}

func TestExecuteBanner(t *testing.T) {
	const (
		plain   = `^imapd: plaintext with STARTTLS on 127\.0\.0\.1:[1-9][0-9]*$`
		secure  = `^imapd: TLS on 127\.0\.0\.1:[1-9][0-9]*$`
		demo    = `^imapd: user demo, password [A-Z0-9]{20,}$`
		curl    = `^curl --insecure --user 'demo:[A-Z0-9]{20,}' imaps://127\.0\.0\.1:[1-9][0-9]*/$`
		given   = `^curl --insecure --user 'NAME:PASSWORD' imaps://127\.0\.0\.1:[1-9][0-9]*/$`
		openssl = `^openssl s_client -quiet -crlf -connect 127\.0\.0\.1:[1-9][0-9]*$`
	)
	for _, test := range []struct {
		name string
		args []string
		want []string
	}{
		{"default", nil, []string{plain, secure, demo, curl, openssl}},
		{"users", []string{"-user", "alice:sesame:street", "-user", "bob smith:sesame"},
			[]string{plain, secure, `^imapd: user alice, password as given$`, `^imapd: user bob smith, password as given$`, given, openssl}},
		{"odd name", []string{"-user", "a\nb:sesame"},
			[]string{plain, secure, `^imapd: user "a\\nb", password as given$`, given, openssl}},
		{"plaintext only", []string{"-tls-addr="}, []string{plain, demo}},
		{"TLS only", []string{"-addr="}, []string{secure, demo, curl, openssl}},
		{"all interfaces", []string{"-addr=", "-tls-addr", ":0"}, []string{`^imapd: TLS on (\[::\]|0\.0\.0\.0):[1-9][0-9]*$`, demo,
			`^curl --insecure --user '[^']*' imaps://localhost:[1-9][0-9]*/$`, `^openssl s_client -quiet -crlf -connect localhost:[1-9][0-9]*$`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := begin(t, append(slices.Clone(anyPorts), test.args...)...)
			for i, line := range e.lines(t, len(test.want)) {
				if !regexp.MustCompile(test.want[i]).MatchString(line) {
					t.Errorf("line %d is %q, want %s", i, line, test.want[i])
				}
				if strings.Contains(line, "sesame") {
					t.Errorf("line %d shows a password: %q", i, line)
				}
			}
			if status, rest := e.end(t); status != 0 || rest != "" || e.stderr.Len() != 0 {
				t.Errorf("status %d, then %q, stderr %q", status, rest, e.stderr.String())
			}
		})
	}
}

func TestExecuteQuiet(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "trace")
	e := begin(t, append(slices.Clone(anyPorts), "-quiet", "-trace", trace)...)
	if status, rest := e.end(t); status != 0 || rest != "" || e.stderr.Len() != 0 {
		t.Errorf("status %d, stdout %q, stderr %q", status, rest, e.stderr.String())
	}
}

func TestExecuteHelp(t *testing.T) {
	for _, arg := range []string{"-h", "-help", "--help"} {
		var stdout, stderr bytes.Buffer
		if status := execute(t.Context(), []string{arg}, &stdout, &stderr); status != 0 || stderr.Len() != 0 {
			t.Errorf("%s: status %d, stderr %q", arg, status, stderr.String())
		}
		for _, name := range []string{"addr", "tls-addr", "cert", "key", "user", "store", "insecure-auth", "trace", "quiet"} {
			if !regexp.MustCompile(`(?m)^  -` + name + `( |$)`).Match(stdout.Bytes()) {
				t.Errorf("%s does not tell of -%s:\n%s", arg, name, stdout.String())
			}
		}
	}
}

func TestExecuteRefuses(t *testing.T) {
	dir := t.TempDir()
	pair := newKeyPair(t)
	absent := filepath.Join(dir, "absent")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"port in use", []string{"-addr", taken.Addr().String()}, "-addr: listen tcp " + taken.Addr().String()},
		{"port in use by another flag", []string{"-tls-addr", taken.Addr().String()}, "-tls-addr: listen tcp " + taken.Addr().String()},
		{"no port", []string{"-addr", "localhost"}, "-addr: "},
		{"no listener", []string{"-addr=", "-tls-addr="}, "-addr and -tls-addr"},
		{"certificate only", []string{"-cert", pair.certFile}, "-cert and -key"},
		{"key only", []string{"-key", pair.keyFile}, "-cert and -key"},
		{"no such key", []string{"-cert", pair.certFile, "-key", absent}, absent},
		{"certificate as key", []string{"-cert", pair.certFile, "-key", pair.certFile}, pair.certFile},
		{"store", []string{"-store", dir}, "-store: "},
		{"argument", []string{"more"}, `"more"`},
		{"argument of two lines", []string{"more\nand more"}, `more\nand more`},
		{"unknown flag of two lines", []string{"-more\nand-more"}, "more and-more"},
		{"unknown flag", []string{"-sesam"}, "-sesam"},
		{"bad value", []string{"-quiet=maybe"}, "quiet"},
		{"user without a password", []string{"-user", "sesame"}, "-user: "},
		{"user with an empty password", []string{"-user", "sesame:"}, "-user: "},
		{"user without a name", []string{"-user", ":sesame"}, "-user: "},
		{"user twice", []string{"-user", "sesame:1", "-user", "sesame:2"}, "-user: "},
		{"trace", []string{"-trace", filepath.Join(absent, "trace")}, "-trace: open " + absent},
		{"trace to a directory", []string{"-trace", dir}, "-trace: open " + dir},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := execute(t.Context(), append(slices.Clone(anyPorts), test.args...), &stdout, &stderr)
			line, ok := strings.CutSuffix(stderr.String(), "\n")
			if status != 2 || stdout.Len() != 0 || !ok || strings.Contains(line, "\n") || !strings.HasPrefix(line, "imapd: ") {
				t.Errorf("status %d, stdout %q, stderr %q", status, stdout.String(), stderr.String())
			}
			if !strings.Contains(line, test.want) || strings.Contains(line, "sesame") {
				t.Errorf("stderr %q, want %q", line, test.want)
			}
		})
	}
}

// TestExecuteServes connects, ends the command, and connects in vain.
func TestExecuteServes(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "trace")
	if err := os.WriteFile(trace, []byte("before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := begin(t, append(slices.Clone(anyPorts), "-user", "test:sesame", "-insecure-auth", "-trace", trace)...)
	line := e.lines(t, 5)[0]
	addr := strings.TrimPrefix(line, plainLabel)
	c := newRawClient(t, dialTCP(t, addr))
	c.send("a LOGIN test sesame\r\n")
	c.until("a OK")
	e.cancel()
	if rest := c.rest(); !strings.HasPrefix(rest, "* BYE ") {
		t.Errorf("the connection ended with %q", rest)
	}
	if status, _ := e.end(t); status != 0 {
		t.Errorf("status %d, stderr %q", status, e.stderr.String())
	}
	if c, err := net.Dial("tcp", addr); err == nil {
		c.Close()
		t.Error("still accepts connections")
	}
	traced, err := os.ReadFile(trace)
	if err != nil || !strings.HasPrefix(string(traced), "before\n") || !strings.Contains(string(traced), "LOGIN") ||
		strings.Contains(string(traced), "sesame") {
		t.Errorf("trace %q, %v", traced, err)
	}
}

func TestTraceFileIsPrivate(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "trace")
	e := begin(t, append(slices.Clone(anyPorts), "-trace", trace)...)
	e.lines(t, 5)
	info, err := os.Stat(trace)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	e.end(t)
}

// TestListenerFails takes a listener away from a running server.
func TestListenerFails(t *testing.T) {
	c, err := parse(append(slices.Clone(anyPorts), "-quiet"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := start(c, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	d.plain.Close()
	if err := d.run(t.Context()); err == nil {
		t.Error("no error")
	}
	if _, err := d.tls.Accept(); err == nil {
		t.Error("the other listener is still open")
	}
}

func TestSelfSigned(t *testing.T) {
	now := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	cert, err := selfSigned(now)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		if err := parsed.VerifyHostname(name); err != nil {
			t.Error(err)
		}
	}
	if !parsed.NotBefore.Equal(now.Add(-time.Hour)) || !parsed.NotAfter.Equal(now.AddDate(1, 0, 0)) {
		t.Errorf("good from %v to %v", parsed.NotBefore, parsed.NotAfter)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	if _, err := parsed.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: now, DNSName: "localhost"}); err != nil {
		t.Error(err)
	}
	other, err := selfSigned(now)
	if err != nil || bytes.Equal(other.Certificate[0], cert.Certificate[0]) {
		t.Errorf("the same certificate again, %v", err)
	}
}

func TestShellWords(t *testing.T) {
	for _, test := range []struct{ in, word, quoted string }{
		{"127.0.0.1:1993", "127.0.0.1:1993", "'127.0.0.1:1993'"},
		{"[::1]:1993", "'[::1]:1993'", "'[::1]:1993'"},
		{"a'b", `'a'\''b'`, `'a'\''b'`},
		{"$x", "'$x'", "'$x'"},
		{"", "''", "''"},
	} {
		if got := word(test.in); got != test.word {
			t.Errorf("word(%q) = %s, want %s", test.in, got, test.word)
		}
		if got := quote(test.in); got != test.quoted {
			t.Errorf("quote(%q) = %s, want %s", test.in, got, test.quoted)
		}
	}
}

func TestReachable(t *testing.T) {
	for in, want := range map[string]string{
		"127.0.0.1:1": "127.0.0.1:1",
		"0.0.0.0:1":   "localhost:1",
		"[::]:1":      "localhost:1",
		"[::1]:1":     "[::1]:1",
		"pipe":        "pipe",
	} {
		if got := reachable(in); got != want {
			t.Errorf("reachable(%s) = %s, want %s", in, got, want)
		}
	}
}
