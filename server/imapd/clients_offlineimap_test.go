package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// offlineimapMessages is how many messages the synchronized folders hold
// together.
const offlineimapMessages = 60

// An offlineimapUser runs offlineimap between one account and the Maildirs
// below dir. Each Maildir has its own name as an account of offlineimap.
type offlineimapUser struct {
	program string
	config  string
}

// newOfflineimapUser writes the settings for the Maildirs "first" and "second".
// Both go through TLS from the start: with STARTTLS, offlineimap's own threads
// stop each other now and then, behind a handshake that both sides have
// finished. The host is a name because offlineimap compares no addresses with a
// certificate.
func newOfflineimapUser(t *testing.T, program, dir string, d *daemon, pair keyPair) offlineimapUser {
	t.Helper()
	var config strings.Builder
	fmt.Fprintf(&config, "[general]\naccounts = first, second\nmetadata = %s\nui = basic\nfsync = False\n\n",
		filepath.Join(dir, "metadata"))
	_, port, err := net.SplitHostPort(d.tls)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"first", "second"} {
		fmt.Fprintf(&config, "[Account %[1]s]\nlocalrepository = near-%[1]s\nremoterepository = far-%[1]s\n\n"+
			"[Repository near-%[1]s]\ntype = Maildir\nlocalfolders = %[2]s\n\n"+
			"[Repository far-%[1]s]\ntype = IMAP\nremotehost = localhost\nremoteport = %[3]s\nssl = yes\nsslcacertfile = %[4]s\n"+
			"remoteuser = %[5]s\nremotepass = %[6]s\nmaxconnections = 2\n\n",
			name, filepath.Join(dir, name), port, pair.certFile, testUser, testPassword)
	}
	user := offlineimapUser{program, filepath.Join(dir, "offlineimaprc")}
	writeFile(t, user.config, []byte(config.String()))
	return user
}

// sync runs one account and returns how many messages offlineimap copied.
func (o offlineimapUser) sync(t *testing.T, account string) int {
	t.Helper()
	r := run(t, nil, o.program, "-c", o.config, "-a", account)
	output := string(r.stdout) + r.stderr
	if r.code != 0 || strings.Contains(output, "ERROR") || !strings.Contains(output, "Finished account '"+account+"'") {
		t.Fatalf("offlineimap %s: exit status %d\n%s", account, r.code, tail(output))
	}
	return strings.Count(output, "Copy message UID")
}

// newOfflineimapMaildir makes two folders. offlineimap writes each message
// anew and ends it with a line end, so all of these do.
func newOfflineimapMaildir(t *testing.T, dir string) {
	t.Helper()
	for i := range offlineimapMessages {
		folder := filepath.Join(dir, []string{"INBOX", "work", "INBOX"}[i%3])
		for _, sub := range []string{"cur", "new", "tmp"} {
			if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		body := mailBody(uint64(i), 2+i*i*37, 70+i*10, "\n")
		if i%10 == 5 {
			body = append([]byte("\n.\na1 LOGOUT\n* BYE\n{3}\n"), body...)
		}
		flags := ""
		for bit, letter := range "DFRS" { // Draft, Flagged, Replied (\Answered), Seen
			if i>>bit&1 == 1 {
				flags += string(letter)
			}
		}
		name := fmt.Sprintf("cur/%d.M%dP1.example:2,%s", 1700000000+i, i, flags)
		writeFile(t, filepath.Join(folder, name), mailMessage(i, bytes.Clone(body), "\n"))
	}
}

// changeOfflineimapMaildir removes some messages of a folder and gives others
// other flags, as a mail reader does.
func changeOfflineimapMaildir(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(folder, "cur"))
	if err != nil {
		t.Fatal(err)
	}
	removed, changed := 0, 0
	for i, entry := range entries {
		path := filepath.Join(folder, "cur", entry.Name())
		base, old, _ := strings.Cut(path, ":2,")
		switch flags := []string{"", "FS", "R"}[i%3]; {
		case i%7 == 0:
			err = os.Remove(path)
			removed++
		case i%2 == 0 && old != flags:
			err = os.Rename(path, base+":2,"+flags)
			changed++
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if removed < 3 || changed < 3 {
		t.Fatalf("removed %d and changed %d of %d messages", removed, changed, len(entries))
	}
}

func TestClientOfflineimap(t *testing.T) {
	program := needClient(t, "offlineimap", "offlineimap3")
	pair := newKeyPair(t)
	d := startDaemon(t, buildDaemon(t), pair.flags()...)
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	newOfflineimapMaildir(t, first)
	want := readMaildir(t, first)
	if len(want) != offlineimapMessages {
		t.Fatalf("made %d messages", len(want))
	}
	user := newOfflineimapUser(t, program, dir, d, pair)
	expect := func(account string, copied int) {
		t.Helper()
		if got := user.sync(t, account); got != copied {
			t.Errorf("offlineimap %s copied %d messages, want %d", account, got, copied)
		}
	}

	expect("first", offlineimapMessages)
	compareMessages(t, "pushed Maildir", readMaildir(t, first), want)
	expect("second", offlineimapMessages)
	compareMessages(t, "pulled Maildir", readMaildir(t, second), want)
	expect("first", 0)
	expect("second", 0)

	// Flags and deletions made on one side arrive on the other.
	changeOfflineimapMaildir(t, filepath.Join(second, "INBOX"))
	changed := readMaildir(t, second)
	expect("second", 0)
	compareMessages(t, "changed Maildir", readMaildir(t, second), changed)
	expect("first", 0)
	compareMessages(t, "Maildir after changes elsewhere", readMaildir(t, first), changed)

	// What one side is given, the other side gets.
	writeFile(t, filepath.Join(second, "work", "cur", "1800000000.M1P1.example:2,S"), mailMessage(1000, []byte("new\n"), "\n"))
	expect("second", 1)
	expect("first", 1)
	compareMessages(t, "Maildir after new mail", readMaildir(t, first), readMaildir(t, second))
}
