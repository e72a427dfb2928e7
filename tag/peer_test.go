package tag_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"imapkit.example/tag"
	"pgregory.net/rapid"
)

// A sender is a client that does with its pipeline what the package
// documentation says, for commands of which only the shape counts: how many
// times the server has to say "+".
type sender struct {
	p        tag.Pipeline[int]
	g        tag.Generator
	sent     []tag.Tag // every tag that was ever started
	plus     map[tag.Tag]int
	auth     map[tag.Tag]bool // owns the "+" when it is sent already, as AUTHENTICATE
	answered map[tag.Tag]int
}

func newSender(t *rapid.T) *sender {
	return &sender{
		p: tag.Pipeline[int]{Limit: rapid.IntRange(1, 8).Draw(t, "limit")},
		g: tag.NewGenerator(rapid.Uint64().Draw(t, "seed")), plus: map[tag.Tag]int{},
		auth: map[tag.Tag]bool{}, answered: map[tag.Tag]int{},
	}
}

// value is the value of a command.
func (c *sender) value(t tag.Tag) int { return slices.Index(c.sent, t) }

// start starts a command, if one can be.
func (c *sender) start(t *rapid.T) {
	next := c.g.Next()
	err := c.p.Start(next, len(c.sent))
	if busy, _ := c.p.Sending(); err != nil {
		if errors.Is(err, tag.ErrFull) != (c.p.Len() == c.p.Limit) || errors.Is(err, tag.ErrSending) && busy == "" {
			t.Fatalf("Start: %v with %d in flight, %q being sent", err, c.p.Len(), busy)
		}
		return
	}
	c.sent = append(c.sent, next)
	c.plus[next] = rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2, 5}).Draw(t, "continuations")
	c.auth[next] = c.plus[next] > 0 && rapid.Bool().Draw(t, "AUTHENTICATE")
	c.goOn(t, next)
}

// goOn writes up to where the next "+" is due.
func (c *sender) goOn(t *rapid.T, tg tag.Tag) {
	var err error
	switch {
	case c.auth[tg]:
		err = errors.Join(c.p.Wait(tg), c.p.Sent(tg))
	case c.plus[tg] > 0:
		err = c.p.Wait(tg)
	default:
		err = c.p.Sent(tg)
	}
	if err != nil {
		t.Fatalf("%s: %v", tg, err)
	}
}

// continuation takes a "+".
func (c *sender) continuation(t *rapid.T) error {
	owner, waits := c.p.Sending()
	v, err := c.p.Continue()
	if (err == nil) != waits {
		t.Fatalf("Continue: %v, but %q waits: %v", err, owner, waits)
	}
	if err != nil {
		return err
	}
	if v != c.value(owner) {
		t.Fatalf("the + went to %d, want %d", v, c.value(owner))
	}
	if c.plus[owner] > 0 && (c.plus[owner] > 1 || !c.auth[owner]) {
		c.plus[owner]--
	}
	c.goOn(t, owner)
	return nil
}

// finish takes a tagged response.
func (c *sender) finish(t *rapid.T, tg tag.Tag, r tag.Result) error {
	owner, waits := c.p.Sending()
	v, err := c.p.Finish(tg, r)
	if err != nil {
		return err
	}
	if v != c.value(tg) {
		t.Fatalf("%s finished %d, want %d", tg, v, c.value(tg))
	}
	if c.answered[tg]++; c.answered[tg] > 1 {
		t.Fatalf("%s was answered twice", tg)
	}
	// Whoever was being sent is cancelled with its completion, and only then.
	now, nowWaits := c.p.Sending()
	if tg == owner && now != "" || tg != owner && (now != owner || nowWaits != waits) {
		t.Fatalf("%s finished: %q was being sent, now %q", tg, owner, now)
	}
	if tg == owner {
		if err := errors.Join(c.p.Sent(tg), c.p.Wait(tg)); !errors.Is(err, tag.ErrFinished) {
			t.Fatalf("%s goes on after its end: %v", tg, err)
		}
	}
	return nil
}

// check holds what is in flight against what was sent and not answered.
func (c *sender) check(t *rapid.T) {
	var want, got []tag.Tag
	for _, tg := range c.sent {
		if c.answered[tg] == 0 {
			want = append(want, tg)
		}
	}
	for tg, v := range c.p.All() {
		if v != c.value(tg) {
			t.Fatalf("%s has the value %d", tg, v)
		}
		got = append(got, tg)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("in flight %q, want %q", got, want)
	}
}

