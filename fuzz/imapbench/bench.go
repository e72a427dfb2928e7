package main

import (
	"fmt"
	"io"
	"os"

	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
)

// A bench is one run of the command.
type bench struct {
	config
	stdin    io.Reader
	out      *table
	complain func(error)
	rows     []row
	status   int
}

// run measures everything. Its error is one of writing.
func (b *bench) run() error {
	if b.peers != "" {
		return b.drawPeers()
	}
	if err := b.out.header(); err != nil {
		return err
	}
	for _, name := range b.files {
		octets, err := b.read(name)
		if err != nil {
			b.complain(err)
			b.status = statusFailed
			continue
		}
		if err := b.measure(name, b.side(), octets); err != nil {
			return err
		}
	}
	if len(b.files) == 0 {
		for _, w := range b.workloads {
			if err := b.measure(w.Name, w.From, w.Generate(measure.WorkloadSize(w.Name))); err != nil {
				return err
			}
		}
	}
	if b.svg != "" {
		return os.WriteFile(b.svg, chartOfLevels(b.rows).svg(), 0o666)
	}
	return nil
}

func (b *bench) read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(b.stdin)
	}
	return os.ReadFile(name)
}

// measure measures one file: each level in turns with the limit, since others
// may use the processor meanwhile, and by itself, since what one level holds in
// memory makes another slower.
func (b *bench) measure(name string, from wire.Side, octets []byte) error {
	t := measure.New(from, octets)
	b.malformed(name, t.Messages, t.Failed, "could not be decoded", t.Err)
	if t.Left > 0 {
		b.complain(fmt.Errorf("%s: the last %d of %d octets are left out: they follow a message whose end cannot be found",
			name, t.Left, len(octets)))
		b.status = max(b.status, statusMalformed)
	}
	limit, err := t.Work(measure.Limit)
	if err != nil {
		return err
	}
	for _, level := range b.levels {
		work := []measure.Work{limit}
		if level != measure.Limit {
			w, err := t.Work(level)
			if err != nil {
				b.complain(fmt.Errorf("%s: %s: %w", name, level, err))
				b.status = max(b.status, statusMalformed)
				continue
			}
			work = append(work, w)
		}
		if level == measure.Tokens {
			b.malformed(name, t.Messages, t.FailedTokens, "could not be read as tokens", t.TokenErr)
		}
		figures, err := measure.Rounds(b.seconds, work)
		if err != nil {
			return err
		}
		last := len(work) - 1
		r := newRow(name, from, level, work[last], figures[last], figures[0])
		b.rows = append(b.rows, r)
		if err := b.out.add(r); err != nil {
			return err
		}
	}
	return nil
}

// malformed tells of messages that are not well formed.
func (b *bench) malformed(name string, messages, failed int, what string, err error) {
	if failed > 0 {
		b.complain(fmt.Errorf("%s: %d of %d messages %s; the first: %w", name, failed, messages, what, err))
		b.status = max(b.status, statusMalformed)
	}
}
