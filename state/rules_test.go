package state_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire/command"
)

// knownNames returns the constants of type Name in package command, read from
// its source: a name that is added there needs a rule here.
func knownNames(t *testing.T) []command.Name {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../wire/command/name.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []command.Name
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Name" {
			return true
		}
		for _, v := range spec.Values {
			s, err := strconv.Unquote(v.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, command.Name(s))
		}
		return true
	})
	if len(names) < 36 {
		t.Fatalf("only %d names found", len(names))
	}
	return names
}

func TestRuleOf(t *testing.T) {
	for _, n := range knownNames(t) {
		r, ok := state.RuleOf(n)
		if !ok {
			t.Errorf("no rule for %s", n)
			continue
		}
		if r.Name != n {
			t.Errorf("the rule for %s is for %s", n, r.Name)
		}
		if r.States == 0 || r.States.Has(state.Greeting) || r.States.Has(state.Logout) {
			t.Errorf("%s: allowed in %b", n, r.States)
		}
		if r.Reads&state.Session == 0 {
			t.Errorf("%s does not depend on the session", n)
		}
		// Commands that need a mailbox depend on which one it is.
		if r.States == state.NewStateSet(state.Selected) && r.Reads&state.Selection == 0 {
			t.Errorf("%s does not depend on the selection", n)
		}
		// Commands on messages by number depend on the messages.
		if r.Numbers && r.Reads&state.Messages == 0 {
			t.Errorf("%s does not depend on the messages", n)
		}
		if !r.Rev2 && r.Capability == "" {
			t.Errorf("%s belongs to nothing", n)
		}
	}
	for _, n := range []command.Name{"", "X", "FETCH ", "fetch", "UID", "ZZZ"} {
		r, ok := state.RuleOf(n)
		if ok || r.Name != n || !r.Numbers || !r.Expunge || r.Barrier {
			t.Errorf("RuleOf(%q) = %+v, %v", n, r, ok)
		}
	}
}

// RFC 9051, Section 7.5.1, with RFC 5256, Section 3 and RFC 5259, Section 6.
func TestExpungeAllowed(t *testing.T) {
	forbidden := []command.Name{"CONVERT", "FETCH", "SEARCH", "SORT", "STORE", "THREAD"}
	for _, n := range append(knownNames(t), "X-UNKNOWN") {
		if got := state.ExpungeAllowed(n); got == slices.Contains(forbidden, n) {
			t.Errorf("EXPUNGE during %s: %v", n, got)
		}
	}
}

