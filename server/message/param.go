package message

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// contentType reads the value of Content-Type. It reports false if there is no
// type and subtype.
//
//	content := "Content-Type" ":" type "/" subtype *(";" parameter)
func (x *lexer) contentType(limit int) (typ, subtype string, params []Param, ok bool) {
	x.skip()
	typ = x.token()
	x.skip()
	if typ == "" || !x.more() || x.peek() != '/' {
		return "", "", nil, false
	}
	x.i++
	x.skip()
	if subtype = x.token(); subtype == "" {
		return "", "", nil, false
	}
	return typ, subtype, x.params(limit), true
}

// params reads the parameters that follow, limit at most. What is not a
// parameter is passed over. A value with octets that should have been quoted
// goes on to the next ";", or to a comment after white space.
//
//	parameter := attribute "=" value
//	value     := token / quoted-string
func (x *lexer) params(limit int) []Param {
	var params []Param
	for x.until(";"); x.more() && len(params) < limit; x.until(";") {
		x.i++
		x.skip()
		name := strings.TrimRight(x.until("=;"), " \t")
		if !x.more() || x.peek() != '=' {
			continue
		}
		x.i++
		x.skip()
		var value string
		if x.more() && x.peek() == '"' {
			value = x.quoted()
		} else {
			value = x.unquoted()
		}
		if name != "" {
			params = append(params, Param{name, value})
		}
	}
	return joinContinued(params)
}

func (x *lexer) unquoted() string {
	start, end := x.i, x.i
	for end < len(x.s) && x.s[end] != ';' {
		if x.s[end] == '(' && end > start && (x.s[end-1] == ' ' || x.s[end-1] == '\t') {
			break
		}
		end++
	}
	x.i = end
	x.work += end - start + 1
	if x.more() && x.peek() == '(' {
		x.skip()
	}
	return strings.TrimRight(x.s[start:end], " \t")
}

// A piece is one parameter of a continued value.
//
//	section := initial-section / other-sections   ; RFC 2231, Section 7
type piece struct {
	base     string // in lower case
	number   int
	extended bool
	at       int // its index among the parameters
}

// parsePiece splits a name such as "name*0" or "name*0*".
func parsePiece(name string, at int) (piece, bool) {
	base, rest, ok := strings.Cut(name, "*")
	if !ok || base == "" {
		return piece{}, false
	}
	digits, extended := strings.CutSuffix(rest, "*")
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil || len(digits) > 1 && digits[0] == '0' {
		return piece{}, false
	}
	return piece{strings.ToLower(base), int(n), extended, at}, true
}

// joinContinued joins the pieces of continued values, at the place of piece 0.
func joinContinued(params []Param) []Param {
	var pieces []piece
	for i, p := range params {
		if piece, ok := parsePiece(p.Name, i); ok {
			pieces = append(pieces, piece)
		}
	}
	if pieces == nil {
		return params
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.number, b.number))
	})
	gone := make([]bool, len(params))
	for len(pieces) > 0 {
		if pieces[0].number != 0 {
			pieces = pieces[1:]
			continue
		}
		n := 1
		for n < len(pieces) && pieces[n].base == pieces[0].base && pieces[n].number == n {
			gone[pieces[n].at] = true
			n++
		}
		params[pieces[0].at] = join(params, pieces[:n])
		pieces = pieces[n:]
	}
	joined := params[:0]
	for i, p := range params {
		if !gone[i] {
			joined = append(joined, p)
		}
	}
	return joined
}

// join makes one parameter of the pieces of a value, see [Param].
func join(params []Param, pieces []piece) Param {
	name, _, _ := strings.Cut(params[pieces[0].at].Name, "*")
	extended := slices.ContainsFunc(pieces, func(p piece) bool { return p.extended })
	var b strings.Builder
	if extended {
		name += "*"
		if !pieces[0].extended {
			b.WriteString("''")
		}
	}
	for _, p := range pieces {
		value := params[p.at].Value
		for i := range len(value) {
			if c := value[i]; !extended || p.extended || isAttributeChar(c) {
				b.WriteByte(c)
			} else {
				b.WriteByte('%')
				b.WriteByte("0123456789ABCDEF"[c>>4])
				b.WriteByte("0123456789ABCDEF"[c&15])
			}
		}
	}
	return Param{name, b.String()}
}

// isAttributeChar reports whether c stands for itself in an extended value.
//
//	attribute-char := <any (US-ASCII) CHAR except SPACE, CTLs, "*", "'", "%", or tspecials>
func isAttributeChar(c byte) bool {
	return isTokenChar(c) && c != '*' && c != '\'' && c != '%'
}
