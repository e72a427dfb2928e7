package state_test

import (
	"errors"
	"fmt"

	"imapkit.example/state"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
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
