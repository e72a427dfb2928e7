package message

import "strings"

// readMIME fills in p from the MIME fields of its header, given in full by
// header. The first field of a name counts. In a multipart/digest the default
// type is message/rfc822 (RFC 2046, Section 5.1.5). It returns the work done.
func (p *Part) readMIME(header []byte, inDigest bool) (work int) {
	header = header[:min(len(header), p.limits.HeaderBytes)]
	p.Type, p.Subtype, p.Encoding = "text", "plain", "7bit"
	var typed, encoded, disposed bool
	for f := range fields(header) {
		work += 2 * len(f.raw)
		x := lexer{}
		switch {
		case f.is("Content-Type") && !typed:
			typed = true
			x.s = unfold(f.value)
			if t, s, params, ok := x.contentType(p.limits.Params); ok {
				p.Type, p.Subtype, p.Params = t, s, params
			} else {
				p.Params = usASCII()
			}
		case f.is("Content-Transfer-Encoding") && !encoded:
			encoded = true
			x.s = unfold(f.value)
			x.skip()
			if token := x.token(); token != "" {
				p.Encoding = token
			}
		case f.is("Content-Disposition") && !disposed:
			disposed = true
			x.s = unfold(f.value)
			x.skip()
			if token := x.token(); token != "" {
				p.Disposition = &Disposition{token, x.params(p.limits.Params)}
			}
		case f.is("Content-Language") && p.Language == nil:
			x.s = unfold(f.value)
			p.Language = x.languages(p.limits.Params)
		case f.is("Content-ID"):
			setOnce(&p.ID, f.value)
		case f.is("Content-Description"):
			setOnce(&p.Description, f.value)
		case f.is("Content-MD5"):
			setOnce(&p.MD5, f.value)
		case f.is("Content-Location"):
			setOnce(&p.Location, f.value)
		}
		work += x.work
	}
	if !typed && inDigest {
		p.Type, p.Subtype = "message", "rfc822"
	} else if !typed {
		p.Params = usASCII()
	}
	return work
}

// usASCII returns the parameters of the default type, RFC 2045, Section 5.2.
func usASCII() []Param { return []Param{{"charset", "us-ascii"}} }

// languages reads the tags of Content-Language, limit at most.
//
//	Language-List = Language-Tag [CFWS] *("," [CFWS] Language-Tag [CFWS])   ; RFC 3282
func (x *lexer) languages(limit int) []string {
	var tags []string
	for x.more() && len(tags) < limit {
		x.skip()
		if tag := x.token(); tag != "" {
			tags = append(tags, tag)
		}
		x.until(",")
		x.i = min(x.i+1, len(x.s))
	}
	return tags
}

// isPlain reports whether the encoding leaves the octets as they are.
func isPlain(encoding string) bool {
	return strings.EqualFold(encoding, "7bit") || strings.EqualFold(encoding, "8bit") || strings.EqualFold(encoding, "binary")
}

// container tells what p is by its type alone: a multipart with the boundary
// returned, or an embedded message, or neither. It corrects the type of what
// cannot be one of these, see the package comment.
func (p *Part) container(room bool) (boundary string, multipart, message bool) {
	switch {
	case strings.EqualFold(p.Type, "multipart"):
		boundary = strings.TrimRight(param(p.Params, "boundary"), " \t")
		if boundary == "" {
			p.Type, p.Subtype, p.Params = "text", "plain", usASCII()
			return "", false, false
		}
		multipart = true
	case strings.EqualFold(p.Type, "message") &&
		(strings.EqualFold(p.Subtype, "rfc822") || strings.EqualFold(p.Subtype, "global")):
		message = true
		room = room && isPlain(p.Encoding)
	default:
		return "", false, false
	}
	if !room {
		p.Type, p.Subtype = "application", "octet-stream"
		return "", false, false
	}
	return boundary, multipart, message
}
