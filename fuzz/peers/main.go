// Command peers measures imapkit beside the other Go libraries for IMAP that can
// be imported: go-imap v1 and v2, gluon, and the imapclient of mox.
//
//	go run . [-json] [-secs S] [-workload NAME,…]
//
// It is a module of its own, so that imapkit depends on none of them, and is run
// from its own directory. For the comparison each library reads the workloads
// of package fuzz into its types, by the fastest way that its public API has,
// and all that it returns is visited. imapkit does what "imapbench -level
// decode" does. All of them read the same octets in one run, in rounds in which
// they take turns; figures are medians. Allocations are those of the process.
//
// # What is measured
//
//   - imapkit reads and checks everything, with its limits at their defaults.
//     Literals of FETCH and APPEND are streamed to io.Discard.
//   - go-imap v1: imap.ReadResp or imap.Reader, and the Parse methods of its
//     types. Literals are read into memory. MODSEQ and NAMESPACE have no types
//     and stay fields of any kind. It decodes the encoded words of an envelope.
//   - go-imap v2 exports no parser. Its client is given a connection in memory,
//     sends commands, and hands out what answers them item by item; its server
//     is given a session that does nothing. So its goroutines and channels are
//     part of what is measured, and writing the answers of the server. It
//     decodes the encoded words of an envelope. Literals are streamed.
//   - gluon: command.Parser, for commands only, without the literals of LITERAL+.
//     Literals are read into memory.
//   - mox: imapclient.Proto, for responses only, from a connection in memory.
//     Literals are read into memory.
//
// Where a library cannot read a workload the table says "cannot", and why below
// it: what is measured is the whole of a workload or nothing.
//
// # Output
//
// By default that is a table in Markdown: for each library the speed in millions
// of octets a second and, in parentheses, allocations per message; and how many
// times as fast as the fastest other library imapkit is. With -json there is
// one object a line for each workload and library, with the members workload,
// from, library, version, bytes, messages, mb_per_s, ns_per_message,
// allocs_per_message, alloc_bytes_per_message, ratio (how many times as fast
// imapkit is) and, where it applies, cannot. "imapbench -svg FILE -peers FILE"
// draws it.
//
// The exit status is 0, 1 if measuring failed, and 2 if the command line is
// wrong.
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
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// A config is what the command line says.
type config struct {
	json      bool
	seconds   float64
	workloads []fuzz.Workload
}

func parse(args []string, c *config) (*flag.FlagSet, error) {
	set := flag.NewFlagSet("peers", flag.ContinueOnError)
	set.SetOutput(io.Discard) // run reports errors, in one line
	set.BoolVar(&c.json, "json", false, "write one JSON object for each workload and library")
	set.Float64Var(&c.seconds, "secs", 1, "measure each library for `S` seconds on each workload")
	names := set.String("workload", "", "the `names` of the workloads to measure; all if empty")
	if err := set.Parse(args); err != nil {
		return set, err
	}
	if set.NArg() > 0 {
		return set, errors.New("want no argument")
	}
	if !(c.seconds > 0 && c.seconds <= 3600) {
		return set, errors.New("want -secs of more than 0 and at most 3600")
	}
	c.workloads = fuzz.Workloads()
	if *names == "" {
		return set, nil
	}
	c.workloads = nil
	for name := range strings.SplitSeq(*names, ",") {
		all := fuzz.Workloads()
		i := slices.IndexFunc(all, func(w fuzz.Workload) bool { return w.Name == name })
		if i < 0 {
			return set, fmt.Errorf("there is no workload %q", name)
		}
		c.workloads = append(c.workloads, all[i])
	}
	return set, nil
}

// run is the command; it returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	var c config
	set, err := parse(args, &c)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stdout, "Usage: peers [flags]\n\npeers measures imapkit beside other Go libraries for IMAP.\n\nFlags:")
		set.SetOutput(stdout)
		set.PrintDefaults()
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, "peers:", err)
		return 2
	}
	out := newTable(stdout, c.json)
	out.header()
	for _, w := range c.workloads {
		rows, err := compare(w, c.seconds)
		if err != nil {
			fmt.Fprintf(stderr, "peers: %s: %v\n", w.Name, err)
			return 1
		}
		out.add(rows)
	}
	out.footer()
	if out.err != nil {
		fmt.Fprintln(stderr, "peers:", out.err)
		return 1
	}
	return 0
}

// compare measures imapkit and its peers on w.
func compare(w fuzz.Workload, seconds float64) ([]row, error) {
	t := measure.New(w.From, w.Generate(measure.WorkloadSize(w.Name)))
	if t.Err != nil {
		return nil, t.Err
	}
	ours, err := t.Work(measure.Decode)
	if err != nil {
		return nil, err
	}
	work := []measure.Work{ours}
	rows := []row{newRow(w, t, "imapkit", "")}
	measured := []int{0} // the rows that work belongs to
	for _, p := range peers() {
		r := newRow(w, t, p.name, version(p.module))
		x, err := p.work(w, t)
		if err != nil {
			r.Cannot = strings.ReplaceAll(err.Error(), "\n", " ")
		} else {
			work, measured = append(work, x), append(measured, len(rows))
		}
		rows = append(rows, r)
	}
	figures, err := measure.Rounds(seconds, work)
	if err != nil {
		return nil, err
	}
	for i, f := range figures {
		rows[measured[i]].set(f, figures[0])
	}
	return rows, nil
}
