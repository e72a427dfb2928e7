package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// A script is a connection whose other end sends pieces: each as soon as a
// number of lines has been written to the connection. Behind the last piece the
// connection ends.
type script struct {
	size int // the most that a read gives

	mu      sync.Mutex
	written sync.Cond
	pieces  []piece
	lines   int
	refused error // what a server has answered NO or BAD
	closed  bool
}

type piece struct {
	octets []byte
	after  int // lines that have to be written before
}

func newScript(size int, pieces ...piece) *script {
	s := &script{size: size, pieces: append([]piece(nil), pieces...)}
	s.written.L = &s.mu
	return s
}

// Read implements net.Conn.
func (s *script) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed:
			return 0, net.ErrClosed
		case len(s.pieces) == 0:
			return 0, io.EOF
		case len(s.pieces[0].octets) == 0:
			s.pieces = s.pieces[1:]
		case s.lines < s.pieces[0].after:
			s.written.Wait()
		default:
			next := &s.pieces[0]
			n := copy(p[:min(len(p), s.size)], next.octets)
			next.octets = next.octets[n:]
			return n, nil
		}
	}
}

// Write implements net.Conn. It counts lines and drops them.
func (s *script) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, net.ErrClosed
	}
	s.lines += bytes.Count(p, []byte("\n"))
	if s.refused == nil && (bytes.Contains(p, []byte(" BAD ")) || bytes.Contains(p, []byte(" NO "))) {
		s.refused = fmt.Errorf("answers %q", bytes.TrimSpace(p))
	}
	s.written.Broadcast()
	return len(p), nil
}

// refusal returns what a server has answered NO or BAD first.
func (s *script) refusal() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

// Close implements net.Conn.
func (s *script) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.written.Broadcast()
	return nil
}

// The rest of net.Conn: there is no network.

func (s *script) LocalAddr() net.Addr              { return address{} }
func (s *script) RemoteAddr() net.Addr             { return address{} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

type address struct{}

func (address) Network() string { return "script" }
func (address) String() string  { return "script" }
