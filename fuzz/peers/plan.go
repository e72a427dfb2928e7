package main

import (
	"bytes"
	"fmt"
	"io"

	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// A step is what a server sends in answer to one command.
type step struct {
	kind   kind
	octets []byte // up to the tagged response; what a client of IDLE waits for
	done   []byte // behind DONE
	tag    string
	count  int // messages
}

// A kind says which command a step answers.
type kind int

const (
	other kind = iota
	login
	id
	namespace
	list
	sel
	fetch
	search
	idle
	expunge
	copied
)

const greetingLine = "* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+ CONDSTORE ENABLE] ready\r\n"

// A plan is the traffic of a server as answers to commands.
type plan struct {
	greeting []byte
	counted  bool // the greeting is part of the traffic
	steps    []step
}

// newPlan cuts the traffic of a server into steps. Responses that no command is
// told to have asked for get one: a SEARCH or ESEARCH each its own, all others
// one together.
func newPlan(t *measure.Traffic) (*plan, error) {
	p := &plan{greeting: []byte(greetingLine)}
	r := response.NewReader(bytes.NewReader(t.Octets), wire.Options{})
	d := r.Decoder()
	next, start := step{}, int64(0)
	end := func(tag string, octets string) {
		next.tag = tag
		if next.kind == idle {
			next.done = []byte(octets)
		} else {
			next.octets = append(next.octets, octets...)
		}
		p.steps = append(p.steps, next)
		next = step{}
	}
	for n := 0; ; n++ {
		x, err := r.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = d.SkipMessage()
		}
		if err != nil {
			return nil, err
		}
		octets := string(t.Octets[start:d.InputOffset()])
		start = d.InputOffset()
		status, _ := x.(*response.Status)
		if n == 0 && status != nil && status.Tag == "" {
			p.greeting, p.counted = []byte(octets), true
			continue
		}
		next.count++
		if next.kind == other {
			next.kind = kindOf(x, len(p.steps))
		}
		if status != nil && status.Tag != "" {
			end(string(status.Tag), octets)
			continue
		}
		next.octets = append(next.octets, octets...)
		if next.kind == search && !p.counted {
			tag := fmt.Sprintf("T%d", len(p.steps)+1)
			end(tag, tag+" OK done\r\n")
		}
	}
	if len(next.octets) > 0 {
		end("T1", "T1 OK done\r\n")
	}
	return p, nil
}

// kindOf returns what kind of step x is part of, other if that does not say.
func kindOf(x response.Response, steps int) kind {
	switch x := x.(type) {
	case *response.Status:
		_, isCopy := x.Code.(*response.CopyUID)
		switch {
		case x.Tag != "" && steps == 0:
			return login
		case isCopy:
			return copied
		}
	case *response.Continue:
		return idle
	case *response.ID:
		return id
	case *response.Namespace:
		return namespace
	case *response.List:
		return list
	case *response.Flags:
		return sel
	case *response.FetchStream:
		return fetch
	case *response.Search, *response.ESearch:
		return search
	case *response.Expunge:
		return expunge
	}
	return other
}

// script returns a connection to a server that follows p.
func (p *plan) script(size int) *script {
	pieces := []piece{{octets: p.greeting}}
	lines := 0
	for _, s := range p.steps {
		lines++
		pieces = append(pieces, piece{s.octets, lines})
		if s.kind == idle {
			lines++
			pieces = append(pieces, piece{s.done, lines})
		}
	}
	return newScript(size, pieces...)
}
