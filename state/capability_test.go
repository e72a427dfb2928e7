package state_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/state"
	"imapkit.example/wire/command"
	"pgregory.net/rapid"
)

func TestCapabilities(t *testing.T) {
	var zero state.Capabilities
	if !zero.IsZero() || zero.Has("IMAP4rev1") || zero.Literals() != literal.Basic {
		t.Error("the zero set is not empty")
	}
	c := state.NewCapabilities("IMAP4rev1", "X-Good-Idea", "auth=plain", "AUTH=SCRAM-SHA-256", "QUOTA=RES-STORAGE", "imap4REV1", "", "APPENDLIMIT=100")
	if got := slices.Collect(c.Names()); !slices.Equal(got, []string{"IMAP4rev1", "X-Good-Idea", "auth=plain", "AUTH=SCRAM-SHA-256", "QUOTA=RES-STORAGE", "APPENDLIMIT=100"}) {
		t.Errorf("names %q", got)
	}
	if got := slices.Collect(c.Values("AUTH")); !slices.Equal(got, []string{"plain", "SCRAM-SHA-256"}) {
		t.Errorf("mechanisms %q", got)
	}
	for name, want := range map[string]bool{
		"imap4rev1": true, "IMAP4rev2": false, "x-good-idea": true, "X-GOOD": false, "AUTH=PLAIN": true, "AUTH": false, "AUTH=": false,
		"QUOTA": true, "QUOTASET": false, "": false, "APPENDLIMIT": false, "appendlimit=100": true,
	} {
		if got := c.Has(name); got != want {
			t.Errorf("Has(%q) = %v", name, got)
		}
	}
	if c.IsZero() || c != state.NewCapabilities(slices.Collect(c.Names())...) {
		t.Error("not comparable")
	}
}

// What each capability stands for, from the specifications of each.
func TestImplied(t *testing.T) {
	for name, want := range map[string]string{
		// RFC 9051, Appendix E; the attributes of CHILDREN are in Section 7.3.1.
		"IMAP4rev2": "CHILDREN ENABLE ESEARCH IDLE LIST-STATUS LITERAL- MOVE NAMESPACE SASL-IR SEARCHRES STATUS=SIZE UIDPLUS UNSELECT",
		"LITERAL+":  "LITERAL-",
		"QRESYNC":   "CONDSTORE ENABLE", // RFC 7162, Section 3.2.3
		"UTF8=ONLY": "UTF8=ACCEPT ENABLE",
		"METADATA":  "METADATA-SERVER",
		"SEARCHRES": "ESEARCH", // RFC 5182, Section 2.1
		"ESORT":     "SORT",
		// The extended SORT as well, and not ESEARCH (RFC 5267, Section 4.1).
		"CONTEXT=SORT": "ESORT SORT", "CONTEXT=SEARCH": "",
		"CONDSTORE": "", "LITERAL-": "", "METADATA-SERVER": "", "IMAP4rev1": "", "X-OTHER": "",
	} {
		c := state.NewCapabilities(name)
		var got []string
		for _, n := range strings.Fields("ACL BINARY CHILDREN CONDSTORE ENABLE ESEARCH ESORT IDLE IMAP4rev1 IMAP4rev2 LIST-EXTENDED LIST-STATUS " +
			"LITERAL+ LITERAL- METADATA METADATA-SERVER MOVE MULTIAPPEND NAMESPACE QRESYNC SASL-IR SEARCHRES SORT SPECIAL-USE " +
			"STATUS=SIZE UIDPLUS UNSELECT UTF8=ACCEPT UTF8=ONLY X-OTHER") {
			if c.Has(n) && n != name {
				got = append(got, n)
			}
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if !c.Has(name) || !slices.Equal(got, wanted) {
			t.Errorf("%s stands for %q, want %q", name, got, wanted)
		}
	}
	for names, want := range map[string]literal.Policy{
		"IMAP4rev1": literal.Basic, "IMAP4rev2": literal.Minus, "LITERAL-": literal.Minus, "literal+": literal.Plus,
		"LITERAL- LITERAL+": literal.Plus, "IMAP4rev1 IMAP4rev2 LITERAL+": literal.Plus,
	} {
		if got := state.NewCapabilities(strings.Fields(names)...).Literals(); got != want {
			t.Errorf("literals of %s: %v", names, got)
		}
	}
}

// Names are found whatever they are, in any case.
func TestCapabilitiesModel(t *testing.T) {
	name := rapid.OneOf(
		rapid.StringMatching(`[A-Z=+0-9-]{1,6}`),
		rapid.SampledFrom(strings.Fields("IMAP4rev1 IMAP4rev2 ACL XLIST UIDPLUS UIDONLY LITERAL- LITERAL+ AUTH=PLAIN MOVE Move")),
	)
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(name, 0, 12).Draw(t, "names")
		c := state.NewCapabilities(list...)
		for _, n := range list {
			if !c.Has(n) || !c.Has(strings.ToLower(n)) || !c.Has(strings.ToUpper(n)) {
				t.Fatalf("%q is not in %q", n, list)
			}
		}
		seen := map[string]bool{}
		for n := range c.Names() {
			if up := strings.ToUpper(n); seen[up] || !slices.Contains(list, n) {
				t.Fatalf("%q is there twice, or was not added: %q", n, list)
			} else {
				seen[up] = true
			}
		}
	})
}

