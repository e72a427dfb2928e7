package state_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"pgregory.net/rapid"
)

// A world is a small server, made to see what commands do to each other.
type world struct {
	boxes    map[string]*worldBox
	subs     map[string]bool
	selected string // "" if none is
	readOnly bool
	saved    []uint32
	enabled  bool
}

type worldBox struct {
	messages map[uint32]string // by UID: \Seen, \Deleted as "S", "D"
	next     uint32
	metadata string
}

func (w *world) String() string {
	var b strings.Builder
	fmt.Fprint(&b, w.selected, w.readOnly, w.enabled, w.saved, w.subs)
	for _, name := range slices.Sorted(maps.Keys(w.boxes)) {
		fmt.Fprintf(&b, " %s:%v", name, *w.boxes[name])
	}
	return b.String()
}

func (w *world) clone() *world {
	c := *w
	c.boxes, c.subs, c.saved = maps.Clone(w.boxes), maps.Clone(w.subs), slices.Clone(w.saved)
	for name, box := range c.boxes {
		b := *box
		b.messages = maps.Clone(box.messages)
		c.boxes[name] = &b
	}
	return &c
}

// uids returns which messages of the selected mailbox a set names.
func (w *world) uids(box *worldBox, set wire.Set) []uint32 {
	have := slices.Sorted(maps.Keys(box.messages))
	if set.Saved {
		return slices.DeleteFunc(slices.Clone(w.saved), func(uid uint32) bool { return !slices.Contains(have, uid) })
	}
	var last uint32
	if len(have) > 0 {
		last = have[len(have)-1]
	}
	return slices.DeleteFunc(have, func(uid uint32) bool { return !set.Contains(uid, last) })
}

func setFlag(flags, f string, on bool) string {
	flags = strings.ReplaceAll(flags, f, "")
	if on {
		flags += f
	}
	if flags == "DS" {
		return "SD"
	}
	return flags
}

// do executes a command and returns what it answers. The sets are of UIDs.
func (w *world) do(c command.Command) string {
	box := w.boxes[w.selected]
	switch c := c.(type) {
	case *command.Bare:
		return w.bare(c.Name(), box)
	case *command.Enable:
		w.enabled = true
		return "OK"
	case *command.Select:
		w.selected, w.saved = "", nil
		target := w.boxes[c.Mailbox]
		if target == nil {
			return "NO"
		}
		w.selected, w.readOnly = c.Mailbox, c.ReadOnly
		return fmt.Sprint(*target)
	case *command.Fetch, *command.Store, *command.Search, *command.Copy, *command.Move, *command.UIDExpunge:
		if box == nil {
			return "BAD"
		}
		return w.onMessages(c, box)
	case *command.AppendStream:
		return w.add(c.Mailbox, "")
	}
	return w.onMailboxes(c)
}

func (w *world) bare(name command.Name, box *worldBox) string {
	if box == nil && name != command.NoopName {
		return "BAD"
	}
	switch name {
	case command.ExpungeName, command.CloseName:
		result := "OK"
		if name == command.ExpungeName || !w.readOnly {
			result = w.expunge(box, slices.Sorted(maps.Keys(box.messages)))
		}
		if name == command.CloseName {
			w.selected, w.saved = "", nil
			result = "OK"
		}
		return result
	case command.UnselectName:
		w.selected, w.saved = "", nil
	}
	return "OK " + w.selected
}

func (w *world) expunge(box *worldBox, uids []uint32) string {
	if w.readOnly {
		return "NO"
	}
	gone := []uint32{}
	for _, uid := range uids {
		if strings.Contains(box.messages[uid], "D") {
			delete(box.messages, uid)
			gone = append(gone, uid)
		}
	}
	return fmt.Sprint("OK ", gone)
}

func (w *world) add(name, flags string) string {
	box := w.boxes[name]
	if box == nil {
		return "NO"
	}
	uid := box.next
	box.next++
	box.messages[uid] = flags
	return fmt.Sprint("OK ", uid)
}

