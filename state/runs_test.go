package state

import (
	"testing"

	"imapkit.example/wire"
	"pgregory.net/rapid"
)

// check fails if what runs know of themselves is not so.
func (l *runs) check(t *rapid.T) {
	n, unknown := 0, 0
	var last run
	for c, chunk := range l.chunks {
		if len(chunk.runs) == 0 || len(chunk.runs) > chunkLen {
			t.Fatalf("chunk %d has %d runs", c, len(chunk.runs))
		}
		messages, known := 0, uint32(0)
		for i, r := range chunk.runs {
			switch {
			case r.n == 0:
				t.Fatalf("run %d of chunk %d is empty", i, c)
			case r.uid == 0 && last.uid == 0 && last.n != 0:
				t.Fatalf("run %d of chunk %d and the one before are both unknown", i, c)
			case r.uid != 0 && r.uid > ^uint32(0)-(r.n-1):
				t.Fatalf("run %d of chunk %d has UIDs of more than 32 bits", i, c)
			case r.uid != 0 && last.uid != 0 && r.uid <= last.last():
				t.Fatalf("run %d of chunk %d does not ascend", i, c)
			}
			messages += int(r.n)
			if r.uid == 0 {
				unknown += int(r.n)
			} else {
				known = r.last()
			}
			last = r
		}
		if messages != chunk.n || known != chunk.last || l.counts.sum(c+1) != n+messages {
			t.Fatalf("chunk %d: %d messages, last UID %d, up to there %d; want %d, %d, %d",
				c, chunk.n, chunk.last, l.counts.sum(c+1), messages, known, n+messages)
		}
		n += messages
		if c > 0 && len(chunk.runs)+len(l.chunks[c-1].runs) <= mergeLen/2 {
			t.Fatalf("chunks %d and %d are almost empty", c-1, c)
		}
	}
	if n != l.n || unknown != l.unknown || len(l.counts) != len(l.chunks) {
		t.Fatalf("%d messages, %d unknown, %d counts; want %d, %d, %d", l.n, l.unknown, len(l.counts), n, unknown, len(l.chunks))
	}
}

// A peer may say anything at any time: the View stays one of ascending UIDs,
// whatever it makes of that.
func TestViewHostile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := View{UIDOnly: rapid.IntRange(0, 4).Draw(t, "UIDONLY") == 0}
		number := rapid.OneOf(rapid.Uint32Range(0, 60), rapid.Uint32Range(0, 3000), rapid.Uint32())
		set := rapid.Custom(func(t *rapid.T) wire.Set {
			var s wire.Set
			for range rapid.IntRange(1, 4).Draw(t, "ranges") {
				first := number.Draw(t, "first")
				s.Ranges = append(s.Ranges, wire.Range{First: first, Last: first + rapid.Uint32Range(0, 40).Draw(t, "more")})
			}
			return s
		})
		t.Repeat(map[string]func(*rapid.T){
			"exists":  func(t *rapid.T) { _ = v.Exists(number.Draw(t, "n")) },
			"append":  func(t *rapid.T) { _ = v.Append(number.Draw(t, "UID")) },
			"expunge": func(t *rapid.T) { _, _ = v.Expunge(number.Draw(t, "seq")) },
			"expunge by UID": func(t *rapid.T) {
				_, _ = v.ExpungeUID(number.Draw(t, "UID"))
			},
			"learn": func(t *rapid.T) { _ = v.Learn(number.Draw(t, "seq"), number.Draw(t, "UID")) },
			"learn many": func(t *rapid.T) {
				from, step := rapid.Uint32Range(1, 9).Draw(t, "from"), rapid.Uint32Range(1, 3).Draw(t, "step")
				for seq := from; seq < from+step*200; seq += step {
					_ = v.Learn(seq, seq*2)
				}
			},
			"learn UID": func(t *rapid.T) { _ = v.LearnUID(number.Draw(t, "UID")) },
			"vanished":  func(t *rapid.T) { _ = v.Vanished(set.Draw(t, "set")) },
			"resume": func(t *rapid.T) {
				v.Resume()
				v.VanishedEarlier(set.Draw(t, "set"))
				_ = v.Exists(uint32(v.Len()) + rapid.Uint32Range(0, 3).Draw(t, "new"))
			},
			"forget": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "forget") == 0 {
					v.Forget()
				}
			},
			"reset": func(t *rapid.T) {
				if rapid.IntRange(0, 4).Draw(t, "reset") == 0 {
					v.Reset()
				}
			},
			"": func(t *rapid.T) { v.runs.check(t) },
		})
	})
}
