package main

import (
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"unicode"
)

// banner tells people how to connect. Passwords from the command line are not
// printed.
func (d *instance) banner(w io.Writer) {
	if d.plain != nil {
		fmt.Fprintf(w, "imapd: plaintext with STARTTLS on %s\n", d.plain.Addr())
	}
	if d.tls != nil {
		fmt.Fprintf(w, "imapd: TLS on %s\n", d.tls.Addr())
	}
	credentials := "NAME:PASSWORD"
	for _, u := range d.users {
		password := "as given"
		if d.demo {
			password, credentials = u.password, u.name+":"+u.password
		}
		fmt.Fprintf(w, "imapd: user %s, password %s\n", printable(u.name), password)
	}
	if d.tls != nil {
		addr := reachable(d.tls.Addr().String())
		fmt.Fprintf(w, "curl --insecure --user %s %s\n", quote(credentials), word("imaps://"+addr+"/"))
		fmt.Fprintf(w, "openssl s_client -quiet -crlf -connect %s\n", word(addr))
	}
}

// reachable returns an address that a client on this machine can connect to.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return addr
	}
	return net.JoinHostPort("localhost", port)
}

// printable returns s such that it stays on one line.
func printable(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(s)
	}
	return s
}

// word returns s as a word for a shell, quoted if need be.
func word(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._:/", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return quote(s)
}

// quote returns s in single quotes for a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
