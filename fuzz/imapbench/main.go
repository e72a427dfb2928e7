// Command imapbench measures how fast imapkit reads and writes IMAP: recordings
// of your own traffic, or workloads that are made up.
//
//	imapbench [-json] [-level limit,tokens,decode,encode] [-secs S] -from client|server FILE...
//	imapbench [-json] [-level …] [-secs S] [-from client|server] [-workload NAME,…]
//
// Each FILE is a recording of what one side of a connection has sent, without
// TLS and compression; "-" is the standard input. One at a time is held in
// memory. Without a FILE it is the workloads of package fuzz, or those of them
// that -from and -workload name.
//
// # Levels
//
//   - limit sums a table of 256 octet classes over all octets: as fast as a
//     decoder could be that does nothing but look at each octet.
//   - tokens reads every token through the public tokenizer. The octets of
//     literals go to io.Discard, and the text of a status response is one token.
//   - decode reads every message into its type through command.Reader or
//     response.Reader and visits all of its fields. Literals that are streamed
//     go to io.Discard.
//   - encode writes the messages that were decoded (of those in the first 8 MiB)
//     through command.Writer or response.Writer to io.Discard. That what is
//     written can be read again, and is the same when it is written again, is
//     made sure of first.
//
// tokens and decode read from an io.Reader that gives at most 4 KiB at a time
// or, where literals of 2 KiB and more hold nine tenths of the octets, 64 KiB.
// Everything is checked, and limits are at their defaults. What encode has as
// octets is what is written.
//
// # Figures
//
// Each row is a FILE on one level. The time of a row is S seconds, one if not
// given, in rounds in which the levels of a FILE take turns of 20 ms; figures
// are medians. MB are millions of octets. The ratio compares the speed with that
// of limit on the same octets in the same rounds: it is what to compare between
// machines and versions. Allocations are those of the whole process.
//
// With -json there is one object a row, on one line, with the members file,
// from, level, bytes, messages, mb_per_s, ns_per_message, allocs_per_message,
// alloc_bytes_per_message and ratio_to_limit.
//
// # Chart
//
// -svg FILE writes a chart of the rows too. With -peers FILE nothing is
// measured: the chart is that of a comparison with other libraries, as the
// command in fuzz/peers writes it with -json.
//
// # Exit status
//
// The exit status is 0 if every message was well formed, 1 if one was not: how
// many, and where the first of them is, is told on the standard error, and they
// are part of the figures all the same. Where the end of one cannot be found (a
// line is longer than wire.Limits allows) the rest of the FILE is no part of
// them, and that is told too. It is 2 if the command line is wrong, or a FILE
// cannot be read or written.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
)

// The exit statuses.
const (
	statusOK = iota
	statusMalformed
	statusFailed
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// A config is what the command line says.
type config struct {
	from, svg, peers string
	json             bool
	seconds          float64
	levels           []measure.Level
	workloads        []fuzz.Workload
	files            []string
}

// side returns the side that -from names.
func (c *config) side() wire.Side {
	if c.from == "client" {
		return wire.Client
	}
	return wire.Server
}

func sideName(s wire.Side) string { return [...]string{"client", "server"}[s] }

func parse(args []string, c *config) (*flag.FlagSet, error) {
	set := flag.NewFlagSet("imapbench", flag.ContinueOnError)
	set.SetOutput(io.Discard) // run reports errors, in one line
	set.StringVar(&c.from, "from", "", "the `side` that has sent it: client or server")
	set.BoolVar(&c.json, "json", false, "write one JSON object for each row")
	set.Float64Var(&c.seconds, "secs", 1, "measure each row for `S` seconds")
	set.StringVar(&c.svg, "svg", "", "write a chart to `FILE`")
	set.StringVar(&c.peers, "peers", "", "draw what fuzz/peers -json has written to `FILE`, and measure nothing")
	levels := set.String("level", "limit,tokens,decode,encode", "the `levels` to measure")
	workloads := set.String("workload", "", "the `names` of the workloads to measure; all if empty")
	if err := set.Parse(args); err != nil {
		return set, err
	}
	c.files = set.Args()
	for name := range strings.SplitSeq(*levels, ",") {
		level := measure.Level(name)
		if !slices.Contains(measure.Levels(), level) {
			return set, fmt.Errorf("there is no level %q", name)
		}
		if !slices.Contains(c.levels, level) {
			c.levels = append(c.levels, level)
		}
	}
	switch {
	case c.from != "client" && c.from != "server" && c.from != "":
		return set, errors.New("want -from client or -from server")
	case c.from == "" && len(c.files) > 0:
		return set, errors.New("want -from client or -from server with a FILE")
	case !(c.seconds > 0 && c.seconds <= 3600):
		return set, errors.New("want -secs of more than 0 and at most 3600")
	case *workloads != "" && len(c.files) > 0:
		return set, errors.New("-workload and a FILE exclude each other")
	case c.peers != "" && (c.svg == "" || len(c.files) > 0):
		return set, errors.New("-peers goes with -svg and without a FILE")
	}
	if len(c.files) > 0 {
		return set, nil
	}
	return set, c.choose(*workloads)
}

// choose sets the workloads that names and -from select.
func (c *config) choose(names string) error {
	for _, w := range fuzz.Workloads() {
		if c.from == "" || w.From == c.side() {
			c.workloads = append(c.workloads, w)
		}
	}
	if names == "" {
		return nil
	}
	all := c.workloads
	c.workloads = nil
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(all, func(w fuzz.Workload) bool { return w.Name == name })
		if i < 0 {
			return fmt.Errorf("there is no workload %q", name)
		}
		c.workloads = append(c.workloads, all[i])
	}
	return nil
}

// run is the command; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	complain := func(err error) {
		fmt.Fprintln(stderr, "imapbench:", strings.ReplaceAll(err.Error(), "\n", " "))
	}
	var c config
	set, err := parse(args, &c)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stdout, "Usage: imapbench [flags] [-from client|server FILE...]\n\n"+
			"imapbench measures how fast imapkit reads and writes IMAP.\n\nFlags:")
		set.SetOutput(stdout)
		set.PrintDefaults()
		return statusOK
	}
	if err != nil {
		complain(err)
		return statusFailed
	}
	b := &bench{config: c, stdin: stdin, out: newTable(stdout, &c), complain: complain}
	if err := b.run(); err != nil {
		complain(err)
		b.status = statusFailed
	}
	return b.status
}