func TestRuleSets(t *testing.T) {
	type set struct {
		what string
		has  func(state.Rule) bool
		want []command.Name
	}
	for _, s := range []set{
		{
			// RFC 9051, Section 7.5.1; RFC 5256, Section 3; RFC 5259, Section 6.
			"forbid EXPUNGE", func(r state.Rule) bool { return !r.Expunge },
			[]command.Name{"CONVERT", "FETCH", "SEARCH", "SORT", "STORE", "THREAD"},
		},
		{
			// The commands with a sequence-set in the ABNF that is not of
			// UIDs, and those with search keys.
			"use numbers", func(r state.Rule) bool { return r.Numbers },
			[]command.Name{
				"CONVERT", "COPY", "ESEARCH", "FETCH", "MOVE", "REPLACE", "SEARCH", "SORT", "STORE",
				"THREAD", "UID ESEARCH", "UID SEARCH", "UID SORT", "UID THREAD",
			},
		},
		{
			"are barriers", func(r state.Rule) bool { return r.Barrier },
			[]command.Name{"AUTHENTICATE", "COMPRESS", "IDLE", "LOGOUT", "STARTTLS", "UNAUTHENTICATE"},
		},
		{
			"are not in RFC 9051", func(r state.Rule) bool { return !r.Rev2 },
			[]command.Name{
				"CANCELUPDATE", "CHECK", "COMPARATOR", "COMPRESS", "CONVERSIONS", "CONVERT", "DELETEACL",
				"ESEARCH", "GENURLAUTH", "GETACL", "GETJMAPACCESS", "GETMETADATA", "GETQUOTA", "GETQUOTAROOT", "ID",
				"LANGUAGE", "LISTRIGHTS", "LSUB", "MYRIGHTS", "NOTIFY", "REPLACE", "RESETKEY", "RLIST", "RLSUB", "SETACL",
				"SETMETADATA", "SETQUOTA", "SORT", "THREAD", "UID CONVERT", "UID ESEARCH", "UID REPLACE", "UID SORT",
				"UID THREAD", "UIDBATCHES", "UNAUTHENTICATE", "URLFETCH", "XLIST",
			},
		},
		{
			"need a capability in RFC 3501", func(r state.Rule) bool { return r.Capability != "" && r.Capability != "IMAP4rev1" },
			[]command.Name{
				"CANCELUPDATE", "COMPARATOR", "COMPRESS", "CONVERSIONS", "CONVERT", "DELETEACL", "ENABLE",
				"ESEARCH", "GENURLAUTH", "GETACL", "GETJMAPACCESS", "GETMETADATA", "GETQUOTA", "GETQUOTAROOT", "ID", "IDLE",
				"LANGUAGE", "LISTRIGHTS", "MOVE", "MYRIGHTS", "NAMESPACE", "NOTIFY", "REPLACE", "RESETKEY",
				"RLIST", "RLSUB", "SETACL", "SETMETADATA", "SETQUOTA", "SORT", "THREAD", "UID CONVERT", "UID ESEARCH", "UID EXPUNGE",
				"UID MOVE", "UID REPLACE", "UID SORT", "UID THREAD", "UIDBATCHES", "UNAUTHENTICATE",
				"UNSELECT", "URLFETCH", "XLIST",
			},
		},
		{
			"write the selection", func(r state.Rule) bool { return r.Writes&state.Selection != 0 },
			[]command.Name{"CLOSE", "DELETE", "EXAMINE", "LOGOUT", "RENAME", "SELECT", "UNAUTHENTICATE", "UNSELECT"},
		},
		{
			"write messages of the selected mailbox", func(r state.Rule) bool { return r.Writes&state.Messages != 0 },
			[]command.Name{
				"CLOSE", "EXPUNGE", "MOVE", "REPLACE", "UID EXPUNGE", "UID MOVE", "UID REPLACE",
			},
		},
		{
			"write flags", func(r state.Rule) bool { return r.Writes&state.Flags != 0 },
			[]command.Name{"FETCH", "STORE", "UID FETCH", "UID STORE"},
		},
		{
			"write messages of mailboxes they name", func(r state.Rule) bool { return r.Writes&state.Contents != 0 },
			[]command.Name{
				"APPEND", "COPY", "DELETE", "MOVE", "RENAME", "REPLACE", "SELECT", "UID COPY", "UID MOVE", "UID REPLACE",
			},
		},
		{
			"write the saved search result", func(r state.Rule) bool { return r.Writes&state.SearchResult != 0 },
			[]command.Name{
				"CANCELUPDATE", "CLOSE", "ESEARCH", "EXAMINE", "SEARCH", "SELECT", "SORT", "UID ESEARCH", "UID SEARCH",
				"UID SORT", "UNAUTHENTICATE", "UNSELECT",
			},
		},
		{
			"have answers that cannot be told apart", func(r state.Rule) bool { return r.Answer != 0 },
			[]command.Name{"GENURLAUTH", "SEARCH", "SORT", "THREAD", "UID SEARCH", "UID SORT", "UID THREAD"},
		},
		{
			"write mailbox names", func(r state.Rule) bool { return r.Writes&state.Mailboxes != 0 },
			[]command.Name{"CREATE", "DELETE", "DELETEACL", "RENAME", "RESETKEY", "SETACL", "SETMETADATA", "SETQUOTA"},
		},
		{
			"write the session", func(r state.Rule) bool { return r.Writes&state.Session != 0 },
			[]command.Name{
				"AUTHENTICATE", "COMPARATOR", "COMPRESS", "ENABLE", "LANGUAGE", "LOGIN", "LOGOUT", "NOTIFY",
				"STARTTLS", "UNAUTHENTICATE",
			},
		},
	} {
		var got []command.Name
		for _, n := range knownNames(t) {
			if r, _ := state.RuleOf(n); s.has(r) {
				got = append(got, n)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, s.want) {
			t.Errorf("commands that %s: %q, want %q", s.what, got, s.want)
		}
	}
}
