package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A curlUser runs curl against one daemon.
type curlUser struct {
	program string
	pair    keyPair
}

// do runs curl with the test user's name and password. The machine's own curl
// settings and proxies are left out.
func (c curlUser) do(t *testing.T, args ...string) result {
	t.Helper()
	return c.as(t, testPassword, args...)
}

func (c curlUser) as(t *testing.T, password string, args ...string) result {
	t.Helper()
	common := []string{"-q", "--silent", "--show-error", "--noproxy", "*", "--cacert", c.pair.certFile,
		"--user", testUser + ":" + password}
	return run(t, nil, c.program, append(common, args...)...)
}

// ok is do for what must succeed.
func (c curlUser) ok(t *testing.T, args ...string) []byte {
	t.Helper()
	r := c.do(t, args...)
	if r.code != 0 {
		t.Fatalf("curl %q: exit status %d\n%s%s", args, r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// searchNumbers returns the numbers of the SEARCH response in curl's output.
func searchNumbers(t *testing.T, output []byte) []int {
	t.Helper()
	for line := range strings.Lines(string(output)) {
		rest, ok := strings.CutPrefix(line, "* SEARCH")
		if !ok {
			continue
		}
		var numbers []int
		for _, field := range strings.Fields(rest) {
			n, err := strconv.Atoi(field)
			if err != nil {
				t.Fatalf("search response %q: %v", line, err)
			}
			numbers = append(numbers, n)
		}
		return numbers
	}
	t.Fatalf("no search response in %q", output)
	return nil
}

func TestClientCurl(t *testing.T) {
	curl := curlUser{needClient(t, "curl", "curl"), newKeyPair(t)}
	d := startDaemon(t, buildDaemon(t), curl.pair.flags()...)
	secure, plain := "imaps://"+d.tls, "imap://"+d.plain

	bodies := [][]byte{
		[]byte("Hello Bob,\r\n.\r\n+ OK\r\na1 LOGOUT\r\n* BYE\r\n"), // lines that look like the protocol
		[]byte("x"),
		mailBody(3, 100<<10, 76, "\r\n"),
		mailBody(4, 2<<20, 998, "\r\n"),
		nil,
	}
	var messages [][]byte
	for i, body := range bodies {
		messages = append(messages, mailMessage(i+1, body, "\r\n"))
	}

	// The first message goes away again, so that UIDs and sequence numbers differ.
	dir := t.TempDir()
	for i, message := range append([][]byte{mailMessage(0, []byte("gone\r\n"), "\r\n")}, messages...) {
		name := filepath.Join(dir, fmt.Sprint(i))
		writeFile(t, name, message)
		curl.ok(t, "-T", name, secure+"/INBOX")
	}
	curl.ok(t, "-X", `STORE 1 +FLAGS.SILENT (\Deleted)`, secure+"/INBOX")
	if out := curl.ok(t, "-X", "EXPUNGE", secure+"/INBOX"); !bytes.Contains(out, []byte("* 1 EXPUNGE\r\n")) {
		t.Errorf("EXPUNGE printed %q, want * 1 EXPUNGE", out)
	}

	t.Run("list", func(t *testing.T) {
		curl.ok(t, "-X", "CREATE Archive", secure)
		out := curl.ok(t, secure+"/")
		for _, name := range []string{"INBOX", "Archive"} {
			if !strings.Contains(string(out), name) {
				t.Errorf("list of folders lacks %s: %q", name, out)
			}
		}
		for line := range strings.Lines(string(out)) {
			if !strings.HasPrefix(line, "* LIST (") {
				t.Errorf("list of folders has the line %q", line)
			}
		}
	})

	t.Run("search", func(t *testing.T) {
		for _, test := range []struct {
			args []string
			want []int
		}{
			{[]string{"-X", "SEARCH ALL", secure + "/INBOX"}, []int{1, 2, 3, 4, 5}},
			{[]string{"-X", "UID SEARCH ALL", secure + "/INBOX"}, []int{2, 3, 4, 5, 6}},
			{[]string{"-X", "SEARCH LARGER 1000000", secure + "/INBOX"}, []int{4}},
			{[]string{"-X", `SEARCH SUBJECT "number 2"`, secure + "/INBOX"}, []int{2}},
			{[]string{"-X", `SEARCH BODY "hello bob"`, secure + "/INBOX"}, []int{1}},
			{[]string{secure + "/INBOX?NOT%20LARGER%20400"}, []int{1, 2, 5}},
			{[]string{"-X", "SEARCH UNSEEN", secure + "/INBOX"}, nil}, // curl uploads as \Seen
		} {
			if got := searchNumbers(t, curl.ok(t, test.args...)); !slices.Equal(got, test.want) {
				t.Errorf("curl %q: got %v, want %v", test.args, got, test.want)
			}
		}
	})

	t.Run("fetch", func(t *testing.T) {
		uids := searchNumbers(t, curl.ok(t, "-X", "UID SEARCH ALL", secure+"/INBOX"))
		if len(uids) != len(messages) {
			t.Fatalf("UIDs %v for %d messages", uids, len(messages))
		}
		for i, message := range messages {
			for what, want := range map[string][]byte{
				fmt.Sprintf("MAILINDEX=%d", i+1):              message,
				fmt.Sprintf("MAILINDEX=%d;SECTION=TEXT", i+1): bodies[i],
				fmt.Sprintf("UID=%d", uids[i]):                message,
				fmt.Sprintf("UID=%d;SECTION=TEXT", uids[i]):   bodies[i],
				fmt.Sprintf("UID=%d;SECTION=1", uids[i]):      bodies[i],
			} {
				got := curl.ok(t, secure+"/INBOX;"+what)
				if sum(got) != sum(want) {
					t.Errorf("%s: %d octets, sha256 %s; want %d octets, %s", what, len(got), sum(got), len(want), sum(want))
				}
			}
		}
		for _, what := range []string{"MAILINDEX=6", "UID=1"} {
			if r := curl.do(t, secure+"/INBOX;"+what); r.code != 78 { // CURLE_REMOTE_FILE_NOT_FOUND
				t.Errorf("%s, which does not exist: exit status %d, %d octets, %q; want 78", what, r.code, len(r.stdout), r.stderr)
			}
		}
	})

	t.Run("starttls", func(t *testing.T) {
		if got := searchNumbers(t, curl.ok(t, "--ssl-reqd", "-X", "SEARCH ALL", plain+"/INBOX")); len(got) != len(messages) {
			t.Errorf("SEARCH ALL found %v", got)
		}
		name := filepath.Join(dir, "4")
		curl.ok(t, "--ssl-reqd", "-T", name, plain+"/Archive")
		if got := curl.ok(t, "--ssl-reqd", plain+"/Archive;UID=1"); sum(got) != sum(messages[3]) {
			t.Errorf("%d octets, sha256 %s; want %d octets, %s", len(got), sum(got), len(messages[3]), sum(messages[3]))
		}
	})

	t.Run("credentials", func(t *testing.T) {
		for _, test := range []struct {
			name     string
			password string
			args     []string
			want     int
		}{
			{"AUTHENTICATE PLAIN", testPassword, []string{"--login-options", "AUTH=PLAIN", secure}, 0},
			{"AUTHENTICATE PLAIN, initial response", testPassword, []string{"--login-options", "AUTH=PLAIN", "--sasl-ir", secure}, 0},
			{"wrong password", "wrong", []string{secure}, 67}, // CURLE_LOGIN_DENIED
			{"wrong password, initial response", "wrong", []string{"--sasl-ir", secure}, 67},
			{"wrong password after STARTTLS", "wrong", []string{"--ssl-reqd", plain}, 67},
			{"no password", "", []string{secure}, 67},
			{"right password without TLS", testPassword, []string{plain}, 67},
		} {
			r := curl.as(t, test.password, append(test.args, "-X", "NOOP")...)
			if r.code != test.want {
				t.Errorf("%s: exit status %d, want %d\n%s%s", test.name, r.code, test.want, r.stdout, r.stderr)
			}
		}
	})
}

// TestClientCurlInsecure uses the one other way to log in without TLS: the
// administrator has allowed it.
func TestClientCurlInsecure(t *testing.T) {
	curl := curlUser{needClient(t, "curl", "curl"), newKeyPair(t)}
	d := startDaemon(t, buildDaemon(t), curl.pair.flags("-insecure-auth")...)
	if out := curl.ok(t, "imap://"+d.plain+"/"); !strings.Contains(string(out), "INBOX") {
		t.Errorf("list of folders: %q", out)
	}
	if r := curl.as(t, "wrong", "imap://"+d.plain+"/"); r.code != 67 {
		t.Errorf("wrong password: exit status %d, want 67", r.code)
	}
}
