package server_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"imapkit.example/fuzz"
)

// attack sends program on a connection of its own, in pieces of at most size
// octets, and returns the answers.
func attack(t tester, nc net.Conn, program []byte, size int) string {
	var out bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(&out, nc)
	}()
	for len(program) > 0 {
		n := min(size, len(program))
		if _, err := nc.Write(program[:n]); err != nil {
			break // it was told BYE
		}
		program = program[n:]
	}
	synctest.Wait()
	nc.Close()
	<-done
	return out.String()
}

// What is too long, too deep or too much is answered with BAD or BYE; the
// server and its other clients do not notice.
func TestHostileClients(t *testing.T) {
	const million = 1_000_000
	programs := map[string]string{
		"endless line":        strings.Repeat("x", million),
		"endless tag":         strings.Repeat("x", million) + " NOOP\r\n",
		"endless name":        "a " + strings.Repeat("x", million) + "\r\n",
		"endless quoted":      "a LOGIN \"" + strings.Repeat("x", million),
		"endless blank":       "a NOOP" + strings.Repeat(" ", million),
		"endless empty lines": strings.Repeat("\r\n", 10_000),
		"endless CR":          strings.Repeat("\r", million),
		"endless LF":          strings.Repeat("\n", 10_000),
		"huge literal":        "a LOGIN {999999999999}\r\n",
		"huge literal+":       "a LOGIN {999999999999+}\r\n",
		"overflow":            "a LOGIN {99999999999999999999999999}\r\n",
		"negative":            "a LOGIN {-1}\r\n",
		"parentheses":         "a LOGIN " + strings.Repeat("(", million) + "\r\n",
		"unknown nested":      "a BOGUS " + strings.Repeat("(", 8000) + "\r\n",
		"literals":            "a LOGIN " + strings.Repeat("{1+}\r\nx ", 10_000) + "\r\n",
		"unknown literals":    "a BOGUS " + strings.Repeat("{1+}\r\nx ", 10_000) + "\r\n",
		"empty literals":      "a BOGUS " + strings.Repeat("{0+}\r\n ", 10_000) + "\r\n",
		"base64":              "a AUTHENTICATE PLAIN\r\n" + strings.Repeat("AAAA", million/4) + "\r\n",
		"NUL":                 strings.Repeat("\x00", million),
		"high":                strings.Repeat("\xff", million),
		"ClientHello":         "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 600) + "\r\n",
		"HTTP":                "GET / HTTP/1.1\r\nHost: imap.example\r\n\r\n",
	}
	in := func(s string) string {
		return "0 LOGIN joe secret\r\n0 APPEND INBOX {3+}\r\nabc\r\n0 SELECT INBOX\r\n" + s
	}
	for name, s := range map[string]string{
		"search":           "a SEARCH " + strings.Repeat("(", million) + "\r\n",
		"search, in limit": "a SEARCH " + strings.Repeat("(", 60_000) + "\r\n",
		"not":              "a SEARCH " + strings.Repeat("NOT ", 15_000) + "ALL\r\n",
		"or":               "a SEARCH " + strings.Repeat("OR ALL ", 9_000) + "ALL ALL\r\n",
		"wide":             "a SEARCH" + strings.Repeat(" ALL", 15_000) + "\r\n",
		"set":              "a FETCH " + strings.Repeat("1,", 30_000) + "1 FLAGS\r\n",
		"set of all":       "a UID FETCH " + strings.Repeat("1:4294967295,", 4_000) + "* FLAGS\r\n",
		"store all":        "a UID STORE 1:4294967295 FLAGS (\\Seen)\r\na UID SEARCH UID 1:4294967294\r\n",
		"copies":           "a COPY " + strings.Repeat("1,", 30_000) + "1 INBOX\r\n",
		"sections":         "a FETCH 1 BODY[" + strings.Repeat("1.", 30_000) + "1]\r\n",
		"fields":           "a FETCH 1 BODY[HEADER.FIELDS (" + strings.Repeat("x ", 30_000) + "x)]\r\n",
		"flags":            "a STORE 1 FLAGS (" + strings.Repeat("x ", 30_000) + "x)\r\n",
		"patterns":         "a LIST () \"\" (" + strings.Repeat("* ", 30_000) + "*)\r\n",
		"wildcards":        "a LIST \"\" " + strings.Repeat("*%", 30_000) + "\r\n",
		"levels":           "a CREATE " + strings.Repeat("a/", 30_000) + "a\r\n",
		"appends":          "a APPEND INBOX" + strings.Repeat(" {1+}\r\nx", 10_000) + "\r\n",
		"append":           "a APPEND INBOX {999999999999}\r\na APPEND INBOX {999999999999+}\r\n",
		"partial":          "a FETCH 1 BODY[]<9223372036854775807.9223372036854775807>\r\na FETCH 1 BODY[]<99999999999999999999.1>\r\n",
	} {
		programs["logged in: "+name] = in(s)
	}
	for name, program := range programs {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				srv := newServer(t)
				other := login(t, srv, "ann")
				other.command("1", "SELECT INBOX")
				here, there := net.Pipe()
				go srv.ServeConn(there)
				said := attack(t, here, []byte(program), 4096)
				answered := false
				for line := range strings.Lines(said) {
					_, rest, _ := strings.Cut(line, " ")
					answered = answered || strings.HasPrefix(rest, "BAD ") || strings.HasPrefix(rest, "BYE ") || strings.HasPrefix(line, "a ")
				}
				if !answered {
					t.Errorf("server says %.200q", said)
				}
				other.play("C: 2 NOOP\r\nS: 2 OK NOOP completed\r\n")
				closeAll(other)
			})
		})
	}
}

// FuzzServer sends anything: the server must not fail, say what is no
// response, or leave anything running.
func FuzzServer(f *testing.F) {
	f.Add([]byte("0 LOGIN joe secret\r\n1 SELECT INBOX\r\n2 IDLE\r\nDONE\r\n3 LOGOUT\r\n"), uint64(0))
	f.Add([]byte("0 AUTHENTICATE PLAIN\r\nAGpvZQBzZWNyZXQ=\r\n"), uint64(1))
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range files {
		script, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		steps, err := fuzz.ParseTranscript(string(script))
		if err != nil {
			f.Fatal(err)
		}
		whole := append([]byte("0 LOGIN joe secret\r\n"), steps.Client()...)
		for len(whole) > 0 {
			n := min(len(whole), 2000)
			f.Add(append([]byte("0 LOGIN joe secret\r\n0 SELECT INBOX\r\n"), whole[:n]...), uint64(i))
			whole = whole[n:]
		}
	}
	f.Fuzz(func(t *testing.T, program []byte, seed uint64) {
		if len(program) > 16<<10 {
			return
		}
		bubble(t, func(t *testing.T) {
			// A mutation of octets that the fuzzer does not know to be special.
			r := rand.New(rand.NewPCG(seed, 1))
			for range r.IntN(4) {
				if len(program) > 0 {
					program[r.IntN(len(program))] = "\r\n{}+()\"\\ *\x00\xff1"[r.IntN(14)]
				}
			}
			srv := newServer(t)
			here, there := net.Pipe()
			go srv.ServeConn(there)
			here.SetDeadline(time.Now().Add(time.Hour))
			if said := attack(t, here, program, 1+r.IntN(1000)); !strings.HasPrefix(said, "* OK [CAPABILITY ") {
				t.Errorf("server says %.200q", said)
			}
			synctest.Wait()
			c := login(t, srv, "joe")
			c.command("1", "SELECT INBOX")
			closeAll(c)
		})
	})
}
