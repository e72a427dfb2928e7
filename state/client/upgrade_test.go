package client_test

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"imapkit.example/state/client"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
	"pgregory.net/rapid"
)

// A wire is a transport whose other end has said everything in advance, in
// pieces; what the client writes is kept.
type fixed struct {
	pieces []string
	wrote  bytes.Buffer
}

func (f *fixed) Read(p []byte) (int, error) {
	if len(f.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.pieces[0])
	if f.pieces[0] = f.pieces[0][n:]; f.pieces[0] == "" {
		f.pieces = f.pieces[1:]
	}
	return n, nil
}

func (f *fixed) Write(p []byte) (int, error) { return f.wrote.Write(p) }

// secured is a transport with TLS, or what was to be one.
type secured struct {
	fixed
	err   error
	hands int
}

func (s *secured) Handshake() error {
	s.hands++
	return s.err
}

var errHandshake = errors.New("certificate of somebody else")

// startTLS sends STARTTLS and reads up to its end.
func startTLS(c *client.Client) error {
	t, err := c.Send(command.NewBare(command.StartTLSName))
	if err != nil {
		return err
	}
	return c.Wait(t, func(ev *client.Event) {
		if f, ok := ev.Response.(*response.FetchStream); ok {
			for range c.Items(f) {
			}
		}
	})
}

// Nothing that comes before TLS leaves a trace behind it, and nothing that
// comes with the OK to STARTTLS, or behind it in clear, is ever read.
func TestTLSBoundary(t *testing.T) {
	clean := func() *client.Client {
		c := client.New(&fixed{pieces: []string{"* OK hello\r\n", "AAAAAAA1 OK go\r\n"}}, client.Options{})
		if err := startTLS(c); err != nil {
			t.Fatal(err)
		}
		if err := c.Upgrade(&secured{}); err != nil {
			t.Fatal(err)
		}
		return c
	}
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{
			"* CAPABILITY IMAP4rev2 AUTH=PLAIN LITERAL+\r\n", "* OK [CAPABILITY IMAP4rev1 LITERAL+ LOGINDISABLED] x\r\n",
			"* 5 EXISTS\r\n", "* 1 EXPUNGE\r\n", "* 1 FETCH (UID 3)\r\n", "* ENABLED IMAP4rev2 UTF8=ACCEPT UIDONLY\r\n",
			"* OK [CLOSED] x\r\n", "* OK [ALERT] x\r\n", "* NO [REFERRAL imap://other/] x\r\n", "* PREAUTH x\r\n", "+ go on\r\n",
			"A1 OK x\r\n", "* FLAGS (x)\r\n", "* LIST () \"/\" x\r\n", "* VANISHED 1:3\r\n", "* OK [NOTIFICATIONOVERFLOW] x\r\n", "garbage\r\n",
		}), 0, 6).Draw(t, "lines")
		const greeting = "* OK [CAPABILITY STARTTLS LITERAL-] hello\r\n"
		said := strings.Join(lines, "") + "AAAAAAA1 OK [CAPABILITY LITERAL+] go\r\n"
		injected := rapid.SampledFrom([]string{"", "", "* CAPABILITY AUTH=PLAIN\r\n", "A", "\r\n"}).Draw(t, "injected")
		all := said + injected
		pieces := []string{greeting} // what came with it would be no answer to STARTTLS
		for at := 0; at < len(all); {
			end := at + rapid.IntRange(1, len(all)-at).Draw(t, "piece")
			pieces = append(pieces, all[at:end])
			at = end
		}
		clear := &fixed{pieces: pieces}
		c := client.New(clear, client.Options{})
		err := startTLS(c)
		read := len(all) - len(strings.Join(clear.pieces, ""))
		if read > len(said) {
			if !errors.Is(err, client.ErrInjected) || c.Upgrade(&secured{}) == nil || c.Machine().TLS() {
				t.Fatalf("%d octets too many were read: %v", read-len(said), err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Next(); !errors.Is(err, client.ErrUpgrade) || c.Machine().TLS() {
			t.Fatalf("before the handshake: %v", err)
		}
		login, err := c.Send(&command.Login{User: "joe", Password: "x\n"})
		if err != nil {
			t.Fatal(err)
		}
		n := clear.wrote.Len()
		private := &secured{fixed: fixed{pieces: []string{"+ go on\r\n", "AAAAAAA2 NO x\r\n"}}}
		if err := c.Upgrade(private); err != nil || private.hands != 1 {
			t.Fatal(err)
		}
		if len(clear.pieces) > 0 && strings.Join(clear.pieces, "") != injected || clear.wrote.Len() != n {
			t.Fatalf("in clear %q is left, and %q was written", clear.pieces, clear.wrote.Bytes()[n:])
		}
		want := clean()
		if *c.Machine() != *want.Machine() || c.View() != nil {
			t.Fatalf("after TLS: %+v, want %+v", c.Machine(), want.Machine())
		}
		if err := c.Wait(login, nil); err == nil || err.Error() != "imap: NO x" {
			t.Fatal(err)
		}
		if got := private.wrote.String(); got != "AAAAAAA2 LOGIN joe {2}\r\nx\n\r\n" {
			t.Fatalf("wrote %q", got)
		}
	})
}

