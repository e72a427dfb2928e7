package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tracePassword holds what a password may hold and a log would betray: a
// word to look for, and characters that LOGIN has to quote.
const tracePassword = `zq:"sesame street\ 9`

// secretForms returns the strings that give a secret away: as it is, and in
// base64 at each of the three places that it can have in a longer text.
func secretForms(secret string) []string {
	forms := []string{secret}
	for before := range 3 {
		padded := strings.Repeat("x", before) + secret
		encoded := base64.StdEncoding.EncodeToString([]byte(padded))
		// The characters that hold bits of the neighbours are left out.
		forms = append(forms, encoded[(before*8+5)/6:len(padded)*8/6])
	}
	return forms
}

// TestSecretForms holds the search itself to finding what it looks for.
func TestSecretForms(t *testing.T) {
	for before := range 4 {
		for after := range 4 {
			text := strings.Repeat("\x00", before) + "sesame" + strings.Repeat("\xff", after)
			encoded := base64.StdEncoding.EncodeToString([]byte(text))
			found := false
			for _, form := range secretForms("sesame") {
				found = found || strings.Contains(encoded, form)
			}
			if !found {
				t.Errorf("no form of the secret found in %s", encoded)
			}
		}
	}
}

// A traceStep is one write, and the line to wait for before the next one.
type traceStep struct{ send, want string }

