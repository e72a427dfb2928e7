package fuzz

import (
	"fmt"
	"strings"

	"imapkit.example/wire"
)

// shortCommand is what a client sends one after the other: it logs in and
// looks for folders, then goes through them. Each command is one that may
// stand where it does.
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
	uid, more := int(g.uid)+g.intn(4_000), g.intn(40)
	switch n := g.intn(100); {
	case n < 22:
		g.put("UID FETCH ", uid, ":", uid+more, pick(g, []string{
			" (UID FLAGS)", " (FLAGS)", " (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE)])",
			" (UID ENVELOPE BODYSTRUCTURE FLAGS INTERNALDATE RFC822.SIZE)",
		}), "\r\n")
	case n < 36:
		g.put("UID FETCH ", uid, pick(g, []string{
			" (BODY.PEEK[])", " (UID BODY.PEEK[] FLAGS)", " (BODY.PEEK[1.MIME] BODY.PEEK[1]<0.20480>)", " BODY.PEEK[2]", " BODY[TEXT]",
		}), "\r\n")
	case n < 44:
		g.put("FETCH ", g.between(1, 900), pick(g, []string{":* (UID)", ":* FLAGS", " (FLAGS INTERNALDATE)", " FAST"}), "\r\n")
	case n < 60:
		g.put("UID STORE ", uid, pick(g, []string{
			` +FLAGS.SILENT (\Seen)`, ` +FLAGS (\Deleted)`, ` -FLAGS (\Flagged)`, ` +FLAGS (\Seen $Forwarded)`, ` FLAGS.SILENT (\Answered \Seen)`,
		}), "\r\n")
	case n < 70:
		g.put("NOOP\r\n")
	case n < 76:
		g.put("STATUS ", g.mailboxName(), " (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)\r\n")
	case n < 81:
		g.put("UID COPY ", uid, ":", uid+more, " ", g.mailboxName(), "\r\n")
	case n < 85:
		g.put("UID MOVE ", uid, " ", g.mailboxName(), "\r\n")
	case n < 90:
		g.put("UID SEARCH ", pick(g, []string{"UNSEEN", "UID 1:* NOT DELETED", "SINCE 1-Feb-2023", "UNDELETED UNSEEN", "ALL"}), "\r\n")
	case n < 92:
		g.put("EXPUNGE\r\n")
	case n < 94:
		g.put(pick(g, []string{"CREATE ", "SUBSCRIBE ", "UNSUBSCRIBE "}), g.mailboxName(), "\r\n")
	case n < 96:
		g.put("CHECK\r\n")
	default:
		g.mailbox = ""
		g.put("CLOSE\r\n")
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

// searchCommand is what a client sends when people search, and for its rules.
func (g *maker) searchCommand() {
	g.nextTag()
	g.put(pick(g, []string{"UID SEARCH ", "UID SEARCH ", "SEARCH "}))
	if g.utf8 = g.percent(30); g.utf8 {
		g.put("CHARSET UTF-8 ")
	}
	for i := range g.between(1, 4) {
		if i > 0 {
			g.put(" ")
		}
		g.searchKey(0)
	}
	g.put("\r\n")
}

func (g *maker) searchKey(depth int) {
	n := g.intn(100)
	if depth > 2 {
		n %= 80
	}
	switch {
	case n < 28:
		g.put(pick(g, []string{"FROM ", "SUBJECT ", "TO ", "BODY ", "TEXT ", "CC "}))
		g.searchText()
	case n < 36:
		g.put("HEADER ")
		if g.percent(50) {
			g.put("Message-ID ")
			g.quoted(g.messageID())
		} else {
			g.put(`"List-Id" `)
			g.searchText()
		}
	case n < 52:
		g.put(pick(g, []string{"UNSEEN", "UNDELETED", "FLAGGED", "ANSWERED", "SEEN", "NOT DELETED", "UNANSWERED", "DRAFT"}))
	case n < 64:
		g.put(pick(g, []string{"SINCE ", "BEFORE ", "SENTSINCE ", "ON "}), g.time().Format("2-Jan-2006"))
	case n < 68:
		g.put(pick(g, []string{"LARGER ", "SMALLER "}), g.between(1, 400)*1024)
	case n < 74:
		g.put(pick(g, []string{"KEYWORD ", "UNKEYWORD "}), pick(g, []string{"$Forwarded", "$NotJunk", "$label1", "Junk"}))
	case n < 80:
		g.put("UID ", g.between(1, 900), ":", pick(g, []string{"*", "4711", "90210"}))
	case n < 92:
		g.put("OR ")
		g.searchKey(depth + 1)
		g.put(" ")
		g.searchKey(depth + 1)
	case n < 96:
		g.put("NOT ")
		g.searchKey(depth + 1)
	default:
		g.put("(")
		g.searchKey(depth + 1)
		g.put(" ")
		g.searchKey(depth + 1)
		g.put(")")
	}
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
