package fuzz

import (
	"fmt"
	"strings"
)

// Mailbox names as they stand on the wire: as servers list them and as clients
// send them back.
var mailboxNames = []string{
	`INBOX`, `Archive`, `"Sent Messages"`, `Drafts`, `"[Gmail]/All Mail"`, `"[Gmail]/Entw&APw-rfe"`, `Trash`, `Junk`,
	`INBOX.Lists.imap-protocol`, `"Archive/2019"`, `"Archive/2020/Q3"`, `"Projects/Website relaunch"`, `Notes`,
	`"&ZeVnLIqe-/&U,BTFw-"`, `"R&AOk-unions"`, `INBOX.Kunden.M&APw-ller`, `"Bills &- invoices"`, `"Public Folders/Events"`,
	`"user.anna/Shared"`, `"&BB8EQAQ+BDUEOgRCBEs-/2023"`, `"Travel (private)"`, `"Sub \"quoted\" folder"`, `"INBOX/Receipts/2021"`,
}

var mailboxAttributes = []string{
	`\HasNoChildren`, `\HasNoChildren`, `\HasChildren`, `\HasNoChildren \UnMarked`, `\Noselect \HasChildren`,
	`\HasNoChildren \Sent`, `\HasNoChildren \Drafts`, `\Marked \HasNoChildren`, `\HasNoChildren \Trash`,
	`\HasNoChildren \Subscribed`, `\All \HasNoChildren`, `\HasNoChildren \Junk`, ``,
}

// mailboxName returns a name as it stands on the wire. It ends in a number
// more often than not: accounts have more names than a list can hold.
func (g *maker) mailboxName() string {
	name := pick(g, mailboxNames)
	if name == "INBOX" || g.percent(35) {
		return name
	}
	if name[0] != '"' {
		return fmt.Sprintf("%s-%d", name, g.intn(4000))
	}
	return fmt.Sprintf(`%s/%d"`, name[:len(name)-1], g.intn(4000))
}

// listResponse is what answers LIST "" "*" RETURN (STATUS (…)).
func (g *maker) listResponse() {
	name := g.mailboxName()
	delimiter := `"/"`
	if name[0] != '"' {
		delimiter = `"."`
	}
	attributes := frequent(g, mailboxAttributes)
	g.put("* LIST (", attributes, ") ", delimiter, " ", name, "\r\n")
	if !strings.HasPrefix(attributes, `\Noselect`) {
		g.statusResponse(name)
	}
}

func (g *maker) statusResponse(name string) {
	messages := min(g.intn(90_000), g.intn(90_000), g.intn(90_000))
	g.put("* STATUS ", name, " (MESSAGES ", messages)
	if g.percent(20) {
		g.put(" RECENT 0")
	}
	g.put(" UIDNEXT ", messages+1+g.intn(40_000), " UIDVALIDITY ", g.time().Unix(), " UNSEEN ", min(messages, g.intn(300)))
	if g.percent(60) {
		g.put(" HIGHESTMODSEQ ", 1+g.intn(9_000_000))
	}
	if g.percent(15) {
		g.put(" SIZE ", int64(messages)*71_234)
	}
	g.put(")\r\n")
}

// searchResponse is what answers UID SEARCH in a large mailbox: one number in
// three or so is found, or, where the server knows ESEARCH, the same as a set.
func (g *maker) searchResponse() {
	const found = 100_000
	uid := 1 + g.intn(1000)
	g.tag++
	if g.step%2 == 0 {
		g.put("* SEARCH")
		for range found {
			g.put(" ", uid)
			uid += 1 + min(g.intn(4), g.intn(8))
		}
		g.put("\r\n")
		return
	}
	first, set, n := uid, []byte{}, 0
	for n < found {
		length := min(1+min(g.intn(3), g.intn(24)), found-n)
		if n > 0 {
			set = append(set, ',')
		}
		if set = fmt.Append(set, uid); length > 1 {
			set = fmt.Append(append(set, ':'), uid+length-1)
		}
		n += length
		uid += length + 1 + g.intn(5)
	}
	last := set
	for i := len(set) - 1; set[i] != ',' && set[i] != ':'; i-- {
		last = set[i:]
	}
	g.put(`* ESEARCH (TAG "T`, g.tag, `") UID MIN `, first, " MAX ", last, " COUNT ", n, " ALL ", set, "\r\n")
}
