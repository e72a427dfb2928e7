package state_test

import (
	"slices"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// parse returns the command in a line without tag and CRLF.
func parse(t interface{ Fatalf(string, ...any) }, line string) command.Command {
	r := command.NewReader(strings.NewReader("t "+line+"\r\n"), wire.Options{})
	if _, err := r.Next(); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	c, err := r.Decode()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return c
}

// A sample is a command with what the specifications say of it. The mailbox A
// is selected; its messages 1, 2 and 3 have the UIDs 11, 12 and 13. There are
// also the mailboxes B, B/x, C, D and INBOX.
type sample struct {
	line string
	// kind has a letter for each of these that is true:
	//	b  no other command may be sent before its completion
	//	n  it uses message sequence numbers
	//	x  EXPUNGE may be sent while it is in progress
	//	s, o, t  its untagged answer is SEARCH, SORT or THREAD
	kind string
	// reads and writes are the things that its results depend on and that it
	// may change: m1 m2 m3 that a message is there and f1 f2 f3 its flags, m+
	// and f+ those that come later; b, c and s with a name that a mailbox is
	// there and what is known of it as such, its contents, its subscription; $,
	// the selection, the session. A "*" stands for all of a letter. Everything
	// reads the session.
	reads, writes string
}

// samples has the facts of RFC 9051, Sections 5.5, 6 and 7.5.1, and of the
// RFCs named, for one way or another to use each command.
var samples = []sample{
	{"CAPABILITY", "x", "", ""},
	{"NOOP", "x", "selection", ""},
	{"CHECK", "x", "selection", ""}, // RFC 3501, Section 6.4.1
	{"ID NIL", "x", "", ""},         // RFC 2971
	{"NAMESPACE", "x", "", ""},
	{"GETJMAPACCESS", "x", "", ""}, // RFC 9698
	{"LOGOUT", "bx", "", "session selection"},
	{"LOGIN u p", "x", "", "session"},
	{"ENABLE CONDSTORE", "x", "", "session"},
	{"LANGUAGE de", "x", "", "session"}, // RFC 5255, Section 3.2
	{"STARTTLS", "bx", "", "session"},
	{"AUTHENTICATE PLAIN", "bx", "", "session"},
	{"COMPRESS DEFLATE", "bx", "", "session"},                // RFC 4978, Section 3
	{"UNAUTHENTICATE", "bx", "", "session selection $"},      // RFC 8437, Section 3
	{"IDLE", "bx", "selection", ""},                          // Section 6.3.13
	{"NOTIFY NONE", "x", "selection b* c* s* m*", "session"}, // RFC 5465

	// Section 6.4.5: all but PEEK sets \Seen.
	{"FETCH 1 (FLAGS)", "n", "selection m1 f1", ""},
	{"FETCH 1 FAST", "n", "selection m1 f1", ""},
	{"FETCH 2 (BODY.PEEK[] UID)", "n", "selection m2", ""},
	{"FETCH 2 (BODY[])", "n", "selection m2", "f2"},
	{"FETCH 1:3 (RFC822.TEXT)", "n", "selection m1 m2 m3", "f1 f2 f3"}, // RFC 3501, Section 6.4.5
	{"FETCH 1,3 (RFC822)", "n", "selection m1 m3", "f1 f3"},
	{"FETCH 3 (BINARY[1])", "n", "selection m3", "f3"},
	{"FETCH 3 (BINARY.PEEK[1] BINARY.SIZE[1] RFC822.HEADER)", "n", "selection m3", ""},
	{"FETCH * (ENVELOPE)", "n", "selection m3 m+", ""},
	{"FETCH $ (UID ENVELOPE)", "", "selection $ m*", ""}, // Section 6.4.4.4, Example 1
	{"UID FETCH 12 (FLAGS)", "x", "selection m2 f2", ""},
	{"UID FETCH 11:12 (ENVELOPE)", "x", "selection m1 m2", ""},
	{"UID FETCH 13 (BODY[TEXT])", "x", "selection m3", "f3"},
	{"UID FETCH 11:12 (UID) (CHANGEDSINCE 9 VANISHED)", "x", "selection m1 m2 f1 f2", ""}, // RFC 7162
	{"UID FETCH 13:* (UID)", "x", "selection m3 m+", ""},
	// A UID that no message has yet, and the last message, which may come late.
	{"UID FETCH 20 (FLAGS)", "x", "selection m+ f+", ""},
	{`UID STORE * +FLAGS (\Seen)`, "x", "selection m3 m+", "f3 f+"},

	{`STORE 1 +FLAGS (\Seen)`, "n", "selection m1", "f1"},
	{`STORE 3 FLAGS.SILENT ()`, "n", "selection m3", "f3"},
	{`UID STORE 12 -FLAGS (\Deleted)`, "x", "selection m2", "f2"},
	{`STORE $ +FLAGS.SILENT (\Deleted)`, "", "selection $ m*", "f*"}, // Example 7

	{"SEARCH UNSEEN", "s", "selection m* f*", ""},
	{"SEARCH 1:2 UNSEEN", "ns", "selection m1 m2 f1 f2", ""},
	{"SEARCH RETURN (ALL) SUBJECT x", "", "selection m*", ""}, // Example 8
	{"SEARCH RETURN (SAVE) KEYWORD $Junk", "", "selection m* f*", "$"},
	{"SEARCH RETURN (SAVE) FROM Eric", "", "selection m*", "$"},          // Example 9
	{"SEARCH RETURN (COUNT) (OR $ 1) TEXT x", "n", "selection $ m*", ""}, // Example 4
	{"UID SEARCH ALL", "xs", "selection m*", ""},
	{"UID SEARCH UID 13 SEEN", "xs", "selection m3 f3", ""},
	{"UID SEARCH 1:2", "xns", "selection m1 m2", ""},
	{"UID SEARCH RETURN () NOT 3", "xn", "selection m*", ""},
	{"UID SEARCH RETURN (MIN) $", "x", "selection $ m*", ""}, // Example 3
	// RFC 5256, Section 3; RFC 5267, Section 3.1.
	{"SORT (DATE) UTF-8 ALL", "o", "selection m*", ""},
	{"UID SORT RETURN (COUNT) (DATE) UTF-8 UNDELETED", "x", "selection m* f*", ""},
	// RFC 7377, Section 2.1: the answers have the tag; numbers and "$" are those
	// of the selected mailbox, which is the one searched without sources.
	{"ESEARCH UNSEEN", "x", "selection m* f*", ""},
	{"UID ESEARCH RETURN (COUNT) 1", "xn", "selection m1", ""},
	{"UID ESEARCH RETURN (SAVE) UID 13 SEEN", "x", "selection m3 f3", "$"},
	{"UID ESEARCH IN (personal) UNSEEN", "x", "selection m* f* b* s* c*", ""},
	{"ESEARCH IN (selected inboxes) RETURN (SAVE) SEEN NOT UID $", "x", "selection $ m* f* b* s* c*", "$"},
	{"THREAD REFERENCES UTF-8 2", "nt", "selection m2", ""},

	{"COPY 1 B", "xn", "selection m1 f1 bB", "cB"},
	{"UID COPY 12 C", "x", "selection m2 f2 bC", "cC"},
	{"COPY $ B", "x", "selection $ m* f* bB", "cB"}, // Example 7
	{"MOVE 2 B", "xn", "selection f2 bB", "m2 cB"},
	{"UID MOVE 13 C", "x", "selection f3 bC", "m3 cC"},
	{"UID COPY 11 A", "x", "selection m1 f1 bA", "m* f*"},
	{"EXPUNGE", "x", "selection f*", "m*"},
	{"UID EXPUNGE 11", "x", "selection f1", "m1"},
	{"CLOSE", "x", "selection f*", "selection m* $"},
	{"UNSELECT", "x", "", "selection $"},
	{"SELECT B", "x", "bB cB", "selection $ cB"}, // \Recent: RFC 3501, Section 2.3.2
	{"EXAMINE C", "x", "bC cC", "selection $"},

	{"APPEND B {1+}\r\nx", "x", "bB", "cB"},
	// What is new in the selected mailbox may be in any set.
	{"APPEND A {1+}\r\nx", "x", "bA", "m* f*"},
	{"STATUS A (UNSEEN)", "x", "bA m* f*", ""},
	{"STATUS B (MESSAGES)", "x", "bB cB", ""},
	{"STATUS INBOX (MESSAGES)", "x", "bINBOX cINBOX", ""},
	{`LIST "" *`, "x", "b* s*", ""},
	{`LIST "" * RETURN (STATUS (MESSAGES))`, "x", "b* s* c* m* f*", ""},
	{`LIST "" B`, "x", "bB bB/x sB sB/x", ""}, // \HasChildren
	{`LSUB "" %`, "x", "b* s*", ""},           // RFC 3501, Section 6.3.9
	// RFC 2193, Section 5: as LIST and LSUB, with mailboxes of other servers.
	{`RLIST "" *`, "x", "b* s*", ""},
	{`RLIST "" C`, "x", "bC sC", ""},
	{`RLSUB "" B`, "x", "bB bB/x sB sB/x", ""},
	{"CREATE B/x", "x", "", "bB bB/x sB sB/x"},
	{"DELETE C", "x", "", "bC cC"},
	{"DELETE A", "x", "", "bA m* f* selection"},
	{"RENAME C D", "x", "", "bC cC sC bD cD sD"},
	{"RENAME inbox D", "x", "", "bINBOX cINBOX sINBOX bD cD sD"}, // Section 6.3.6
	{"SUBSCRIBE B", "x", "bB", "sB"},
	{"UNSUBSCRIBE C", "x", "bC", "sC"},
	{`SETMETADATA B (/private/comment "x")`, "x", "", "bB"}, // RFC 5464
	{"GETMETADATA C /private/comment", "x", "bC", ""},
	{"SETACL B fred lrs", "x", "", "bB bB/x"}, // RFC 4314
	{"MYRIGHTS B/x", "x", "bB/x", ""},
	{"GETQUOTAROOT B", "x", "b* c* m* f*", ""},                  // RFC 9208
	{"REPLACE 2 B {1+}\r\nx", "xn", "selection f2 bB", "m2 cB"}, // RFC 8508
	{"X-UNKNOWN y", "xn", "selection m* f* b* c* s* $", "session selection m* f* b* c* s* $"},
}

// all is what a "*" stands for.
var all = map[byte]string{
	'm': "m1 m2 m3 m+", 'f': "f1 f2 f3 f+",
	'b': "bA bB bB/x bC bD bINBOX", 'c': "cB cB/x cC cD cINBOX", 's': "sA sB sB/x sC sD sINBOX",
}

func things(list string) []string {
	var out []string
	for w := range strings.FieldsSeq(list) {
		if strings.HasSuffix(w, "*") {
			out = append(out, strings.Fields(all[w[0]])...)
			continue
		}
		out = append(out, w)
	}
	return out
}

func common(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// mustWait is RFC 9051, Section 5.5 for two samples, in words:
// "barrier", "numbers", "answers", "effects", or "".
func mustWait(a, b sample) string {
	switch {
	case strings.Contains(a.kind, "b"):
		return "barrier"
	case strings.Contains(a.kind, "x") && strings.Contains(b.kind, "n"):
		return "numbers"
	case strings.ContainsAny(a.kind, "sot") && strings.ContainsAny(b.kind, "sot"):
		for _, kind := range "sot" {
			if strings.ContainsRune(a.kind, kind) && strings.ContainsRune(b.kind, kind) {
				return "answers"
			}
		}
	}
	ar, aw := things("session "+a.reads), things(a.writes)
	br, bw := things("session "+b.reads), things(b.writes)
	if common(aw, bw) || common(aw, br) || common(bw, ar) {
		return "effects"
	}
	return ""
}

func inWords(r state.Reason) string {
	switch r {
	case 0:
		return ""
	case state.BecauseBarrier:
		return "barrier"
	case state.BecauseNumbers:
		return "numbers"
	case state.BecauseAnswers:
		return "answers"
	}
	return "effects"
}

// sampleUses returns the Use of each sample, resolved by the view or not.
func sampleUses(t testing.TB, resolve bool) []state.Use {
	var v state.View
	for _, uid := range []uint32{11, 12, 13} {
		if err := v.Append(uid); err != nil {
			t.Fatal(err)
		}
	}
	var uses []state.Use
	for _, s := range samples {
		u := state.UseOf(parse(t, s.line))
		if resolve {
			u.Resolve(&v)
		}
		uses = append(uses, u)
	}
	return uses
}

var selectedA = state.Setting{Mailbox: "A"}

func TestEveryPair(t *testing.T) {
	plain, resolved := sampleUses(t, false), sampleUses(t, true)
	for i, a := range samples {
		for j, b := range samples {
			want := mustWait(a, b)
			if got := inWords(selectedA.Conflict(&resolved[i], &resolved[j])); got != want {
				t.Errorf("%s + %s: %q, want %q", a.line, b.line, got, want)
			}
			// Without the view nothing is missed, and no reason but effects is
			// added; and without the name of the mailbox.
			for _, s := range []state.Setting{selectedA, {}} {
				if got := inWords(s.Conflict(&plain[i], &plain[j])); got != want && (want != "" || got != "effects") {
					t.Errorf("%s + %s in %v, not resolved: %q, want %q", a.line, b.line, s, got, want)
				}
			}
			// A client waits for the same, or relies on the server for effects.
			if got := selectedA.Wait(&resolved[i], &resolved[j]); inWords(got) != want {
				t.Errorf("%s + %s: Wait says %v, want %q", a.line, b.line, got, want)
			}
			inOrder := state.Setting{Mailbox: "A", InOrder: true}
			if got := inWords(inOrder.Wait(&resolved[i], &resolved[j])); got != want && want != "effects" {
				t.Errorf("%s + %s in order: %q, want %q", a.line, b.line, got, want)
			}
		}
	}
}

// Three commands: the queue releases what may be released, and no more.
func TestEveryTriple(t *testing.T) {
	uses := sampleUses(t, true)
	may := make([][]bool, len(samples))
	for i := range samples {
		for j := range samples {
			may[i] = append(may[i], mustWait(samples[i], samples[j]) == "")
		}
	}
	var q state.Queue[int]
	for i := range samples {
		for j := range samples {
			for k := range samples {
				want := 1
				if may[i][j] {
					want = 2
					if may[i][k] && may[j][k] {
						want = 3
					}
				}
				q.Push(uses[i], i)
				q.Push(uses[j], j)
				q.Push(uses[k], k)
				got := 0
				var tickets [3]state.Ticket
				for {
					ticket, _, ok := q.Next(selectedA)
					if !ok {
						break
					}
					q.Sent(ticket)
					tickets[got] = ticket
					got++
				}
				if got != want {
					t.Fatalf("%s + %s + %s: %d are sent, want %d (%v)",
						samples[i].line, samples[j].line, samples[k].line, got, want, q.Why(selectedA))
				}
				for _, ticket := range tickets[:got] {
					q.Done(ticket)
				}
				q.Remove(func(*state.Use, int) bool { return true })
			}
		}
	}
}

// Every command has a sample, or differs from one that has in its name only.
func TestSamplesComplete(t *testing.T) {
	var have []command.Name
	for _, s := range samples {
		have = append(have, parse(t, s.line).Name())
	}
	same := []command.Name{
		"COMPARATOR", "CONVERSIONS", "CANCELUPDATE", "UIDBATCHES", "UID REPLACE", "UID THREAD", "CONVERT", "UID CONVERT",
		"DELETEACL", "GETACL", "LISTRIGHTS", "GETQUOTA", "SETQUOTA", "GENURLAUTH", "RESETKEY", "URLFETCH", "XLIST",
	}
	for _, n := range knownNames(t) {
		if !slices.Contains(have, n) && !slices.Contains(same, n) {
			t.Errorf("no sample of %s", n)
		}
	}
}
