package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/server"
)

const goodbye = "* BYE server is shutting down\r\n"

// A slowBackend takes its time to list mailboxes.
type slowBackend struct{ server.Backend }

type slowSession struct{ server.Session }

func (b slowBackend) Login(ctx context.Context, user, password string) (server.Session, error) {
	s, err := b.Backend.Login(ctx, user, password)
	if err != nil {
		return nil, err
	}
	return slowSession{s}, nil
}

func (s slowSession) List(ctx context.Context) ([]server.Folder, error) {
	select {
	case <-time.After(10 * time.Second):
		return s.Session.List(ctx)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Whatever a client is doing, it is told BYE.
func TestShutdown(t *testing.T) {
	situations := []struct{ name, send, until, end string }{
		{"greeted", "", "", ""},
		{"idle", "0 LOGIN joe secret\r\n", "0 ", ""},
		{"in the middle of a line", "0 NO", "", ""},
		{"waiting for a literal", "0 LOGIN {3}\r\n", "+ ", ""},
		{"in the middle of a literal", "0 LOGIN joe secret\r\n1 APPEND INBOX {10}\r\n", "+ ", ""},
		{"in AUTHENTICATE", "0 AUTHENTICATE PLAIN\r\n", "+ ", ""},
		{"in IDLE", "0 LOGIN joe secret\r\n1 SELECT INBOX\r\n2 IDLE\r\n", "+ ", ""},
		{"in IDLE without a mailbox", "0 LOGIN joe secret\r\n2 IDLE\r\n", "+ ", ""},
		{"in a command", "0 LOGIN joe secret\r\n", "0 ",
			"* LIST (\\HasNoChildren) \"/\" INBOX\r\n1 OK LIST completed\r\n"},
	}
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.Backend = slowBackend{srv.Backend}
		clients := make([]*client, len(situations))
		for i, s := range situations {
			clients[i] = dial(t, srv)
			go io.WriteString(clients[i].nc, s.send)
			if s.until != "" {
				clients[i].until(s.until)
			}
		}
		clients[len(clients)-1].send("1 LIST \"\" *\r\n2 NOOP\r\n")
		synctest.Wait()
		done := make(chan error, 1)
		go func() { done <- srv.Shutdown(t.Context()) }()
		start := time.Now()
		var wg sync.WaitGroup
		for i, s := range situations {
			wg.Go(func() {
				c := clients[i]
				c.nc.SetReadDeadline(time.Now().Add(time.Minute))
				if got, err := io.ReadAll(c.r); err != nil || string(got) != s.end+goodbye {
					t.Errorf("%s: got %q, error %v", s.name, got, err)
				}
			})
		}
		wg.Wait()
		if err := <-done; err != nil || time.Since(start) != 10*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		here, there := net.Pipe()
		go srv.ServeConn(there)
		if got, err := io.ReadAll(here); err != nil || string(got) != goodbye {
			t.Errorf("a new connection is told %q, error %v", got, err)
		}
		if err := srv.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// When there is no more time, the connections are closed as they are.
func TestShutdownExpires(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.Backend = slowBackend{srv.Backend}
		busy := login(t, srv, "joe")
		busy.send("1 LIST \"\" *\r\n")
		deaf := login(t, srv, "joe")
		deaf.send("1 NOOP\r\n")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		if err := srv.Shutdown(ctx); err != context.DeadlineExceeded || time.Since(start) != 3*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		busy.ended()
		deaf.ended()
	})
}

func TestMaxConns(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		srv.MaxConns = 2
		a, b := dial(t, srv), dial(t, srv)
		here, there := net.Pipe()
		go srv.ServeConn(there)
		if got, err := io.ReadAll(here); err != nil || string(got) != "* BYE too many connections\r\n" {
			t.Errorf("got %q, error %v", got, err)
		}
		closeAll(a)
		a = dial(t, srv)
		closeAll(a, b)
	})
}

// Many clients at once over TCP.
func TestManyConnections(t *testing.T) {
	const n = 1200
	addr := listen(t, newServer(t))
	var wg, ready sync.WaitGroup
	ready.Add(n)
	errs := make(chan error, n)
	for i := range n {
		wg.Go(func() {
			errs <- manyClient(addr, i, &ready)
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// manyClient logs in, waits until all others are connected, and goes on.
func manyClient(addr string, i int, ready *sync.WaitGroup) error {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		ready.Done()
		return err
	}
	defer nc.Close()
	nc.SetDeadline(time.Now().Add(time.Minute))
	r := bufio.NewReader(nc)
	_, err = r.ReadString('\n')
	ready.Done()
	ready.Wait()
	if err != nil {
		return err
	}
	for _, s := range []string{"LOGIN joe secret", "SELECT INBOX", "NOOP", "LOGOUT"} {
		fmt.Fprintf(nc, "t%d %s\r\n", i, s)
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return fmt.Errorf("client %d: %s: %w", i, s, err)
			}
			if strings.HasPrefix(line, fmt.Sprintf("t%d OK ", i)) {
				break
			}
			if line[0] != '*' {
				return fmt.Errorf("client %d: %s: %q", i, s, line)
			}
		}
	}
	if rest, err := io.ReadAll(r); len(rest) > 0 || err != nil {
		return fmt.Errorf("client %d: %q behind the end, error %v", i, rest, err)
	}
	return nil
}

// A client that has not logged in costs little, also when it has announced
// much (RFC 9051, Section 11).
func TestIdleMemory(t *testing.T) {
	const n, most = 1000, 64 << 10
	for _, send := range []string{"", "a LOGIN joe {4096}\r\n", "a LOGIN (((((", "a BOGUS {65536+}\r\n", strings.Repeat("x", 8000), "a LOGIN {999999999999}\r\n"} {
		bubble(t, func(t *testing.T) {
			srv := newServer(t)
			heap := func() uint64 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				return m.HeapAlloc + m.StackInuse
			}
			before := heap()
			conns := make([]net.Conn, n)
			for i := range conns {
				here, there := net.Pipe()
				conns[i] = here
				go srv.ServeConn(there)
				go io.Copy(io.Discard, here)
				io.WriteString(here, send)
			}
			synctest.Wait()
			each := (int64(heap()) - int64(before)) / n
			t.Logf("%.30q: %d octets for each connection, client included", send, each)
			if each > most {
				t.Errorf("%.30q: %d octets for each connection, want at most %d", send, each, most)
			}
			for _, nc := range conns {
				nc.Close()
			}
			synctest.Wait()
			runtime.KeepAlive(conns)
		})
	}
}
