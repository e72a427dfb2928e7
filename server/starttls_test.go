package server_test

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/server"
)

// certificate makes a TLS configuration for a server and one for its clients.
var certificate = sync.OnceValues(func() (forServer, forClient *tls.Config) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "imap.example"}, DNSNames: []string{"imap.example"},
		NotBefore: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{RootCAs: roots, ServerName: "imap.example"}
})

// newTLSServer offers STARTTLS and takes no passwords without it.
func newTLSServer(t tester) *server.Server {
	srv := newServer(t)
	srv.TLSConfig, _ = certificate()
	srv.InsecureAuth = false
	return srv
}

// startTLS shakes hands and goes on with TLS.
func (c *client) startTLS() {
	c.t.Helper()
	_, config := certificate()
	secure := tls.Client(c.nc, config)
	if err := secure.Handshake(); err != nil {
		c.t.Fatal(err)
	}
	c.nc, c.r = secure, bufio.NewReader(secure)
}

func TestStartTLS(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := dial(t, newTLSServer(t))
		c.play(`C: 1 CAPABILITY
S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID STARTTLS LOGINDISABLED
S: 1 OK CAPABILITY completed
C: 2 STARTTLS x
S: 2 BAD STARTTLS: expected CRLF, found space, at octet 11 of the line
C: 3 LOGIN joe secret
S: 3 NO [PRIVACYREQUIRED] LOGIN is disabled: use STARTTLS first
C: 4 STARTTLS
S: 4 OK begin TLS negotiation
`)
		c.startTLS()
		c.silent()
		c.play(`C: 5 CAPABILITY
S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID AUTH=PLAIN
S: 5 OK CAPABILITY completed
C: 6 STARTTLS
S: 6 BAD STARTTLS is not allowed with TLS active
C: 7 LOGIN joe secret
`)
		if line := c.line(); !strings.HasPrefix(line, "7 OK [CAPABILITY ") || strings.Contains(line, "STARTTLS") {
			t.Errorf("%q", line)
		}
		c.play("C: 8 STARTTLS\r\nS: 8 BAD STARTTLS is not allowed in authenticated state\r\nC: 9 LOGOUT\r\nS: * BYE logging out\r\nS: 9 OK LOGOUT completed\r\n")
		c.ended()
		closeAll(c)
	})
}

func TestImplicitTLS(t *testing.T) {
	srv := newTLSServer(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- srv.ServeTLS(l) }()
	_, config := certificate()
	nc, err := tls.Dial("tcp", l.Addr().String(), config)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, nc: nc, r: bufio.NewReader(nc)}
	c.play(`S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID AUTH=PLAIN] imapkit ready
C: 1 STARTTLS
S: 1 BAD STARTTLS is not allowed with TLS active
C= "2 LOGIN joe secret\r\n3 IDLE\r\n"
`)
	c.until("+ ")
	srv.Close()
	c.ended()
	if err := <-done; err != server.ErrServerClosed {
		t.Error(err)
	}
	if err := (&server.Server{}).ServeTLS(l); err == nil || err == server.ErrServerClosed {
		t.Error(err)
	}
}

// What arrives in clear text behind STARTTLS is never executed nor answered,
// wherever the stream is cut: it makes the handshake fail, or is part of it.
func TestStartTLSInjection(t *testing.T) {
	const injected = "1 STARTTLS\r\n2 LOGIN joe secret\r\n3 CAPABILITY\r\n4 APPEND INBOX {3+}\r\nabc\r\n"
	for cut := 0; cut <= len(injected); cut++ {
		bubble(t, func(t *testing.T) {
			srv := newTLSServer(t)
			srv.InsecureAuth = true // the login itself would be possible
			c := dial(t, srv)
			var out bytes.Buffer
			done := make(chan struct{})
			go func() {
				defer close(done)
				io.Copy(&out, c.r)
			}()
			for _, s := range []string{injected[:cut], injected[cut:]} {
				io.WriteString(c.nc, s) // the server may have closed it
				synctest.Wait()
			}
			c.nc.Close()
			<-done
			said, alert, _ := strings.Cut(out.String(), "\r\n")
			if said != "1 OK begin TLS negotiation" || strings.Contains(alert, "\r\n") || len(alert) > 7 {
				t.Errorf("cut at %d: server says %q", cut, out.String())
			}
			synctest.Wait()
			// Nothing was stored.
			d := login(t, srv, "joe")
			d.play("C: 1 STATUS INBOX (MESSAGES)\r\nS: * STATUS INBOX (MESSAGES 0)\r\nS: 1 OK STATUS completed\r\n")
			closeAll(d)
		})
	}
}

