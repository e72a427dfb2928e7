package memory

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"imapkit.example/server"
)

func TestLogin(t *testing.T) {
	b := New(Options{})
	for _, u := range [][2]string{{"alice", "one"}, {"bob", "two"}} {
		if err := b.AddUser(u[0], u[1]); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		user, password string
		want           error
	}{
		{"alice", "one", nil},
		{"bob", "two", nil},
		{"alice", "two", server.ErrCredentials},
		{"alice", "", server.ErrCredentials},
		{"alice", "one ", server.ErrCredentials},
		{"alice", "ONE", server.ErrCredentials},
		{"Alice", "one", server.ErrCredentials},
		{"carol", "one", server.ErrCredentials},
		{"carol", "-", server.ErrCredentials},
		{"", "", server.ErrCredentials},
	} {
		s, err := b.Login(t.Context(), test.user, test.password)
		if !errors.Is(err, test.want) || (s != nil) != (err == nil) {
			t.Errorf("Login(%q, %q) = %v, %v; want %v", test.user, test.password, s, err, test.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Login(ctx, "alice", "one"); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
}

func TestAddUserRefuses(t *testing.T) {
	b := New(Options{})
	if err := b.AddUser("alice", "sesame"); err != nil {
		t.Fatal(err)
	}
	for _, u := range [][2]string{{"alice", "sesame"}, {"", "sesame"}, {"bob", ""}} {
		err := b.AddUser(u[0], u[1])
		if err == nil || strings.Contains(err.Error(), "sesame") || !strings.HasPrefix(err.Error(), "memory: ") {
			t.Errorf("AddUser(%q, %q) = %v", u[0], u[1], err)
		}
	}
}

// TestNoPasswordKept prints all that a backend holds of its users.
func TestNoPasswordKept(t *testing.T) {
	b := New(Options{})
	if err := b.AddUser("alice", "sesame"); err != nil {
		t.Fatal(err)
	}
	if held := fmt.Sprintf("%+v %q", b, b.users["alice"].secret.key); strings.Contains(held, "sesame") {
		t.Errorf("the backend holds %s", held)
	}
	other := New(Options{})
	if err := other.AddUser("alice", "sesame"); err != nil {
		t.Fatal(err)
	}
	if string(b.users["alice"].secret.key) == string(other.users["alice"].secret.key) {
		t.Error("two users with the same password have the same key")
	}
}

func TestUsersAreApart(t *testing.T) {
	b := New(Options{})
	sessions := map[string]server.Session{}
	for _, name := range []string{"alice", "bob"} {
		if err := b.AddUser(name, name+"!"); err != nil {
			t.Fatal(err)
		}
		s, err := b.Login(t.Context(), name, name+"!")
		if err != nil {
			t.Fatal(err)
		}
		sessions[name] = s
	}
	if err := sessions["alice"].Create(t.Context(), "private"); err != nil {
		t.Fatal(err)
	}
	put(t, sessions["alice"].(*session), "INBOX", text("x"))
	if _, err := sessions["bob"].Status(t.Context(), "private"); !errors.Is(err, server.ErrNonexistent) {
		t.Errorf("bob sees a mailbox of alice: %v", err)
	}
	if c, err := sessions["bob"].Status(t.Context(), "INBOX"); err != nil || c.Messages != 0 {
		t.Errorf("bob's INBOX: %+v, %v", c, err)
	}
	for name, s := range sessions {
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkLogin(b *testing.B) {
	backend := New(Options{})
	if err := backend.AddUser("alice", testPassword); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := backend.Login(b.Context(), "alice", testPassword); err != nil {
			b.Fatal(err)
		}
	}
}