// needs has what commands need, one row for one thing that needs something: a
// server that has all but that capability does not know it. "|" stands between
// two of which either will do.
var needs = []struct{ line, what, capability string }{
	{"STARTTLS", "", "STARTTLS"},
	{"AUTHENTICATE PLAIN", "", "AUTH=PLAIN"},
	{"AUTHENTICATE PLAIN =", "with an initial response", "SASL-IR|IMAP4rev2"},
	{"IDLE", "", "IDLE|IMAP4rev2"},
	{"ENABLE X", "", "ENABLE|IMAP4rev2|QRESYNC|UTF8=ONLY"},
	{"NAMESPACE", "", "NAMESPACE|IMAP4rev2"},
	{"UNSELECT", "", "UNSELECT|IMAP4rev2"},
	{"MOVE 1 a", "", "MOVE|IMAP4rev2"},
	{"UID MOVE 1 a", "", "MOVE|IMAP4rev2"},
	{"UID EXPUNGE 1", "", "UIDPLUS|IMAP4rev2"},
	{"CHECK", "", "IMAP4rev1"},
	{`LSUB "" *`, "", "IMAP4rev1"},
	{"ID NIL", "", "ID"},
	{"COMPRESS DEFLATE", "DEFLATE", "COMPRESS=DEFLATE"},
	{"UNAUTHENTICATE", "", "UNAUTHENTICATE"},
	{"NOTIFY NONE", "", "NOTIFY"},
	{"GETACL a", "", "ACL"},
	{"GETQUOTA a", "", "QUOTA|QUOTASET|QUOTA=RES-STORAGE"},
	{"SETQUOTA a ()", "", "QUOTASET"},
	{"REPLACE 1 a {1+}\r\nx", "", "REPLACE"},
	{"LANGUAGE", "", "LANGUAGE"},
	{"COMPARATOR", "", "I18NLEVEL=2"},
	{`CONVERSIONS "a/b" "c/d"`, "", "CONVERT"},
	{`GETMETADATA "" /shared/comment`, "", "METADATA-SERVER|METADATA"},
	{"GETMETADATA a /shared/comment", "", "METADATA"},
	{`SETMETADATA a (/shared/comment "x")`, "", "METADATA"},
	{"SELECT a (CONDSTORE)", "CONDSTORE", "CONDSTORE|QRESYNC"},
	{"SELECT a (QRESYNC (1 2))", "QRESYNC", "QRESYNC"},
	{`CREATE a (USE (\Sent))`, "USE", "CREATE-SPECIAL-USE"},
	{"STATUS a (SIZE)", "SIZE", "STATUS=SIZE|IMAP4rev2"},
	{"STATUS a (DELETED)", "DELETED", "QUOTA=RES-MESSAGE|IMAP4rev2"},
	{"STATUS a (DELETED-STORAGE)", "DELETED-STORAGE", "QUOTA=RES-STORAGE"},
	{"STATUS a (HIGHESTMODSEQ)", "HIGHESTMODSEQ", "CONDSTORE|QRESYNC"},
	{"STATUS a (MAILBOXID)", "MAILBOXID", "OBJECTID"},
	{"STATUS a (RECENT)", "RECENT", "IMAP4rev1"},
	{"STATUS a (APPENDLIMIT)", "APPENDLIMIT", "APPENDLIMIT|APPENDLIMIT=9"},
	{`LIST (SUBSCRIBED) "" *`, "with options", "LIST-EXTENDED|IMAP4rev2"},
	{`LIST "" * RETURN (CHILDREN)`, "with options", "LIST-EXTENDED|IMAP4rev2"},
	{`LIST "" (a b)`, "of several patterns", "LIST-EXTENDED"}, // RFC 9051, Appendix C
	{`LIST (SPECIAL-USE) "" *`, "(SPECIAL-USE)", "SPECIAL-USE"},
	{`LIST "" * RETURN (SPECIAL-USE)`, "RETURN (SPECIAL-USE)", "SPECIAL-USE"},
	{`LIST "" * RETURN (STATUS (MESSAGES))`, "RETURN (STATUS)", "LIST-STATUS|IMAP4rev2"},
	{`LIST "" * RETURN (STATUS (SIZE))`, "SIZE", "STATUS=SIZE|IMAP4rev2"},
	{`LIST "" * RETURN (MYRIGHTS)`, "RETURN (MYRIGHTS)", "LIST-MYRIGHTS"},
	{`LIST "" * RETURN (METADATA ("/shared/comment"))`, "RETURN (METADATA)", "LIST-METADATA"},
	{"FETCH $ FLAGS", "$", "SEARCHRES|IMAP4rev2"},
	{"STORE $ +FLAGS (a)", "$", "SEARCHRES|IMAP4rev2"},
	{"UID COPY $ a", "$", "SEARCHRES|IMAP4rev2"},
	{"UID MOVE $ a", "$", "SEARCHRES|IMAP4rev2"},
	{"UID EXPUNGE $", "$", "SEARCHRES|IMAP4rev2"},
	{"SEARCH OR SEEN (NOT UID $)", "$", "SEARCHRES|IMAP4rev2"},
	{"FETCH 1 BINARY[1]", "BINARY[…]", "BINARY|IMAP4rev2"}, // RFC 9051, Appendix B
	{"FETCH 1 BINARY.SIZE[1]", "BINARY.SIZE[…]", "BINARY|IMAP4rev2"},
	{"FETCH 1 MODSEQ", "MODSEQ", "CONDSTORE|QRESYNC"},
	{"FETCH 1 FLAGS (CHANGEDSINCE 1)", "CHANGEDSINCE", "CONDSTORE|QRESYNC"},
	{"UID FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)", "VANISHED", "QRESYNC"},
	{"UID FETCH 1:* FLAGS (PARTIAL 1:9)", "PARTIAL", "PARTIAL"},
	{"FETCH 1 EMAILID", "EMAILID", "OBJECTID"},
	{"FETCH 1 SAVEDATE", "SAVEDATE", "SAVEDATE"},
	{"FETCH 1 PREVIEW", "PREVIEW", "PREVIEW"},
	{"FETCH 1 X-GM-LABELS", "X-GM-LABELS", "X-GM-EXT-1"},
	{"FETCH 1 RFC822.HEADER", "RFC822.HEADER", "IMAP4rev1"},
	{"STORE 1 (UNCHANGEDSINCE 1) FLAGS (a)", "UNCHANGEDSINCE", "CONDSTORE|QRESYNC"},
	{"STORE 1 X-GM-LABELS (a)", "X-GM-LABELS", "X-GM-EXT-1"},
	{"SEARCH RETURN () ALL", "RETURN", "ESEARCH|IMAP4rev2|SEARCHRES"},
	{"SEARCH RETURN (MIN) ALL", "RETURN (MIN)", "ESEARCH|IMAP4rev2|SEARCHRES"},
	{"SEARCH RETURN (SAVE) ALL", "RETURN (SAVE)", "SEARCHRES|IMAP4rev2"},
	{"SEARCH RETURN (UPDATE) ALL", "RETURN (UPDATE)", "CONTEXT=SEARCH"},
	{"SEARCH RETURN (PARTIAL 1:9) ALL", "RETURN (PARTIAL)", "PARTIAL|CONTEXT=SEARCH"},
	{"SEARCH RETURN (RELEVANCY) ALL", "RETURN (RELEVANCY)", "SEARCH=FUZZY"},
	{"SEARCH YOUNGER 9", "YOUNGER", "WITHIN"},
	{"SEARCH NOT FUZZY BODY x", "FUZZY", "SEARCH=FUZZY"},
	{"SEARCH MODSEQ 9", "MODSEQ", "CONDSTORE|QRESYNC"},
	{"SEARCH EMAILID a", "EMAILID", "OBJECTID"},
	{"SEARCH SAVEDATESUPPORTED", "SAVEDATESUPPORTED", "SAVEDATE"},
	{"SEARCH FILTER a", "FILTER", "FILTERS"},
	{"SEARCH X-GM-RAW a", "X-GM-RAW", "X-GM-EXT-1"},
	{"SEARCH NEW", "NEW", "IMAP4rev1"},
	{"SEARCH UIDAFTER 9", "UIDAFTER", "MESSAGELIMIT=1000"},
	{"SORT (DATE) UTF-8 ALL", "", "SORT|SORT=DISPLAY|ESORT|CONTEXT=SORT"},
	{"SORT (DISPLAYFROM) UTF-8 ALL", "DISPLAYFROM", "SORT=DISPLAY"},
	{"SORT RETURN (COUNT) (DATE) UTF-8 ALL", "RETURN (COUNT)", "ESORT|CONTEXT=SORT"},
	{"SORT RETURN (UPDATE) (DATE) UTF-8 ALL", "RETURN (UPDATE)", "CONTEXT=SORT"},
	{"THREAD REFERENCES UTF-8 ALL", "REFERENCES", "THREAD=REFERENCES"},
	{"ESEARCH IN (personal) ALL", "", "MULTISEARCH"},
	{"UID ESEARCH ALL", "", "MULTISEARCH"},
	{"ESEARCH RETURN (SAVE) ALL", "RETURN (SAVE)", "SEARCHRES|IMAP4rev2"},
	{"UID ESEARCH IN (personal) RETURN (CONTEXT) ALL", "RETURN (CONTEXT)", "CONTEXT=SEARCH"},
	{"UID ESEARCH OR SEEN UID $", "$", "SEARCHRES|IMAP4rev2"},
	{`RLIST "" *`, "", "MAILBOX-REFERRALS"},
	{`RLSUB "" *`, "", "MAILBOX-REFERRALS"},
	{"GETJMAPACCESS", "", "JMAPACCESS"},
	{"SELECT a (ANNOTATE)", "ANNOTATE", "ANNOTATE-EXPERIMENT-1"},
	{"URLFETCH imap://a/b", "", "URLAUTH|URLAUTH=BINARY"},
	{"URLFETCH (imap://a/b BINARY)", "with parameters", "URLAUTH=BINARY"},
	{"UIDBATCHES 9", "", "UIDBATCHES"},
	{`XLIST "" *`, "", "XLIST"},
}

