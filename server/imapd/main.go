// Command imapd is an IMAP server for trying things out: it keeps mail in
// memory and forgets it when it ends.
//
//	imapd [flags]
//
// Without flags it listens on the loopback interface, makes a certificate and
// a user, and prints how to connect. It refuses passwords on connections
// without TLS. SIGINT and SIGTERM end it; a second one does so at once.
//
// The exit status is 0 after a signal, 1 if a listener failed, and 2 if
// it could not start, which one line on the standard error explains.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode"

	"imapkit.example/server"
	"imapkit.example/server/memory"
)

// shutdownLimit is how long clients may take to end after a signal.
const shutdownLimit = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(execute(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// execute is the command; it returns the exit status. It ends when ctx is
// done.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, err := parse(args)
	if errors.Is(err, errHelp) {
		usage(stdout)
		return 0
	}
	stderr = &lineWriter{w: stderr}
	var d *instance
	if err == nil {
		d, err = start(c, stderr)
	}
	if err != nil {
		complain(stderr, err)
		return 2
	}
	if !c.quiet {
		d.banner(stdout)
	}
	if err := d.run(ctx); err != nil {
		complain(stderr, err)
		return 1
	}
	return 0
}

// complain prints an error as one line.
func complain(w io.Writer, err error) {
	line := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, err.Error())
	fmt.Fprintf(w, "imapd: %s\n", line)
}

// An instance is a server that is ready to serve.
type instance struct {
	config
	server     server.Server
	plain, tls net.Listener // nil if turned off
	trace      io.Closer    // nil if there is none
}

// start prepares everything that can fail.
func start(c config, stderr io.Writer) (*instance, error) {
	d := &instance{config: c}
	backend := memory.New(memory.Options{})
	for _, u := range c.users {
		if err := backend.AddUser(u.name, u.password); err != nil {
			return nil, fmt.Errorf("-user: %w", err)
		}
	}
	cert, err := certificate(c.cert, c.key)
	if err != nil {
		return nil, err
	}
	level := slog.LevelInfo
	if c.quiet {
		level = slog.LevelWarn
	}
	d.server.Backend = backend
	d.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	d.server.InsecureAuth = c.insecureAuth
	d.server.Logger = slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))

	if d.plain, err = listen("-addr", c.addr); err == nil {
		if d.tls, err = listen("-tls-addr", c.tlsAddr); err == nil {
			err = d.openTrace(c.trace, stderr)
		}
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// listen returns nil for the empty address.
func listen(name, addr string) (net.Listener, error) {
	if addr == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return l, nil
}

func (d *instance) openTrace(name string, stderr io.Writer) error {
	switch name {
	case "":
		return nil
	case "-":
		d.server.Trace = stderr
		return nil
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("-trace: %w", err)
	}
	d.server.Trace, d.trace = f, f
	return nil
}

func (d *instance) close() {
	if d.plain != nil {
		d.plain.Close()
	}
	if d.tls != nil {
		d.tls.Close()
	}
	if d.trace != nil {
		d.trace.Close()
	}
}

// run serves until ctx is done or a listener fails.
func (d *instance) run(ctx context.Context) (err error) {
	defer d.close()
	ended := make(chan error, 2)
	serving := 0
	serve := func(l net.Listener, with func(net.Listener) error) {
		if l != nil {
			serving++
			go func() { ended <- with(l) }()
		}
	}
	serve(d.plain, d.server.Serve)
	serve(d.tls, d.server.ServeTLS)
	select {
	case err = <-ended:
		serving--
	case <-ctx.Done():
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownLimit)
	defer cancel()
	d.server.Shutdown(limit) // closes at last what did not end in time
	for ; serving > 0; serving-- {
		<-ended
	}
	return err
}
