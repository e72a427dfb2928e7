package fuzz

import (
	"fmt"
	"strconv"
	"strings"
)

// A Transcript is a conversation between a client and a server, in order.
type Transcript []Step

// A Step is what one side sends at once.
type Step struct {
	From byte   // 'C' for the client, 'S' for the server
	Data string // the octets, with their CRLF
	Line int    // the line of the script, from 1
}

// ParseTranscript reads a script in the form in which RFCs print examples:
//
//	# a comment, as are empty lines
//	C: A1 LOGIN {3}
//	S: + go on
//	C: joe secret
//	C= "\x00 exact octets"
//
// "C: " and "S: " are followed by a line to which CRLF is added. "C= " and
// "S= " are followed by a Go string literal and nothing is added: so a literal
// can hold other line ends, control characters or the first part of a line.
func ParseTranscript(script string) (Transcript, error) {
	var t Transcript
	n := 0
	for line := range strings.Lines(script) {
		n++
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if len(line) < 2 || line[0] != 'C' && line[0] != 'S' {
			return nil, fmt.Errorf("fuzz: line %d: want C or S, then : or =", n)
		}
		data := strings.TrimPrefix(line[2:], " ")
		switch line[1] {
		case ':':
			data += "\r\n"
		case '=':
			var err error
			if data, err = strconv.Unquote(data); err != nil {
				return nil, fmt.Errorf("fuzz: line %d: not a Go string literal", n)
			}
		default:
			return nil, fmt.Errorf("fuzz: line %d: want C or S, then : or =", n)
		}
		t = append(t, Step{line[0], data, n})
	}
	return t, nil
}

// Client returns all that the client sends.
func (t Transcript) Client() []byte { return t.from('C') }

// Server returns all that the server sends.
func (t Transcript) Server() []byte { return t.from('S') }

func (t Transcript) from(side byte) (b []byte) {
	for _, s := range t {
		if s.From == side {
			b = append(b, s.Data...)
		}
	}
	return b
}
