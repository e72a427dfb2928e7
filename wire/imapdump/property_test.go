package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// check holds what is true of the output for every input.
func check(side, in string) error {
	lines := dumpString(in, args(side, "")...)
	objects := dumpString(in, args(side, "-json")...)
	canon := dumpString(in, args(side, "-canon")...)
	for _, x := range []result{lines, objects, canon} {
		if x.status != statusOK && x.status != statusMalformed {
			return fmt.Errorf("status %d, %s", x.status, x.stderr)
		}
	}
	if lines.stderr+objects.stderr != "" {
		return fmt.Errorf("on the standard error: %q", lines.stderr+objects.stderr)
	}
	n, good, err := checkJSON(objects.stdout, in)
	if err != nil {
		return err
	}
	if got := strings.Count(lines.stdout, "\n"); got != n {
		return fmt.Errorf("%d lines for %d objects", got, n)
	}
	if got := strings.Count("\n"+lines.stdout, "  ! "); got < n-good {
		return fmt.Errorf("%d lines for %d malformed messages", got, n-good)
	}
	status := statusOK
	if good < n {
		status = statusMalformed
	}
	if lines.status != status || objects.status != status {
		return fmt.Errorf("statuses %d and %d for %d of %d messages", lines.status, objects.status, good, n)
	}
	if status := min(strings.Count(canon.stderr, "left out"), 1); canon.status != status {
		return fmt.Errorf("status %d of -canon, %q", canon.status, canon.stderr)
	}
	again := dumpString(canon.stdout, args(side, "-canon")...)
	if again.stdout != canon.stdout || again.stderr != "" || again.status != statusOK {
		return fmt.Errorf("-canon gives %q, and of that %q, %q", canon.stdout, again.stdout, again.stderr)
	}
	if err := checkWritten(side, in, canon, n); err != nil {
		return err
	}
	lines, objects = dumpString(in, args(side, "", "-lenient")...), dumpString(in, args(side, "-json", "-lenient")...)
	if n, good, err = checkJSON(objects.stdout, in); err != nil {
		return fmt.Errorf("-lenient: %w", err)
	}
	status = statusOK
	if good < n {
		status = statusMalformed
	}
	if lines.status != status || objects.status != status || strings.Count(lines.stdout, "\n") != n || strings.Count("\n"+lines.stdout, "  ! ") < n-good {
		return fmt.Errorf("-lenient: statuses %d and %d for %d of %d messages: %q", lines.status, objects.status, good, n, lines.stdout)
	}
	canon = dumpString(in, args(side, "-canon", "-lenient", "-secrets")...)
	again = dumpString(canon.stdout, args(side, "-canon", "-secrets")...)
	if again.stdout != canon.stdout || again.stderr != "" || again.status != statusOK {
		return fmt.Errorf("-canon -lenient gives %q, and of that %q, %q", canon.stdout, again.stdout, again.stderr)
	}
	return nil
}

// checkWritten holds that -canon has written all messages of in but those of
// which it has told.
func checkWritten(side, in string, canon result, n int) error {
	written, _, err := checkJSON(dumpString(canon.stdout, args(side, "-json")...).stdout, canon.stdout)
	if leftOut := strings.Count(canon.stderr, "\n"); err != nil || written != n-leftOut {
		return fmt.Errorf("-canon wrote %d of %d messages and left %d out: %v", written, n, leftOut, err)
	}
	return nil
}

// checkJSON returns how many objects there are, and how many of them are
// messages that are well formed. The messages must cover in.
func checkJSON(out, in string) (n, good int, err error) {
	end, endless := int64(0), false
	for line := range strings.Lines(out) {
		var x struct {
			Offset, Length int64
			OK             bool
			Error          *string
			ErrorOffset    *int64 `json:"error_offset"`
		}
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			return n, good, fmt.Errorf("%q: %v", line, err)
		}
		if key := duplicate(json.NewDecoder(strings.NewReader(line))); key != "" {
			return n, good, fmt.Errorf("%q: two members %s", line, key)
		}
		if x.Offset != end || x.OK == (x.Error != nil) || x.OK == (x.ErrorOffset != nil) {
			return n, good, fmt.Errorf("%q behind offset %d", line, end)
		}
		if !x.OK && (*x.ErrorOffset < x.Offset || *x.ErrorOffset > int64(len(in))) {
			return n, good, fmt.Errorf("%q: the error is elsewhere", line)
		}
		endless = endless || !x.OK
		end += x.Length
		n++
		if x.OK {
			good++
		}
	}
	if end > int64(len(in)) || end < int64(len(in)) && !endless {
		return n, good, fmt.Errorf("%d of %d octets shown", end, len(in))
	}
	return n, good, nil
}

// duplicate returns a name that occurs twice in the next value of d, or "".
func duplicate(d *json.Decoder) string {
	t, err := d.Token()
	delim, nested := t.(json.Delim)
	if err != nil || !nested {
		return ""
	}
	var seen []string
	for d.More() {
		if delim == '{' {
			key, _ := d.Token()
			name := key.(string)
			if slices.Contains(seen, name) {
				return name
			}
			seen = append(seen, name)
		}
		if name := duplicate(d); name != "" {
			return name
		}
	}
	_, _ = d.Token()
	return ""
}

