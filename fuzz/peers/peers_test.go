package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// cannot is what libraries are known not to be able to read, by the reason.
var cannot = map[string]map[string]string{
	"go-imap v1": {"search": "has no type for ESEARCH"},
	"gluon": {
		"flags": "no parser", "envelope": "no parser", "bodystructure": "no parser", "bodies-small": "no parser",
		"bodies-large": "no parser", "list": "no parser", "search": "no parser", "mixed": "no parser",
		"append": "expected '}' for literal end", "search-commands": "expected '}' for literal end",
	},
	"mox": {"commands": "no parser", "append": "no parser", "sets": "no parser", "search-commands": "no parser"},
}

// All libraries return the same messages with the same elements.
func TestDrivers(t *testing.T) {
	for _, w := range fuzz.Workloads() {
		size := 150_000
		if w.Name == "search" {
			size = 1_000_000
		}
		traffic := measure.New(w.From, w.Generate(size))
		all, less := elements(t, traffic)
		for _, p := range peers() {
			t.Run(w.Name+"/"+p.name, func(t *testing.T) {
				want := all
				if p.name == "go-imap v1" {
					want -= less
				}
				why := cannot[p.name][w.Name]
				_, err := p.work(w, traffic)
				if why != "" {
					if err == nil || !strings.Contains(err.Error(), why) {
						t.Fatalf("error %v, want %q", err, why)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				d, err := p.driver(w, traffic)
				if err != nil {
					t.Fatal(err)
				}
				var once, twice seen
				if err := errors.Join(d(&once), d(&twice)); err != nil {
					t.Fatal(err)
				}
				if once.messages != traffic.Messages || once.elements != want || once.sum == 0 {
					t.Errorf("%d of %d messages, %d of %d elements", once.messages, traffic.Messages, once.elements, want)
				}
				if once != twice {
					t.Errorf("%+v, then %+v", once, twice)
				}
			})
		}
	}
}

// elements counts with imapkit what seen.elements counts. Of these go-imap v1
// has less: it drops addresses that begin or end a group, and COPYUID has no
// type there.
func elements(t *testing.T, traffic *measure.Traffic) (all, less int) {
	t.Helper()
	var s ourSeen
	r := response.NewReader(bytes.NewReader(traffic.Octets), wire.Options{})
	c := command.NewReader(bytes.NewReader(traffic.Octets), wire.Options{})
	for {
		var err error
		if traffic.From == wire.Server {
			var x response.Response
			if x, err = r.Next(); err == nil {
				err = s.ours(x)
			}
		} else {
			var x command.Command
			if _, err = c.Next(); err == nil {
				x, err = c.Decode()
			}
			if err == nil {
				err = s.ourCommand(x)
			}
		}
		if err == io.EOF {
			return s.elements, s.less
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

type ourSeen struct {
	seen
	less int
}

func (s *ourSeen) ourEnvelope(e *response.Envelope) {
	for _, list := range [...]response.Addresses{e.From(), e.Sender(), e.ReplyTo(), e.To(), e.Cc(), e.Bcc()} {
		s.elements += list.Len()
		for a := range list.All() {
			if !a.Host().Valid {
				s.less++
			}
		}
	}
}

func (s *ourSeen) ourPart(p response.Part) {
	s.elements++
	if p.Message() {
		e := p.Envelope()
		s.ourEnvelope(&e)
	}
	for child := range p.Children() {
		s.ourPart(child)
	}
}

func (s *ourSeen) ours(x response.Response) error {
	switch x := x.(type) {
	case *response.Status:
		if c, ok := x.Code.(*response.CopyUID); ok {
			before := s.elements
			s.ourSet(c.Source)
			s.ourSet(c.Target)
			s.less += s.elements - before
		}
	case *response.List:
		s.elements += len(x.Attributes)
	case *response.Flags:
		s.elements += len(x.Flags)
	case *response.Search:
		s.elements += len(x.Numbers)
	case *response.ESearch:
		s.ourSet(x.All)
	case *response.FetchStream:
		for item, err := range x.Items() {
			if err != nil {
				return err
			}
			switch item := item.(type) {
			case *response.FlagsItem:
				s.elements += len(item.Flags)
			case *response.EnvelopeItem:
				s.ourEnvelope(&item.Envelope)
			case *response.StructureItem:
				s.ourPart(item.Body.Root())
			case *response.SectionItem:
				s.elements += int(item.Size)
			}
		}
	}
	return nil
}

func (s *ourSeen) ourSet(set wire.Set) {
	for _, r := range set.Ranges {
		s.span(r.First, r.Last)
	}
}

func (s *ourSeen) ourKeys(keys []command.SearchKey) {
	for _, k := range keys {
		s.text(k.Text)
		s.ourKeys(k.Keys)
	}
}

func (s *ourSeen) ourCommand(x command.Command) error {
	switch x := x.(type) {
	case *command.Fetch:
		s.ourSet(x.Set)
		for _, item := range x.Expand() {
			if item.Name != command.FetchUID {
				s.elements++
			}
		}
	case *command.Store:
		s.ourSet(x.Set)
		s.elements += len(x.Flags)
	case *command.Copy:
		s.ourSet(x.Set)
	case *command.Move:
		s.ourSet(x.Set)
	case *command.UIDExpunge:
		s.ourSet(x.Set)
	case *command.Status:
		s.elements += len(x.Items)
	case *command.Search:
		s.ourKeys(x.Keys)
	case *command.AppendStream:
		m, err := x.Next()
		if err != nil {
			return err
		}
		s.elements += len(m.Flags) + int(m.Size)
	}
	return nil
}

func TestPanicIsAnError(t *testing.T) {
	d := driver(func(*seen) error { panic("no such response") })
	if err := d.try(&seen{}); err == nil || !strings.Contains(err.Error(), "no such response") {
		t.Errorf("error %v", err)
	}
}

func TestStatus(t *testing.T) {
	for _, x := range []struct {
		args, stderr string
		status       int
	}{
		{"-help", "", 0},
		{"-x", "not defined", 2},
		{"-secs 0", "want -secs", 2},
		{"-workload none", "there is no workload", 2},
		{"file", "want no argument", 2},
	} {
		var out, errs bytes.Buffer
		status := run(strings.Fields(x.args), &out, &errs)
		if status != x.status || !strings.Contains(errs.String(), x.stderr) || status == 0 && out.Len() == 0 {
			t.Errorf("%s: status %d, %q", x.args, status, errs.String())
		}
	}
}

func TestOutput(t *testing.T) {
	var out, errs bytes.Buffer
	if status := run(strings.Fields("-json -secs 0.001 -workload append"), &out, &errs); status != 0 {
		t.Fatalf("status %d, %s", status, errs.String())
	}
	var rows []row
	for d := json.NewDecoder(&out); d.More(); {
		var r row
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if len(rows) != 1+len(peers()) || rows[0].Library != "imapkit" || rows[0].Ratio != 1 {
		t.Fatalf("%+v", rows)
	}
	for _, r := range rows {
		if (r.Cannot == "") != (r.MBPerSecond > 0) || (r.Cannot == "") != (r.Ratio > 0) || r.Workload != "append" || r.From != "client" {
			t.Errorf("%+v", r)
		}
	}
	out.Reset()
	if status := run(strings.Fields("-secs 0.001 -workload append"), &out, &errs); status != 0 {
		t.Fatalf("status %d, %s", status, errs.String())
	}
	lines := strings.Split(out.String(), "\n")
	for i, s := range lines[:3] {
		if strings.Count(s, "|") != 8 || len(s) != len(lines[0]) {
			t.Errorf("line %d: %s", i, s)
		}
	}
	if !strings.Contains(out.String(), "- append: mox exports no parser of commands\n") {
		t.Errorf("no reason in %s", out.String())
	}
}
