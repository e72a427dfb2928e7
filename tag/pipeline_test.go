package tag_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"imapkit.example/tag"
)

// A step is one operation on a pipeline. The value of a command is its tag
// with a "v" in front.
type step struct {
	op   string // "start", "sent", "wait", "+", "OK", "NO", "BAD", "abort"
	tag  tag.Tag
	want error
}

func run(t *testing.T, p *tag.Pipeline[string], steps []step) {
	t.Helper()
	value := func(tg tag.Tag) string { return "v" + string(tg) }
	for i, s := range steps {
		var err error
		var got, want string
		switch s.op {
		case "start":
			err = p.Start(s.tag, value(s.tag))
		case "sent":
			err = p.Sent(s.tag)
		case "wait":
			err = p.Wait(s.tag)
		case "+":
			got, err = p.Continue()
			want = value(s.tag)
		case "OK":
			got, err = p.Finish(s.tag, tag.OK)
			want = value(s.tag)
		case "NO":
			got, err = p.Finish(s.tag, tag.NO)
			want = value(s.tag)
		case "BAD":
			got, err = p.Finish(s.tag, tag.BAD)
			want = value(s.tag)
		case "abort":
			p.Abort()
		default:
			t.Fatalf("no operation %q", s.op)
		}
		if !errors.Is(err, s.want) || (err == nil) != (s.want == nil) {
			t.Fatalf("step %d, %s %s: error %v, want %v", i, s.op, s.tag, err, s.want)
		}
		if err != nil {
			want = ""
		}
		if got != want {
			t.Fatalf("step %d, %s %s: value %q, want %q", i, s.op, s.tag, got, want)
		}
	}
}

func TestPipeline(t *testing.T) {
	for _, tt := range []struct {
		name  string
		steps []step
		left  []tag.Tag
	}{
		{"in order", []step{
			{"start", "A1", nil}, {"sent", "A1", nil},
			{"start", "A2", nil}, {"sent", "A2", nil},
			{"OK", "A1", nil}, {"NO", "A2", nil},
		}, nil},
		{"out of order", []step{
			{"start", "A1", nil}, {"sent", "A1", nil},
			{"start", "A2", nil}, {"sent", "A2", nil},
			{"start", "A3", nil}, {"sent", "A3", nil},
			{"BAD", "A2", nil}, {"OK", "A3", nil},
		}, []tag.Tag{"A1"}},
		{"stranger", []step{
			{"OK", "A1", tag.ErrUnknown}, {"NO", "A1", tag.ErrUnknown}, {"sent", "A1", tag.ErrUnknown}, {"wait", "A1", tag.ErrUnknown},
			{"start", "A1", nil}, {"sent", "A1", nil}, {"OK", "a1", tag.ErrUnknown}, {"OK", "", tag.ErrUnknown},
		}, []tag.Tag{"A1"}},
		{"second completion", []step{
			{"start", "A1", nil}, {"sent", "A1", nil}, {"OK", "A1", nil},
			{"OK", "A1", tag.ErrFinished}, {"BAD", "A1", tag.ErrFinished}, {"sent", "A1", tag.ErrFinished}, {"wait", "A1", tag.ErrFinished},
		}, nil},
		{"tag again", []step{
			{"start", "A1", nil}, {"start", "A1", tag.ErrDuplicate}, {"sent", "A1", nil}, {"start", "A1", tag.ErrDuplicate},
			{"OK", "A1", nil}, {"start", "A1", nil}, {"sent", "A1", nil}, {"OK", "A1", nil}, {"OK", "A1", tag.ErrFinished},
		}, nil},
		{"full", []step{
			{"start", "A1", nil}, {"sent", "A1", nil},
			{"start", "A2", nil}, {"sent", "A2", nil},
			{"start", "A3", nil}, {"sent", "A3", nil},
			{"start", "A4", tag.ErrFull}, {"start", "A1", tag.ErrDuplicate},
			{"NO", "A2", nil}, {"start", "A4", nil},
		}, []tag.Tag{"A1", "A3", "A4"}},
		{"bad tag", []step{
			{"start", "", tag.ErrInvalid}, {"start", "+", tag.ErrInvalid}, {"start", "*", tag.ErrInvalid}, {"start", "A 1", tag.ErrInvalid},
		}, nil},
		{"premature OK", []step{
			{"start", "A1", nil}, {"OK", "A1", tag.ErrPremature}, {"OK", "A1", tag.ErrPremature},
			{"wait", "A1", nil}, {"OK", "A1", tag.ErrPremature},
			{"+", "A1", nil}, {"OK", "A1", tag.ErrPremature},
			{"sent", "A1", nil}, {"OK", "A1", nil},
		}, nil},
		{"early NO", []step{
			{"start", "A1", nil}, {"NO", "A1", nil}, {"sent", "A1", tag.ErrFinished},
			{"start", "A2", nil}, {"sent", "A2", nil},
		}, []tag.Tag{"A2"}},
		{"BAD instead of a continuation request", []step{
			{"start", "A1", nil}, {"wait", "A1", nil}, {"BAD", "A1", nil},
			{"+", "", tag.ErrNoOwner}, {"wait", "A1", tag.ErrFinished}, {"sent", "A1", tag.ErrFinished},
			{"start", "A2", nil}, {"wait", "A2", nil}, {"+", "A2", nil},
		}, []tag.Tag{"A2"}},
		{"one at a time", []step{
			{"start", "A1", nil}, {"start", "A2", tag.ErrSending}, {"wait", "A1", nil}, {"start", "A2", tag.ErrSending},
			{"+", "A1", nil}, {"start", "A2", tag.ErrSending}, {"sent", "A1", nil}, {"start", "A2", nil},
		}, []tag.Tag{"A1", "A2"}},
		{"other answers while waiting", []step{
			{"start", "A1", nil}, {"sent", "A1", nil}, {"start", "A2", nil}, {"wait", "A2", nil},
			{"OK", "A1", nil}, {"+", "A2", nil}, {"sent", "A2", nil}, {"OK", "A2", nil},
		}, nil},
		{"no owner", []step{
			{"+", "", tag.ErrNoOwner}, {"start", "A1", nil}, {"+", "", tag.ErrNoOwner},
			{"wait", "A1", nil}, {"wait", "A1", tag.ErrWaiting}, {"+", "A1", nil}, {"+", "", tag.ErrNoOwner},
			{"sent", "A1", nil}, {"sent", "A1", tag.ErrSent}, {"wait", "A1", tag.ErrSent}, {"+", "", tag.ErrNoOwner},
		}, []tag.Tag{"A1"}},
		{"AUTHENTICATE", []step{
			{"start", "A1", nil}, {"wait", "A1", nil}, {"sent", "A1", nil},
			{"start", "A2", tag.ErrSending}, {"wait", "A1", tag.ErrSent},
			{"+", "A1", nil}, {"OK", "A1", tag.ErrPremature}, {"wait", "A1", nil}, {"sent", "A1", nil},
			{"OK", "A1", nil}, {"+", "", tag.ErrNoOwner}, {"start", "A2", nil},
		}, []tag.Tag{"A2"}},
		{"IDLE", []step{
			{"start", "A1", nil}, {"wait", "A1", nil}, {"+", "A1", nil},
			{"start", "A2", tag.ErrSending}, {"OK", "A1", tag.ErrPremature},
			{"sent", "A1", nil}, {"OK", "A1", nil},
		}, nil},
		{"abort", []step{
			{"start", "A1", nil}, {"sent", "A1", nil}, {"start", "A2", nil}, {"wait", "A2", nil}, {"abort", "", nil},
			{"OK", "A1", tag.ErrUnknown}, {"+", "", tag.ErrNoOwner}, {"start", "A1", nil}, {"sent", "A1", nil}, {"abort", "", nil}, {"abort", "", nil},
			{"start", "A9", nil},
		}, []tag.Tag{"A9"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := tag.Pipeline[string]{Limit: 3}
			run(t, &p, tt.steps)
			var left []tag.Tag
			for tg, v := range p.All() {
				left = append(left, tg)
				if v != "v"+string(tg) {
					t.Errorf("All: %s has the value %q", tg, v)
				}
			}
			if !slices.Equal(left, tt.left) || p.Len() != len(tt.left) {
				t.Errorf("All: %q (Len %d), want %q", left, p.Len(), tt.left)
			}
		})
	}
}

