package server

import (
	"errors"
	"slices"
	"strings"

	"imapkit.example/state"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// listOptions are the options of LIST that are known here.
type listOptions struct {
	subscribed, recursive, specialUse bool // selection
	tellSubscribed, tellStatus        bool // return
	patterns                          []string
	work                              int // octets compared so far
}

// maxMatchWork bounds the work of one LIST, for the sake of the machine: it is
// enough for 10,000 names of 100 octets and patterns of 200.
const maxMatchWork = 200_000_000

func (c *conn) list(cmd *command.List) *response.Status {
	var o listOptions
	for _, x := range cmd.Select {
		switch x.Name {
		case "SUBSCRIBED":
			o.subscribed, o.tellSubscribed = true, true
		case "REMOTE":
		case "RECURSIVEMATCH":
			o.recursive = true
		case "SPECIAL-USE":
			o.specialUse = true
		default:
			return bad("LIST: unknown selection option")
		}
	}
	if o.recursive && !o.subscribed && !o.specialUse {
		return bad("LIST: RECURSIVEMATCH needs another selection option")
	}
	for _, x := range cmd.Return {
		switch x.Name {
		case "SUBSCRIBED":
			o.tellSubscribed = true
		case "CHILDREN", "SPECIAL-USE":
		case "STATUS":
			o.tellStatus = true
			if refused := checkStatusItems(cmd.Status); refused != nil {
				return refused
			}
		default:
			return bad("LIST: unknown return option")
		}
	}
	if !cmd.Extended() && cmd.Patterns[0] == "" {
		// The question for the delimiter and the root of the reference.
		c.write(&response.List{Attributes: []string{`\Noselect`}, Delimiter: delimiter})
		return ok("LIST completed")
	}
	for _, p := range cmd.Patterns {
		o.patterns = append(o.patterns, cmd.Reference+p)
	}
	folders, err := c.session.List(c.ctx)
	if err != nil {
		return c.failed(err)
	}
	if o.recursive {
		folders = withParents(folders)
	}
	for i := range folders {
		r := o.response(folders, i)
		if r == nil {
			continue
		}
		var status *response.MailboxStatus
		if f := &folders[i]; o.tellStatus && f.Exists && !f.NoSelect && o.selects(f) {
			if status, err = c.statusOf(f.Name, cmd.Status); errors.Is(err, ErrNonexistent) {
				// It is gone by now (RFC 9051, Section 6.3.9.2).
				r.Attributes = append(r.Attributes, `\Noselect`)
			} else if err != nil {
				c.failed(err) // which logs it: the list goes on
			}
		}
		c.write(r)
		if status != nil {
			c.write(status)
		}
	}
	return o.done(command.ListName)
}

// response is the answer for the i-th folder, or nil if it is not asked for.
func (o *listOptions) response(folders []Folder, i int) *response.List {
	f := &folders[i]
	if !o.match(f.Name) {
		return nil
	}
	below, unmatched := false, false
	if o.recursive {
		below, unmatched = o.selectsBelow(folders, i)
	}
	if !o.selects(f) && !unmatched {
		return nil
	}
	r := &response.List{Attributes: []string{}, Delimiter: delimiter, Mailbox: f.Name}
	add := func(attribute string) { r.Attributes = append(r.Attributes, attribute) }
	switch {
	case !f.Exists:
		add(`\NonExistent`)
	case f.NoSelect:
		add(`\Noselect`)
	}
	if hasChildren(folders, i) {
		add(`\HasChildren`)
	} else {
		add(`\HasNoChildren`)
	}
	if o.tellSubscribed && f.Subscribed {
		add(`\Subscribed`)
	}
	r.Attributes = append(r.Attributes, f.Attributes...)
	if below {
		r.ChildInfo = []string{"SUBSCRIBED"}
		if !o.subscribed {
			r.ChildInfo[0] = "SPECIAL-USE"
		}
	}
	return r
}

// selects applies the selection options.
func (o *listOptions) selects(f *Folder) bool {
	switch {
	case o.subscribed && !f.Subscribed:
		return false
	case o.specialUse && len(f.Attributes) == 0:
		return false
	}
	return o.subscribed || f.Exists
}

// match reports whether one of the patterns matches name.
func (o *listOptions) match(name string) bool {
	for _, p := range o.patterns {
		if o.work += len(p) * len(name); o.work <= maxMatchWork && state.MatchMailbox(p, name, delimiter) {
			return true
		}
	}
	return false
}

// done is the answer to LIST and LSUB.
func (o *listOptions) done(name command.Name) *response.Status {
	if o.work > maxMatchWork {
		return no(response.Limit, "patterns are too expensive for so many mailboxes")
	}
	return ok(string(name) + " completed")
}

// selectsBelow reports whether a folder below the i-th is selected, which
// CHILDINFO tells, and whether one of those does not match itself: without
// that, CHILDINFO is no reason to tell of the i-th (RFC 9051,
// Section 6.3.9.6).
func (o *listOptions) selectsBelow(folders []Folder, i int) (below, unmatched bool) {
	prefix := folders[i].Name + string(delimiter)
	for j := i + 1; j < len(folders) && strings.HasPrefix(folders[j].Name, folders[i].Name); j++ {
		if strings.HasPrefix(folders[j].Name, prefix) && o.selects(&folders[j]) {
			below = true
			if !o.match(folders[j].Name) {
				return true, true
			}
		}
	}
	return below, false
}

// withParents adds the names above folders that are not in the list.
func withParents(folders []Folder) []Folder {
	have := make(map[string]bool, len(folders))
	for _, f := range folders {
		have[f.Name] = true
	}
	for _, f := range folders {
		name := f.Name
		for i := strings.LastIndexByte(name, delimiter); i > 0; i = strings.LastIndexByte(name, delimiter) {
			if name = name[:i]; have[name] {
				break
			}
			have[name] = true
			folders = append(folders, Folder{Name: name})
		}
	}
	slices.SortFunc(folders, func(a, b Folder) int { return strings.Compare(a.Name, b.Name) })
	return folders
}

// hasChildren reports whether a mailbox exists below the i-th. The list is
// sorted, but "a-b" stands between "a" and "a/b".
func hasChildren(folders []Folder, i int) bool {
	prefix := folders[i].Name + string(delimiter)
	for j := i + 1; j < len(folders) && strings.HasPrefix(folders[j].Name, folders[i].Name); j++ {
		if folders[j].Exists && strings.HasPrefix(folders[j].Name, prefix) {
			return true
		}
	}
	return false
}

// lsub answers the obsolete LSUB (RFC 3501, Section 6.3.9). A name that is not
// subscribed but has subscribed ones below it, which "%" does not reach, is
// told as \Noselect.
func (c *conn) lsub(cmd *command.LSub) *response.Status {
	folders, err := c.session.List(c.ctx)
	if err != nil {
		return c.failed(err)
	}
	pattern := cmd.Reference + cmd.Pattern
	o := listOptions{patterns: []string{pattern}}
	told := make(map[string]bool)
	for _, f := range folders {
		if !f.Subscribed {
			continue
		}
		if o.match(f.Name) {
			if !told[f.Name] {
				told[f.Name] = true
				c.write(&response.List{LSub: true, Delimiter: delimiter, Mailbox: f.Name})
			}
			continue
		}
		for name := f.Name; strings.HasSuffix(pattern, "%"); {
			i := strings.LastIndexByte(name, delimiter)
			if i < 0 {
				break
			}
			if name = name[:i]; !told[name] && o.match(name) {
				told[name] = true
				c.write(&response.List{LSub: true, Attributes: []string{`\Noselect`}, Delimiter: delimiter, Mailbox: name})
			}
		}
	}
	return o.done(command.LSubName)
}
