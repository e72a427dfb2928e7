package fuzz

import (
	"fmt"
	"mime"
	"strconv"
	"strings"
)

// The words that workloads are made of.
var (
	givenNames = []string{
		"Anna", "Ben", "Chloe", "David", "Elena", "Felix", "Grace", "Hugo", "Ingrid", "Jan", "Karim", "Lucia",
		"Mehmet", "Nadia", "Olga", "Paul", "Quentin", "Rosa", "Søren", "Tomás", "Ülkü", "Vera", "Wei", "Zoë",
	}
	familyNames = []string{
		"Andersson", "Bauer", "Chen", "Dubois", "Evans", "Fischer", "García", "Hansen", "Ivanov", "Jones",
		"Kowalski", "Lindqvist", "Müller", "Nakamura", "O'Brien", "Petrović", "Quinn", "Rossi", "Smith", "Tanaka",
	}
	scripts = []string{"山田 太郎", "Иван Петров", "محمد علي", "Γιώργος Παπαδόπουλος", "김민준", "王小明"}
	teams   = []string{
		"Support", "Billing Department", "Newsletter", "no-reply", "Build Server", "The Example Shop (Orders)",
		"Bibliothèque municipale", "List Administrator", "Events & Tickets", "Notifications via Example",
	}
	hosts = []string{
		"example.com", "mail.example.com", "example.org", "lists.example.org", "example.net", "shop.example",
		"corp.example", "uni.example.edu", "mx7.eu-west.mail.example.net", "notifications.example.com",
	}
	words = strings.Fields(`report meeting invoice order update schedule review notes draft budget travel
		release weekly build failed shipped ticket password reset welcome minutes agenda contract question
		photos holiday server maintenance window planned results draft project offer proposal reminder the
		for and with your our new about from next last month team customer support account security alert`)
	unusual = []string{
		"Grüße aus München", "Réunion déplacée à jeudi", "請求書を送付します", "Отчёт за третий квартал",
		"¡Últimas plazas!", "Zażółć gęślą jaźń", "会议纪要", "Ihre Bestellung wurde verschickt – Rechnung anbei",
	}
	fileNames = []string{
		"invoice.pdf", "IMG_4711.JPG", "report-2023-Q3.xlsx", "minutes.docx", "screenshot.png", "patch.diff",
		"contract (signed).pdf", "logo.png", "data.csv", "archive.zip", "Q3 forecast \"final\".pptx", "invite.ics",
	}
)

// phrase returns n words or so.
func (g *maker) phrase(n int) string {
	s := pick(g, words)
	for range g.intn(n + 1) {
		s += " " + pick(g, words)
	}
	return s
}

// encodeWord returns s as it stands in a header.
func (g *maker) encodeWord(s string) string {
	if g.percent(50) {
		return mime.QEncoding.Encode("UTF-8", s)
	}
	return mime.BEncoding.Encode("utf-8", s)
}

// subject returns a subject as it stands in a header.
func (g *maker) subject() string {
	var s string
	switch {
	case g.percent(18):
		s = g.encodeWord(pick(g, unusual))
	case g.percent(8):
		s = fmt.Sprintf("[%s #%d] %s", pick(g, []string{"JIRA", "bug", "Ticket"}), g.intn(99999), g.phrase(6))
	case g.percent(6):
		s = `"` + g.phrase(2) + `": ` + g.phrase(4)
	default:
		s = g.phrase(8)
		s = strings.ToUpper(s[:1]) + s[1:]
	}
	if g.percent(30) {
		s = "Re: " + s
	}
	return s
}

// A person is a name as it stands in a header, or none, and an address.
type person struct{ name, mailbox, host string }

