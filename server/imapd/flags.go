package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"sync"
)

// A config is what the flags say.
type config struct {
	addr, tlsAddr string // "" turns the listener off
	cert, key     string
	users         []user
	demo          bool // the user was made up
	insecureAuth  bool
	trace         string
	quiet         bool
}

type user struct{ name, password string }

// errHelp says that usage was asked for.
var errHelp = flag.ErrHelp

// flagSet returns the flags, and where those are put that need a check.
func flagSet(c *config) (set *flag.FlagSet, users *stringList, store *string) {
	set = flag.NewFlagSet("imapd", flag.ContinueOnError)
	set.SetOutput(io.Discard) // errors are reported by execute, in one line
	set.StringVar(&c.addr, "addr", "127.0.0.1:1143", "`address` for plaintext with STARTTLS; empty for none, port 0 for any")
	set.StringVar(&c.tlsAddr, "tls-addr", "127.0.0.1:1993", "`address` for TLS from the start; empty for none, port 0 for any")
	set.StringVar(&c.cert, "cert", "", "PEM `file` with the certificate and those above it; with -key")
	set.StringVar(&c.key, "key", "", "PEM `file` with the private key; with -cert")
	set.BoolVar(&c.insecureAuth, "insecure-auth", false, "allow passwords on connections without TLS")
	set.StringVar(&c.trace, "trace", "", "append all commands and responses, without passwords, to `file`; - is the standard error")
	set.BoolVar(&c.quiet, "quiet", false, "do not print how to connect")
	store = set.String("store", "", "`directory` to keep mail in (not available yet)")
	users = new(stringList)
	set.Var(users, "user", "`name:password` of a user; may be repeated (default a user demo with a random password)")
	return set, users, store
}

func usage(w io.Writer) {
	set, _, _ := flagSet(new(config))
	fmt.Fprintln(w, "Usage: imapd [flags]\n\nimapd is an IMAP server that keeps mail in memory.\n\nFlags:")
	set.SetOutput(w)
	set.PrintDefaults()
}

// parse reads the command line. Its errors do not quote what -user says.
func parse(args []string) (config, error) {
	var c config
	set, users, store := flagSet(&c)
	if err := set.Parse(args); err != nil {
		return c, err
	}
	switch {
	case set.NArg() > 0:
		return c, fmt.Errorf("unexpected argument %q", set.Arg(0))
	case *store != "":
		return c, errors.New("-store: mail on disk is not durable yet; leave the flag out to keep it in memory")
	case c.addr == "" && c.tlsAddr == "":
		return c, errors.New("-addr and -tls-addr are both empty: nothing to listen on")
	case (c.cert == "") != (c.key == ""):
		return c, errors.New("-cert and -key must be given together")
	}
	for _, s := range *users {
		name, password, _ := strings.Cut(s, ":")
		if name == "" || password == "" {
			return c, errors.New("-user: want name:password, both not empty")
		}
		c.users = append(c.users, user{name, password})
	}
	if c.users == nil {
		c.users, c.demo = []user{{"demo", rand.Text()}}, true
	}
	return c, nil
}

// A stringList is a flag that may be repeated. It takes every value, since
// package flag would quote a value that it refused.
type stringList []string

func (l *stringList) String() string { return "" }

func (l *stringList) Set(s string) error {
	*l = append(*l, s)
	return nil
}

// A lineWriter lets several write lines to w.
type lineWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.w.Write(p)
}