// everyCapability is all that the rows above name, and what else they need.
func everyCapability() []string {
	all := []string{"IMAP4rev1"}
	for _, n := range needs {
		all = append(all, strings.Split(n.capability, "|")...)
	}
	return all
}

func TestCheckNeeds(t *testing.T) {
	for _, n := range needs {
		c := parse(t, n.line)
		all := everyCapability()
		if err := state.NewCapabilities(all...).Check(c); err != nil {
			t.Errorf("%s with everything: %v", n.line, err)
		}
		either := strings.Split(n.capability, "|")
		// A capability that implies one of those is one of those.
		rest := slices.DeleteFunc(all, func(name string) bool {
			return slices.ContainsFunc(either, func(e string) bool { return state.NewCapabilities(name).Has(e) })
		})
		err := state.NewCapabilities(rest...).Check(c)
		var missing *state.MissingError
		if !errors.As(err, &missing) || missing.Capability != strings.TrimSuffix(strings.TrimSuffix(either[0], "=1000"), "=9") ||
			missing.What != n.what || missing.Command != c.Name() || missing.Enable {
			t.Errorf("%s without %s: %v", n.line, n.capability, err)
			continue
		}
		for _, e := range either {
			if err := state.NewCapabilities(append(slices.Clone(rest), e)...).Check(c); err != nil {
				t.Errorf("%s with %s: %v", n.line, e, err)
			}
		}
	}
}