func TestTranscripts(t *testing.T) {
	for _, x := range allRecordings(t) {
		if err := check(x.side, x.in); err != nil {
			t.Errorf("%s, %s: %v", x.name, x.side, err)
		}
		for _, form := range forms {
			if err := checkSplit(x.in, args(x.side, form, "-secrets", "-lenient")); err != nil {
				t.Errorf("%s, %s%s: %v", x.name, x.side, form, err)
			}
		}
	}
}

// The examples of RFCs are well formed; in one, the client does not send the
// literal that was refused.
func TestRFC(t *testing.T) {
	for _, x := range recordings(t, "../../fuzz/testdata/rfc*/*.txt") {
		want := statusOK
		if (x.name == "rfc9051/7.6.txt" || x.name == "rfc3501/examples.txt") && x.side == "client" {
			want = statusMalformed
		}
		if r := dumpString(x.in, args(x.side, "")...); r.status != want {
			t.Errorf("%s, %s: status %d\n%s", x.name, x.side, r.status, r.stdout)
		}
	}
}

// What servers and clients are known to send is accepted with -lenient, but for
// what no reader can make sense of, and told of.
func TestLenient(t *testing.T) {
	for _, x := range recordings(t, "../../fuzz/testdata/quirks/*.txt") {
		strict, lenient := dumpString(x.in, args(x.side, "")...), dumpString(x.in, args(x.side, "", "-lenient")...)
		hopeless := strings.HasPrefix(x.name, "quirks/27-") && x.side == "server" || strings.HasPrefix(x.name, "quirks/37-") && x.side == "client"
		told := strings.Contains(lenient.stdout, "  ~ ")
		if hopeless != (lenient.status != statusOK) || !hopeless && told != (strict.status == statusMalformed) {
			t.Errorf("%s, %s: status %d\n%s", x.name, x.side, lenient.status, lenient.stdout)
		}
	}
}

// The kind is the name that stands in the message.
func TestKinds(t *testing.T) {
	for _, x := range allRecordings(t) {
		for line := range strings.Lines(dumpString(x.in, args(x.side, "-json")...).stdout) {
			var m struct {
				Offset, Length int64
				OK             bool
				Kind, Tag      string
			}
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			if !m.OK || strings.HasPrefix(m.Kind, "auth ") {
				continue
			}
			text, _, _ := strings.Cut(x.in[m.Offset:m.Offset+m.Length], "\r")
			words := strings.Fields(strings.ToLower(text) + " ")
			switch {
			case words[0] == "+":
				words[0] = "continue"
			case words[0] == "*" && words[1][0] >= '0' && words[1][0] <= '9':
				words = words[2:]
			case m.Kind != "done":
				words = words[1:]
			}
			if got := strings.Join(words, " "); got != m.Kind && !strings.HasPrefix(got, m.Kind+" ") {
				t.Errorf("%s, %s: kind %q of %q", x.name, x.side, m.Kind, text)
			}
		}
	}
}

func TestSnake(t *testing.T) {
	for in, want := range map[string]string{
		"UID": "uid", "UIDs": "uids", "UIDValidity": "uid_validity", "MD5": "md5", "InReplyTo": "in_reply_to",
		"QResync": "qresync", "LSub": "lsub", "URL": "url", "CopyUID": "copy_uid", "HTMLBodies": "html_bodies",
	} {
		if got := snake(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// Messages in any order, cut and joined.
func TestProperties(t *testing.T) {
	all := allRecordings(t)
	for _, side := range sides {
		var pool []string
		for _, x := range all {
			if x.side == side {
				pool = append(pool, strings.SplitAfter(x.in, "\n")...)
			}
		}
		t.Run(side, rapid.MakeCheck(func(t *rapid.T) {
			lines := rapid.SliceOfN(rapid.SampledFrom(pool), 0, 12).Draw(t, "lines")
			in := strings.Join(lines, "")
			if len(in) > 0 && rapid.Bool().Draw(t, "cut") {
				i := rapid.IntRange(0, len(in)).Draw(t, "from")
				j := rapid.IntRange(i, min(len(in), i+4)).Draw(t, "to")
				in = in[:i] + in[j:]
			}
			if err := check(side, in); err != nil {
				t.Error(err)
			}
			form := rapid.SampledFrom(forms[:]).Draw(t, "form")
			if err := checkSplit(in, args(side, form)); err != nil {
				t.Error(err)
			}
		}))
	}
}

// FuzzDump checks that no input makes the command panic, and what check and
// checkSplit hold.
func FuzzDump(f *testing.F) {
	for _, x := range allRecordings(f) {
		if len(x.in) < 4096 {
			f.Add([]byte(x.in), x.side == "client", false)
		}
	}
	f.Fuzz(func(t *testing.T, in []byte, fromClient, lenient bool) {
		side := sides[1]
		if fromClient {
			side = sides[0]
		}
		if err := check(side, string(in)); err != nil {
			t.Error(err)
		}
		var more []string
		if lenient {
			more = []string{"-lenient", "-secrets"}
		}
		for _, form := range forms {
			if err := checkSplit(string(in), args(side, form, more...)); err != nil {
				t.Errorf("%s: %v", form, err)
			}
		}
	})
}