func (w *world) onMessages(c command.Command, box *worldBox) string {
	var out []string
	switch c := c.(type) {
	case *command.Fetch:
		for _, uid := range w.uids(box, c.Set) {
			for _, item := range c.Items {
				switch item.Name {
				case command.FetchFlags:
					out = append(out, fmt.Sprint(uid, box.messages[uid]))
				case command.FetchSection:
					if !w.readOnly {
						box.messages[uid] = setFlag(box.messages[uid], "S", true)
					}
				}
			}
			out = append(out, fmt.Sprint(uid))
		}
	case *command.Store:
		if w.readOnly {
			return "NO"
		}
		for _, uid := range w.uids(box, c.Set) {
			for _, f := range c.Flags {
				box.messages[uid] = setFlag(box.messages[uid], string(f)[1:2], c.Action == command.StoreAdd)
			}
			if !c.Silent {
				out = append(out, fmt.Sprint(uid, box.messages[uid]))
			}
		}
	case *command.Search:
		var found []uint32
		for _, uid := range slices.Sorted(maps.Keys(box.messages)) {
			match := true
			for _, k := range c.Keys {
				switch k.Name {
				case "SEEN":
					match = match && strings.Contains(box.messages[uid], "S")
				case "UNDELETED":
					match = match && !strings.Contains(box.messages[uid], "D")
				case "UID":
					match = match && slices.Contains(w.uids(box, k.Set), uid)
				}
			}
			if match {
				found = append(found, uid)
			}
		}
		for _, o := range c.Return {
			if o.Name == command.ReturnSave {
				w.saved = found
				return "OK"
			}
		}
		return fmt.Sprint(found)
	case *command.Copy:
		for _, uid := range w.uids(box, c.Set) {
			out = append(out, w.add(c.Mailbox, box.messages[uid]))
		}
	case *command.Move:
		if w.boxes[c.Mailbox] == nil || w.readOnly {
			return "NO"
		}
		for _, uid := range w.uids(box, c.Set) {
			out = append(out, fmt.Sprint(uid), w.add(c.Mailbox, box.messages[uid]))
			delete(box.messages, uid)
		}
	case *command.UIDExpunge:
		return w.expunge(box, w.uids(box, c.Set))
	}
	return strings.Join(out, " ")
}

// below returns the names of the mailboxes below one, in order.
func (w *world) below(name string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(w.boxes)), func(n string) bool { return !strings.HasPrefix(n, name+"/") })
}

func (w *world) onMailboxes(c command.Command) string {
	switch c := c.(type) {
	case *command.Status:
		box := w.boxes[c.Mailbox]
		if box == nil {
			return "NO"
		}
		return fmt.Sprint(len(box.messages), box.next, strings.Count(fmt.Sprint(box.messages), "S"))
	case *command.List:
		var out []string
		for _, name := range slices.Sorted(maps.Keys(w.boxes)) {
			if p := c.Patterns[0]; p == "*" || p == name {
				out = append(out, fmt.Sprint(name, len(w.below(name)) > 0, w.subs[name]))
			}
		}
		return strings.Join(out, " ")
	case *command.Create:
		if w.boxes[c.Mailbox] != nil {
			return "NO"
		}
		for i := range c.Mailbox {
			if c.Mailbox[i] == '/' && w.boxes[c.Mailbox[:i]] == nil {
				w.boxes[c.Mailbox[:i]] = &worldBox{messages: map[uint32]string{}, next: 1}
			}
		}
		w.boxes[c.Mailbox] = &worldBox{messages: map[uint32]string{}, next: 1}
	case *command.Delete:
		if w.boxes[c.Mailbox] == nil || c.Mailbox == "INBOX" || len(w.below(c.Mailbox)) > 0 {
			return "NO"
		}
		delete(w.boxes, c.Mailbox)
		if w.selected == c.Mailbox {
			w.selected = ""
		}
	case *command.Rename:
		from := w.boxes[c.From]
		if from == nil || w.boxes[c.To] != nil || strings.HasPrefix(c.To, c.From+"/") {
			return "NO"
		}
		if c.From == "INBOX" {
			w.boxes[c.To] = from
			w.boxes["INBOX"] = &worldBox{messages: map[uint32]string{}, next: from.next}
			return "OK"
		}
		for _, name := range append(w.below(c.From), c.From) {
			w.boxes[c.To+name[len(c.From):]] = w.boxes[name]
			delete(w.boxes, name)
			if w.selected == name {
				w.selected = ""
			}
		}
	case *command.Subscribe:
		if w.boxes[c.Mailbox] == nil {
			return "NO"
		}
		w.subs[c.Mailbox] = true
	case *command.Unsubscribe:
		delete(w.subs, c.Mailbox)
	case *command.SetMetadata:
		if w.boxes[c.Mailbox] == nil {
			return "NO"
		}
		w.boxes[c.Mailbox].metadata = c.Entries[0].Value.String
	case *command.GetMetadata:
		if w.boxes[c.Mailbox] == nil {
			return "NO"
		}
		return w.boxes[c.Mailbox].metadata
	default:
		panic(fmt.Sprintf("%T", c))
	}
	return "OK"
}

// templates of commands: # is a set of sequence numbers, @ one of UIDs, & a
// mailbox, % a flag.
var templates = []string{
	"NOOP", "ENABLE CONDSTORE", "EXPUNGE", "CLOSE", "UNSELECT", "SELECT &", "EXAMINE &",
	"FETCH # (FLAGS)", "FETCH # (UID)", "FETCH # (BODY[])", "FETCH # (BODY.PEEK[])", "FETCH $ (FLAGS)", "FETCH $ (UID)",
	"UID FETCH @ (FLAGS)", "UID FETCH @ (UID)", "UID FETCH @ (BODY[])", "UID FETCH @ (BODY.PEEK[])",
	"STORE # +FLAGS (%)", "STORE # -FLAGS.SILENT (%)", "UID STORE @ +FLAGS (%)", "UID STORE @ -FLAGS.SILENT (%)", "STORE $ +FLAGS (%)",
	"UID SEARCH RETURN () SEEN", "UID SEARCH RETURN () UID @ UNDELETED", "SEARCH RETURN () # SEEN", "UID SEARCH RETURN () ALL",
	"SEARCH RETURN (SAVE) SEEN", "UID SEARCH RETURN (SAVE) UID @", "SEARCH RETURN (SAVE) UID $ UNDELETED", "UID SEARCH RETURN () UID $",
	"COPY # &", "UID COPY @ &", "UID COPY $ &", "MOVE # &", "UID MOVE @ &", "UID EXPUNGE @", "UID EXPUNGE $",
	"APPEND & {1+}\r\nx", "STATUS & (MESSAGES UIDNEXT UNSEEN)", `LIST "" *`, `LIST "" &`, "CREATE &", "DELETE &", "RENAME & &",
	"SUBSCRIBE &", "UNSUBSCRIBE &", `SETMETADATA & (/private/comment "x")`, `SETMETADATA & (/private/comment "y")`, "GETMETADATA & /private/comment",
}

