package tag_test

import (
	"errors"
	"slices"
	"testing"

	"imapkit.example/tag"
	"pgregory.net/rapid"
)

// model is the pipeline as the package documentation tells it, with a slice
// and no limit on what it remembers.
type model struct {
	limit   int
	live    []command // in the order started
	ended   map[tag.Tag]bool
	writing tag.Tag // being sent, or the owner of the "+"
	waiting bool
}

type command struct {
	tag   tag.Tag
	value int
	sent  bool
}

func (m *model) at(t tag.Tag) int {
	return slices.IndexFunc(m.live, func(c command) bool { return c.tag == t })
}

func (m *model) missing(t tag.Tag) error {
	if m.ended[t] {
		return tag.ErrFinished
	}
	return tag.ErrUnknown
}

func (m *model) start(t tag.Tag, v int) error {
	switch {
	case m.at(t) >= 0:
		return tag.ErrDuplicate
	case len(m.live) == m.limit:
		return tag.ErrFull
	case m.writing != "":
		return tag.ErrSending
	}
	m.live = append(m.live, command{tag: t, value: v})
	m.writing = t
	return nil
}

func (m *model) sent(t tag.Tag) error {
	i := m.at(t)
	switch {
	case i < 0:
		return m.missing(t)
	case m.live[i].sent:
		return tag.ErrSent
	}
	m.live[i].sent = true
	if !m.waiting {
		m.writing = ""
	}
	return nil
}

func (m *model) wait(t tag.Tag) error {
	i := m.at(t)
	switch {
	case i < 0:
		return m.missing(t)
	case m.live[i].sent:
		return tag.ErrSent
	case m.waiting:
		return tag.ErrWaiting
	}
	m.waiting = true
	return nil
}

func (m *model) proceed() (int, error) {
	if !m.waiting {
		return 0, tag.ErrNoOwner
	}
	m.waiting = false
	i := m.at(m.writing)
	m.live[i].sent = false
	return m.live[i].value, nil
}

func (m *model) finish(t tag.Tag, r tag.Result) (int, error) {
	i := m.at(t)
	switch {
	case i < 0:
		return 0, m.missing(t)
	case r == tag.OK && !m.live[i].sent:
		return 0, tag.ErrPremature
	}
	v := m.live[i].value
	m.live = slices.Delete(m.live, i, i+1)
	m.ended[t] = true
	if m.writing == t {
		m.writing, m.waiting = "", false
	}
	return v, nil
}

func TestPipelineModel(t *testing.T) {
	tags := []tag.Tag{"A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"} // fewer than are remembered
	rapid.Check(t, func(t *rapid.T) {
		m := &model{limit: rapid.IntRange(1, 6).Draw(t, "limit"), ended: map[tag.Tag]bool{}}
		p := &tag.Pipeline[int]{Limit: m.limit}
		draw := func(t *rapid.T) tag.Tag { return rapid.SampledFrom(tags).Draw(t, "tag") }
		same := func(t *rapid.T, got, want error) {
			if !errors.Is(got, want) {
				t.Fatalf("error %v, want %v", got, want)
			}
		}
		value := 0
		t.Repeat(map[string]func(*rapid.T){
			"start": func(t *rapid.T) {
				value++
				tg := draw(t)
				same(t, p.Start(tg, value), m.start(tg, value))
			},
			"sent": func(t *rapid.T) {
				tg := draw(t)
				same(t, p.Sent(tg), m.sent(tg))
			},
			"sent what is being written": func(t *rapid.T) {
				same(t, p.Sent(m.writing), m.sent(m.writing))
			},
			"wait": func(t *rapid.T) {
				tg := draw(t)
				same(t, p.Wait(tg), m.wait(tg))
			},
			"wait in what is being written": func(t *rapid.T) {
				same(t, p.Wait(m.writing), m.wait(m.writing))
			},
			"continue": func(t *rapid.T) {
				got, err := p.Continue()
				want, wantErr := m.proceed()
				same(t, err, wantErr)
				if got != want {
					t.Fatalf("value %d, want %d", got, want)
				}
			},
			"finish": func(t *rapid.T) {
				tg := draw(t)
				r := rapid.SampledFrom([]tag.Result{tag.OK, tag.NO, tag.BAD}).Draw(t, "result")
				got, err := p.Finish(tg, r)
				want, wantErr := m.finish(tg, r)
				same(t, err, wantErr)
				if got != want {
					t.Fatalf("value %d, want %d", got, want)
				}
			},
			"abort": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "one in ten") == 0 {
					p.Abort()
					*m = model{limit: m.limit, ended: map[tag.Tag]bool{}}
				}
			},
			"": func(t *rapid.T) {
				var live []command
				for tg, v := range p.All() {
					live = append(live, command{tag: tg, value: v})
				}
				if !slices.EqualFunc(live, m.live, func(a, b command) bool { return a.tag == b.tag && a.value == b.value }) {
					t.Fatalf("in flight %v, want %v", live, m.live)
				}
				if p.Len() != len(m.live) {
					t.Fatalf("Len %d, want %d", p.Len(), len(m.live))
				}
				if tg, waits := p.Sending(); tg != m.writing || waits != m.waiting {
					t.Fatalf("Sending %q, %v, want %q, %v", tg, waits, m.writing, m.waiting)
				}
			},
		})
	})
}