func (g *maker) person() person {
	given, family := frequent(g, givenNames), frequent(g, familyNames)
	ascii := func(s string) string {
		return strings.ToLower(strings.Map(func(c rune) rune {
			if c > 0x7e || c == '\'' {
				return 'e'
			}
			return c
		}, s))
	}
	p := person{given + " " + family, ascii(given) + "." + ascii(family), frequent(g, hosts)}
	switch {
	case g.percent(12):
		p.name = ""
	case g.percent(15):
		p.name = pick(g, teams)
		p.mailbox = pick(g, []string{"support", "noreply", "news-2023", "list-owner", "bounce+s=4711"})
	case g.percent(10):
		p.name = family + ", " + given
	case g.percent(6):
		p.name = `"` + family + ", " + given + `" via Example`
	case g.percent(8):
		p.name = pick(g, scripts)
	}
	if strings.ContainsFunc(p.name, func(c rune) bool { return c > 0x7e }) {
		p.name = g.encodeWord(p.name)
	}
	return p
}

// String returns p as it stands in a header.
func (p person) String() string {
	address := p.mailbox + "@" + p.host
	switch {
	case p.name == "":
		return address
	case strings.ContainsAny(p.name, `,"(.@`):
		return strconv.Quote(p.name) + " <" + address + ">"
	}
	return p.name + " <" + address + ">"
}

// messageID returns a message-id with its angle brackets.
func (g *maker) messageID() string {
	host := frequent(g, hosts)
	switch g.intn(4) {
	case 0:
		return fmt.Sprintf("<%08x-%04x-%04x-%04x-%012x@%s>", uint32(g.next64()), uint16(g.next64()),
			uint16(g.next64()), uint16(g.next64()), g.next64()>>16, host)
	case 1:
		return fmt.Sprintf("<CA%x%x+x=%x@mail.%s>", g.next64(), g.next64(), g.next64()>>40, host)
	case 2:
		return fmt.Sprintf("<%s.%d@%s>", g.time().Format("20060102150405"), g.intn(99999), host)
	}
	return fmt.Sprintf("<%d.%d.%d.JavaMail.app@node%d.%s>", g.intn(1<<30), g.intn(9999), g.intn(1<<30), g.intn(40), host)
}

// lines returns lines of words, n octets or a little more.
func (g *maker) lines(n int) []byte {
	var b []byte
	for at := 0; len(b) < n; {
		w := pick(g, words)
		if at += len(w) + 1; at > 76 {
			b, at = append(b, "\r\n"...), len(w)
		} else if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(b, w...)
	}
	return append(b, "\r\n"...)
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// base64 returns lines of base64, n octets or a little more.
func (g *maker) base64(n int) []byte {
	b := make([]byte, 0, n+80)
	for len(b) < n {
		for range 4 {
			for r, i := g.next64(), 0; i < 19; i++ {
				b = append(b, base64Alphabet[r%64])
				r /= 8
			}
		}
		b = append(b, "\r\n"...)
	}
	return b
}

// header returns the header of a message, with the empty line behind it.
func (g *maker) header() []byte {
	var b []byte
	from, to := g.person(), g.person()
	for range g.between(2, 5) {
		host := frequent(g, hosts)
		b = fmt.Appendf(b, "Received: from %s (%s [192.0.2.%d])\r\n\tby mx%d.%s (Postfix) with ESMTPS id %X\r\n\tfor <%s@%s>; %s\r\n",
			host, host, g.intn(256), g.intn(9), to.host, g.next64()>>24, to.mailbox, to.host, g.time().Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	}
	b = fmt.Appendf(b, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=20221208;\r\n\th=to:subject:message-id:date:from;\r\n\tbh=%s=;\r\n\tb=",
		from.host, g.base64(60)[:43])
	b = append(b, g.base64(60)[:64]...)
	b = append(b, "==\r\n"...)
	b = append(b, g.fields(from, to)...)
	return append(b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"...)
}

// fields returns the fields of a header that people look at.
func (g *maker) fields(from, to person) []byte {
	return fmt.Appendf(nil, "Date: %s\r\nFrom: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: %s\r\n",
		g.time().Format("Mon, 2 Jan 2006 15:04:05 -0700"), from, to, g.subject(), g.messageID())
}

// message returns a message of n octets or a little more.
func (g *maker) message(n int) []byte {
	b := g.header()
	if n > 64<<10 {
		return append(b, g.base64(n-len(b))...)
	}
	return append(b, g.lines(n-len(b))...)
}
