package command_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// Secrets are not printed, whatever holds them and whatever the verb.
func TestRedactedContainers(t *testing.T) {
	login := command.Login{User: "joeuser", Password: "s3cr3t"}
	auth := command.Authenticate{Mechanism: "PLAIN", Initial: []byte("s3cr3t")}
	type holder struct {
		Command command.Command
		Login   command.Login
		Auth    *command.Authenticate
	}
	r := command.NewReader(strings.NewReader("A1 LOGIN joeuser s3cr3t\r\nA2 NOOP\r\n"), wire.Options{})
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Decode(); err != nil {
		t.Fatal(err)
	}
	for i, v := range []any{
		login, &login, auth, &auth,
		[]command.Login{login}, []*command.Login{&login}, [1]command.Login{login},
		[]command.Command{&login, &auth}, map[string]command.Login{"a": login}, map[command.Login]bool{login: true},
		map[string]command.Command{"a": &auth}, holder{&login, login, &auth}, &holder{&auth, login, &auth},
		[]any{login, &auth}, struct{ C any }{login}, r, []*command.Reader{r}, fmt.Errorf("failed: %v", &login),
		errors.Join(fmt.Errorf("%+v", login), fmt.Errorf("%#v", auth)),
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3v", "%t", "%U", "%c", "%08b", "%!"} {
			s := fmt.Sprintf(verb, v)
			for _, secret := range []string{"joeuser", "s3cr3t", "7333637233", "115 51 99", "0x73, 0x33"} {
				if strings.Contains(s, secret) {
					t.Errorf("value %d, %s: %s", i, verb, s)
				}
			}
		}
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "value", v)
		if strings.Contains(b.String(), "s3cr3t") {
			t.Errorf("value %d is logged as %s", i, b.String())
		}
	}
}

// Errors never quote what was sent.
func TestErrorsQuoteNothing(t *testing.T) {
	for _, in := range []string{
		"A1 LOGIN joeuser \"s3cr3t\x00\"", "A1 LOGIN joeuser s3cr3t(", "A1 LOGIN joeuser s3cr3t more", "A1 LOGIN {7}\r\njoeuser s3cr3t\xff",
		"A1 AUTHENTICATE PLAIN s3cr3t!", "A1 AUTHENTICATE s3cr3t{", "A1 LOGIN s3cr3t", "A1 s3cr3t(", "A1 LOGIN {99999999}\r\ns3cr3t",
		"A1 SEARCH s3cr3t", "A1 FETCH 1 s3cr3t", "A1 STORE 1 s3cr3t", "A1 SELECT \"s3cr3t\" x",
	} {
		r := command.NewReader(strings.NewReader(in+"\r\n"), wire.Options{})
		_, err := r.Next()
		if err == nil {
			_, err = r.Decode()
		}
		if err == nil {
			continue // an unknown key is data
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
			if s := fmt.Sprintf(verb, err); strings.Contains(s, "s3cr3t") || strings.Contains(s, "joeuser") {
				t.Errorf("%q: %s", in, s)
			}
		}
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) || syntax.Tag != "A1" || syntax.Rule == "" || syntax.Offset < 3 {
			t.Errorf("%q: %#v", in, err)
		}
	}
}