// Nothing but OK and a handshake leads on, and no password leaves in clear.
func TestNoTLS(t *testing.T) {
	for _, tt := range []struct {
		name    string
		said    []string
		startTL string // how STARTTLS ends
		hands   error
		err     error // of what is sent then
		over    error // of Next
	}{
		{name: "NO", said: []string{"* OK x\r\n", "AAAAAAA1 NO x\r\n"}, startTL: "imap: NO x", err: client.ErrInsecure},
		{name: "BAD", said: []string{"* OK x\r\n", "AAAAAAA1 BAD x\r\n"}, startTL: "imap: BAD x", err: client.ErrInsecure},
		{name: "another tag", said: []string{"* OK x\r\n", "AAAAAAA2 OK x\r\n"},
			startTL: "client: connection ended: unexpected EOF", err: io.ErrUnexpectedEOF, over: io.ErrUnexpectedEOF},
		{name: "an OK too early", said: []string{"* OK x\r\nAAAAAAA1 OK x\r\n"},
			startTL: "client: connection ended: unexpected EOF", err: io.ErrUnexpectedEOF, over: io.ErrUnexpectedEOF},
		{name: "an OK and more", said: []string{"* OK x\r\n", "AAAAAAA1 OK x\r\n* OK x\r\n"},
			startTL: "client: unexpected response: client: data in clear behind STARTTLS", err: client.ErrInjected, over: client.ErrInjected},
		{name: "the end", said: []string{"* OK x\r\n", "AAAAAAA1 OK x\r\n"}, hands: io.EOF, err: io.EOF, over: io.EOF},
		{name: "another certificate", said: []string{"* OK x\r\n", "AAAAAAA1 OK x\r\n"}, hands: errHandshake, err: errHandshake, over: errHandshake},
		{name: "PREAUTH", said: []string{"* PREAUTH x\r\n"},
			startTL: "client: connection ended: client: not allowed without TLS", err: client.ErrInsecure, over: client.ErrInsecure},
		{name: "BYE", said: []string{"* BYE x\r\n"}, startTL: "state: STARTTLS is not allowed in logout state", err: client.ErrInsecure, over: io.EOF},
		{name: "no greeting", said: []string{"220 smtp\r\n"},
			startTL: "client: connection ended: client: no greeting", err: client.ErrGreeting, over: client.ErrGreeting},
		{name: "data for a greeting", said: []string{"* CAPABILITY IMAP4rev1\r\n"},
			startTL: "client: connection ended: client: no greeting", err: client.ErrGreeting, over: client.ErrGreeting},
		{name: "a tag for a greeting", said: []string{"AAAAAAA1 OK x\r\n"},
			startTL: "client: connection ended: client: no greeting", err: client.ErrGreeting, over: client.ErrGreeting},
		{name: "a + for a greeting", said: []string{"+ x\r\n"},
			startTL: "client: connection ended: client: no greeting", err: client.ErrGreeting, over: client.ErrGreeting},
		{name: "silence", startTL: "client: connection ended: unexpected EOF", err: io.ErrUnexpectedEOF, over: io.ErrUnexpectedEOF},
	} {
		f := &fixed{pieces: tt.said}
		c := client.New(f, client.Options{})
		err := startTLS(c)
		if fmt.Sprint(err) != tt.startTL && (tt.startTL != "" || err != nil) {
			t.Errorf("%s: STARTTLS ends with %v, want %s", tt.name, err, tt.startTL)
		}
		if tt.hands != nil {
			if err := c.Upgrade(&secured{err: tt.hands}); err != tt.hands {
				t.Errorf("%s: Upgrade: %v", tt.name, err)
			}
		}
		_, err = c.Send(&command.Login{User: "joe", Password: "secret"})
		if !errors.Is(err, tt.err) {
			t.Errorf("%s: LOGIN: %v, want %v", tt.name, err, tt.err)
		}
		if _, err := c.Authenticate(client.Plain{User: "joe", Password: "secret"}); err == nil {
			t.Errorf("%s: AUTHENTICATE is sent", tt.name)
		}
		if tt.over != nil {
			if ev, err := c.Next(); !errors.Is(err, tt.over) {
				t.Errorf("%s: Next: %v, %v, want %v", tt.name, ev, err, tt.over)
			}
		}
		if got := f.wrote.String(); got != "" && got != "AAAAAAA1 STARTTLS\r\n" {
			t.Errorf("%s: wrote %q", tt.name, got)
		}
		if c.Machine().TLS() || c.Upgrade(f) == nil {
			t.Errorf("%s: TLS, although there is none", tt.name)
		}
	}
}

