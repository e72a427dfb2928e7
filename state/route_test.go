package state_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/tag"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// routes has what an untagged response says of its owner among commands in
// flight, in the order sent, with the tags 1, 2 and so on. The message 2 has
// the UID 12, what UID 3 has is not known, and there are 3.
var routes = []struct {
	response string
	commands []string
	owners   string // their tags, or those of the candidates
	state    bool
}{
	// By tag (RFC 9051, Section 7.3.4).
	{`ESEARCH (TAG "2") UID ALL 1`, []string{"UID SEARCH RETURN () SEEN", "UID SEARCH RETURN () UNSEEN"}, "2", false},
	{`ESEARCH (TAG "2") ALL 1`, []string{"NOOP", "FETCH 1 FLAGS"}, "", false},
	{`ESEARCH (TAG "9") ALL 1`, []string{"SEARCH RETURN () ALL"}, "", false}, // a context: RFC 5267
	{`ESEARCH ALL 1`, []string{"NOOP", "SEARCH ALL", "SEARCH SEEN"}, "2", false},
	{`ESEARCH (TAG "1") UID COUNT 5`, []string{"UID SORT RETURN (COUNT) (DATE) UTF-8 ALL"}, "1", false},
	{`ESEARCH (TAG "1") UID COUNT 5`, []string{"UID SORT (DATE) UTF-8 ALL"}, "", false},
	{`ESEARCH (TAG "2" MAILBOX "a" UIDVALIDITY 1) UID ALL 5`, []string{"NOOP", "ESEARCH IN (personal) ALL"}, "2", false},
	{`ESEARCH (TAG "2" MAILBOX "a" UIDVALIDITY 1) UID ALL 5`, []string{"UID ESEARCH IN (inboxes) ALL", "UID ESEARCH IN (personal) ALL"}, "2", false},
	{`UIDBATCHES (TAG "2") 9:1`, []string{"UIDBATCHES 9", "UIDBATCHES 9"}, "2", false},
	{`3 CONVERTED (TAG "2") (BINARY[1] "x")`, []string{"NOOP", `CONVERT 3 ("text/plain") BINARY[1]`}, "2", false},

	// One of a kind: the first.
	{"SEARCH 1 2", []string{"SEARCH RETURN () ALL", "UID SEARCH ALL", "SEARCH SEEN"}, "2", false},
	{"SEARCH", []string{"NOOP"}, "", false},
	{"SORT 2 1", []string{"SORT RETURN () (DATE) UTF-8 ALL", "SORT (DATE) UTF-8 ALL"}, "2", false},
	{"THREAD (2)(3)", []string{"SEARCH ALL", "UID THREAD REFERENCES UTF-8 ALL"}, "2", false},
	{"GENURLAUTH imap://x", []string{"NOOP", "GENURLAUTH imap://x INTERNAL"}, "2", false},

	// By name, patterns included.
	{`LIST () "/" a`, []string{`LIST "" *`, `LIST "" b`, `LIST "" a`, `LSUB "" *`}, "1 3", false},
	{`LIST () "/" a/b`, []string{`LIST "" %`, `LIST "" a/%`, `LIST a/ %`, `LIST "" (x a*b)`, `LIST a b`}, "2 3 4", false},
	{`LIST () "." a.b/c`, []string{`LIST "" a.%`, `LIST "" %`}, "1", false},
	{`LIST () NIL a/b`, []string{`LIST "" %`}, "1", false},
	{`LIST () "/" INBOX`, []string{`LIST "" inbox`, `LIST "" "inb*"`, `LIST "" in%`, `LIST "" i*x`}, "1", false},
	{`LIST () "/" INBOX/x`, []string{`LIST "" inbox/%`, `LIST "" INBOX*`, `LIST "" inbox`}, "1 2", false},
	{`LIST (\subscribed) "/" a`, []string{`LIST "" *`, `LIST (SUBSCRIBED) "" *`}, "1 2", false},
	{`LIST () "/" a`, []string{`LIST "" *`, `LIST (SUBSCRIBED) "" *`}, "1", false},
	{`LIST () "/" a ("CHILDINFO" ("SUBSCRIBED"))`, []string{`LIST (SUBSCRIBED RECURSIVEMATCH) "" *`}, "1", false},
	{`LIST (\Noselect) "/" ""`, []string{`LIST "" ""`, `LIST "" *`}, "1 2", false}, // the hierarchy delimiter
	{`LIST () "/" b ("OLDNAME" ("a"))`, []string{`LIST "" a`, "RENAME a b", "SELECT a", "CREATE c"}, "1 2 3", false},
	{`LIST () "/" a`, []string{"SELECT a", "EXAMINE b", "CREATE a", "NOOP"}, "1 3", false},
	{`LSUB () "/" a`, []string{`LIST "" *`, `LSUB "" *`, `LSUB "" b`}, "2", false},
	{`LSUB () "/" a`, []string{`RLIST "" *`, `RLSUB "" *`, `RLSUB "" b`}, "2", false}, // RFC 2193, Section 5
	{`LIST () "/" a`, []string{`RLSUB "" *`, `RLIST "" *`, `RLIST "" b`}, "2", false},
	{`XLIST () "/" a`, []string{`RLIST "" *`}, "", false},
	{`XLIST () "/" a`, []string{`LIST "" *`, `XLIST "" *`}, "2", false},
	{"STATUS a (MESSAGES 1)", []string{"STATUS a (MESSAGES)", "STATUS b (MESSAGES)", `LIST "" * RETURN (STATUS (MESSAGES))`, `LIST "" *`}, "1 3", false},
	{"STATUS inbox (MESSAGES 1)", []string{"STATUS InBox (MESSAGES)", "STATUS A (MESSAGES)"}, "1", false},
	{`METADATA a (/shared/comment "x")`, []string{"GETMETADATA a /shared/comment", `GETMETADATA "" /shared/comment`, `LIST "" % RETURN (METADATA ("/shared/comment"))`}, "1 3", false},
	{`METADATA "" (/shared/comment "x")`, []string{"GETMETADATA a /shared/comment", `GETMETADATA "" /shared/comment`}, "2", false},
	{`METADATA a /shared/comment`, []string{"GETMETADATA a /shared/comment"}, "", false},
	{"QUOTA r (STORAGE 1 2)", []string{"GETQUOTA r", "GETQUOTA s", "SETQUOTA r ()", "GETQUOTAROOT a", "NOOP"}, "1 3 4", false},
	{"QUOTAROOT a r", []string{"GETQUOTAROOT b", "GETQUOTAROOT a", "GETQUOTA r"}, "2", false},
	{"ACL a fred lrs", []string{"GETACL a", "GETACL b", "MYRIGHTS a"}, "1", false},
	{"MYRIGHTS a lrs", []string{"GETACL a", "MYRIGHTS a", `LIST "" * RETURN (MYRIGHTS)`, `LIST "" *`}, "2 3", false},
	{"LISTRIGHTS a fred l", []string{"LISTRIGHTS a fred", "LISTRIGHTS a anna", "LISTRIGHTS b fred"}, "1", false},
	{`URLFETCH imap://x "y"`, []string{"URLFETCH imap://z", "URLFETCH imap://z imap://x"}, "2", false},
	{`CONVERSION "image/gif" "image/png"`, []string{`CONVERSIONS "image/gif" "image/*"`, `CONVERSIONS "text/plain" "*"`, `CONVERSIONS "*" "image/png"`}, "1 3", false},
	{"NAMESPACE NIL NIL NIL", []string{"NOOP", "NAMESPACE", "NAMESPACE"}, "2 3", false},
	{`JMAPACCESS "https://x/"`, []string{"NOOP", "GETJMAPACCESS"}, "2", false},
	{"ID NIL", []string{"ID NIL", "NOOP"}, "1", false},
	{`LANGUAGE ("de")`, []string{"LANGUAGE", "NOOP"}, "1", false},
	{`COMPARATOR "i;octet"`, []string{"COMPARATOR", "NOOP"}, "1", false},

	// FETCH by the message; it is news in any case.
	{"2 FETCH (FLAGS ())", []string{"FETCH 1:2 FLAGS", "FETCH 3 FLAGS", "UID FETCH 12 FLAGS", "UID FETCH 2 FLAGS", "NOOP"}, "1 3", true},
	{"2 FETCH (FLAGS ())", []string{"STORE 2 FLAGS (a)", "STORE 3 FLAGS (a)", "UID STORE 9:* FLAGS (a)", "SEARCH ALL"}, "1 3", true},
	{"3 FETCH (FLAGS ())", []string{"UID FETCH 900 FLAGS", "FETCH * FLAGS", "FETCH $ FLAGS", "FETCH 4:5 FLAGS"}, "1 2 3", true},
	{"3 FETCH (FLAGS ())", []string{"COPY 3 a", "EXPUNGE"}, "", true},
	{"12 UIDFETCH (FLAGS ())", []string{"UID FETCH 12 FLAGS", "UID FETCH 2 FLAGS"}, "1", true},

	// State, owned by no command.
	{"CAPABILITY IMAP4rev2", []string{"CAPABILITY", "LOGIN u p"}, "", true},
	{`FLAGS (\Seen)`, []string{"SELECT a"}, "", true},
	{"3 EXISTS", []string{"SELECT a", "NOOP"}, "", true},
	{"0 RECENT", []string{"SELECT a"}, "", true},
	{"3 EXPUNGE", []string{"EXPUNGE", "MOVE 3 a"}, "", true},
	{"VANISHED 3", []string{"EXPUNGE", "UID FETCH 1 UID (CHANGEDSINCE 1 VANISHED)"}, "", true},
	{"VANISHED (EARLIER) 3", []string{"EXPUNGE", "UID FETCH 1 UID (CHANGEDSINCE 1 VANISHED)", "UID FETCH 1 UID"}, "2", true},
	{"VANISHED (EARLIER) 3", []string{"SELECT a (QRESYNC (1 2))"}, "1", true},
	{"ENABLED X", []string{"NOOP", "ENABLE X"}, "2", true},

	// Codes.
	{"OK [UIDVALIDITY 1] x", []string{"NOOP", "SELECT a", "SELECT b"}, "2", true},
	{"OK [UIDNEXT 1] x", []string{"STATUS a (UIDNEXT)", "EXAMINE a"}, "2", true},
	{`OK [PERMANENTFLAGS (\*)] x`, []string{"SELECT a"}, "1", true},
	{"OK [HIGHESTMODSEQ 1] x", []string{"STORE 1 FLAGS (a)"}, "", true},
	{"OK [NOMODSEQ] x", []string{"SELECT a"}, "1", true},
	{"OK [MAILBOXID (a)] x", []string{"CREATE a", "SELECT a"}, "2", true},
	{"OK [READ-ONLY] x", []string{"NOOP"}, "", true},
	{"OK [CLOSED] x", []string{"SELECT a"}, "", true},
	{"OK [CAPABILITY IMAP4rev2] x", []string{"CAPABILITY"}, "", true},
	{"NO [NOTIFICATIONOVERFLOW] x", []string{"NOOP"}, "", true},
	{"BYE x", []string{"LOGOUT"}, "", true},
	{"OK [COPYUID 1 1 2] x", []string{"COPY 1 a", "UID MOVE 1 a", "MOVE 1 a"}, "2", false}, // RFC 9051, Section 6.4.8
	{"OK [APPENDUID 1 2] x", []string{"APPEND a {1+}\r\nx", "REPLACE 1 a {1+}\r\nx"}, "2", false},
	{`OK [INPROGRESS ("2" 1 9)] x`, []string{"NOOP", "SEARCH ALL"}, "2", false},
	{`OK [INPROGRESS] x`, []string{"NOOP", "SEARCH ALL"}, "1 2", false},
	{`NO [NOUPDATE "1"] x`, []string{"SEARCH RETURN (UPDATE) ALL", "NOOP"}, "1", false},
	{"OK [ALERT] x", []string{"NOOP"}, "", false},
	{"OK [X-CODE 1] x", []string{"NOOP"}, "", false},
	{"OK x", []string{"NOOP"}, "", false},

	// What is not known can belong to what is not known.
	{"X-GOOD-IDEA 1", []string{"NOOP", "X-BETTER", "X-WORSE 1"}, "2 3", false},
}

