package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imapkit.example/fuzz"
	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// A login is what a client sends to log in, in one of many forms.
func login(t *rapid.T, user, password string) string {
	quote := func(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
	form := func(s string) string {
		return rapid.SampledFrom([]string{s, quote(s), fmt.Sprintf("{%d}\r\n%s", len(s), s), fmt.Sprintf("{%d+}\r\n%s", len(s), s)}).Draw(t, "form")
	}
	plain := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
	in := rapid.SampledFrom([]string{
		"A1 LOGIN " + form(user) + " " + form(password) + "\r\n",
		"A1 login " + form(password) + " " + form(user) + "\r\n",
		"A1 AUTHENTICATE PLAIN " + plain + "\r\n",
		"A1 AUTHENTICATE PLAIN\r\n" + plain + "\r\n",
		"A1 AUTHENTICATE LOGIN\r\n" + base64.StdEncoding.EncodeToString([]byte(user)) + "\r\n" + base64.StdEncoding.EncodeToString([]byte(password)) + "\r\n",
		"A1 AUTHENTICATE X =\r\n" + plain + "\r\n*\r\n",
		"A1 URLFETCH " + form("imap://"+password) + "\r\n",
	}).Draw(t, "login")
	// What a typed client makes of it.
	if rapid.Bool().Draw(t, "written") {
		var b bytes.Buffer
		w := command.NewWriter(&b, wire.Options{Literals: rapid.SampledFrom([]literal.Policy{literal.Minus, literal.Plus}).Draw(t, "policy")})
		w.Encoder().OnLiteral(func(literal.Header) error { return nil })
		if w.Write("A1", &command.Login{User: user, Password: password}) == nil {
			in = b.String()
		}
	}
	return in + "A2 NOOP\r\n"
}

// leaks returns what of secret, which is long and random, is shown in out.
func leaks(out, secret string) string {
	for i := range 3 {
		// Whatever stands in front of it, the middle of its base64 is one of three.
		encoded := base64.StdEncoding.EncodeToString([]byte("xxx"[:i] + secret))
		if core := strings.TrimRight(encoded, "=")[4 : len(encoded)-4]; strings.Contains(out, core) {
			return core
		}
	}
	if strings.Contains(strings.ToLower(out), strings.ToLower(secret)) {
		return secret
	}
	return ""
}

// No form of any output shows random credentials, however they were sent and
// whatever is wrong with the message.
func TestRandomSecrets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[a-zA-Z0-9]{24}`).Draw(t, "secret")
		around := rapid.StringOf(rapid.SampledFrom([]rune("a \"\\{}()*%]é/:@\t"))).Draw(t, "around")
		in := login(t, "joe", around+secret+around)
		if rapid.Bool().Draw(t, "mutated") {
			// The name of the command stays, as do line ends and literals: a
			// line of its own is taken for a command, and shown.
			lines := strings.SplitAfter(in, "\r\n")
			i := rapid.IntRange(0, len(lines)-2).Draw(t, "line")
			line := strings.TrimSuffix(lines[i], "\r\n")
			from := 0
			if i == 0 {
				from = min(len("A1 ")+strings.Index(line[len("A1 "):]+" ", " ")+1, len(line))
			}
			m := line[:from] + string(fuzz.Mutate([]byte(line[from:]), func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }))
			if strings.Contains(m, "\n") || strings.HasSuffix(line, "}") != strings.HasSuffix(m, "}") || strings.HasSuffix(line, "}") && line[max(0, len(line)-6):] != m[max(0, len(m)-6):] {
				return
			}
			lines[i] = m + "\r\n"
			in = strings.Join(lines, "")
			secret = secret[4:20] // perhaps the ends were changed
		}
		for _, form := range forms {
			for _, lenient := range []string{"", "-lenient"} {
				list := args("client", form)
				if lenient != "" {
					list = append(list, lenient)
				}
				x := dumpString(in, list...)
				if found := leaks(x.stdout+x.stderr, secret); found != "" {
					t.Fatalf("%q, %s %s shows %q: %s%s", in, form, lenient, found, x.stdout, x.stderr)
				}
			}
		}
	})
}
