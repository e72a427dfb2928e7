package server_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"imapkit.example/server/memory"
	"pgregory.net/rapid"
)

// A lockedBuffer may be read while a server writes to it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestTrace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := newServer(t)
		var trace lockedBuffer
		srv.Trace = &trace
		c := dial(t, srv)
		go io.Copy(io.Discard, c.r)
		for _, s := range []string{
			"1 LOGIN joe {6+}\r\nwr\"ong\r\n", "2 AUTHENTICATE PLAIN\r\n" + plain("\x00joe\x00secret") + "\r\n", "3 APPEND INBOX (\\Seen) {8+}\r\nprivate!\r\n",
			"4 SELECT INBOX\r\n", "5 FETCH 1 (FLAGS BODY[])\r\n", "6 STORE 1 FLAGS\r\n", "7 BOGUS x\r\n", "8 LOGIN joe secret\r\n", "9 CREATE {3+}\r\nbox\r\n", "10 LOGOUT\r\n",
		} {
			c.send("%s", s)
			synctest.Wait()
		}
		closeAll(c)
		want := `1 S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID AUTH=PLAIN] imapkit ready
1 C: 1 LOGIN [redacted] [redacted]
1 S: 1 NO [AUTHENTICATIONFAILED] wrong user or password
1 C: 2 AUTHENTICATE PLAIN
1 S: + 
1 C: [redacted]
1 S: 2 OK [CAPABILITY `
		if got := trace.String(); !strings.HasPrefix(got, want) {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		for line := range strings.Lines(trace.String()) {
			if strings.Contains(line, "private") || strings.Contains(line, "x\r") {
				t.Errorf("%q", line)
			}
		}
		for _, s := range []string{"1 C: 5 FETCH 1 (FLAGS BODY[])\n", "1 C: 6 STORE [refused]\n", "1 C: [redacted] [refused]\n", "1 S: [redacted] BAD unknown command\n", "1 C: 8 LOGIN [refused]\n", "1 S: 10 OK LOGOUT completed\n"} {
			if !strings.Contains(trace.String(), s) {
				t.Errorf("%q is not in\n%s", s, trace.String())
			}
		}
	})
}

// secretText draws what a password may hold: quotes, backslashes, octets that
// are not US-ASCII, line ends, words that look like commands. It holds six
// letters that stand nowhere else.
func secretText() *rapid.Generator[string] {
	pieces := rapid.SampledFrom([]string{"\"", "\\", " ", "{3}", "{2+}\r\n", "\r\n", "\n", "é", "\xff", "%s", "*", "+", "(", "LOGIN", "=", ""})
	return rapid.Custom(func(t *rapid.T) string {
		return pieces.Draw(t, "before") + "hunter" + pieces.Draw(t, "after") + pieces.Draw(t, "after") + "zqxjkv" + pieces.Draw(t, "end")
	})
}

