package command_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// shows reports whether out shows secret, which is long and random: as it is,
// in base64 or as octets.
func shows(out, secret string) bool {
	for i := range 3 {
		// Whatever stands in front of it, the middle of its base64 is one of three.
		encoded := base64.StdEncoding.EncodeToString([]byte("xxx"[:i] + secret))
		if strings.Contains(out, strings.TrimRight(encoded, "=")[4:len(encoded)-4]) {
			return true
		}
	}
	octets := strings.Trim(fmt.Sprint([]byte(secret)), "[]")
	out = strings.ToLower(out)
	return strings.Contains(out, strings.ToLower(secret)) || strings.Contains(out, octets) || strings.Contains(out, fmt.Sprintf("%x", secret))
}

// printed is x in all the ways in which it comes into logs.
func printed(x any) string {
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+"\n", x)
		fmt.Fprintf(&b, verb+"\n", []any{x})
	}
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "value", x)
	return b.String()
}

// Random credentials are in no error and in nothing that is printed, whatever
// form they were sent in and whatever is wrong with the command.
func TestRandomSecrets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[a-zA-Z0-9]{24}`).Draw(t, "secret")
		around := rapid.StringOf(rapid.SampledFrom([]rune("a \"\\{}()*%]é/:@\t\r\n"))).Draw(t, "around")
		password := around + secret + around
		plain := []byte("\x00joe\x00" + password)
		list := []command.Command{
			&command.Login{User: "joe", Password: password}, &command.Login{User: password, Password: "x"},
			&command.Authenticate{Mechanism: "PLAIN", Initial: plain}, &command.Authenticate{Mechanism: "PLAIN"},
			&command.URLFetch{Requests: []command.URLFetchRequest{{URL: password, Extended: true, Params: []string{"BODY"}}}},
			&command.Append{Mailbox: "x", Messages: []*command.AppendMessage{catenate(&command.AppendPart{URL: password})}},
		}
		c := rapid.SampledFrom(list).Draw(t, "command")
		var b bytes.Buffer
		w := command.NewWriter(&b, wire.Options{Literals: rapid.SampledFrom([]literal.Policy{literal.Basic, literal.Plus}).Draw(t, "policy")})
		answer := rapid.SampledFrom([]error{nil, wire.ErrRefused}).Draw(t, "answer")
		w.Encoder().OnLiteral(func(literal.Header) error { return answer })
		out := printed(w.Write("A1", c)) + command.String(c)
		if _, isAppend := c.(*command.Append); !isAppend {
			out += printed(c) // an Append is no secret as such
		}
		if a, isAuth := c.(*command.Authenticate); isAuth && a.Initial == nil {
			out += printed(w.AuthData(plain))
		}
		in := b.Bytes()
		if rapid.Bool().Draw(t, "mutated") {
			// The name of the command stays: another one is none of secrets.
			head, args, _ := bytes.Cut(in, []byte(" "))
			name, args, _ := bytes.Cut(args, []byte(" "))
			args = fuzz.Mutate(args, func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") })
			in = bytes.Join([][]byte{head, name, args}, []byte(" "))
		}
		r := command.NewReader(bytes.NewReader(in), wire.Options{Lenient: rapid.SampledFrom([]wire.Lenience{0, wire.AllLenient}).Draw(t, "lenient")})
		h, err := r.Next()
		out += printed(h) + printed(err)
		if err == nil {
			var c command.Command
			c, err = r.Decode()
			out += printed(err) + printed(r)
			if _, isAppend := c.(*command.AppendStream); err == nil && !isAppend {
				out += printed(c) + command.String(c)
			}
			for err == nil && h.Name == command.AuthenticateName {
				_, err = r.AuthData()
				out += printed(err)
			}
			if s, isAppend := c.(*command.AppendStream); isAppend {
				for err == nil {
					var m *command.AppendMessage
					if m, err = s.Next(); err == nil {
						_, _ = io.Copy(io.Discard, m.Data)
					}
					out += printed(err)
				}
			}
		}
		if shows(out, secret) || out == "" {
			t.Fatalf("%q is shown:\n%s", in, out)
		}
		if errors.Is(err, wire.ErrEncode) {
			t.Fatal(err)
		}
	})
}
