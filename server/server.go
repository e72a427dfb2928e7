package server

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"time"

	"imapkit.example/wire"
)

// A Server serves IMAP. Only Backend must be set; the fields are not changed
// once it serves.
type Server struct {
	// Backend keeps the mail.
	Backend Backend
	// TLSConfig is used by [Server.ServeTLS] and for STARTTLS. Without it,
	// STARTTLS is not offered.
	TLSConfig *tls.Config
	// InsecureAuth allows passwords on connections without TLS. Otherwise
	// LOGINDISABLED is advertised there and logins are refused.
	InsecureAuth bool

	// PreAuthLimits and Limits bound the commands of clients before and after
	// they have logged in. Zero fields stand for wire.PreAuthLimits and
	// wire.CommandLimits, but that AppendLimit takes the place of Stream and
	// Skip is no less than it.
	PreAuthLimits, Limits wire.Limits
	// AppendLimit is the size of a message that can be appended, in octets.
	// 0 means 64 MiB.
	AppendLimit int64
	// MaxConns is the number of connections at once; more are told BYE.
	// 0 means 10,000.
	MaxConns int

	// LoginTimeout is the time a client has for each command until it has
	// logged in, and for each answer it is asked for within one. After ten
	// times as long it must have logged in. 0 means one minute.
	LoginTimeout time.Duration
	// IdleTimeout is the time without a command after which a client is
	// logged out; RFC 9051, Section 5.4 asks for 30 minutes or more.
	// 0 means 30 minutes.
	IdleTimeout time.Duration
	// WriteTimeout is the time in which a client must take 64 KiB of what it
	// is sent. 0 means one minute.
	WriteTimeout time.Duration
	// LoginDelay is how long a client waits for the answer to a wrong
	// password. 0 means one second; less than 0, none.
	LoginDelay time.Duration

	// Logger takes what an operator should know. Nil means slog.Default.
	Logger *slog.Logger
	// Trace takes every command and response as a line of text, with the
	// number of the connection in front. Passwords and the contents of
	// literals are left out. Nil means none.
	Trace io.Writer

	mu        sync.Mutex
	traceMu   sync.Mutex
	listeners map[net.Listener]struct{}
	conns     map[*conn]struct{}
	count     uint64
	closing   bool
	wg        sync.WaitGroup
}

// ErrServerClosed is returned by Serve after Shutdown or Close.
var ErrServerClosed = errors.New("server: closed")

// Serve accepts connections in clear text from l, each served by a goroutine
// of its own, until l fails or the server is shut down. It closes l.
func (s *Server) Serve(l net.Listener) error { return s.serve(l, false) }

// ServeTLS is like [Server.Serve] for connections that begin with a TLS
// handshake. It needs a TLSConfig.
func (s *Server) ServeTLS(l net.Listener) error {
	if s.TLSConfig == nil {
		l.Close()
		return errors.New("server: ServeTLS without a TLSConfig")
	}
	return s.serve(l, true)
}

func (s *Server) serve(l net.Listener, implicitTLS bool) error {
	defer l.Close()
	if !s.track(l, true) {
		return ErrServerClosed
	}
	defer s.track(l, false)
	delay := time.Duration(0)
	for {
		nc, err := l.Accept()
		if err == nil {
			delay = 0
			go s.serveConn(nc, implicitTLS)
			continue
		}
		if s.isClosing() {
			return ErrServerClosed
		}
		// Running out of file descriptors passes; other errors do not.
		if ne, ok := err.(net.Error); !ok || !ne.Timeout() && !isTemporary(err) {
			return err
		}
		delay = min(max(2*delay, 5*time.Millisecond), time.Second)
		s.logger().Error("accept failed", "error", err, "retry", delay)
		time.Sleep(delay)
	}
}

// ServeConn serves one connection in clear text, or with TLS if nc is a
// *tls.Conn, and returns when it has ended. It closes nc.
func (s *Server) ServeConn(nc net.Conn) { s.serveConn(nc, false) }

func (s *Server) serveConn(nc net.Conn, implicitTLS bool) {
	defer nc.Close()
	if implicitTLS {
		nc = tls.Server(nc, s.TLSConfig)
	}
	c, refused := s.newConn(nc)
	if refused != "" {
		nc.SetDeadline(time.Now().Add(time.Second))
		io.WriteString(nc, "* BYE "+refused+"\r\n")
		return
	}
	defer s.drop(c)
	defer func() {
		// A bug that one client has found must not end all other sessions.
		if p := recover(); p != nil {
			s.logger().Error("BUG: panic", "connection", c.id, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	c.serve()
}

// newConn registers a connection, or says why it is refused.
func (s *Server) newConn(nc net.Conn) (c *conn, refused string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return nil, "server is shutting down"
	}
	if most := s.MaxConns; len(s.conns) >= either(most, 10_000) {
		return nil, "too many connections"
	}
	if s.conns == nil {
		s.conns = make(map[*conn]struct{})
	}
	s.count++
	c = newConn(s, nc, s.count)
	s.conns[c] = struct{}{}
	s.wg.Add(1)
	return c, ""
}

func (s *Server) drop(c *conn) {
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	s.wg.Done()
}

func (s *Server) track(l net.Listener, on bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !on {
		delete(s.listeners, l)
		return true
	}
	if s.closing {
		return false
	}
	if s.listeners == nil {
		s.listeners = make(map[net.Listener]struct{})
	}
	s.listeners[l] = struct{}{}
	return true
}

func (s *Server) isClosing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closing
}

// Shutdown stops accepting connections, lets commands that are running come to
// their end, says BYE to every client and waits until all connections are
// closed. When ctx is done it closes those that are left and returns the error
// of ctx without waiting for them.
func (s *Server) Shutdown(ctx context.Context) error {
	for _, c := range s.stop() {
		c.interrupt()
	}
	done := make(chan struct{})
	go func() {
		s.wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.Close()
		return ctx.Err()
	}
}

// Close closes all listeners and connections at once.
func (s *Server) Close() error {
	for _, c := range s.stop() {
		c.abort()
	}
	return nil
}

// stop closes the listeners and returns the connections.
func (s *Server) stop() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closing = true
	for l := range s.listeners {
		l.Close()
	}
	conns := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		conns = append(conns, c)
	}
	return conns
}

func (s *Server) logger() *slog.Logger {
	if s.Logger != nil {
		return s.Logger
	}
	return slog.Default()
}

// either returns v, or d if v is zero.
func either[T int | int64 | time.Duration](v, d T) T {
	if v == 0 {
		return d
	}
	return v
}

func isTemporary(err error) bool {
	t, ok := err.(interface{ Temporary() bool })
	return ok && t.Temporary()
}