// However a client sends its password, right or wrong, invited or not, the
// trace, the log and the answers are without it.
func TestTraceHoldsNoSecrets(t *testing.T) {
	bubble(t, func(t *testing.T) {
		check(t, func(t *rapid.T) {
			password := secretText().Draw(t, "password")
			backend := memory.New(memory.Options{})
			if err := backend.AddUser("joe", password); err != nil {
				t.Fatal(err)
			}
			srv := newServer(t)
			srv.Backend = backend
			srv.InsecureAuth = rapid.Bool().Draw(t, "insecure")
			var trace lockedBuffer
			srv.Trace = &trace
			encoded := base64.StdEncoding.EncodeToString([]byte("\x00joe\x00" + password))
			quoted := `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(password) + `"`
			forms := []string{
				fmt.Sprintf("1 LOGIN joe {%d+}\r\n%s\r\n", len(password), password),
				fmt.Sprintf("1 LOGIN joe {%d}\r\n%s\r\n", len(password), password),
				fmt.Sprintf("1 LOGIN joe {%d+}\r\n%s x\r\n", len(password), password),
				fmt.Sprintf("1 BOGUS joe {%d+}\r\n%s x\r\n", len(password), password),
				"1 LOGIN joe " + quoted + "\r\n", "1 LOGIN joe " + password + "\r\n", "1 LOGIN " + password + "\r\n", "LOGIN joe " + password + "\r\n",
				"1 LOGIN joe \"" + password + "\r\n", password + "\r\n", "1 " + password + "\r\n", "1 UID " + password + "\r\n",
				"1 AUTHENTICATE PLAIN\r\n" + encoded + "\r\n", "1 AUTHENTICATE PLAIN " + encoded + "\r\n", "1 AUTHENTICATE PLAIN\r\n" + password + "\r\n",
				"1 AUTHENTICATE PLAIN\r\n" + encoded + "!\r\n", "1 AUTHENTICATE PLAIN\r\n" + encoded + " x\r\n", "1 AUTHENTICATE LOGIN\r\n" + encoded + "\r\n", "1 AUTHENTICATE PLAIN " + password + "\r\n",
				encoded + "\r\n", encoded + " x\r\n",
			}
			c := dial(t, srv)
			done := make(chan string, 1)
			go func() {
				var all strings.Builder
				for {
					line, err := c.r.ReadString('\n')
					all.WriteString(line)
					if err != nil {
						done <- all.String()
						return
					}
				}
			}()
			for range rapid.IntRange(1, 3).Draw(t, "commands") {
				c.nc.Write([]byte(rapid.SampledFrom(forms).Draw(t, "form")))
				synctest.Wait()
			}
			c.nc.Close()
			said := <-done
			synctest.Wait()
			for _, s := range []string{"hunter", "zqxjkv", "HUNTER", "ZQXJKV", encoded} {
				if strings.Contains(trace.String(), s) {
					t.Fatalf("%q is in the trace:\n%s", s, trace.String())
				}
				for line := range strings.Lines(said) {
					// A tag is given back to whom it came from.
					if _, text, _ := strings.Cut(line, " "); strings.Contains(text, s) {
						t.Fatalf("%q is in the answer %q", s, line)
					}
				}
			}
		})
	})
}

// Whatever a client has put into names, flags, messages and keys, what comes
// back is well-formed and as many responses as there ought to be.
func TestEchoIsFramed(t *testing.T) {
	pieces := []string{"\r\n", "\n", "\r", "* 99 EXISTS", "t1 OK", "\"", "\\", "{3}", "{3+}", "(", ")", "]", "%", "*", "&AA0ACg-", "&", "é", "\x01", "\xff", "x", "/", " "}
	bubble(t, func(t *testing.T) {
		check(t, func(t *rapid.T) {
			s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "text"), "")
			srv := newServer(t)
			c := login(t, srv, "joe")
			if rapid.Bool().Draw(t, "rev2") {
				c.command("0", "ENABLE IMAP4rev2")
			}
			bare := strings.NewReplacer("{", "", "\r", "", "\n", "").Replace(s) // on one line
			literal := fmt.Sprintf("{%d+}\r\n%s", len(s), s)
			header := fmt.Sprintf("Subject: %s\r\nFrom: %s <%s@x>\r\nContent-Type: text/%s; name=\"%s\"\r\n\r\n%s", s, s, s, s, s, s)
			for i, command := range []string{
				"CREATE " + literal, "SUBSCRIBE " + literal, "LIST \"\" *", "LSUB \"\" *", "LIST (SUBSCRIBED) \"\" * RETURN (STATUS (MESSAGES))",
				"STATUS " + literal + " (MESSAGES)", "RENAME " + literal + " " + literal, "DELETE " + literal, "SELECT " + literal, "COPY 1 " + literal,
				fmt.Sprintf("APPEND INBOX {%d+}\r\n%s", len(header), header), "SELECT INBOX",
				"FETCH 1 (ENVELOPE BODYSTRUCTURE BODY[HEADER.FIELDS (" + literal + ")] RFC822.HEADER)", "FETCH 1 BODY[]", "SEARCH SUBJECT " + literal, "SEARCH HEADER " + literal + " " + literal,
				"STORE 1 FLAGS (" + literal + ")", "STORE 1 FLAGS ($" + bare + ")", "ID (" + literal + " " + literal + ")", "ENABLE " + bare, bare,
			} {
				tag := fmt.Sprintf("t%d", i)
				go io.WriteString(c.nc, tag+" "+command+"\r\nsync NOOP\r\n")
				checkResponses(t, c, command, tag)
			}
			closeAll(c)
		})
	})
}
