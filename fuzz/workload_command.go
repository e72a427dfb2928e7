package fuzz

import (
	"bytes"
	"fmt"
	"strings"

	"imapkit.example/wire"
)

// shortCommand is what a client sends one after the other: it logs in and
// looks for folders, then goes through them and does one thing a few times
// before the next. Each command is one that may stand where it does.
func (g *maker) shortCommand() {
	if g.step == 0 {
		for _, s := range []string{
			`LOGIN "anna@example.com" "correct horse battery"`, `CAPABILITY`, `LIST "" "*"`, `LSUB "" "*"`,
		} {
			g.nextTag()
			g.put(s, "\r\n")
		}
		return
	}
	g.nextTag()
	if g.mailbox == "" {
		g.mailbox = g.mailboxName()
		g.put("SELECT ", g.mailbox, "\r\n")
		g.uid = uint32(g.between(1, 50_000))
		return
	}
	if g.todo == 0 {
		g.todo, g.routine = g.between(3, 12), g.intn(100)
	}
	g.todo--
	uid, more := int(g.uid)+g.intn(4_000), g.intn(40)
	switch n := g.routine; {
	case n < 12: // new messages are looked at
		g.put("UID FETCH ", uid, ":", uid+more, " (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE)])\r\n")
	case n < 20:
		g.put("UID FETCH ", uid, ":", uid+more, " (UID ENVELOPE BODYSTRUCTURE FLAGS INTERNALDATE RFC822.SIZE)\r\n")
	case n < 28:
		g.put("UID FETCH ", uid, ":* (FLAGS)\r\n")
	case n < 34:
		g.put("FETCH ", g.between(1, 900), ":* (UID FLAGS)\r\n")
	case n < 44: // one after the other is read
		if g.todo%2 == 1 {
			g.put("UID FETCH ", uid, " (UID BODY.PEEK[] FLAGS)\r\n")
		} else {
			g.put("UID STORE ", uid, " +FLAGS.SILENT (\\Seen)\r\n")
		}
	case n < 50:
		g.put("UID FETCH ", uid, " (BODY.PEEK[1.MIME] BODY.PEEK[1]<0.20480>)\r\n")
	case n < 54:
		g.put("UID FETCH ", uid, pick(g, []string{" BODY.PEEK[2]", " BODY[TEXT]"}), "\r\n")
	case n < 62: // some are filed
		if g.todo%2 == 1 {
			g.put("UID COPY ", uid, ":", uid+more, " ", g.mailboxName(), "\r\n")
		} else {
			g.put("UID STORE ", uid, ":", uid+more, " +FLAGS (\\Deleted)\r\n")
		}
	case n < 66:
		g.put("UID MOVE ", uid, " ", g.mailboxName(), "\r\n")
	case n < 70:
		g.put("UID STORE ", uid, pick(g, []string{` -FLAGS (\Flagged)`, ` +FLAGS (\Seen $Forwarded)`, ` FLAGS.SILENT (\Answered \Seen)`}), "\r\n")
	case n < 80: // nothing happens
		g.put("NOOP\r\n")
	case n < 88:
		g.put("STATUS ", g.mailboxName(), " (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\r\n")
	case n < 94:
		g.put("UID SEARCH ", pick(g, []string{"UNSEEN", "UID 1:* NOT DELETED", "SINCE 1-Feb-2023", "UNDELETED UNSEEN", "ALL"}), "\r\n")
	case n < 95:
		g.put(pick(g, []string{"CREATE ", "SUBSCRIBE ", "UNSUBSCRIBE "}), g.mailboxName(), "\r\n")
	default:
		g.put(pick(g, []string{"EXPUNGE", "CHECK", "CLOSE"}), "\r\n")
		g.todo = 0
		if bytes.HasSuffix(g.b, []byte("CLOSE\r\n")) {
			g.mailbox = ""
		}
	}
}