// TestProcessTrace logs in in every way, right and wrong, and looks for the
// password in what -trace wrote and in what the process printed.
func TestProcessTrace(t *testing.T) {
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(tracePassword) + `"`
	sasl := base64.StdEncoding.EncodeToString([]byte("\x00" + testUser + "\x00" + tracePassword))
	saslOther := base64.StdEncoding.EncodeToString([]byte(testUser + "\x00" + testUser + "\x00" + tracePassword))
	wrong := base64.StdEncoding.EncodeToString([]byte("\x00" + testUser + "\x00" + tracePassword + "?"))
	size := len(tracePassword)
	path, pair := buildDaemon(t), newKeyPair(t)

	for _, test := range []struct {
		name  string
		steps []traceStep
	}{
		{"LOGIN, quoted", []traceStep{
			{"a LOGIN test " + quoted + "\r\n", "a OK"},
		}},
		{"LOGIN, odd case", []traceStep{
			{"a lOgIn test " + quoted + "\r\n", "a OK"},
		}},
		{"LOGIN, literals", []traceStep{
			{"a LOGIN {4}\r\n", "+"},
			{fmt.Sprintf("test {%d}\r\n", size), "+"},
			{tracePassword + "\r\n", "a OK"},
		}},
		{"LOGIN, non-synchronizing literal", []traceStep{
			{fmt.Sprintf("a LOGIN test {%d+}\r\n%s\r\n", size, tracePassword), "a OK"},
		}},
		{"LOGIN, in pieces", []traceStep{
			{"a LO", ""}, {"GIN te", ""}, {"st " + quoted[:8], ""}, {quoted[8:], ""}, {"\r\n", "a OK"},
		}},
		{"LOGIN, literal in pieces", []traceStep{
			{fmt.Sprintf("a LOGIN test {%d}\r\n", size), "+"},
			{tracePassword[:7], ""}, {tracePassword[7:], ""}, {"\r\n", "a OK"},
		}},
		{"LOGIN, pipelined", []traceStep{
			{"a LOGIN test " + quoted + "\r\nb NOOP\r\n", "a OK"}, {"", "b OK"},
		}},
		{"AUTHENTICATE PLAIN", []traceStep{
			{"a AUTHENTICATE PLAIN\r\n", "+"}, {sasl + "\r\n", "a OK"},
		}},
		{"AUTHENTICATE PLAIN, initial response", []traceStep{
			{"a AUTHENTICATE PLAIN " + sasl + "\r\n", "a OK"},
		}},
		{"AUTHENTICATE PLAIN, with authorization identity", []traceStep{
			{"a authenticate plain\r\n", "+"}, {saslOther + "\r\n", "a OK"},
		}},
		{"AUTHENTICATE PLAIN, in pieces", []traceStep{
			{"a AUTHENTICATE PLAIN\r\n", "+"}, {sasl[:15], ""}, {sasl[15:], ""}, {"\r\n", "a OK"},
		}},
		{"wrong password", []traceStep{
			{`a LOGIN test "x` + quoted[1:] + "\r\n", "a NO"},
			{"b AUTHENTICATE PLAIN " + wrong + "\r\n", "b NO"},
		}},
		{"LOGIN with an argument too many", []traceStep{
			{"a LOGIN test " + quoted + " more\r\n", "a BAD"},
		}},
		{"LOGIN with a space too many", []traceStep{
			{"a LOGIN  test " + quoted + "\r\n", "a BAD"},
		}},
		{"LOGIN with an open quote", []traceStep{
			{"a LOGIN test " + strings.TrimSuffix(quoted, `"`) + "\r\n", "a BAD"},
		}},
		{"AUTHENTICATE PLAIN with broken base64", []traceStep{
			{"a AUTHENTICATE PLAIN\r\n", "+"}, {sasl[:len(sasl)-4] + "!\r\n", "a BAD"},
		}},
		{"AUTHENTICATE, unknown mechanism", []traceStep{
			{"a AUTHENTICATE X-SESAME " + sasl + "\r\n", "a NO"},
		}},
		{"LOGIN after a login", []traceStep{
			{"a LOGIN test " + quoted + "\r\n", "a OK"},
			{"b LOGIN test " + quoted + "\r\n", "b BAD"},
		}},
	} {
		for _, port := range []string{"TLS", "plaintext"} {
			t.Run(test.name+", "+port, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "trace")
				d := startDaemon(t, path, "-cert", pair.certFile, "-key", pair.keyFile,
					"-user", testUser+":"+tracePassword, "-insecure-auth", "-trace", file)
				var c *rawClient
				if port == "TLS" {
					c = d.dialTLS(t, pair)
				} else {
					c = d.dialPlain(t)
				}
				for _, step := range test.steps {
					c.send("%s", step.send)
					if step.want != "" {
						c.until(step.want)
					}
				}
				c.send("z NOOP\r\n")
				c.until("z OK")
				d.stop(t)
				trace, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				checkTrace(t, "trace", string(trace))
				if betrayal := findSecret(d.stderr.String()); betrayal != "" {
					t.Errorf("stderr shows %q:\n%s", betrayal, d.stderr.String())
				}
			})
		}
	}

	t.Run("to stderr, LOGIN without TLS refused", func(t *testing.T) {
		d := startDaemon(t, path, "-user", testUser+":"+tracePassword, "-trace", "-")
		c := d.dialPlain(t)
		c.send("a LOGIN test %s\r\n", quoted)
		c.until("a NO")
		c.send("b AUTHENTICATE PLAIN %s\r\n", sasl)
		c.until("b NO")
		c.send("z NOOP\r\n")
		c.until("z OK")
		d.stop(t)
		checkTrace(t, "stderr", d.stderr.String())
	})
}

// checkTrace wants a trace that shows the session and keeps the password.
func checkTrace(t *testing.T, what, trace string) {
	t.Helper()
	if betrayal := findSecret(trace); betrayal != "" {
		t.Errorf("%s shows %q:\n%s", what, betrayal, trace)
	}
	for _, want := range []string{"* OK ", "z NOOP", "z OK"} {
		if !strings.Contains(trace, want) {
			t.Errorf("%s lacks %q:\n%s", what, want, trace)
		}
	}
}

// findSecret returns what a text shows of the password's two words.
func findSecret(text string) string {
	for _, word := range []string{"sesame", "street"} {
		for _, form := range secretForms(word) {
			if strings.Contains(text, form) {
				return form
			}
		}
	}
	return ""
}
