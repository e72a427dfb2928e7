package command_test

import (
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

var mailboxTests = []test{
	ok("A1 SELECT INBOX", &command.Select{Mailbox: "INBOX"}, ""),
	ok("A1 select \"inBox\"", &command.Select{Mailbox: "INBOX"}, "A1 SELECT INBOX"),
	ok("A1 SELECT {5}\r\nInbox", &command.Select{Mailbox: "INBOX"}, "A1 SELECT INBOX"),
	ok("A1 SELECT &AOk-t&AOk-", &command.Select{Mailbox: "été"}, ""),
	ok("A1 SELECT \"&x\"", &command.Select{Mailbox: "\xff&x"}, "A1 SELECT &x"),
	ok("A1 SELECT \"a*b\"", &command.Select{Mailbox: "a*b"}, ""),
	ok("A1 SELECT \"\"", &command.Select{}, ""),
	ok("A1 EXAMINE blurdybloop", &command.Select{ReadOnly: true, Mailbox: "blurdybloop"}, ""),
	ok("A1 SELECT x (condstore)", &command.Select{Mailbox: "x", CondStore: true}, "A1 SELECT x (CONDSTORE)"),
	ok("A1 EXAMINE x (QRESYNC (67 20 41,43:21) FOO)", &command.Select{ReadOnly: true, Mailbox: "x",
		QResync: &command.QResync{UIDValidity: 67, ModSeq: 20, KnownUIDs: wire.Set{Ranges: []wire.Range{{First: 41, Last: 41}, {First: 43, Last: 21}}}},
		Params:  []wire.Extension{{Name: "FOO"}}}, ""),
	bad("A1 SELECT‸", "SP"),
	bad("A1 SELECT ‸", "astring"),
	bad("A1 SELECT ‸*", "astring"),
	bad("A1 SELECT x‸(A)", "CRLF"),
	bad("A1 SELECT x ‸", "'('"),
	bad("A1 SELECT x (‸)", "tagged-ext-label"),
	bad("A1 SELECT x (A ‸)", "tagged-ext-label"),
	bad("A1 SELECT x (‸5)", "tagged-ext-label"),
	bad("A1 SELECT x (‸:a 5)", "tagged-ext-label"),
	bad("A1 SELECT x (a‸@b)", "SP"),
	bad("A1 SELECT x (A‸", "SP"),
	bad("A1 SELECT x (A ()‸", "SP"),
	bad("A1 EXAMINE x ‸y", "'('"),

	ok("A1 CREATE owatagusiam/", &command.Create{Mailbox: "owatagusiam/"}, ""),
	ok(`A1 CREATE x (USE (\Drafts \Sent))`, &command.Create{Mailbox: "x", Use: []wire.Flag{`\Drafts`, `\Sent`}}, ""),
	bad("A1 CREATE‸", "SP"),
	bad("A1 CREATE x‸)", "CRLF"),
	bad("A1 CREATE ‸(USE)", "astring"),

	ok("A1 RENAME a \"b c\"", &command.Rename{From: "a", To: "b c"}, ""),
	ok("A1 RENAME inbox b (X 1)", &command.Rename{From: "INBOX", To: "b", Params: []wire.Extension{{Name: "X", Value: wire.Value("1")}}}, "A1 RENAME INBOX b (X 1)"),
	bad("A1 RENAME a‸", "SP"),
	bad("A1 RENAME a ‸", "astring"),
	bad("A1 RENAME a ‸(b)", "astring"),
	bad("A1 RENAME a b ‸c", "'('"),

	ok("A1 DELETE foo", &command.Delete{Mailbox: "foo"}, ""),
	ok("A1 SUBSCRIBE #news.comp.mail.mime", &command.Subscribe{Mailbox: "#news.comp.mail.mime"}, ""),
	ok("A1 UNSUBSCRIBE \"a\\\\b\"", &command.Unsubscribe{Mailbox: `a\b`}, ""),
	bad("A1 DELETE‸", "SP"),
	bad("A1 DELETE foo‸ bar", "CRLF"),
	bad("A1 SUBSCRIBE ‸%", "astring"),
	bad("A1 UNSUBSCRIBE \"a‸", "quoted"),

	ok("A1 STATUS blurdybloop (UIDNEXT MESSAGES)", &command.Status{Mailbox: "blurdybloop", Items: []command.StatusItem{command.StatusUIDNext, command.StatusMessages}}, ""),
	ok("A1 status x (messages recent Unseen uidvalidity deleted size HighestModSeq)", &command.Status{Mailbox: "x", Items: []command.StatusItem{
		"MESSAGES", "RECENT", "UNSEEN", "UIDVALIDITY", "DELETED", "SIZE", "HIGHESTMODSEQ"}}, "A1 STATUS x (MESSAGES RECENT UNSEEN UIDVALIDITY DELETED SIZE HIGHESTMODSEQ)"),
	ok("A1 STATUS x (X-Foo messages)", &command.Status{Mailbox: "x", Items: []command.StatusItem{"X-Foo", "MESSAGES"}}, "A1 STATUS x (X-Foo MESSAGES)"),
	bad("A1 STATUS x‸", "SP"),
	bad("A1 STATUS x ‸MESSAGES", "'('"),
	bad("A1 STATUS x (‸)", "atom"),
	bad("A1 STATUS x (MESSAGES ‸)", "atom"),
	bad("A1 STATUS x (MESSAGES)‸ ", "CRLF"),
	bad("A1 STATUS x (MESSAGES‸", "SP"),
}

func options(names ...string) (list []wire.Extension) {
	list = []wire.Extension{}
	for _, n := range names {
		list = append(list, wire.Extension{Name: n})
	}
	return list
}

var listTests = []test{
	ok(`A1 LIST "" *`, &command.List{Patterns: []string{"*"}}, ""),
	ok(`A1 list "" ""`, &command.List{Patterns: []string{""}}, `A1 LIST "" ""`),
	ok(`A1 LIST ~/Mail/ "%x"`, &command.List{Reference: "~/Mail/", Patterns: []string{"%x"}}, "A1 LIST ~/Mail/ %x"),
	ok("A1 LIST {2}\r\na/ {1}\r\n%", &command.List{Reference: "a/", Patterns: []string{"%"}}, "A1 LIST a/ %"),
	ok(`A1 LIST "" &AOk-%`, &command.List{Patterns: []string{"é%"}}, ""),
	ok(`A1 LIST (subscribed) "" "*"`, &command.List{Select: options("SUBSCRIBED"), Patterns: []string{"*"}}, `A1 LIST (SUBSCRIBED) "" *`),
	ok(`A1 LIST () "" "*"`, &command.List{Select: options(), Patterns: []string{"*"}}, `A1 LIST () "" *`),
	ok(`A1 LIST (REMOTE RECURSIVEMATCH SUBSCRIBED) "" %`, &command.List{Select: options("REMOTE", "RECURSIVEMATCH", "SUBSCRIBED"), Patterns: []string{"%"}}, ""),
	ok(`A1 LIST (RECURSIVEMATCH VENDOR.X (a b)) "" %`, &command.List{
		Select: []wire.Extension{{Name: "RECURSIVEMATCH"}, {Name: "VENDOR.X", Value: wire.Value("(a b)")}}, Patterns: []string{"%"}}, ""),
	ok(`A1 LIST (STATUS (MESSAGES) X STATUS) "" *`, &command.List{
		Select: []wire.Extension{{Name: "STATUS", Value: wire.Value("(MESSAGES)")}, {Name: "X"}, {Name: "STATUS"}}, Patterns: []string{"*"}}, ""),
	ok(`A1 LIST "" (a "b c" %)`, &command.List{Patterns: []string{"a", "b c", "%"}, Many: true}, ""),
	ok(`A1 LIST "" (a)`, &command.List{Patterns: []string{"a"}, Many: true}, ""),
	ok(`A1 LIST "" % return (children subscribed)`, &command.List{Patterns: []string{"%"}, Return: options("CHILDREN", "SUBSCRIBED")}, `A1 LIST "" % RETURN (CHILDREN SUBSCRIBED)`),
	ok(`A1 LIST "" % RETURN ()`, &command.List{Patterns: []string{"%"}, Return: options()}, ""),
	ok(`A1 LIST "" % RETURN (status (messages SIZE) CHILDREN)`, &command.List{Patterns: []string{"%"}, Return: options("STATUS", "CHILDREN"),
		Status: []command.StatusItem{"MESSAGES", "SIZE"}}, `A1 LIST "" % RETURN (STATUS (MESSAGES SIZE) CHILDREN)`),
	ok(`A1 LIST "" % RETURN (STATUS (UNSEEN) X STATUS (SIZE))`, &command.List{Patterns: []string{"%"}, Return: options("STATUS", "X"),
		Status: []command.StatusItem{"UNSEEN", "SIZE"}}, `A1 LIST "" % RETURN (STATUS (UNSEEN SIZE) X)`),
	ok(`A1 LIST "" % RETURN (MYRIGHTS METADATA (a b))`, nil, ""),
	bad(`A1 LIST‸`, "SP"),
	bad(`A1 LIST ‸`, "astring"),
	bad(`A1 LIST ""‸`, "SP"),
	bad(`A1 LIST "" ‸`, "list-mailbox"),
	bad(`A1 LIST ‸% ""`, "astring"),
	bad(`A1 LIST "" *‸(`, "CRLF"),
	bad(`A1 LIST "" (‸)`, "list-mailbox"),
	bad(`A1 LIST "" (a ‸)`, "list-mailbox"),
	bad(`A1 LIST "" * ‸RETURNX (A)`, "RETURN"),
	bad(`A1 LIST "" * RETURN‸`, "SP"),
	bad(`A1 LIST "" * RETURN ‸CHILDREN`, "'('"),
	bad(`A1 LIST "" * RETURN (STATUS‸)`, "SP"),
	bad(`A1 LIST "" * RETURN (STATUS (‸))`, "atom"),
	bad(`A1 LIST "" * RETURN (A)‸ `, "CRLF"),
	bad(`A1 LIST (A ‸"" *`, "atom"),
	bad(`A1 LIST ‸(RECURSIVEMATCH) "" *`, "list-select-base-opt"),
	bad(`A1 LIST ‸(REMOTE RECURSIVEMATCH) "" *`, "list-select-base-opt"),

	ok(`A1 LSUB "" *`, &command.LSub{Pattern: "*"}, ""),
	ok(`A1 lsub "#news." "comp.mail.*"`, &command.LSub{Reference: "#news.", Pattern: "comp.mail.*"}, "A1 LSUB #news. comp.mail.*"),
	bad(`A1 LSUB ""‸`, "SP"),
	bad(`A1 LSUB "" ‸(a)`, "list-mailbox"),
	bad(`A1 LSUB "" *‸ RETURN ()`, "CRLF"),
}
