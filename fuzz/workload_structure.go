package fuzz

import (
	"fmt"
	"strings"
)

// structureResponse is what answers UID FETCH … (UID BODYSTRUCTURE).
func (g *maker) structureResponse() {
	g.nextMessage()
	g.put("* ", g.seq, " FETCH (UID ", g.uid, " BODYSTRUCTURE ")
	g.structure(0)
	g.put(")\r\n")
}

// structure appends the body of a message, which is depth messages deep.
func (g *maker) structure(depth int) {
	switch n := g.intn(100); {
	case n < 22:
		g.textPart("plain")
	case n < 27:
		g.textPart("html")
	case n < 58:
		g.alternative()
	case n < 76:
		g.multipart("mixed", g.alternative, g.attachments)
	case n < 84:
		g.multipart("mixed", func() { g.textPart("plain") }, g.attachments)
	case n < 91:
		g.multipart("mixed", func() { g.multipart("related", g.alternative, g.inlineImage, g.inlineImage) }, g.attachments)
	case n < 95:
		g.multipart("signed", func() { g.textPart("plain") }, func() {
			g.put(`("application" "pgp-signature" ("name" "signature.asc") NIL "OpenPGP digital signature" "7bit" `,
				g.between(200, 900), ` NIL ("attachment" ("filename" "signature.asc")) NIL NIL)`)
		})
	case n < 98 && depth < 2:
		g.multipart("mixed", func() { g.textPart("plain") }, func() { g.embedded(depth) })
	default:
		g.multipart("report", func() { g.textPart("plain") }, func() {
			g.put(`("message" "delivery-status" NIL NIL "Delivery report" "7bit" `, g.between(200, 600), ` NIL NIL NIL NIL)`)
		}, func() {
			g.put(`("text" "rfc822-headers" NIL NIL "Undelivered Message Headers" "7bit" `,
				g.between(900, 4000), " ", g.between(20, 90), ` NIL NIL NIL NIL)`)
		})
	}
}

// multipart appends a multipart made of parts, with its extension data.
func (g *maker) multipart(subtype string, parts ...func()) {
	g.put("(")
	for _, part := range parts {
		part()
	}
	g.put(` "`, subtype, `" ("boundary" `)
	switch g.intn(3) {
	case 0:
		g.put(fmt.Sprintf(`"----=_Part_%d_%d.%d"`, g.intn(99999), g.intn(1<<30), g.time().UnixMilli()))
	case 1:
		g.put(fmt.Sprintf(`"000000000000%x"`, g.next64()))
	default:
		g.put(`"`, string(base64Alphabet[g.intn(52)]), g.base64(20)[:16], `"`)
	}
	switch subtype {
	case "signed":
		g.put(` "micalg" "pgp-sha256" "protocol" "application/pgp-signature"`)
	case "related":
		g.put(` "type" "multipart/alternative"`)
	case "report":
		g.put(` "report-type" "delivery-status"`)
	}
	language := "NIL"
	if g.percent(6) {
		language = pick(g, []string{`"de"`, `("en")`, `("en" "fr")`})
	}
	g.put(") NIL ", language, " NIL)")
}

func (g *maker) alternative() {
	g.multipart("alternative", func() { g.textPart("plain") }, func() { g.textPart("html") })
}

func (g *maker) textPart(subtype string) {
	octets := g.between(200, 40_000)
	charset := pick(g, []string{"utf-8", "utf-8", "UTF-8", "us-ascii", "iso-8859-1", "windows-1252"})
	encoding := pick(g, []string{"quoted-printable", "quoted-printable", "7bit", "8bit", "base64"})
	g.put(`("text" "`, subtype, `" ("charset" "`, charset, `"`)
	if subtype == "plain" && g.percent(25) {
		g.put(` "format" "flowed"`)
		if g.percent(30) {
			g.put(` "delsp" "yes"`)
		}
	}
	disposition := "NIL"
	if g.percent(8) {
		disposition = `("inline" NIL)`
	}
	g.put(`) NIL NIL "`, encoding, `" `, octets, " ", octets/60+1, " NIL ", disposition, " NIL NIL)")
}

// attachments appends one attachment or more.
func (g *maker) attachments() {
	for range 1 + min(g.intn(3), g.intn(4)) {
		name := pick(g, fileNames)
		typ := "application/octet-stream"
		switch name[strings.LastIndexByte(name, '.')+1:] {
		case "pdf":
			typ = "application/pdf"
		case "JPG":
			typ = "image/jpeg"
		case "png":
			typ = "image/png"
		case "zip":
			typ = "application/zip"
		case "xlsx":
			typ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case "docx":
			typ = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		}
		media, subtype, _ := strings.Cut(typ, "/")
		g.put(`("`, media, `" "`, subtype, `" ("name" `)
		g.quoted(name)
		g.put(") ")
		if g.percent(40) {
			g.put(fmt.Sprintf(`"<f_%x>" NIL`, g.next64()>>20))
		} else {
			g.put("NIL NIL")
		}
		g.put(` "base64" `, g.between(4_000, 3_000_000), " NIL ")
		if g.percent(15) {
			g.put(`("attachment" ("filename*0*" "UTF-8''`, strings.ReplaceAll(name, " ", "%20")[:4], `" "filename*1*" "%C3%BC.pdf"))`)
		} else {
			g.put(`("attachment" ("filename" `)
			g.quoted(name)
			if g.percent(30) {
				g.put(` "size" "`, g.between(4_000, 3_000_000), `"`)
			}
			g.put("))")
		}
		g.put(" NIL NIL)")
	}
}

func (g *maker) inlineImage() {
	n := g.intn(1 << 20)
	g.put(fmt.Sprintf(`("image" "png" ("name" "image%03d.png") "<image%03d.png@01D9%X>" NIL "base64" %d NIL `, n%9, n%9, g.next64()>>32, n))
	g.put(fmt.Sprintf(`("inline" ("filename" "image%03d.png")) NIL NIL)`, n%9))
}

// embedded appends a message within a message.
func (g *maker) embedded(depth int) {
	octets := g.between(2_000, 90_000)
	g.put(`("message" "rfc822" ("name" "forwarded message.eml") NIL NIL "7bit" `, octets, " ")
	g.envelope()
	g.put(" ")
	g.structure(depth + 1)
	g.put(" ", octets/70, ` NIL ("attachment" ("filename" "forwarded message.eml")) NIL NIL)`)
}
