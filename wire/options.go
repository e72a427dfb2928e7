package wire

import "imapkit.example/literal"

// A Side tells which end of the connection this is.
type Side uint8

const (
	// Client reads responses and writes commands.
	Client Side = iota
	// Server reads commands and writes responses.
	Server
)

func (s Side) peer() Side { return Client + Server - s }

// A StringForm says in which form an [Encoder] writes strings where the grammar
// leaves it the choice. Which one makes no difference to what is read, only to
// whom it is read by: some peers mishandle one or the other. Where the grammar
// wants an atom or a quoted string, that is what is written in any case.
type StringForm uint8

const (
	// Shortest is an atom where one may stand, else a quoted string, and a
	// literal for what neither can carry.
	Shortest StringForm = iota
	// PreferQuoted is a quoted string, and a literal for what that cannot
	// carry.
	PreferQuoted
	// AlwaysLiteral is a literal. Who may send which kind of them is not
	// changed by it: a client still waits where it has to.
	AlwaysLiteral
)

// Options configure a [Decoder] or an [Encoder]. The zero value is a client
// with default limits, to a server of which no capability is known yet.
type Options struct {
	Side Side
	// Limits bound what a peer can make a Decoder hold; zero fields stand
	// for the defaults.
	Limits Limits
	// UTF8 says that mailbox names are UTF-8 and that strings may be quoted
	// with UTF-8 in them: after ENABLE of IMAP4rev2 or UTF8=ACCEPT
	// (RFC 9051, Section 5.1; RFC 6855, Section 3). Otherwise mailbox names
	// travel in modified UTF-7.
	UTF8 bool
	// Literals is the form in which an Encoder on the client side may send
	// literals. A server ignores it: it always sends "{n}".
	Literals literal.Policy
	// Recorded says that the Decoder reads a recording of what was sent: the
	// octets of every literal follow its announcement, and those of a
	// synchronizing one are not asked for, not even in a message that turns
	// out to be malformed.
	Recorded bool
	// Lenient are the deviations from the grammar that a Decoder accepts.
	Lenient Lenience
	// Strings is the least form in which an Encoder writes strings.
	Strings StringForm
	// Redact makes an Encoder write secrets and the data of literals as
	// placeholders. The result is for people to read, not for a peer.
	Redact bool
}

// Limits bound one message. Each field is finite by default: zero stands for
// the value of [CommandLimits] where commands are read or written and of
// [ResponseLimits] where responses are. Of an [Encoder], only Depth counts.
type Limits struct {
	// Line is the length of a line in octets with its CRLF, from the start
	// of a message or from behind a literal to the next line end.
	Line int
	// Literal is the size in octets of one literal that is an argument and
	// is held in memory.
	Literal int64
	// Stream is the size in octets of one literal that is streamed: the data
	// of APPEND, or of a FETCH item.
	Stream int64
	// Literals is the number of literals in a message.
	Literals int
	// LiteralBytes is the sum of the sizes of a message's literals that are
	// held in memory.
	LiteralBytes int64
	// Message is the number of octets of a message that are held in memory:
	// its lines and all of its literals that are not streamed. A message of
	// one line is bounded by Line alone.
	Message int64
	// Skip is the number of octets of literals that are read and thrown away
	// per message, because they were refused or not read to their end;
	// beyond it the framing is given up with ErrFraming.
	Skip int64
	// Depth is the nesting of every recursive rule: lists, search keys,
	// bodies.
	Depth int
	// Items is the number of elements of one list, and that of all lists,
	// search keys and bodies of a message together, but for the lists of
	// addresses and parameters of which each envelope and body has a few.
	Items int
	// Ranges is the number of elements of one sequence set.
	Ranges int
}

// CommandLimits are what a server accepts from a client that has logged in.
// RFC 2683, Section 3.2.1.5 asks it to take lines of 8,000 octets, and RFC 7162,
// Section 4 lets clients send some 8,192. InterIMAP appends 128 messages with one
// command.
func CommandLimits() Limits {
	return Limits{
		Line: 64 << 10, Literal: 64 << 10, Stream: 1 << 30, Literals: 1000, LiteralBytes: 1 << 20,
		Message: 2 << 20, Skip: 64 << 20, Depth: 50, Items: 10_000, Ranges: 32 << 10,
	}
}

// PreAuthLimits are what a server accepts from a client that has not logged
// in: enough for every command it may send then.
func PreAuthLimits() Limits {
	return Limits{
		Line: 8 << 10, Literal: 4 << 10, Stream: 4 << 10, Literals: 4, LiteralBytes: 8 << 10,
		Message: 16 << 10, Skip: 64 << 10, Depth: 4, Items: 100, Ranges: 10,
	}
}

// ResponseLimits are what a client accepts from a server.
func ResponseLimits() Limits {
	return Limits{
		Line: 16 << 20, Literal: 16 << 20, Stream: 1 << 40, Literals: 100_000, LiteralBytes: 64 << 20,
		Message: 128 << 20, Skip: 1 << 40, Depth: 100, Items: 1 << 20, Ranges: 1 << 20,
	}
}

// withDefaults fills the zero fields of l for what the side s reads.
func (l Limits) withDefaults(s Side) Limits {
	if s == Server {
		return l.Or(CommandLimits())
	}
	return l.Or(ResponseLimits())
}

// Or returns l with those of d in place of its zero fields.
func (l Limits) Or(d Limits) Limits {
	or(&l.Line, d.Line)
	or(&l.Literal, d.Literal)
	or(&l.Stream, d.Stream)
	or(&l.Literals, d.Literals)
	or(&l.LiteralBytes, d.LiteralBytes)
	or(&l.Message, d.Message)
	or(&l.Skip, d.Skip)
	or(&l.Depth, d.Depth)
	or(&l.Items, d.Items)
	or(&l.Ranges, d.Ranges)
	return l
}

func or[T int | int64](v *T, d T) {
	if *v == 0 {
		*v = d
	}
}
