package wire

import (
	"strings"

	"imapkit.example/wire/internal/abnf"
)

// A Flag is a system flag ("\Seen"), a keyword ("$Forwarded") or, in
// PERMANENTFLAGS, "\*". Flags are case-insensitive: compare them with
// [Flag.Equal].
//
//	flag = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" /
//	       flag-keyword / flag-extension
type Flag string

// The flags of RFC 9051, Section 2.3.2, the obsolete \Recent, and the "\*" of
// PERMANENTFLAGS.
const (
	Seen     Flag = `\Seen`
	Answered Flag = `\Answered`
	Flagged  Flag = `\Flagged`
	Deleted  Flag = `\Deleted`
	Draft    Flag = `\Draft`
	Recent   Flag = `\Recent`
	AnyFlag  Flag = `\*`
)

// ParseFlag returns s as a flag that may be set on a message: see [Flag.Valid].
// The error is a *[SyntaxError] with the offset in s.
func ParseFlag(s string) (Flag, error) {
	from := 0
	if strings.HasPrefix(s, `\`) {
		from = 1
	}
	if err := parseWord(s, from, abnf.Atom, "flag"); err != nil {
		return "", err
	}
	return Flag(s), nil
}

// ParseKeyword returns s as a keyword, a flag without a "\". The error is a
// *[SyntaxError] with the offset in s.
//
//	flag-keyword = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" /
//	               "$Phishing" / atom
func ParseKeyword(s string) (Flag, error) {
	if err := parseWord(s, 0, abnf.Atom, "flag-keyword"); err != nil {
		return "", err
	}
	return Flag(s), nil
}

// Equal reports whether f and g are the same flag, in any case.
func (f Flag) Equal(g Flag) bool {
	if len(f) != len(g) {
		return false
	}
	for i := 0; i < len(f); i++ {
		if abnf.Upper(f[i]) != abnf.Upper(g[i]) {
			return false
		}
	}
	return true
}

// Valid reports whether f may be set on a message: an atom, or "\" and an atom
// (RFC 9051, Section 2.3.2).
func (f Flag) Valid() bool {
	if len(f) > 0 && f[0] == '\\' {
		f = f[1:]
	}
	return abnf.Is(string(f), abnf.Atom)
}

// IsKeyword reports whether f is a valid keyword, without a "\".
func (f Flag) IsKeyword() bool { return abnf.Is(string(f), abnf.Atom) }

// Flag reads a flag. Common flags, and those seen recently, cost no
// allocation.
//
//	flag           = "\Answered" / … / flag-keyword / flag-extension
//	flag-extension = "\" atom
func (d *Decoder) Flag() Flag { return d.flag("flag", false) }

// FlagPerm reads a flag or the "\*" of PERMANENTFLAGS.
//
//	flag-perm = flag / "\*"
func (d *Decoder) FlagPerm() Flag { return d.flag("flag-perm", true) }

// FlagKeyword reads a keyword. Those seen recently cost no allocation.
//
//	flag-keyword = "$MDNSent" / "$Forwarded" / "$Junk" / "$NotJunk" /
//	               "$Phishing" / atom
func (d *Decoder) FlagKeyword() Flag {
	return Flag(d.words.intern(d.AtomView()))
}

func (d *Decoder) flag(rule string, star bool) Flag {
	if f, n := usualFlagAt(d.b, d.p); n > 0 {
		d.p += n
		return f
	}
	return d.flagSlow(rule, star)
}

// flagSlow reads a flag that is no usual one.
func (d *Decoder) flagSlow(rule string, star bool) Flag {
	b, p := d.b, d.p
	i := p
	if b[i] == '\\' {
		i++
		if b[i] == '*' && (star || d.tolerate(LenientAnyFlag, i)) {
			d.p = i + 1
			return AnyFlag
		}
	}
	n := i
	for abnf.Classes[b[i]]&abnf.Atom != 0 {
		i++
	}
	if b[i] == ']' && d.tolerate(LenientFlag, i) {
		i += abnf.Run(b[i:], abnf.AString)
	}
	if i == n {
		d.p = i
		d.fail(rule)
		return ""
	}
	d.p = i
	return Flag(d.words.intern(b[p:i]))
}

// Flags appends the flags of a parenthesized list to dst.
//
//	flag-list = "(" [flag *(SP flag)] ")"
func (d *Decoder) Flags(dst []Flag) []Flag { return readFlags(d, dst, "flag-list", false) }

// MbxListFlags appends the attributes of a mailbox, a parenthesized list, to dst.
//
//	"(" [mbx-list-flags] ")"
//	mbx-list-flags  = *(mbx-list-oflag SP) mbx-list-sflag *(SP mbx-list-oflag) /
//	                  mbx-list-oflag *(SP mbx-list-oflag)
//	mbx-list-oflag  = "\Noinferiors" / child-mbox-flag / "\Subscribed" /
//	                  "\Remote" / flag-extension
//	mbx-list-sflag  = "\NonExistent" / "\Noselect" / "\Marked" / "\Unmarked"
func (d *Decoder) MbxListFlags(dst []string) []string {
	return readFlags(d, dst, "mbx-list-flags", true)
}

// readFlags reads the flags of a list, all of them with a "\" if that is so.
func readFlags[T ~string](d *Decoder, dst []T, rule string, backslash bool) []T {
	if d.Special('('); d.err != nil || d.TrySpecial(')') || !d.Enter(rule) {
		return dst
	}
	b, p := d.b, d.p // the position stays in a register while flags are usual ones
	for i := 0; ; i++ {
		if i == d.opts.Limits.Items {
			d.p = p
			d.failErr(rule, &LimitError{"Items", int64(i)})
			break
		}
		f, n := usualFlagAt(b, p)
		if backslash && b[p] != '\\' {
			d.p = p
			d.fail(rule)
			break
		}
		if p += n; n == 0 {
			d.p = p
			f = d.flagSlow("flag", false)
			b, p = d.b, d.p
		}
		dst = append(dst, T(f))
		if b[p] == ' ' && b[p+1] > ')' {
			p++
			continue
		}
		if d.p = p; !d.another() {
			break
		}
		b, p = d.b, d.p
	}
	d.Leave()
	return dst
}

// A wordCache turns the bytes of words that come again and again, such as the
// keywords of a mailbox, into strings without an allocation. Words are the
// peer's choice, so it is small and bounded, and two-way: a direct-mapped one
// thrashes on real sets of keywords. Whoever makes words collide on purpose
// gets each of them allocated, as it would be without the cache.
type wordCache [32][2]string

func (c *wordCache) intern(b []byte) string {
	n := len(b)
	if n == 0 || n > 64 {
		return string(b)
	}
	// A product mixes them: sums have words that differ in one digit meet.
	h := (uint32(n) | uint32(b[0])<<8 | uint32(b[n/2])<<16 | uint32(b[n-1])<<24) * 0x9E3779B1
	w := &c[h>>27%uint32(len(c))]
	if string(b) == w[0] {
		return w[0]
	}
	if string(b) == w[1] {
		w[0], w[1] = w[1], w[0]
		return w[0]
	}
	w[1] = w[0]
	w[0] = string(b)
	return w[0]
}
