package client_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/state/client"
	"imapkit.example/wire/command"
	"pgregory.net/rapid"
)

func TestAuthenticate(t *testing.T) {
	plain := client.Plain{Identity: "boss", User: "joe", Password: "secret"}
	initial := base64.StdEncoding.EncodeToString([]byte("boss\x00joe\x00secret"))
	for _, tt := range []struct {
		name, caps string
		pieces     []string
		m          client.Mechanism
		wrote      string
		err        string
	}{
		{"with the command", "SASL-IR AUTH=PLAIN", []string{"T OK x\r\n"}, plain, "T AUTHENTICATE PLAIN " + initial + "\r\n", ""},
		{"when asked", "AUTH=PLAIN", []string{"+ \r\n", "T OK x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n" + initial + "\r\n", ""},
		{"a challenge too early", "AUTH=PLAIN", []string{"+ eA==\r\n", "T BAD x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n*\r\n", "client: malformed challenge"},
		{"a challenge too many", "SASL-IR AUTH=PLAIN", []string{"+ \r\n", "T BAD x\r\n"}, plain, "T AUTHENTICATE PLAIN " + initial + "\r\n*\r\n", "client: malformed challenge"},
		{"no base64", "AUTH=PLAIN", []string{"+ !\r\n", "T NO x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n*\r\n", "client: malformed challenge"},
		{"OK to what was given up", "AUTH=PLAIN", []string{"+ !\r\n", "T OK x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n*\r\n", "client: malformed challenge"},
		{"refused", "AUTH=PLAIN", []string{"T NO [AUTHENTICATIONFAILED] x\r\n"}, plain, "T AUTHENTICATE PLAIN\r\n", "imap: NO [AUTHENTICATIONFAILED] x"},
		{"two challenges at once", "SASL-IR AUTH=X-ECHO", []string{"+ YQ==\r\n+ Yg==\r\n", "T OK x\r\n"}, echo{}, "T AUTHENTICATE X-ECHO\r\nYQ==\r\n", ""},
		{"exchange", "SASL-IR AUTH=X-ECHO", []string{"+ YQ==\r\n", "+ Yg==\r\n", "T OK x\r\n"}, echo{}, "T AUTHENTICATE X-ECHO\r\nYQ==\r\nYg==\r\n", ""},
	} {
		c, f := said(t, "* OK [CAPABILITY IMAP4rev1 "+tt.caps+"] x\r\n")
		tg, err := c.Authenticate(tt.m)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		for _, s := range tt.pieces {
			f.pieces = append(f.pieces, strings.Replace(s, "T ", string(tg)+" ", 1))
		}
		if err := c.Wait(tg, nil); fmt.Sprint(err) != tt.err && (err != nil || tt.err != "") {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.err)
		}
		if got := strings.Replace(f.wrote.String(), string(tg), "T", 1); got != tt.wrote {
			t.Errorf("%s: wrote %q, want %q", tt.name, got, tt.wrote)
		}
		if in := c.Machine().State() == state.Authenticated; in != (tt.err == "") {
			t.Errorf("%s: logged in: %v", tt.name, in)
		}
	}
	c, _ := said(t, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x\r\n")
	if _, err := c.Send(&command.Authenticate{Mechanism: "PLAIN"}); err != client.ErrMechanism {
		t.Errorf("AUTHENTICATE without a mechanism: %v", err)
	}
}

// echo is a mechanism that repeats the challenge.
type echo struct{}

func (echo) Start() (string, []byte, error)        { return "X-ECHO", nil, nil }
func (echo) Next(challenge []byte) ([]byte, error) { return challenge, nil }

func TestLoginRefused(t *testing.T) {
	login := &command.Login{User: "joe", Password: "secret"}
	for _, tt := range []struct {
		greeting string
		opts     client.Options
		want     error
	}{
		{"* OK [CAPABILITY IMAP4rev1] x\r\n", client.Options{}, client.ErrInsecure},
		{"* OK [CAPABILITY IMAP4rev1] x\r\n", client.Options{InsecureAuth: true}, nil},
		{"* OK [CAPABILITY IMAP4rev1] x\r\n", client.Options{Secure: true}, nil},
		{"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] x\r\n", client.Options{Secure: true}, client.ErrLoginDisabled},
	} {
		f := &fixed{pieces: []string{tt.greeting}}
		c := client.New(f, tt.opts)
		if _, err := c.Next(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Send(login); err != tt.want || f.wrote.Len() > 0 != (err == nil) {
			t.Errorf("%q, %+v: %v, wrote %q", tt.greeting, tt.opts, err, f.wrote.String())
		}
	}
}

// No error and no way to print something shows what a login is made of.
func TestSecrets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching("zq[a-z]{8}").Draw(t, "secret")
		password := secret + rapid.SampledFrom([]string{"", " \"x\\", "\r\nx", strings.Repeat("x", 5000), "é"}).Draw(t, "rest")
		hidden := []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))[:12], base64.StdEncoding.EncodeToString([]byte("\x00u\x00" + secret))[:16]}
		var shown []string
		show := func(x ...any) {
			for _, x := range x {
				for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
					shown = append(shown, fmt.Sprintf(verb, x))
				}
			}
		}
		p := &peer{t: t, speak: hostile}
		c := client.New(p, client.Options{InsecureAuth: rapid.Bool().Draw(t, "insecure"), Window: rapid.Int64Range(1, 100).Draw(t, "window")})
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				cmd := &command.Login{User: rapid.SampledFrom([]string{"u", password}).Draw(t, "user"), Password: password}
				_, err = c.Send(cmd)
				show(cmd, command.String(cmd))
			case 1:
				m := client.Plain{User: "u", Password: password}
				_, err = c.Authenticate(m)
				show(m, &m)
			default:
				var ev client.Event
				ev, err = c.Next()
				show(ev, &ev, ev.Err, ev.Failure(), ev.Command)
			}
			show(err, c)
		}
		for _, s := range shown {
			for _, h := range hidden {
				if strings.Contains(s, h) || strings.Contains(s, fmt.Sprintf("%x", h)) {
					t.Fatalf("%q is shown in %.200q", h, s)
				}
			}
		}
	})
}
