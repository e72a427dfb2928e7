package client_test

import (
	"log/slog"
	"net"

	"imapkit.example/server"
	"imapkit.example/server/memory"
)

// A tester is a *testing.T or a *rapid.T.
type tester interface {
	Helper()
	Fatal(args ...any)
	Cleanup(func())
}

// pipe returns a connection to a server of its own, with the user joe. It
// buffers nothing.
func pipe(t tester) net.Conn {
	t.Helper()
	backend := memory.New(memory.Options{})
	if err := backend.AddUser("joe", "secret"); err != nil {
		t.Fatal(err)
	}
	srv := &server.Server{Backend: backend, InsecureAuth: true, LoginDelay: -1, Logger: slog.New(slog.DiscardHandler)}
	here, there := net.Pipe()
	go srv.ServeConn(there)
	t.Cleanup(func() { here.Close() })
	return here
}
