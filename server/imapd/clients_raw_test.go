package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// A rawClient speaks IMAP octet by octet, for what no mail client would do.
type rawClient struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

// dialTLS connects to the port with TLS from the start and reads the greeting.
func (d *daemon) dialTLS(t *testing.T, pair keyPair) *rawClient {
	t.Helper()
	return newRawClient(t, tls.Client(dialTCP(t, d.tls), &tls.Config{RootCAs: pair.pool, ServerName: "localhost"}))
}

// dialPlain connects to the port without TLS and reads the greeting.
func (d *daemon) dialPlain(t *testing.T) *rawClient {
	t.Helper()
	return newRawClient(t, dialTCP(t, d.plain))
}

// dialTCP connects for the length of the test, and never waits forever.
func dialTCP(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, clientLimit)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(clientLimit)); err != nil {
		t.Fatal(err)
	}
	return conn
}

func newRawClient(t *testing.T, conn net.Conn) *rawClient {
	t.Helper()
	c := &rawClient{t, conn, bufio.NewReader(conn)}
	if greeting := c.line(); !strings.HasPrefix(greeting, "* OK ") {
		t.Fatalf("greeting %q", greeting)
	}
	return c
}

// send writes octets as they are, in one piece.
func (c *rawClient) send(format string, args ...any) {
	c.t.Helper()
	if _, err := fmt.Fprintf(c.conn, format, args...); err != nil {
		c.t.Fatalf("write: %v", err)
	}
}

func (c *rawClient) line() string {
	c.t.Helper()
	line, err := c.r.ReadString('\n')
	if err != nil {
		c.t.Fatalf("read %q, then %v", line, err)
	}
	return strings.TrimSuffix(line, "\r\n")
}

// until reads up to the first line that starts with prefix and returns all of
// it. A tagged line or BYE before that is a failure.
func (c *rawClient) until(prefix string) string {
	c.t.Helper()
	var all strings.Builder
	for {
		line := c.line()
		all.WriteString(line + "\n")
		if strings.HasPrefix(line, prefix) {
			return all.String()
		}
		if !strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "* BYE") {
			c.t.Fatalf("waiting for %q: read %q", prefix, line)
		}
	}
}

// login logs in as the test user.
func (c *rawClient) login() {
	c.t.Helper()
	c.send("in LOGIN %s %s\r\n", testUser, testPassword)
	c.until("in OK")
}

// rest reads what the server still sends before it closes the connection.
func (c *rawClient) rest() string {
	c.t.Helper()
	rest, err := io.ReadAll(c.r)
	if err != nil {
		c.t.Errorf("read %q, then %v; want the end of the connection", rest, err)
	}
	return string(rest)
}
