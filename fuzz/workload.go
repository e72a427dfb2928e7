package fuzz

import (
	"fmt"
	"strconv"
	"time"

	"imapkit.example/wire"
)

// A Workload is traffic of one kind as one side of a connection sends it: what
// a codec is measured with. It is made up and not recorded, in the shapes that
// servers and clients in use send, and nothing of it is stored: the octets
// come from a generator and are the same on every machine and in every run.
// All of it follows the grammar of RFC 9051 and of the extensions that package
// wire knows, with limits at their defaults.
type Workload struct {
	Name string
	// From is the side that sends it: of wire.Server it is responses, of
	// wire.Client commands, whose literals are not synchronizing.
	From wire.Side

	next func(*maker)
}

// Workloads returns all workloads: those of responses, then those of commands.
//
//	flags            FETCH of UID, FLAGS and MODSEQ, as a client that synchronises asks for
//	envelope         FETCH of ENVELOPE, INTERNALDATE and RFC822.SIZE
//	bodystructure    FETCH of BODYSTRUCTURE: nested multiparts, embedded messages
//	bodies-small     FETCH of some header fields, about 300 octets each
//	bodies-large     FETCH of messages of 64 KiB to 1 MiB
//	list             LIST, each with a STATUS; quoted names and modified UTF-7
//	search           SEARCH and ESEARCH with 100,000 numbers each
//	mixed            a session that synchronises: all of the above, SELECT, IDLE
//	commands         short commands, pipelined
//	append           APPEND of messages of 2 to 20 KB
//	sets             commands with sequence sets of 1 to 8 KB
//	search-commands  SEARCH with quoted and literal arguments
func Workloads() []Workload {
	return []Workload{
		{"flags", wire.Server, (*maker).flagsResponse},
		{"envelope", wire.Server, (*maker).envelopeResponse},
		{"bodystructure", wire.Server, (*maker).structureResponse},
		{"bodies-small", wire.Server, (*maker).headerResponse},
		{"bodies-large", wire.Server, (*maker).largeResponse},
		{"list", wire.Server, (*maker).listResponse},
		{"search", wire.Server, (*maker).searchResponse},
		{"mixed", wire.Server, (*maker).session},
		{"commands", wire.Client, (*maker).shortCommand},
		{"append", wire.Client, (*maker).appendCommand},
		{"sets", wire.Client, (*maker).setCommand},
		{"search-commands", wire.Client, (*maker).searchCommand},
	}
}

// Generate returns whole messages of w, in all at least size octets: one message
// if size is 1, which has 650 KB in "search" and 300 KB in "bodies-large". Equal
// sizes give equal octets, and a larger size the same ones and more.
func (w Workload) Generate(size int) []byte {
	g := maker{random: 0x6a09e667f3bcc909, modseq: 715_194_045_007}
	for len(g.b) < size {
		w.next(&g)
		g.step++
	}
	return g.b
}

// A maker makes up the octets of a workload, one message or more at a time.
type maker struct {
	b      []byte
	random uint64
	step   int // how often it was called

	seq, uid uint32 // of the last message that was told of
	modseq   uint64
	tag      int
	flags    string // of the last message
	mailbox  string // the one that is selected, as it stands on the wire
	todo     int    // how often the client goes on as it does now
	routine  int    // what it does
	form     int    // what people search for now
	utf8     bool   // the command names UTF-8 as its charset
}

// next64 is splitmix64: small, and the same whatever Go's packages do.
func (g *maker) next64() uint64 {
	g.random += 0x9e3779b97f4a7c15
	z := g.random
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// intn returns a number from 0 to n-1.
func (g *maker) intn(n int) int { return int(g.next64() >> 33 % uint64(n)) }

// between returns a number from least to most.
func (g *maker) between(least, most int) int { return least + g.intn(most-least+1) }

// percent is true n times in 100.
func (g *maker) percent(n int) bool { return g.intn(100) < n }

func pick[T any](g *maker, list []T) T { return list[g.intn(len(list))] }

// frequent picks from a list that begins with what is most frequent.
func frequent[T any](g *maker, list []T) T {
	return list[min(g.intn(len(list)), g.intn(len(list)), g.intn(len(list)))]
}

// put appends strings and octets as they are and numbers in decimal.
func (g *maker) put(args ...any) {
	for _, x := range args {
		switch x := x.(type) {
		case string:
			g.b = append(g.b, x...)
		case []byte:
			g.b = append(g.b, x...)
		case int:
			g.b = strconv.AppendInt(g.b, int64(x), 10)
		case int64:
			g.b = strconv.AppendInt(g.b, x, 10)
		case uint32:
			g.b = strconv.AppendUint(g.b, uint64(x), 10)
		default:
			g.b = fmt.Append(g.b, x)
		}
	}
}

// quoted appends s as a quoted string.
func (g *maker) quoted(s string) {
	g.put(`"`)
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			g.put(`\`)
		}
		g.b = append(g.b, s[i])
	}
	g.put(`"`)
}

// literal appends octets as a literal, which a client does not wait for.
func (g *maker) literal(octets []byte, from wire.Side) {
	g.put("{", len(octets))
	if from == wire.Client {
		g.put("+")
	}
	g.put("}\r\n", octets)
}

// nextMessage moves on to the next message of the mailbox.
func (g *maker) nextMessage() {
	g.seq++
	g.uid += uint32(1 + min(g.intn(4), g.intn(9)))
}

// nextTag appends the tag of the next command, or of its answer, and a space.
func (g *maker) nextTag() {
	g.tag++
	g.put("T", g.tag, " ")
}

// time returns a time in one of the years behind us.
func (g *maker) time() time.Time {
	zone := pick(g, []int{0, 0, 3600, 7200, -5 * 3600, -4 * 3600, -8 * 3600, 19800, 9 * 3600})
	return time.Unix(1_546_300_800+int64(g.intn(189_000_000)), 0).In(time.FixedZone("", zone))
}

// internalDate appends a date-time.
func (g *maker) internalDate() { g.b = g.time().AppendFormat(g.b, `"02-Jan-2006 15:04:05 -0700"`) }
