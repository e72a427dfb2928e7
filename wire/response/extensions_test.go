package response_test

import (
	"bytes"
	"io"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"imapkit.example/literal"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// extensions has, for each capability, lines that only those send who have it:
// "C: " is a client's, "S: " a server's. None of them may end up as something
// unknown. A capability that adds no syntax has no lines.
var extensions = map[string][]string{
	"IMAP4rev2": {"C: ENABLE IMAP4rev2", "S: * ENABLED IMAP4rev2", `C: LIST "" % RETURN (STATUS (SIZE DELETED))`, "S: * STATUS x (SIZE 5 DELETED 1)",
		"S: * OK [CLOSED] x", "S: * NO [HASCHILDREN] x", `S: * LIST () "/" x (OLDNAME (y))`},
	"IMAP4rev1": {"C: CHECK", `C: LSUB "" *`, "S: * LSUB () NIL x", "S: * 5 RECENT", "S: * SEARCH 1 2", "C: FETCH 1 (RFC822 RFC822.HEADER RFC822.TEXT)", "S: * OK [UNSEEN 5] x"},
	"ACL":       {"C: SETACL x u +lrs", "C: DELETEACL x u", "C: GETACL x", "C: LISTRIGHTS x u", "C: MYRIGHTS x", "S: * ACL x u lrs", "S: * LISTRIGHTS x u la r s", "S: * MYRIGHTS x lrs"},
	"ANNOTATE-EXPERIMENT-1": {"C: SELECT x (ANNOTATE)", "C: FETCH 1 (ANNOTATION (/comment value.priv))", `C: STORE 1 ANNOTATION (/comment (value.priv "x"))`,
		"C: SORT (ANNOTATION /a value.shared) UTF-8 ALL", `C: SEARCH ANNOTATION /comment value "x"`, "C: APPEND x ANNOTATION (/comment (value.priv \"x\")) {1+}\r\na",
		`S: * 1 FETCH (ANNOTATION (/comment (value.priv "x")))`, "S: * OK [ANNOTATIONS 20480 NOPRIVATE] x", "S: * NO [ANNOTATE TOOBIG] x"},
	"APPENDLIMIT":      {"C: STATUS x (APPENDLIMIT)", "S: * STATUS x (APPENDLIMIT 5)", "S: * STATUS x (APPENDLIMIT NIL)", "S: A NO [TOOBIG] x"},
	"AUTH=":            {"C: AUTHENTICATE PLAIN", "S: + ", "S: A NO [AUTHENTICATIONFAILED] x"},
	"BINARY":           {"C: FETCH 1 (BINARY[1] BINARY.PEEK[1]<0.5> BINARY.SIZE[1])", "C: APPEND x ~{1+}\r\n\x00", "S: * 1 FETCH (BINARY[1] ~{1}\r\n\x00 BINARY.SIZE[1] 1)", "S: A NO [UNKNOWN-CTE] x"},
	"CATENATE":         {"C: APPEND x CATENATE (URL \"/x;UID=1\" TEXT {1+}\r\na)", "S: A NO [BADURL /x;UID=1] x"},
	"CHILDREN":         {`S: * LIST (\HasChildren) "/" x`, `C: LIST "" % RETURN (CHILDREN)`},
	"COMPRESS=DEFLATE": {"C: COMPRESS DEFLATE", "S: A NO [COMPRESSIONACTIVE] x"},
	"CONDSTORE": {"C: SELECT x (CONDSTORE)", "C: FETCH 1 (MODSEQ) (CHANGEDSINCE 5)", "C: STORE 1 (UNCHANGEDSINCE 5) FLAGS (a)", `C: SEARCH MODSEQ "/flags/\\draft" all 5`,
		"C: STATUS x (HIGHESTMODSEQ)", "S: * STATUS x (HIGHESTMODSEQ 5)", "S: * OK [HIGHESTMODSEQ 5] x", "S: * OK [NOMODSEQ] x", "S: A OK [MODIFIED 5] x", "S: * 1 FETCH (MODSEQ (5))",
		"S: * SEARCH 1 (MODSEQ 5)", "S: * ESEARCH ALL 1 MODSEQ 5"},
	"CONTEXT=SEARCH": {"C: SEARCH RETURN (UPDATE CONTEXT PARTIAL 1:5) ALL", "C: CANCELUPDATE \"A\"", "S: * ESEARCH (TAG \"A\") ADDTO (0 5) REMOVEFROM (1 7) PARTIAL (1:5 NIL)", "S: * OK [NOUPDATE \"A\"] x"},
	"CONTEXT=SORT":   {"C: UID SORT RETURN (UPDATE PARTIAL 1:5) (DATE) UTF-8 ALL", "S: * ESEARCH (TAG \"A\") UID PARTIAL (1:5 7,3)"},
	"CONVERT": {`C: CONVERSIONS "image/gif" "*"`, `C: UID CONVERT 1 ("image/png" ("pix-x" "5")) (BINARY[2] BINARY.SIZE[2] BODYPARTSTRUCTURE[2] AVAILABLECONVERSIONS[2])`, `S: * CONVERSION "a/b" "c/d" ("x")`,
		`S: * 1 CONVERTED (TAG "A") (UID 5 BINARY.SIZE[2] 5 BINARY[3] (ERROR "x" TEMPFAIL 5))`, "S: A NO [MAXCONVERTMESSAGES 1] x", "S: A NO [MAXCONVERTPARTS 1] x", "S: A NO [TEMPFAIL] x"},
	"CREATE-SPECIAL-USE": {`C: CREATE x (USE (\Sent))`, "S: A NO [USEATTR] x"},
	"ENABLE":             {"C: ENABLE CONDSTORE", "S: * ENABLED CONDSTORE"},
	"ESEARCH":            {"C: SEARCH RETURN (MIN MAX ALL COUNT) ALL", `S: * ESEARCH (TAG "A") MIN 1 MAX 9 ALL 1:9 COUNT 9`},
	"ESORT":              {"C: SORT RETURN (MIN COUNT) (REVERSE DATE) UTF-8 ALL"},
	"FILTERS":            {"C: SEARCH FILTER x", "S: A NO [UNDEFINED-FILTER x] y"},
	"I18NLEVEL=1":        nil,
	"I18NLEVEL=2":        {"C: COMPARATOR i;octet", "S: * COMPARATOR i;octet (i;basic)", "S: A NO [BADCOMPARATOR] x"},
	"ID":                 {`C: ID ("name" "x")`, `S: * ID NIL`},
	"IDLE":               {"C: IDLE", "S: + idling"},
	"INPROGRESS":         {`S: * OK [INPROGRESS ("A" 5 10)] x`, "S: * OK [INPROGRESS] x"},
	"JMAPACCESS":         {"C: GETJMAPACCESS", `S: * JMAPACCESS "https://x/"`},
	"LANGUAGE":           {"C: LANGUAGE de", "S: * LANGUAGE (de)", `S: * NAMESPACE (("" "/" "TRANSLATION" ("x"))) NIL NIL`},
	"LIST-EXTENDED":      {`C: LIST (SUBSCRIBED REMOTE RECURSIVEMATCH) "" (% x) RETURN (SUBSCRIBED CHILDREN)`, `S: * LIST (\Subscribed \NonExistent \Remote) "/" x (CHILDINFO ("SUBSCRIBED"))`},
	"LIST-METADATA":      {`C: LIST "" % RETURN (METADATA (/shared/comment))`},
	"LIST-MYRIGHTS":      {`C: LIST "" % RETURN (MYRIGHTS)`},
	"LIST-STATUS":        {`C: LIST "" % RETURN (STATUS (MESSAGES))`},
	"LITERAL+":           {"C: LOGIN {1+}\r\nu {5000+}\r\n" + strings.Repeat("p", 5000)},
	"LITERAL-":           {"C: LOGIN {1+}\r\nu {4096+}\r\n" + strings.Repeat("p", 4096)},
	"LOGIN-REFERRALS":    {"S: A NO [REFERRAL imap://x/] y"},
	"LOGINDISABLED":      {"S: A NO [PRIVACYREQUIRED] x"},
	"MAILBOX-REFERRALS":  {`C: RLIST "" %`, `C: RLSUB "" *`, "S: A NO [REFERRAL imap://x/a imap://y/a] z"},
	"MESSAGELIMIT=":      {"C: SEARCH UIDAFTER 5 UIDBEFORE 9", "S: A OK [MESSAGELIMIT 1000 23221] x"},
	"METADATA": {"C: GETMETADATA (MAXSIZE 5 DEPTH infinity) x (/shared)", `C: SETMETADATA x (/private/comment "y")`, `S: * METADATA x (/shared/comment "y")`, "S: * METADATA x /shared/comment",
		"S: A OK [METADATA LONGENTRIES 5] x", "S: A NO [METADATA MAXSIZE 5] x", "S: A NO [METADATA TOOMANY] x", "S: A NO [METADATA NOPRIVATE] x"},
	"METADATA-SERVER": {`C: GETMETADATA "" /shared/admin`, `S: * METADATA "" (/shared/admin NIL)`},
	"MOVE":            {"C: MOVE 1 x", "C: UID MOVE 1 x", "S: * OK [COPYUID 1 2 3] x"},
	"MULTIAPPEND":     {"C: APPEND x {1+}\r\na (\\Seen) {1+}\r\nb", "S: A OK [APPENDUID 1 5:6] x"},
	"MULTISEARCH":     {"C: ESEARCH IN (subtree x) RETURN (COUNT) ALL", `S: * ESEARCH (TAG "A" MAILBOX x UIDVALIDITY 5) UID ALL 7`},
	"NAMESPACE":       {"C: NAMESPACE", `S: * NAMESPACE (("" "/")) NIL NIL`},
	"NOTIFY":          {"C: NOTIFY SET STATUS (selected (MessageNew (UID) MessageExpunge)) (subtree x (MailboxName))", "C: NOTIFY NONE", "S: * OK [NOTIFICATIONOVERFLOW] x", "S: A NO [BADEVENT (MessageNew)] x"},
	"OBJECTID": {"C: FETCH 1 (EMAILID THREADID)", "C: SEARCH OR EMAILID M1 THREADID T1", "C: STATUS x (MAILBOXID)", "S: * 1 FETCH (EMAILID (M1) THREADID NIL)", "S: * STATUS x (MAILBOXID (F1))",
		"S: A OK [MAILBOXID (F1)] x"},
	"PARTIAL":        {"C: UID SEARCH RETURN (PARTIAL -1:-5) ALL", "C: UID FETCH 1:* (UID) (PARTIAL -1:-5)", `S: * ESEARCH (TAG "A") UID PARTIAL (-1:-5 7)`},
	"PREVIEW":        {"C: FETCH 1 (PREVIEW (LAZY))", `S: * 1 FETCH (PREVIEW "x")`},
	"QRESYNC":        {"C: SELECT x (QRESYNC (1 2 1:5 (1 2)))", "C: UID FETCH 1 (FLAGS) (CHANGEDSINCE 5 VANISHED)", "S: * VANISHED (EARLIER) 1:5", "S: * VANISHED 7"},
	"QUOTA":          {"C: GETQUOTA x", "C: GETQUOTAROOT INBOX", "S: * QUOTA x (STORAGE 1 2)", "S: * QUOTAROOT INBOX x", "S: A NO [OVERQUOTA] x"},
	"QUOTA=RES-":     {"S: * QUOTA x (STORAGE 1 2 MESSAGE 3 4 MAILBOX 5 6 ANNOTATION-STORAGE 7 8)", "C: STATUS x (DELETED DELETED-STORAGE)", "S: * STATUS x (DELETED 1 DELETED-STORAGE 2)"},
	"QUOTASET":       {"C: SETQUOTA x (STORAGE 5)"},
	"REPLACE":        {"C: REPLACE 1 x {1+}\r\na", "C: UID REPLACE 1 x {1+}\r\na"},
	"RIGHTS=":        nil,
	"SASL-IR":        {"C: AUTHENTICATE PLAIN AA==", "C: AUTHENTICATE EXTERNAL ="},
	"SAVEDATE":       {"C: FETCH 1 SAVEDATE", "C: SEARCH SAVEDBEFORE 1-Jan-2024 SAVEDON 1-Jan-2024 SAVEDSINCE 1-Jan-2024 SAVEDATESUPPORTED", "S: * 1 FETCH (SAVEDATE NIL)"},
	"SAVELIMIT=":     nil,
	"SEARCH=FUZZY":   {"C: SEARCH RETURN (RELEVANCY ALL) FUZZY BODY x", "C: SORT (RELEVANCY) UTF-8 FUZZY TEXT x", "S: * ESEARCH ALL 1:2 RELEVANCY (4 99)"},
	"SEARCHRES":      {"C: SEARCH RETURN (SAVE) ALL", "C: FETCH $ UID", "S: A NO [NOTSAVED] x"},
	"SORT":           {"C: SORT (ARRIVAL CC DATE FROM SIZE SUBJECT TO) UTF-8 ALL", "C: UID SORT (REVERSE DATE) UTF-8 ALL", "S: * SORT 3 1 2", "S: * SORT 1 (MODSEQ 5)", "S: A NO [BADCHARSET (UTF-8)] x"},
	"SORT=DISPLAY":   {"C: SORT (DISPLAYFROM DISPLAYTO) UTF-8 ALL"},
	"SPECIAL-USE":    {`C: LIST (SPECIAL-USE) "" % RETURN (SPECIAL-USE)`, `S: * LIST (\Sent) "/" x`},
	"STARTTLS":       {"C: STARTTLS"},
	"STATUS=SIZE":    {"C: STATUS x (SIZE)", "S: * STATUS x (SIZE 9223372036854775807)"},
	"THREAD=":        {"C: THREAD REFERENCES UTF-8 ALL", "C: UID THREAD ORDEREDSUBJECT UTF-8 ALL", "S: * THREAD (1 2)(3 (4)(5))"},
	"UIDBATCHES":     {"C: UIDBATCHES 1000 1:5", `S: * UIDBATCHES (TAG "A") 99:50,49:1`},
	"UIDONLY":        {"C: ENABLE UIDONLY", "S: * 5 UIDFETCH (FLAGS ())", "S: A BAD [UIDREQUIRED] x"},
	"UIDPLUS":        {"C: UID EXPUNGE 1:5", "S: A OK [APPENDUID 1 2] x", "S: A OK [COPYUID 1 2:3 4:5] x", "S: A NO [UIDNOTSTICKY] x"},
	"UNAUTHENTICATE": {"C: UNAUTHENTICATE"},
	"UNSELECT":       {"C: UNSELECT"},
	"URL-PARTIAL":    {"C: URLFETCH \"imap://x/y;UID=1/;SECTION=2/;PARTIAL=0.5;URLAUTH=anonymous:INTERNAL:00\""},
	"URLAUTH":        {"C: GENURLAUTH \"imap://x/y;URLAUTH=anonymous\" INTERNAL", "C: RESETKEY x INTERNAL", "C: URLFETCH \"imap://x/\"", "S: * GENURLAUTH \"imap://x/\"", "S: * URLFETCH \"imap://x/\" {1}\r\na", "S: A OK [URLMECH INTERNAL X=AA==] x"},
	"URLAUTH=BINARY": {`C: URLFETCH ("imap://x/" BINARY BODYPARTSTRUCTURE)`, "S: * URLFETCH \"imap://x/\" (BINARY ~{1}\r\n\x00) (BODYPARTSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1))"},
	"UTF8=ACCEPT":    {"C: ENABLE UTF8=ACCEPT", "C: APPEND x UTF8 (~{1+}\r\na)"},
	"UTF8=ONLY":      nil,
	"WITHIN":         {"C: SEARCH OLDER 5 YOUNGER 9"},
	"X-GM-EXT-1": {"C: FETCH 1 (X-GM-MSGID X-GM-THRID X-GM-LABELS)", `C: STORE 1 +X-GM-LABELS (\Inbox x)`, "C: SEARCH X-GM-MSGID 1 X-GM-THRID 2 X-GM-LABELS x X-GM-RAW y",
		`S: * 1 FETCH (X-GM-MSGID 1 X-GM-THRID 2 X-GM-LABELS (\Inbox "x y"))`},
	"XLIST":            {`C: XLIST "" %`, `S: * XLIST (\Inbox) "/" x`},
	"XYMHIGHESTMODSEQ": nil,
}

func TestExtensions(t *testing.T) {
	check := func(name, line string) (unknown string) {
		side, in := line[:len("C: ")], line[len("C: "):]
		var x any
		var err error
		if side == "C: " {
			x, err = readCommand("A " + in + "\r\n")
		} else {
			x, err = decode([]byte(in+"\r\n"), wire.Options{})
		}
		if err != nil {
			t.Errorf("%s: %q: %v", name, line, err)
		}
		return unknownIn(reflect.ValueOf(x))
	}
	for name, lines := range extensions {
		for _, line := range lines {
			if what := check(name, line); what != "" {
				t.Errorf("%s: %q has a %s", name, line, what)
			}
		}
	}
	// That is not because nothing would be found.
	for line, want := range map[string]string{
		"C: XFOO 1": "Unknown", "C: SELECT x (XFOO)": "Extension", "C: APPEND x XFOO 1 {1+}\r\na": "Extension", `C: LIST (XFOO) "" %`: "Extension",
		`C: SEARCH XFOO "a"`: "SearchKey.Args", "S: * XFOO 1": "Unknown", "S: * 1 FETCH (XFOO 1)": "UnknownItem", "S: * OK [XFOO] x": "UnknownCode",
		"S: * ESEARCH XFOO 1": "Extension", "S: * STATUS x (XFOO (1))": "StatusItem.Value",
	} {
		if what := check("none", line); what != want {
			t.Errorf("%q has a %q", line, what)
		}
	}
}

// readCommand reads a command to its end. The messages of APPEND are looked at
// as well.
func readCommand(in string) (any, error) {
	r := command.NewReader(strings.NewReader(in), wire.Options{})
	if _, err := r.Next(); err != nil {
		return nil, err
	}
	c, err := r.Decode()
	if err != nil {
		return nil, err
	}
	next := func() (*command.AppendMessage, error) { return nil, io.EOF }
	switch s := c.(type) {
	case *command.AppendStream:
		next = s.Next
	case *command.ReplaceStream:
		next = s.Next
	}
	list := []any{c}
	for {
		m, err := next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		list = append(list, m.Extensions)
	}
	var b bytes.Buffer
	if _, isAppend := c.(*command.AppendStream); !isAppend {
		if _, isReplace := c.(*command.ReplaceStream); !isReplace {
			if err := command.NewWriter(&b, wire.Options{Literals: literal.Plus}).Write("A", c); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// unknownIn returns the name of the first type in v that stands for something
// unknown, or "". The options of LIST are extensions that have names.
func unknownIn(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			return unknownIn(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if s := unknownIn(v.Index(i)); s != "" {
				return s
			}
		}
	case reflect.Struct:
		name := v.Type().Name()
		if x, isOption := v.Interface().(wire.Extension); isOption && slices.Contains([]string{command.ListSubscribed, command.ListSpecialUse,
			command.ListRemote, command.ListRecursiveMatch, command.ListChildren, command.ListMyRights, command.ListStatus, command.ListMetadata}, x.Name) {
			return ""
		}
		if strings.HasPrefix(name, "Unknown") || strings.HasPrefix(name, "Invalid") || name == "Extension" {
			return name
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			// Octets of values that are not known, but for what the RFC leaves open.
			if f.Type == reflect.TypeFor[wire.Value]() && v.Field(i).Len() > 0 {
				return name + "." + f.Name
			}
			if s := unknownIn(v.Field(i)); s != "" {
				return s
			}
		}
	}
	return ""
}

// The table of extensions in the documentation has the same capabilities.
func TestExtensionsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(doc), "// # Extensions\n")
	table, _, _ = strings.Cut(table, "// # ")
	if !found {
		t.Fatal("no table of extensions")
	}
	rows := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^//\t((?:\S+ )+) +\S`).FindAllStringSubmatch(table, -1) {
		for name := range strings.FieldsSeq(m[1]) {
			rows[name] = true
			if _, tested := extensions[name]; !tested {
				t.Errorf("no test for %s", name)
			}
		}
	}
	for name := range extensions {
		if !rows[name] {
			t.Errorf("%s is not in the table", name)
		}
	}
}

// All codes of RFC 5530 and RFC 9051 are known, in any case.
func TestCodesKnown(t *testing.T) {
	for name := range strings.FieldsSeq("ALERT ALREADYEXISTS AUTHENTICATIONFAILED AUTHORIZATIONFAILED CANNOT CLIENTBUG CLOSED CONTACTADMIN CORRUPTION EXPIRED " +
		"EXPUNGEISSUED HASCHILDREN INUSE LIMIT NONEXISTENT NOPERM NOTSAVED OVERQUOTA PARSE PRIVACYREQUIRED READ-ONLY READ-WRITE SERVERBUG TOOBIG TRYCREATE " +
		"UIDNOTSTICKY UNAVAILABLE UNKNOWN-CTE") {
		for _, s := range []string{name, strings.ToLower(name)} {
			x, err := decode([]byte("A1 NO ["+s+"] x\r\n"), wire.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if c, isAtom := x.(*response.Status).Code.(response.AtomCode); !isAtom || string(c) != name {
				t.Errorf("%s is %#v", s, x.(*response.Status).Code)
			}
		}
	}
}