func TestPipelineResult(t *testing.T) {
	var p tag.Pipeline[int]
	if err := errors.Join(p.Start("A1", 1), p.Sent("A1")); err != nil {
		t.Fatal(err)
	}
	for _, r := range []tag.Result{0, tag.BAD + 1, 255} {
		if _, err := p.Finish("A1", r); !errors.Is(err, tag.ErrInvalid) {
			t.Errorf("Finish with result %d: %v", r, err)
		}
	}
	if p.Len() != 1 {
		t.Error("an invalid result finished the command")
	}
}

func TestPipelineLimit(t *testing.T) {
	for _, tt := range []struct{ limit, want int }{
		{0, tag.DefaultLimit}, {-1, tag.DefaultLimit}, {1, 1}, {tag.DefaultLimit + 1, tag.DefaultLimit + 1},
	} {
		p := tag.Pipeline[int]{Limit: tt.limit}
		var g tag.Generator
		var err error
		for err == nil {
			next := g.Next()
			if err = p.Start(next, 0); err == nil {
				err = p.Sent(next)
			}
		}
		if !errors.Is(err, tag.ErrFull) || p.Len() != tt.want {
			t.Errorf("Limit %d: %v with %d commands", tt.limit, err, p.Len())
		}
	}
}

func TestPipelineLookup(t *testing.T) {
	var p tag.Pipeline[int]
	if _, ok := p.Lookup("A1"); ok {
		t.Error("Lookup finds a command in an empty pipeline")
	}
	if err := p.Start("A1", 7); err != nil {
		t.Fatal(err)
	}
	if v, ok := p.Lookup("A1"); v != 7 || !ok {
		t.Errorf("Lookup = %d, %v", v, ok)
	}
	if _, err := p.Finish("A1", tag.NO); err != nil {
		t.Fatal(err)
	}
	if v, ok := p.Lookup("A1"); v != 0 || ok {
		t.Errorf("Lookup of a finished command = %d, %v", v, ok)
	}
}