// appendCommand is what a client sends that keeps a message.
func (g *maker) appendCommand() {
	g.nextTag()
	g.put("APPEND ", pick(g, []string{`"Sent Messages"`, `Drafts`, `INBOX.Sent`, `"[Gmail]/Entw&APw-rfe"`, `Archive`}), " (",
		pick(g, []string{`\Seen`, `\Seen \Draft`, `\Seen $Forwarded`, `\Seen \Answered`, `\Draft $HasAttachment`}), ") ")
	if g.percent(70) {
		g.internalDate()
		g.put(" ")
	}
	size := 2_000 << min(g.intn(4), g.intn(4))
	g.literal(g.message(g.between(size, min(2*size, 19_900))), wire.Client)
	g.put("\r\n")
}

// set appends a sequence set of n octets or a little more: what is left of a
// mailbox in which not all messages are of interest.
func (g *maker) set(n int) {
	uid := g.between(1, 60_000)
	for end := len(g.b) + n; ; g.put(",") {
		g.put(uid)
		if more := min(g.intn(4), g.intn(30)); more > 0 {
			g.put(":", uid+more)
			uid += more
		}
		uid += 2 + min(g.intn(6), g.intn(50))
		if len(g.b) >= end {
			return
		}
	}
}

// setCommand is what a client sends about many messages at once.
func (g *maker) setCommand() {
	g.nextTag()
	n := g.intn(100)
	verb, rest := "UID FETCH ", " (UID FLAGS)"
	switch {
	case n < 15:
		rest = " (FLAGS BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE)])"
	case n < 30:
		verb, rest = "FETCH ", " (UID INTERNALDATE)"
	case n < 50:
		verb, rest = "UID STORE ", ` +FLAGS.SILENT (\Deleted)`
	case n < 60:
		verb, rest = "UID COPY ", " "+g.mailboxName()
	case n < 70:
		verb, rest = "UID MOVE ", " Trash"
	case n < 75:
		verb, rest = "UID EXPUNGE ", ""
	}
	g.put(verb)
	g.set(g.between(1_000, 7_900))
	g.put(rest, "\r\n")
}

// searchForms are what clients send when people search, and for their rules: "?"
// is what was typed, "@" a date, "#" a number, "<" the identifier of a message.
var searchForms = []string{
	"UNDELETED OR SUBJECT ? FROM ?", "UNDELETED SUBJECT ?", "TEXT ?", "BODY ?", "FROM ? SINCE @", "NOT DELETED OR OR FROM ? TO ? SUBJECT ?",
	"UNSEEN SINCE @", "HEADER Message-ID <", "UID #:* UNDELETED", "SENTSINCE @ NOT FROM ? LARGER #", "HEADER \"List-Id\" ? UNSEEN",
	"OR (FROM ? UNSEEN) (TO ? FLAGGED)", "KEYWORD $label1 SUBJECT ?", "UNDELETED CC ? BEFORE @",
}

// searchCommand is what a client sends when people search. They go on with one
// kind of search for a while.
func (g *maker) searchCommand() {
	g.nextTag()
	if g.todo--; g.todo < 0 {
		g.todo, g.form, g.utf8 = g.intn(6), g.intn(len(searchForms)), g.percent(30)
	}
	g.put("UID SEARCH ")
	if g.utf8 {
		g.put("CHARSET UTF-8 ")
	}
	for _, c := range searchForms[g.form] {
		switch c {
		case '?':
			g.searchText()
		case '@':
			g.put(g.time().Format("2-Jan-2006"))
		case '#':
			g.put(g.between(1, 400) * 1024)
		case '<':
			g.quoted(g.messageID())
		default:
			g.put(string(c))
		}
	}
	g.put("\r\n")
}

// searchText appends a string to search for: quoted or, if it has other letters
// than ASCII, as a literal.
func (g *maker) searchText() {
	switch n := g.intn(10); {
	case n < 6 && g.utf8:
		word, _, _ := strings.Cut(pick(g, unusual), " ")
		g.literal([]byte(word), wire.Client)
	case n < 7:
		g.quoted(g.phrase(2))
	case n < 8:
		g.quoted(fmt.Sprintf(`%s "%s"`, pick(g, words), pick(g, words)))
	default:
		p := g.person()
		g.quoted(p.mailbox + "@" + p.host)
	}
}
