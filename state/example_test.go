package state_test

import (
	"errors"
	"fmt"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

func ExampleMachine() {
	var m state.Machine
	for _, e := range []state.Event{state.GreetingOK, state.LoginOK} {
		if err := m.Apply(e); err != nil {
			fmt.Println(err)
		}
	}
	err := m.Check(command.FetchName)
	var refused *state.Error
	if errors.As(err, &refused) {
		fmt.Println("A1 BAD", refused.Text())
	}
	if err := m.Apply(state.SelectOK); err == nil {
		fmt.Println(m.State(), m.Check(command.FetchName))
	}
	// Output:
	// A1 BAD FETCH is not allowed in authenticated state
	// selected <nil>
}

func ExampleSetting() {
	noop := state.UseOf(command.NewBare(command.NoopName))
	fetch := state.UseOf(&command.Fetch{Set: wire.Numbers(1), Items: []command.FetchItem{{Name: command.FetchSection}}})
	store := state.UseOf(&command.Store{Set: wire.Numbers(1), Flags: []wire.Flag{wire.Seen}})
	fmt.Println(state.Setting{}.Wait(&noop, &store))
	fmt.Println(state.Setting{}.Wait(&fetch, &store))
	// The server has to execute them in order, if the client relies on it.
	fmt.Println(state.Setting{InOrder: true}.Wait(&fetch, &store))
	// Output:
	// sequence numbers may change
	// flags change
	// need not wait
}

// A client sends what it may, and waits where it must.
func ExampleQueue() {
	var q state.Queue[string]
	push := func(line string, c command.Command) { q.Push(state.UseOf(c), line) }
	push("UID FETCH 1:3 (BODY.PEEK[])", &command.Fetch{UID: true, Set: wire.RangeOf(1, 3), Items: []command.FetchItem{{Name: command.FetchPeek}}})
	push("STATUS Drafts (MESSAGES)", &command.Status{Mailbox: "Drafts", Items: []command.StatusItem{command.StatusMessages}})
	push("STORE 1 +FLAGS (\\Seen)", &command.Store{Set: wire.Numbers(1), Action: command.StoreAdd, Flags: []wire.Flag{wire.Seen}})

	setting := state.Setting{Mailbox: "INBOX"}
	var flight []state.Ticket
	for q.Len() > 0 {
		if why := q.Why(setting); why != 0 {
			fmt.Println("waiting:", why)
			q.Done(flight[0]) // its tagged response has come
			flight = flight[1:]
			continue
		}
		ticket, line, _ := q.Next(setting)
		fmt.Println(line)
		q.Sent(ticket)
		flight = append(flight, ticket)
	}
	// Output:
	// UID FETCH 1:3 (BODY.PEEK[])
	// STATUS Drafts (MESSAGES)
	// waiting: sequence numbers may change
	// waiting: sequence numbers may change
	// STORE 1 +FLAGS (\Seen)
}

// Two commands are in flight, and a response comes.
func ExampleRouteOf() {
	list := &command.List{Patterns: []string{"Lists/%"}}
	status := &command.Status{Mailbox: "INBOX"}
	for _, r := range []response.Response{
		&response.List{Delimiter: '/', Mailbox: "Lists/imap"},
		&response.MailboxStatus{Mailbox: "INBOX"},
		&response.Exists{Count: 23},
	} {
		route := state.RouteOf(r, nil)
		fmt.Println(response.String(r), "LIST:", route.Match("A1", list), "STATUS:", route.Match("A2", status), "news:", route.State)
	}
	// Output:
	// * LIST () "/" Lists/imap LIST: true STATUS: false news: false
	// * STATUS INBOX () LIST: false STATUS: true news: false
	// * 23 EXISTS LIST: false STATUS: false news: true
}

func ExampleMachine_Permit() {
	var m state.Machine
	greeting := &response.Status{Type: response.PREAUTH, Code: &response.CapabilityCode{Capabilities: []string{"IMAP4rev1", "QRESYNC"}}}
	if err := m.Untagged(greeting); err != nil {
		fmt.Println(err)
	}
	resync := &command.Select{Mailbox: "INBOX", QResync: &command.QResync{UIDValidity: 1, ModSeq: 2}}
	fmt.Println(m.Permit(resync))
	if err := m.Untagged(&response.Enabled{Capabilities: []string{"QRESYNC"}}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(m.Permit(resync))
	fmt.Println(m.Permit(command.NewBare(command.UnselectName)))
	// Output:
	// state: SELECT QRESYNC needs QRESYNC to be enabled
	// <nil>
	// state: UNSELECT is not allowed in authenticated state
}

// A client hears of messages first, and of their UIDs later.
func ExampleView_Learn() {
	var v state.View
	fmt.Println(v.Exists(4))     // * 4 EXISTS
	fmt.Println(v.Learn(3, 107)) // * 3 FETCH (UID 107)
	_, err := v.Expunge(1)       // * 1 EXPUNGE
	fmt.Println(err, v.Len(), v.Unknown())
	fmt.Println(v.Seq(107))
	fmt.Println(v.Learn(3, 105)) // * 3 FETCH (UID 105)
	// Output:
	// <nil>
	// <nil>
	// <nil> 3 2
	// 2 true
	// state: UIDs do not ascend
}

func ExampleView() {
	var v state.View
	for _, uid := range []uint32{101, 103, 107} {
		if err := v.Append(uid); err != nil {
			fmt.Println(err)
		}
	}
	uid, err := v.Expunge(1) // * 1 EXPUNGE
	fmt.Println("gone:", uid, err)
	for seq, uid := range v.All() {
		fmt.Println(seq, uid)
	}
	// Output:
	// gone: 101 <nil>
	// 1 103
	// 2 107
}