func TestPipelineFinishWhileRanging(t *testing.T) {
	var p tag.Pipeline[int]
	fill(t, &p, 100)
	want := 0
	for tg, v := range p.All() {
		if v != want {
			t.Fatalf("value %d, want %d", v, want)
		}
		if _, err := p.Finish(tg, tag.NO); err != nil {
			t.Fatal(err)
		}
		want++
	}
	if want != 100 || p.Len() != 0 {
		t.Errorf("%d commands yielded, %d left", want, p.Len())
	}
	fill(t, &p, 2)
	for range p.All() {
		break
	}
}

// At least 64 finished tags are remembered, however the slots went around.
func TestPipelineRemembers(t *testing.T) {
	var p tag.Pipeline[int]
	var tags []tag.Tag
	for i := range 1000 {
		tg := tag.Tag(fmt.Sprint("A", i))
		run := errors.Join(p.Start(tg, i), p.Sent(tg))
		if _, err := p.Finish(tg, tag.OK); run != nil || err != nil {
			t.Fatal(run, err)
		}
		tags = append(tags, tg)
		for _, old := range tags[max(0, len(tags)-64):] {
			if _, err := p.Finish(old, tag.OK); !errors.Is(err, tag.ErrFinished) {
				t.Fatalf("second OK to %s after %s: %v", old, tg, err)
			}
		}
	}
	if _, err := p.Finish(tags[0], tag.OK); !errors.Is(err, tag.ErrUnknown) {
		t.Errorf("OK to a tag long gone: %v", err)
	}
}

// What was finished or aborted must not be kept alive by its old slot.
func TestPipelineLetsGo(t *testing.T) {
	var p tag.Pipeline[*[64]byte]
	freed := make(chan int, 2)
	for i, tg := range []tag.Tag{"A1", "A2"} {
		v := new([64]byte)
		runtime.AddCleanup(v, func(i int) { freed <- i }, i)
		if err := errors.Join(p.Start(tg, v), p.Sent(tg)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Finish("A1", tag.OK); err != nil {
		t.Fatal(err)
	}
	collect := func() int {
		for range 100 {
			runtime.GC()
			select {
			case i := <-freed:
				return i
			default:
				runtime.Gosched()
			}
		}
		return -1
	}
	if i := collect(); i != 0 {
		t.Errorf("after Finish value %d was freed, want 0", i)
	}
	p.Abort()
	if i := collect(); i != 1 {
		t.Errorf("after Abort value %d was freed, want 1", i)
	}
	runtime.KeepAlive(&p)
}

func fill(t testing.TB, p *tag.Pipeline[int], n int) []tag.Tag {
	t.Helper()
	tags := make([]tag.Tag, n)
	var g tag.Generator
	for i := range tags {
		tags[i] = g.Next()
		if err := errors.Join(p.Start(tags[i], i), p.Sent(tags[i])); err != nil {
			t.Fatal(err)
		}
	}
	return tags
}

// churn finishes the oldest command and starts another, under new tags all
// the time, with n in flight.
func churn(t testing.TB, p *tag.Pipeline[int], n int) func() {
	t.Helper()
	inFlight := fill(t, p, n)
	g := tag.NewGenerator(1)
	spare := make([]tag.Tag, 4*n+10_000)
	for i := range spare {
		spare[i] = g.Next()
	}
	i, j := 0, 0
	return func() {
		old, next := inFlight[i], spare[j]
		if _, err := p.Finish(old, tag.OK); err != nil {
			t.Fatal(err)
		}
		if err := p.Start(next, i); err != nil {
			t.Fatal(err)
		}
		if err := p.Wait(next); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Continue(); err != nil {
			t.Fatal(err)
		}
		if err := p.Sent(next); err != nil {
			t.Fatal(err)
		}
		inFlight[i] = next
		i, j = (i+1)%n, (j+1)%len(spare)
	}
}

func TestPipelineAllocs(t *testing.T) {
	for _, n := range []int{1, 10, 1000, 50_000} {
		p := tag.Pipeline[int]{Limit: n}
		op := churn(t, &p, n)
		for range 2*n + 1000 {
			op()
		}
		if got := testing.AllocsPerRun(10_000, op); got != 0 {
			t.Errorf("%d in flight: %v allocations", n, got)
		}
		sum := 0
		if got := testing.AllocsPerRun(10, func() {
			for _, v := range p.All() {
				sum += v
			}
		}); got != 0 {
			t.Errorf("ranging over %d: %v allocations", n, got)
		}
	}
}

func BenchmarkPipeline(b *testing.B) {
	for _, n := range []int{1, 100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := tag.Pipeline[int]{Limit: n}
			op := churn(b, &p, n)
			b.ReportAllocs()
			for b.Loop() {
				op()
			}
		})
	}
}