// A server that keeps to the rules, in whatever order it answers, is never in
// the wrong: every "+" has an owner, every command exactly one completion.
func TestLegalPeer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newSender(t)
		step := func(t *rapid.T, only bool) {
			owner, waits := c.p.Sending()
			var done []tag.Tag // what can be answered with OK
			for tg := range c.p.All() {
				if tg != owner || c.auth[tg] && c.plus[tg] <= 1 {
					done = append(done, tg)
				}
			}
			var err error
			switch n := rapid.IntRange(0, 4).Draw(t, "step"); {
			case !only && n < 2:
				c.start(t)
			case waits && n < 4:
				err = c.continuation(t)
			case owner != "" && n == 4: // refused
				err = c.finish(t, owner, rapid.SampledFrom([]tag.Result{tag.NO, tag.BAD}).Draw(t, "refusal"))
			case len(done) > 0:
				err = c.finish(t, rapid.SampledFrom(done).Draw(t, "tag"), rapid.SampledFrom([]tag.Result{tag.OK, tag.NO, tag.BAD}).Draw(t, "result"))
			}
			if err != nil {
				t.Fatal(err)
			}
			c.check(t)
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			step(t, false)
		}
		for range 10_000 {
			if c.p.Len() == 0 {
				break
			}
			step(t, true)
		}
		for _, tg := range c.sent {
			if c.answered[tg] != 1 {
				t.Fatalf("%s was answered %d times", tg, c.answered[tg])
			}
		}
	})
}

// A server that says anything at any time completes no command twice, none
// that was not sent, and none with OK before it was; each of its lies has an
// error of its own kind and changes nothing.
func TestHostilePeer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newSender(t)
		other := tag.NewGenerator(rapid.Uint64().Draw(t, "guess"))
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				c.start(t)
			case 1:
				if err := c.continuation(t); err != nil && !errors.Is(err, tag.ErrNoOwner) {
					t.Fatal(err)
				}
			default:
				tg := other.Next()
				if n := len(c.sent); n > 0 && rapid.IntRange(0, 5).Draw(t, "guesses") > 0 {
					tg = c.sent[rapid.IntRange(max(0, n-12), n-1).Draw(t, "n")]
				} else if rapid.Bool().Draw(t, "the next tag") {
					g := c.g
					tg = g.Next()
				}
				r := rapid.SampledFrom([]tag.Result{0, tag.OK, tag.NO, tag.BAD, tag.BAD + 1}).Draw(t, "result")
				was := slices.Contains(c.sent, tg)
				owner, waits := c.p.Sending()
				premature := tg == owner && r == tag.OK && !(waits && c.auth[tg])
				err := c.finish(t, tg, r)
				var want error
				switch {
				case r < tag.OK || r > tag.BAD:
					want = tag.ErrInvalid
				case !was:
					want = tag.ErrUnknown
				case err != nil && c.answered[tg] == 1:
					want = tag.ErrFinished
				case premature:
					want = tag.ErrPremature
				}
				if (err == nil) != (want == nil) || !errors.Is(err, want) {
					t.Fatalf("%s %d: %v, want %v", tg, r, err, want)
				}
			}
			c.check(t)
		}
		// The connection is lost: what is left fails once.
		for tg := range c.p.All() {
			c.answered[tg]++
		}
		c.p.Abort()
		for _, tg := range c.sent {
			if c.answered[tg] != 1 {
				t.Fatalf("%s was answered %d times", tg, c.answered[tg])
			}
		}
	})
}

// Tags match the grammar, are unique in flight, and neither the peer that has
// seen none nor the one of another connection can tell them.
func TestTagHygiene(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		g := tag.NewGenerator(seed)
		p := tag.Pipeline[struct{}]{Limit: 5000}
		letters := ""
		for i := range rapid.IntRange(1, 3000).Draw(t, "n") {
			next := g.Next()
			if again, err := tag.Parse([]byte(next)); err != nil || again != next || next[0] == '+' || next[0] == '*' {
				t.Fatalf("%q: %v", next, err)
			}
			if err := errors.Join(p.Start(next, struct{}{}), p.Sent(next)); err != nil {
				t.Fatalf("%q: %v", next, err)
			}
			n := len(next) - len(fmt.Sprint(i+1))
			if i == 0 {
				letters = string(next[:n])
			} else if string(next[:n]) != letters {
				t.Fatalf("tag %d is %q, the first began with %q", i+1, next, letters)
			}
		}
		// At least 32 bits: as many seeds as that give different letters, and
		// each of these 32 bits counts.
		bit := rapid.IntRange(0, 31).Draw(t, "bit")
		low := tag.NewGenerator(seed & (1<<32 - 1))
		flipped := tag.NewGenerator(seed&(1<<32-1) ^ 1<<bit)
		if low.Next() == flipped.Next() {
			t.Fatalf("seed %d: bit %d does not show", seed, bit)
		}
	})
}
