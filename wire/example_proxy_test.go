package wire_test

import (
	"fmt"
	"strings"

	"imapkit.example/literal"
	"imapkit.example/wire"
)

// A proxy passes commands on without knowing them. Its client sends literals
// without waiting, the server behind it takes only those it has asked for.
func Example_proxy() {
	client := strings.NewReader("" +
		"a1 LOGIN joe {6+}\r\nsecret\r\n" +
		"a2 XFROB (one \"two\" ~{3+}\r\nx\"y) 4\r\n" +
		"a3 NOOP (\r\n" + // malformed: it is answered here and not passed on
		"a4 LOGOUT\r\n")
	server := new(strings.Builder)
	in := wire.NewDecoder(client, wire.Options{Side: wire.Server})
	out := wire.NewEncoder(server, wire.Options{Side: wire.Client, Literals: literal.Basic})
	out.OnLiteral(func(h literal.Header) error {
		fmt.Fprintf(server, "<wait for + before %d octets>\r\n", h.Size)
		return nil
	})
	for in.Next() == nil {
		t := in.Tag()
		in.SP()
		name := in.Atom()
		args := in.ReadValues()
		if err := in.End(); err != nil {
			fmt.Println(err)
			continue
		}
		out.Tag(t)
		out.SP()
		out.Atom(name)
		if args != nil {
			out.SP()
			out.Values(args)
		}
		if err := out.End(); err != nil {
			fmt.Println(err)
		}
		out.Flush()
	}
	fmt.Print(strings.ReplaceAll(server.String(), "\r\n", "\n"))
	// Output:
	// wire: offset 71: expected value, found end of line
	// a1 LOGIN joe {6}
	// <wait for + before 6 octets>
	// secret
	// a2 XFROB (one "two" ~{3}
	// <wait for + before 3 octets>
	// x"y) 4
	// a4 LOGOUT
}