// read returns an untagged response, and a view of 3 messages.
func readUntagged(t testing.TB, line string) response.Response {
	t.Helper()
	r, err := response.NewReader(strings.NewReader("* "+line+"\r\n"), wire.Options{}).Next()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return r
}

func TestRoutes(t *testing.T) {
	var v state.View
	if v.Exists(3) != nil || v.Learn(2, 12) != nil {
		t.Fatal("cannot be")
	}
	for _, tt := range routes {
		r := state.RouteOf(readUntagged(t, tt.response), &v)
		if r.State != tt.state {
			t.Errorf("%s: State is %v", tt.response, r.State)
		}
		var owners []string
		for i, line := range tt.commands {
			name := string(rune('1' + i))
			if r.Match(tag.Tag(name), parse(t, line)) {
				owners = append(owners, name)
				if r.First {
					break
				}
			}
		}
		if got := strings.Join(owners, " "); got != tt.owners {
			t.Errorf("%s with %q: %q, want %q", tt.response, tt.commands, got, tt.owners)
		}
	}
}

// Without a view a message may have any UID.
func TestRouteWithoutView(t *testing.T) {
	r := state.RouteOf(readUntagged(t, "2 FETCH (FLAGS ())"), nil)
	if !r.Match("1", parse(t, "UID FETCH 900 FLAGS")) || r.Match("1", parse(t, "FETCH 900 FLAGS")) {
		t.Error("wrong candidates")
	}
	r = state.RouteOf(readUntagged(t, "12 UIDFETCH (FLAGS ())"), nil)
	if !r.Match("1", parse(t, "FETCH 900 FLAGS")) || r.Match("1", parse(t, "UID FETCH 900 FLAGS")) {
		t.Error("wrong candidates")
	}
}

