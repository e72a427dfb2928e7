package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"

	"imapkit.example/server"
	"imapkit.example/server/memory"
)

// benchClient is logged in over loopback.
func benchClient(b *testing.B) (net.Conn, *bufio.Reader) {
	backend := memory.New(memory.Options{})
	if err := backend.AddUser("joe", "secret"); err != nil {
		b.Fatal(err)
	}
	srv := &server.Server{Backend: backend, InsecureAuth: true, Logger: slog.New(slog.DiscardHandler)}
	nc, err := net.Dial("tcp", listen(b, srv))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { nc.Close() })
	r := bufio.NewReaderSize(nc, 64<<10)
	io.WriteString(nc, "0 LOGIN joe secret\r\n")
	skipTo(b, r, "0 OK")
	return nc, r
}

func skipTo(b *testing.B, r *bufio.Reader, prefix string) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			b.Fatal(err)
		}
		if bytes.HasPrefix(line, []byte(prefix)) {
			return
		}
	}
}

// One operation is 100 NOOPs that are sent together.
func BenchmarkNoopPipelined(b *testing.B) {
	nc, r := benchClient(b)
	const batch = 100
	commands := []byte(strings.Repeat("a NOOP\r\n", batch-1) + "z NOOP\r\n")
	b.ReportAllocs()
	for b.Loop() {
		nc.Write(commands)
		skipTo(b, r, "z OK")
	}
}

// One operation is one NOOP and its answer.
func BenchmarkNoop(b *testing.B) {
	nc, r := benchClient(b)
	b.ReportAllocs()
	for b.Loop() {
		io.WriteString(nc, "z NOOP\r\n")
		skipTo(b, r, "z OK")
	}
}

// One operation is the flags of 10,000 messages.
func BenchmarkFetchFlags(b *testing.B) {
	nc, r := benchClient(b)
	io.WriteString(nc, "1 APPEND INBOX"+strings.Repeat(" (\\Seen) {3+}\r\nabc", 50)+"\r\n1 SELECT INBOX\r\n")
	skipTo(b, r, "1 OK")
	skipTo(b, r, "1 OK")
	for n := 50; n < 10_000; n = min(2*n, 10_000) {
		fmt.Fprintf(nc, "1 COPY 1:%d INBOX\r\n", min(n, 10_000-n))
		skipTo(b, r, "1 OK")
	}
	b.ReportAllocs()
	for b.Loop() {
		io.WriteString(nc, "z FETCH 1:10000 (UID FLAGS)\r\n")
		skipTo(b, r, "z OK")
	}
}

// One operation is one message of 64 KiB.
func BenchmarkAppend(b *testing.B) {
	nc, r := benchClient(b)
	const size = 64 << 10
	command := []byte(fmt.Sprintf("z APPEND INBOX {%d+}\r\n%s\r\n", size, strings.Repeat("x", size)))
	io.WriteString(nc, "1 SELECT INBOX\r\n")
	skipTo(b, r, "1 OK")
	b.SetBytes(size)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%1000 == 999 { // the mail store is not endless
			io.WriteString(nc, "1 STORE 1:* +FLAGS.SILENT (\\Deleted)\r\n2 EXPUNGE\r\n")
			skipTo(b, r, "2 OK")
		}
		nc.Write(command)
		skipTo(b, r, "z OK")
	}
}