// What a client writes has types of its own for messages.
func TestCheckMessages(t *testing.T) {
	message := func(f func(m *command.AppendMessage)) *command.Append {
		m := &command.AppendMessage{Size: 1, Data: strings.NewReader("x")}
		f(m)
		return &command.Append{Mailbox: "a", Messages: []*command.AppendMessage{m}}
	}
	plain := message(func(*command.AppendMessage) {})
	for _, tt := range []struct {
		c    *command.Append
		want string
	}{
		{plain, ""},
		{&command.Append{Mailbox: "a", Messages: append(plain.Messages, plain.Messages...)}, "APPEND of several messages needs MULTIAPPEND"},
		{message(func(m *command.AppendMessage) { m.Binary = true }), "APPEND of binary data needs BINARY"},
		{message(func(m *command.AppendMessage) { m.UTF8, m.Binary = true, true }), "APPEND UTF8 needs UTF8=ACCEPT"},
		{message(func(m *command.AppendMessage) { m.Annotations = []command.Annotation{{Entry: "/comment"}} }), "APPEND ANNOTATION needs ANNOTATE-EXPERIMENT-1"},
		{message(func(m *command.AppendMessage) { m.Catenate = true }), "APPEND CATENATE needs CATENATE"},
	} {
		err := state.NewCapabilities("IMAP4rev2").Check(tt.c)
		var missing *state.MissingError
		if tt.want == "" && err != nil || tt.want != "" && (!errors.As(err, &missing) || missing.Text() != tt.want || err.Error() != "state: "+tt.want) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
	part := message(func(m *command.AppendMessage) { m.Catenate, m.Parts = true, []*command.AppendPart{{UTF8: true}} })
	if err := state.NewCapabilities("CATENATE").Check(part); err == nil {
		t.Error("a part with UTF8 needs nothing")
	}
}

// What needs no capability: the commands of RFC 3501 as they are there, in
// IMAP4rev1, and before the capabilities are known.
func TestCheckBase(t *testing.T) {
	for _, line := range []string{
		"CAPABILITY", "NOOP", "LOGOUT", "LOGIN u p", "SELECT a", "EXAMINE a", "CREATE a", "DELETE a", "RENAME a b", "SUBSCRIBE a",
		`LIST "" *`, `LSUB "" *`, "STATUS a (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)", "APPEND a {1+}\r\nx", "CHECK", "CLOSE", "EXPUNGE",
		"SEARCH NEW UNSEEN 1:5 UID 7", "FETCH 1 (FLAGS BODY[] RFC822)", "FETCH 1 FULL", "STORE 1 FLAGS (a)", "COPY 1 a", "UID FETCH 1 FLAGS",
		"X-UNKNOWN y", "FETCH 1 X-UNKNOWN", "SEARCH X-UNKNOWN",
	} {
		for _, c := range []state.Capabilities{{}, state.NewCapabilities("IMAP4rev1")} {
			if err := c.Check(parse(t, line)); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
	for _, line := range []string{"STARTTLS", "AUTHENTICATE PLAIN"} {
		if err := (state.Capabilities{}).Check(parse(t, line)); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	if err := state.NewCapabilities("IMAP4rev1", "LOGINDISABLED").Check(parse(t, "LOGIN u p")); !errors.Is(err, state.ErrLoginDisabled) {
		t.Errorf("LOGIN: %v", err)
	}
}

// A server may advertise as much as one line holds: what is added is not compared
// with each of those before. (It would take longer than any test may.)
func TestCapabilitiesMany(t *testing.T) {
	names := make([]string, 1<<19)
	for i := range names {
		names[i] = fmt.Sprint("X-", i/2) // each twice
		if i%2 == 0 {
			names[i] = strings.ToLower(names[i])
		}
	}
	names[7] = "idle"
	c := state.NewCapabilities("X-0", "IMAP4rev1")
	c.Add(names...)
	n := 0
	for range c.Names() {
		n++
	}
	if n != len(names)/2+2 || !c.Has("IDLE") || !c.Has("x-262143") || c.Has("X-262144") {
		t.Errorf("%d names", n)
	}
}