func drawLine(t *rapid.T, name string) string {
	var b strings.Builder
	template := rapid.SampledFrom(templates).Draw(t, name)
	number := func(from, to int) {
		n := rapid.IntRange(1, 2).Draw(t, "ranges")
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			low := rapid.IntRange(from, to).Draw(t, "number")
			fmt.Fprint(&b, low)
			if rapid.Bool().Draw(t, "range") {
				b.WriteByte(':')
				if rapid.IntRange(0, 4).Draw(t, "*") == 0 {
					b.WriteByte('*')
				} else {
					fmt.Fprint(&b, rapid.IntRange(from, to).Draw(t, "number"))
				}
			}
		}
	}
	for i := range len(template) {
		switch c := template[i]; c {
		case '#':
			number(1, 4)
		case '@':
			number(10, 22)
		case '&':
			b.WriteString(rapid.SampledFrom([]string{"A", "B", "B/x", "C", "INBOX", "INBOX/y"}).Draw(t, "mailbox"))
		case '%':
			b.WriteString(rapid.SampledFrom([]string{`\Seen`, `\Deleted`}).Draw(t, "flag"))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// byUID has c name by UID the messages that it names by sequence number: those
// of the view when it was received.
func byUID(t *rapid.T, c command.Command, v *state.View) {
	turn := func(set *wire.Set) {
		if set.Saved {
			return
		}
		uids, err := v.UIDs(*set)
		if err != nil {
			t.Fatal(err)
		}
		*set = uids
	}
	switch c := c.(type) {
	case *command.Fetch:
		if !c.UID {
			turn(&c.Set)
		}
	case *command.Store:
		if !c.UID {
			turn(&c.Set)
		}
	case *command.Copy:
		if !c.UID {
			turn(&c.Set)
		}
	case *command.Move:
		if !c.UID {
			turn(&c.Set)
		}
	case *command.Search:
		for i := range c.Keys {
			if c.Keys[i].Name == command.SearchSet {
				turn(&c.Keys[i].Set)
				c.Keys[i].Name = "UID"
			}
		}
	}
}

// Whatever two commands may be in flight together can be
// executed in either order, with the same answers and the same result.
func TestCommute(t *testing.T) {
	together := 0
	once := func(t *rapid.T) {
		w := &world{boxes: map[string]*worldBox{}, subs: map[string]bool{"B": true}, selected: "A", saved: []uint32{12, 13}}
		w.readOnly = rapid.Bool().Draw(t, "read-only")
		for _, name := range []string{"A", "B", "B/x", "INBOX"} {
			w.boxes[name] = &worldBox{messages: map[uint32]string{}, next: 20}
		}
		var v state.View
		for _, uid := range []uint32{11, 12, 13, 17} {
			w.boxes["A"].messages[uid] = rapid.SampledFrom([]string{"", "S", "D", "SD"}).Draw(t, "flags")
			if err := v.Append(uid); err != nil {
				t.Fatal(err)
			}
		}
		setting := state.Setting{ReadOnly: w.readOnly, Tagged: true}
		if rapid.Bool().Draw(t, "the name is known") {
			setting.Mailbox = "A"
		}
		resolve := rapid.Bool().Draw(t, "resolve")
		var uses [2]state.Use
		var commands [2]command.Command
		lines := [2]string{drawLine(t, "first"), drawLine(t, "second")}
		for i, line := range lines {
			commands[i] = parse(t, line)
			uses[i] = state.UseOf(parse(t, line))
			if resolve {
				uses[i].Resolve(&v)
			}
			byUID(t, commands[i], &v)
		}
		if setting.Conflict(&uses[0], &uses[1]) != 0 {
			return
		}
		together++
		one, other := w.clone(), w.clone()
		a1, b1 := one.do(commands[0]), one.do(commands[1])
		b2, a2 := other.do(commands[1]), other.do(commands[0])
		if a1 != a2 || b1 != b2 || one.String() != other.String() {
			t.Fatalf("%s + %s in %v:\n%s | %s\n%v\nbut the other way round\n%s | %s\n%v",
				lines[0], lines[1], w, a1, b1, one, a2, b2, other)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for range 30 {
			once(t)
		}
	})
	if together == 0 {
		t.Error("no two commands could run together")
	}
}
