package main

import (
	"errors"
	"fmt"
	"runtime/debug"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
)

// A peer is a library beside imapkit.
type peer struct {
	name, module string
	// responses and commands make the work that reading traffic of a server or
	// of a client is; nil if the library has nothing for that.
	responses, commands func(fuzz.Workload, *measure.Traffic) (driver, error)
}

// A driver has a library read the traffic once and visits what it returns. An
// error means that the library cannot do it.
type driver func(s *seen) error

// seen is what a library has returned.
type seen struct {
	messages int
	// elements are what lists hold: flags, addresses, parts of a body,
	// attributes, numbers, items asked for but UID; and the octets of messages
	// and of texts searched for. They show that two libraries have read the
	// same.
	elements int
	sum      measure.Sum
}

// span visits a range of numbers, of which 0 is "*".
func (s *seen) span(first, last uint32) {
	if first != 0 && last != 0 {
		s.elements += int(last-first) + 1
	}
	s.sum.Number(uint64(first) + uint64(last))
}

// text visits a text searched for.
func (s *seen) text(x string) {
	s.elements += len(x)
	s.sum.String(x)
}

func (s *seen) texts(list []string) {
	for _, x := range list {
		s.text(x)
	}
}

func peers() []peer {
	return []peer{
		{"go-imap v1", "github.com/emersion/go-imap", goimap1Responses, goimap1Commands},
		{"go-imap v2", "github.com/emersion/go-imap/v2", goimap2Responses, goimap2Commands},
		{"gluon", "github.com/ProtonMail/gluon", nil, gluonCommands},
		{"mox", "github.com/mjl-/mox", moxResponses, nil},
	}
}

// driver returns the driver of p for w.
func (p peer) driver(w fuzz.Workload, t *measure.Traffic) (driver, error) {
	switch make := p.responses; {
	case w.From == wire.Server && make != nil:
		return make(w, t)
	case w.From == wire.Server:
		return nil, errors.New("exports no parser of responses")
	case p.commands == nil:
		return nil, errors.New("exports no parser of commands")
	}
	return p.commands(w, t)
}

// work returns the work that p's reading of t is, or why p cannot do it: it has
// done it once.
func (p peer) work(w fuzz.Workload, t *measure.Traffic) (measure.Work, error) {
	work := measure.Work{Octets: len(t.Octets), Messages: t.Messages}
	d, err := p.driver(w, t)
	if err != nil {
		return work, err
	}
	var s seen
	if err := d.try(&s); err != nil {
		return work, err
	}
	if s.messages != t.Messages {
		return work, fmt.Errorf("returns %d of %d messages", s.messages, t.Messages)
	}
	work.Pass = func() error { return d(&seen{}) }
	return work, nil
}

// try is d with a panic as an error.
func (d driver) try(s *seen) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v", x)
		}
	}()
	return d(s)
}

// version returns the version of a module that this program was built with.
func version(module string) string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, m := range info.Deps {
			if m.Path == module {
				return m.Version
			}
		}
	}
	return ""
}