// Somebody in between adds to what the client sends before its handshake: that
// is no part of what follows, and there is no handshake.
func TestStartTLSBehindInjection(t *testing.T) {
	for _, injected := range []string{"2 NOOP\r\n", "2 CREATE pwned\r\n3 NOOP\r\n", "2 LOGIN {3+}\r\njoe secret\r\n", "\r\n", "2", "2 APPEND x {999+}\r\n"} {
		bubble(t, func(t *testing.T) {
			c := dial(t, newTLSServer(t))
			c.send("1 STARTTLS\r\n%s", injected)
			c.play("S: 1 OK begin TLS negotiation\r\n")
			_, config := certificate()
			secure := tls.Client(c.nc, config)
			if err := secure.Handshake(); err == nil {
				secure.SetReadDeadline(time.Now().Add(time.Second))
				said, _ := io.ReadAll(secure)
				t.Errorf("%q: the handshake succeeds, then the server says %q", injected, said)
			}
			closeAll(c)
		})
	}
}

// A client that pipelines its ClientHello is served: it is what belongs there.
func TestStartTLSPipelinedHello(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := dial(t, newTLSServer(t))
		_, config := certificate()
		hello := &prefixed{Conn: c.nc, prefix: "1 STARTTLS\r\n", r: c.r, skip: "1 OK begin TLS negotiation\r\n"}
		secure := tls.Client(hello, config)
		if err := secure.Handshake(); err != nil {
			t.Fatal(err)
		}
		c.nc, c.r = secure, bufio.NewReader(secure)
		c.play("C: 2 NOOP\r\nS: 2 OK NOOP completed\r\n")
		closeAll(c)
	})
}

// prefixed sends prefix together with the first octets and expects skip in
// front of the first answer.
type prefixed struct {
	net.Conn
	prefix, skip string
	r            *bufio.Reader
}

func (p *prefixed) Write(b []byte) (int, error) {
	if p.prefix == "" {
		return p.Conn.Write(b)
	}
	_, err := p.Conn.Write(append([]byte(p.prefix), b...))
	p.prefix = ""
	return len(b), err
}

func (p *prefixed) Read(b []byte) (int, error) {
	if p.skip != "" {
		got := make([]byte, len(p.skip))
		if _, err := io.ReadFull(p.r, got); err != nil || string(got) != p.skip {
			return 0, fmt.Errorf("got %q, error %v", got, err)
		}
		p.skip = ""
	}
	return p.r.Read(b)
}

// A handshake has the time of a command before the login, and no longer.
func TestStartTLSTimeout(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := dial(t, newTLSServer(t))
		c.play("C: 1 STARTTLS\r\nS: 1 OK begin TLS negotiation\r\n")
		start := time.Now()
		c.nc.SetReadDeadline(start.Add(time.Hour))
		if b, err := io.ReadAll(c.r); err != nil || time.Since(start) != time.Minute {
			t.Errorf("after %v: %q, error %v", time.Since(start), b, err)
		}
		closeAll(c)
	})
}

// Wrong passwords from before STARTTLS count on.
func TestStartTLSKeepsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newTLSServer(t)
		srv.InsecureAuth = true
		c := dial(t, srv)
		for range 4 {
			c.command("1", "LOGIN joe wrong")
		}
		c.play("C: 2 ID (\"name\" \"x\")\r\nS: * ID (\"name\" \"imapkit\")\r\nS: 2 OK ID completed\r\nC: 3 STARTTLS\r\nS: 3 OK begin TLS negotiation\r\n")
		c.startTLS()
		c.play("C: 4 SELECT INBOX\r\nS: 4 BAD SELECT is not allowed in not authenticated state\r\nC: 5 LOGIN joe wrong\r\n" +
			"S: 5 " + wrongPassword + "S: * BYE too many wrong passwords\r\n")
		closeAll(c)
	})
}
