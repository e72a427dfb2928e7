package main

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maildirMessages is how many messages the synchronized folders hold together.
const maildirMessages = 200

// newMaildir makes the inbox and one more folder below dir. Messages have LF
// line ends, as a Maildir does; their sizes run from a bare header to 300 KiB
// and their flags through all the combinations.
func newMaildir(t *testing.T, dir string) {
	t.Helper()
	for i := range maildirMessages {
		folder := filepath.Join(dir, "INBOX")
		if i%4 == 3 {
			folder = filepath.Join(dir, "work")
		}
		for _, sub := range []string{"cur", "new", "tmp"} {
			if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		body := mailBody(uint64(i), i*37, 70, "\n")
		switch {
		case i%40 == 7:
			body = mailBody(uint64(i), 300<<10, 990, "\n")
		case i%10 == 3:
			body = bytes.TrimRight(body, "\n") // no end to the last line
		case i%10 == 5:
			body = append([]byte("\n\nFrom here\n.\nX-TUID: of the text\nBcc: nobody\n"), body...)
		}
		flags := ""
		for bit, letter := range "FRS" { // Flagged, Replied (\Answered), Seen
			if i>>bit&1 == 1 {
				flags += string(letter)
			}
		}
		name := fmt.Sprintf("cur/%d.M%dP1.example:2,%s", 1700000000+i, i, flags)
		writeFile(t, filepath.Join(folder, name), mailMessage(i, body, "\n"))
	}
}

// ownHeader is the one thing mbsync adds to a message: a mark to find it
// again. It is part of the header, so the text of a message is left alone.
var ownHeader = regexp.MustCompile(`(?m)^X-TUID: [-+/0-9A-Za-z]{12}\r?\n`)

// readMaildir returns the messages of all folders, each as its folder, its
// flags and the sha256 of its content, in order.
func readMaildir(t *testing.T, dir string) []string {
	t.Helper()
	var messages []string
	for _, folder := range []string{"INBOX", "work"} {
		for _, sub := range []string{"cur", "new"} {
			entries, err := os.ReadDir(filepath.Join(dir, folder, sub))
			if err != nil {
				t.Fatal(err)
			}
			for _, entry := range entries {
				content, err := os.ReadFile(filepath.Join(dir, folder, sub, entry.Name()))
				if err != nil {
					t.Fatal(err)
				}
				header, text, ok := bytes.Cut(content, []byte("\n\n"))
				if !ok {
					t.Fatalf("%s has no end to its header", entry.Name())
				}
				header = ownHeader.ReplaceAll(append(header, '\n'), nil)
				_, flags, _ := strings.Cut(entry.Name(), ":2,")
				whole := slices.Concat(header, []byte("\n"), text)
				messages = append(messages, fmt.Sprintf("%s %q %d octets %s", folder, flags, len(whole), sum(whole)))
			}
		}
	}
	slices.Sort(messages)
	return messages
}

// fileNames returns the names of all files below dir: mbsync renames or adds
// files for every change that it makes.
func fileNames(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// An mbsyncUser runs mbsync between one account and the Maildirs below dir.
type mbsyncUser struct {
	program string
	config  string
}

// newMbsyncUser writes the settings: a channel for each Maildir, all of them
// to the same account. tlsType is IMAPS or STARTTLS. The host is a name because
// mbsync compares no addresses with a certificate.
func newMbsyncUser(t *testing.T, program, dir, address, tlsType string, pair keyPair, channels ...string) mbsyncUser {
	t.Helper()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	keyword := "SSLType" // the name until 1.4
	version := run(t, nil, program, "--version")
	if !regexp.MustCompile(`\b1\.[0-4]\b`).Match(version.stdout) {
		keyword = "TLSType"
	}
	var config strings.Builder
	fmt.Fprintf(&config, "IMAPAccount account\nHost localhost\nPort %s\nUser %s\nPass %s\n%s %s\nCertificateFile %s\n\n",
		port, testUser, testPassword, keyword, tlsType, pair.certFile)
	fmt.Fprintf(&config, "IMAPStore account\nAccount account\n\n")
	for _, channel := range channels {
		path := filepath.Join(dir, channel)
		fmt.Fprintf(&config, "MaildirStore %s\nPath %s/\nInbox %s/INBOX\nSubFolders Verbatim\n\n", channel, path, path)
		fmt.Fprintf(&config, "Channel %s\nFar :account:\nNear :%s:\nPatterns INBOX work\nCreate Both\nExpunge Both\nSyncState *\n\n", channel, channel)
	}
	user := mbsyncUser{program, filepath.Join(dir, "mbsyncrc-"+strings.ToLower(tlsType))}
	writeFile(t, user.config, []byte(config.String()))
	return user
}

// sync runs one channel and returns the commands that mbsync sent, from its
// own record of the network.
func (m mbsyncUser) sync(t *testing.T, channel string) []string {
	t.Helper()
	r := run(t, nil, m.program, "-Dn", "-c", m.config, channel)
	if r.code != 0 {
		t.Fatalf("mbsync %s: exit status %d\n%s\n%s", channel, r.code, tail(string(r.stdout)), tail(r.stderr))
	}
	var commands []string
	for line := range strings.Lines(string(r.stdout)) {
		if _, command, ok := strings.Cut(line, ">>> "); ok {
			commands = append(commands, strings.TrimSpace(command))
		}
	}
	return commands
}

// tail returns the end of a long output: what went wrong stands there.
func tail(output string) string {
	return output[max(0, len(output)-4000):]
}

// transfer matches the commands that move or change messages.
var transfer = regexp.MustCompile(`\b(APPEND|STORE|EXPUNGE|COPY|MOVE|BODY)\b`)

// syncNothing runs one channel that has nothing to do.
func (m mbsyncUser) syncNothing(t *testing.T, dir, channel string) {
	t.Helper()
	before := fileNames(t, filepath.Join(dir, channel))
	commands := m.sync(t, channel)
	if len(commands) == 0 {
		t.Errorf("mbsync %s showed no command", channel)
	}
	for _, command := range commands {
		if transfer.MatchString(command) {
			t.Errorf("mbsync %s had nothing to do and sent %s", channel, command)
		}
	}
	if after := fileNames(t, filepath.Join(dir, channel)); !slices.Equal(before, after) {
		t.Errorf("mbsync %s had nothing to do and changed files: %d before, %d after", channel, len(before), len(after))
	}
}

// changeMaildir gives every tenth message of a folder a set of flags, among
// them Trashed (\Deleted), as a mail reader does: by renaming files.
func changeMaildir(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(folder, "cur"))
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for i, entry := range entries {
		base, old, ok := strings.Cut(entry.Name(), ":2,")
		flags := []string{"", "FS", "R", "T"}[i/10%4]
		if i%10 != 0 || !ok || old == flags {
			continue
		}
		changed++
		err := os.Rename(filepath.Join(folder, "cur", entry.Name()), filepath.Join(folder, "cur", base+":2,"+flags))
		if err != nil {
			t.Fatal(err)
		}
	}
	if changed < 4 {
		t.Fatalf("changed %d of %d messages", changed, len(entries))
	}
}

// compareMessages fails for each message that only one side has.
func compareMessages(t *testing.T, what string, got, want []string) {
	t.Helper()
	count := make(map[string]int)
	for _, message := range want {
		count[message]++
	}
	for _, message := range got {
		count[message]--
	}
	shown := 0
	for _, message := range slices.Sorted(maps.Keys(count)) {
		if n := count[message]; n != 0 && shown < 10 {
			shown++
			t.Errorf("%s: %d too few (too many, if negative) of %s", what, n, message)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d messages, want %d", what, len(got), len(want))
	}
}

func TestClientMbsync(t *testing.T) {
	program := needClient(t, "mbsync", "isync")
	pair := newKeyPair(t)
	d := startDaemon(t, buildDaemon(t), pair.flags()...)
	dir := t.TempDir()
	newMaildir(t, filepath.Join(dir, "first"))
	for _, channel := range []string{"second", "third"} {
		if err := os.Mkdir(filepath.Join(dir, channel), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	want := readMaildir(t, filepath.Join(dir, "first"))
	if len(want) != maildirMessages {
		t.Fatalf("made %d messages", len(want))
	}
	secure := newMbsyncUser(t, program, dir, d.tls, "IMAPS", pair, "first", "second", "third")
	starttls := newMbsyncUser(t, program, dir, d.plain, "STARTTLS", pair, "first", "second", "third")

	appends := 0
	for _, command := range secure.sync(t, "first") {
		if transfer.FindString(command) == "APPEND" {
			appends++
		}
	}
	if appends != maildirMessages {
		t.Errorf("mbsync sent APPEND %d times, want %d", appends, maildirMessages)
	}
	compareMessages(t, "pushed Maildir", readMaildir(t, filepath.Join(dir, "first")), want)
	secure.sync(t, "second")
	compareMessages(t, "pulled Maildir", readMaildir(t, filepath.Join(dir, "second")), want)
	starttls.sync(t, "third")
	compareMessages(t, "Maildir pulled through STARTTLS", readMaildir(t, filepath.Join(dir, "third")), want)

	secure.syncNothing(t, dir, "first")
	secure.syncNothing(t, dir, "second")
	starttls.syncNothing(t, dir, "third")

	// Flags and deletions made on one side arrive on the other.
	changeMaildir(t, filepath.Join(dir, "second", "INBOX"))
	starttls.sync(t, "second")
	changed := readMaildir(t, filepath.Join(dir, "second"))
	if len(changed) >= len(want) || slices.Equal(changed, want) {
		t.Fatalf("%d messages after deleting some of %d", len(changed), len(want))
	}
	secure.sync(t, "first")
	compareMessages(t, "Maildir after changes elsewhere", readMaildir(t, filepath.Join(dir, "first")), changed)
	secure.syncNothing(t, dir, "first")
	secure.syncNothing(t, dir, "second")
}
