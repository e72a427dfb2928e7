package fuzz

import (
	"fmt"

	"imapkit.example/wire"
)

const capabilities = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS " +
	"THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 " +
	"CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY " +
	"STATUS=SIZE SAVEDATE LITERAL+ NOTIFY SPECIAL-USE"

// session is what a server sends to a client that keeps a copy of the mail:
// first the folders, then one folder after the other.
func (g *maker) session() {
	if g.step == 0 {
		g.put("* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS AUTH=PLAIN] Server ready.\r\n")
		g.ok("[CAPABILITY " + capabilities + "] Logged in")
		g.put("* ENABLED CONDSTORE\r\n")
		g.ok("Enabled (0.001 + 0.000 secs).")
		g.put(`* NAMESPACE (("" "/")) (("user/" "/")) NIL`, "\r\n")
		g.ok("Namespace completed (0.001 + 0.000 secs).")
		for range 30 {
			g.listResponse()
		}
		g.ok("List completed (0.012 + 0.004 + 0.011 secs).")
		return
	}
	g.selected()
	for range g.between(40, 160) {
		g.flagsResponse()
	}
	g.ok("Fetch completed (0.004 + 0.000 + 0.003 secs).")
	g.fresh(g.between(2, 12))
	g.changes()
	if g.percent(40) {
		g.idle()
	}
}

// ok appends the answer that completes a command.
func (g *maker) ok(text string) {
	g.nextTag()
	g.put("OK ", text, "\r\n")
}

// selected appends what answers SELECT.
func (g *maker) selected() {
	g.mailbox = g.mailboxName()
	g.uid = uint32(g.intn(60_000))
	g.seq = 0
	g.put("* OK [CLOSED] Previous mailbox closed.\r\n",
		`* FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Forwarded $NotJunk NonJunk $Junk Junk $label1)`, "\r\n",
		`* OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Forwarded $NotJunk NonJunk $Junk Junk $label1 \*)] Flags permitted.`, "\r\n",
		"* ", g.between(200, 9_000), " EXISTS\r\n* ", g.intn(3), " RECENT\r\n")
	if g.percent(60) {
		g.put("* OK [UNSEEN ", g.between(1, 200), "] First unseen.\r\n")
	}
	g.put("* OK [UIDVALIDITY ", g.time().Unix(), "] UIDs valid\r\n* OK [UIDNEXT ", g.uid+9_000, "] Predicted next UID\r\n",
		"* OK [HIGHESTMODSEQ ", g.modseq, "] Highest\r\n")
	g.ok(fmt.Sprintf("[READ-WRITE] Select completed (0.00%d + 0.000 secs).", g.intn(9)))
}

// fresh appends what answers the commands that fetch n new messages.
func (g *maker) fresh(n int) {
	for range n {
		g.envelopeResponse()
	}
	g.ok("Fetch completed (0.006 + 0.000 + 0.005 secs).")
	for range n {
		g.structureResponse()
	}
	g.ok("Fetch completed (0.005 + 0.000 + 0.004 secs).")
	for range n {
		g.nextMessage()
		g.put("* ", g.seq, " FETCH (UID ", g.uid, " FLAGS (", frequent(g, flagSets), ") BODY[] ")
		size := 1_500 << min(g.intn(6), g.intn(6))
		g.literal(g.message(g.between(size, 2*size)), wire.Server)
		g.put(")\r\n")
	}
	g.ok("Fetch completed (0.021 + 0.000 + 0.020 secs).")
}

// changes appends what answers commands that change and search the mailbox.
func (g *maker) changes() {
	for range g.between(1, 8) {
		g.flagsResponse()
	}
	g.ok("Store completed (0.002 + 0.000 + 0.001 secs).")
	g.put("* SEARCH")
	for range g.intn(40) {
		g.put(" ", g.between(1, 60_000))
	}
	g.put("\r\n")
	g.ok("Search completed (0.003 + 0.000 + 0.002 secs).")
	if g.percent(50) {
		g.nextTag()
		g.put("OK [COPYUID ", g.time().Unix(), " 304,319:320 ", g.uid, ":", g.uid+2, "] Copy completed (0.003 + 0.000 + 0.002 secs).\r\n")
		g.put("* 304 EXPUNGE\r\n* 318 EXPUNGE\r\n* 318 EXPUNGE\r\n")
		g.nextTag()
		g.put("OK [HIGHESTMODSEQ ", g.modseq, "] Expunge completed (0.002 + 0.000 + 0.001 secs).\r\n")
	}
	if g.percent(20) {
		g.nextTag()
		g.put("OK [APPENDUID ", g.time().Unix(), " ", g.uid, "] Append completed (0.009 + 0.000 + 0.008 secs).\r\n")
	}
	if g.percent(10) {
		g.nextTag()
		g.put("NO [NONEXISTENT] Mailbox doesn't exist: ", g.phrase(0), " (0.001 + 0.000 secs).\r\n")
	}
}

// idle appends what a server sends while a client waits.
func (g *maker) idle() {
	g.put("+ idling\r\n")
	n := g.between(300, 9_000)
	for range g.between(2, 12) {
		switch g.intn(5) {
		case 0:
			g.put("* OK Still here\r\n")
		case 1:
			g.put("* ", g.between(1, n), " EXPUNGE\r\n")
			n--
		case 2:
			g.put("* ", g.between(1, n), " FETCH (FLAGS (", frequent(g, flagSets), "))\r\n")
		default:
			n++
			g.put("* ", n, " EXISTS\r\n* 1 RECENT\r\n")
		}
	}
	g.ok("Idle completed (120.004 + 120.000 + 120.003 secs).")
}