// deflated is a transport that compresses (RFC 4978).
type deflated struct {
	io.Reader
	w *flate.Writer
}

func newDeflated(t *testing.T, rw io.ReadWriter, unread []byte) *deflated {
	t.Helper()
	w, err := flate.NewWriter(rw, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	return &deflated{flate.NewReader(io.MultiReader(bytes.NewReader(unread), rw)), w}
}

func (d *deflated) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err == nil {
		err = d.w.Flush()
	}
	return n, err
}

// UNAUTHENTICATE ends what COMPRESS has begun, and nothing where there was none.
func TestUncompress(t *testing.T) {
	const login = "* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE UNAUTHENTICATE] x\r\n"
	comp, unauth, noop := &command.Compress{Algorithm: "DEFLATE"}, command.NewBare(command.UnauthenticateName), command.NewBare(command.NoopName)
	c, plain := said(t, login, "AAAAAAA1 OK x\r\n", "AAAAAAA3 OK x\r\n")
	if err := c.Wait(send(t, c, comp), nil); err != nil {
		t.Fatal(err)
	}
	squeezed := &fixed{pieces: []string{"AAAAAAA2 OK x\r\n"}}
	if err := c.Upgrade(squeezed); err != nil {
		t.Fatal(err)
	}
	last := send(t, c, unauth)
	send(t, c, noop)
	if err := c.Wait(last, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Next(); err != client.ErrUpgrade || c.Unread() != nil {
		t.Errorf("behind UNAUTHENTICATE: %v, %q", err, c.Unread())
	}
	if err := errors.Join(c.Upgrade(plain), c.Wait("AAAAAAA3", nil)); err != nil {
		t.Error(err)
	}
	if s, p := squeezed.wrote.String(), plain.wrote.String(); s != "AAAAAAA2 UNAUTHENTICATE\r\n" || p != "AAAAAAA1 COMPRESS DEFLATE\r\nAAAAAAA3 NOOP\r\n" {
		t.Errorf("wrote %q, and %q compressed", p, s)
	}

	c, _ = said(t, login, "AAAAAAA1 OK x\r\n", "AAAAAAA2 OK x\r\n")
	if err := errors.Join(c.Wait(send(t, c, unauth), nil), c.Wait(send(t, c, noop), nil)); err != nil {
		t.Errorf("without COMPRESS: %v", err)
	}
}

func TestCompress(t *testing.T) {
	// What the server says, compressed, comes right behind its OK or later.
	var b bytes.Buffer
	w := newDeflated(t, &b, nil)
	for _, s := range []string{"* OK still here\r\n", "AAAAAAA2 OK done\r\n"} {
		io.WriteString(w, s)
	}
	said := "AAAAAAA1 OK compressing\r\n" + b.String()
	for cut := len(said) - b.Len() - 5; cut < len(said); cut++ {
		f := &fixed{pieces: []string{"* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] x\r\n", said[:cut], said[cut:]}}
		c := client.New(f, client.Options{Secure: true})
		comp, err := c.Send(&command.Compress{Algorithm: "DEFLATE"})
		if err != nil {
			t.Fatal(err)
		}
		if c.Unread() != nil || c.Upgrade(f) != client.ErrNoUpgrade {
			t.Error("an upgrade before OK")
		}
		noop, err := c.Send(command.NewBare(command.NoopName)) // waits
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(comp, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Next(); err != client.ErrUpgrade {
			t.Fatal(err)
		}
		wrote := f.wrote.Len()
		if err := c.Upgrade(newDeflated(t, f, c.Unread())); err != nil {
			t.Fatal(err)
		}
		news := 0
		if err := c.Wait(noop, func(*client.Event) { news++ }); err != nil || news != 1 {
			t.Fatalf("cut at %d: %v, %d events", cut, err, news)
		}
		got, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(f.wrote.Bytes()[wrote:])), 15))
		if string(got) != "AAAAAAA2 NOOP\r\n" {
			t.Fatalf("wrote %q, %v", got, err)
		}
		if !c.Machine().Capabilities().Has("COMPRESS=DEFLATE") {
			t.Error("the capabilities are forgotten")
		}
	}
}