// Which items of a FETCH response a command has asked for.
func TestWants(t *testing.T) {
	for _, tt := range []struct {
		command, items string
		want           []bool
	}{
		{"FETCH 1 (UID BODY[])", `UID 1 FLAGS (\Seen) BODY[] "x" BODY[TEXT] "x"`, []bool{true, false, true, false}},
		{"UID FETCH 1 (BODY.PEEK[HEADER])", `UID 1 BODY[HEADER] "x" BODY[1.HEADER] "x"`, []bool{true, true, false}},
		{"FETCH 1 (BODY.PEEK[]<5.10>)", `UID 1 BODY[]<5> "x" BODY[]<6> "x" BODY[] "x"`, []bool{false, true, false, false}},
		{"FETCH 1 (BODY[]<0.10>)", `BODY[]<0> "x" BODY[] "x"`, []bool{true, false}},
		{"FETCH 1 (BODY[HEADER.FIELDS (To Subject)])", `BODY[HEADER.FIELDS (TO SUBJECT)] "x" BODY[HEADER.FIELDS.NOT (TO SUBJECT)] "x"`, []bool{true, false}},
		{"FETCH 1 (BINARY[1] BINARY.SIZE[2])", `BINARY[1] "x" BODY[1] "x" BINARY.SIZE[2] 1 BINARY.SIZE[1] 1`, []bool{true, false, true, false}},
		{"FETCH 1 (RFC822)", `RFC822 "x" RFC822.TEXT "x" BODY[] "x"`, []bool{true, false, false}},
		{"FETCH 1 FAST", `FLAGS () INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 1 UID 2`, []bool{true, true, true, false}},
		{"FETCH 1 (MODSEQ EMAILID SAVEDATE)", `MODSEQ (1) EMAILID (a) THREADID (b) SAVEDATE NIL PREVIEW "x"`, []bool{true, true, false, true, false}},
		{"FETCH 1 FLAGS (CHANGEDSINCE 1)", `FLAGS () MODSEQ (1)`, []bool{true, true}},
		{"FETCH 1 (X-GM-MSGID X-GM-LABELS PREVIEW)", `X-GM-MSGID 1 X-GM-THRID 1 X-GM-LABELS () PREVIEW "x"`, []bool{true, false, true, true}},
		{"FETCH 1 (X-GOOD-IDEA)", `X-Good-Idea 1 X-OTHER 1`, []bool{true, false}},
		{"STORE 1 FLAGS (a)", `FLAGS (a) UID 1 MODSEQ (1)`, []bool{true, false, false}},
		{"UID STORE 1 FLAGS.SILENT (a)", `FLAGS (a) UID 1`, []bool{false, true}},
		{"STORE 1 (UNCHANGEDSINCE 1) FLAGS.SILENT (a)", `MODSEQ (1) FLAGS (a)`, []bool{true, false}},
		{"STORE 1 +X-GM-LABELS (a)", `X-GM-LABELS (a) FLAGS ()`, []bool{true, false}},
		{"NOOP", `FLAGS () UID 1`, []bool{false, false}},
	} {
		c := parse(t, tt.command)
		r := readUntagged(t, "1 FETCH ("+tt.items+")").(*response.FetchStream)
		var got []bool
		for {
			item, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", tt.items, err)
			}
			got = append(got, state.Wants(c, item))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s of %s: %v, want %v", tt.command, tt.items, got, tt.want)
		}
	}
}

func TestRouteAllocs(t *testing.T) {
	var v state.View
	fillView(t, &v, 3)
	fetch, list := readUntagged(t, "2 FETCH (FLAGS ())"), readUntagged(t, `LIST () "/" a/b`)
	uidFetch, pattern := parse(t, "UID FETCH 1:2 FLAGS"), parse(t, `LIST "" a/%`)
	if n := testing.AllocsPerRun(100, func() {
		r := state.RouteOf(fetch, &v)
		if !r.State || !r.Match("1", uidFetch) || r.Match("2", pattern) {
			t.Fatal("wrong")
		}
		r = state.RouteOf(list, &v)
		if r.State || r.Match("1", uidFetch) || !r.Match("2", pattern) {
			t.Fatal("wrong")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
