package tag_test

import (
	"errors"
	"fmt"

	"imapkit.example/tag"
)

func ExampleGenerator() {
	var b [8]byte // to be filled by crypto/rand
	copy(b[:], "pretend!")
	var seed uint64
	for _, c := range b {
		seed = seed<<8 | uint64(c)
	}
	g := tag.NewGenerator(seed)
	line := g.AppendNext(nil)
	line = append(line, " NOOP\r\n"...)
	fmt.Printf("%q\n", line)
	fmt.Println(g.Next())
	// Output:
	// "HZUNKPL1 NOOP\r\n"
	// HZUNKPL2
}

func ExamplePipeline() {
	var p tag.Pipeline[string]
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}

	// C: A1 NOOP
	must(p.Start("A1", "NOOP"))
	must(p.Sent("A1"))

	// C: A2 APPEND INBOX {310}
	must(p.Start("A2", "APPEND"))
	must(p.Wait("A2"))

	// S: A1 OK done
	v, err := p.Finish("A1", tag.OK)
	fmt.Println(v, err)

	// S: + go ahead
	v, err = p.Continue()
	fmt.Println(v, "goes on,", err)

	// S: A2 OK appended: but not one octet of the message was sent
	_, err = p.Finish("A2", tag.OK)
	fmt.Println(errors.Is(err, tag.ErrPremature))

	// The connection is closed for that.
	for t, v := range p.All() {
		fmt.Println(t, v, "failed")
	}
	p.Abort()
	// Output:
	// NOOP <nil>
	// APPEND goes on, <nil>
	// true
	// A2 APPEND failed
}
