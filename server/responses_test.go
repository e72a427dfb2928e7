package server_test

import (
	"io"
	"strings"
	"time"

	"imapkit.example/wire"
	"imapkit.example/wire/response"
)

// checkResponses reads the answers to a command and to the NOOP with the tag
// "sync" behind it: the former is completed once at most, since it may have
// swallowed the latter's line or been several itself, and all that is said
// follows the grammar.
func checkResponses(t tester, c *client, command, tag string) {
	t.Helper()
	c.nc.SetReadDeadline(time.Now().Add(time.Minute))
	r := response.NewReader(c.r, wire.Options{UTF8: true})
	completed := 0
	for {
		x, err := r.Next()
		if err != nil {
			t.Fatalf("%q: %v", command, err)
		}
		switch x := x.(type) {
		case *response.FetchStream:
			for {
				if _, err := x.Next(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%q: %v", command, err)
				}
			}
		case *response.Exists:
			if x.Count > 1 {
				t.Fatalf("%q: %d EXISTS", command, x.Count)
			}
		case *response.Unknown:
			t.Fatalf("%q: unknown response %s", command, x.Name)
		case *response.Status:
			switch {
			case string(x.Tag) == tag:
				completed++
			case x.Tag == "sync":
				if completed > 1 {
					t.Fatalf("%q: completed %d times", command, completed)
				}
				return
			case x.Type == response.OK && x.Tag != "" && !strings.Contains(command, string(x.Tag)):
				t.Fatalf("%q: strange tag %s", command, x.Tag)
			}
		}
	}
}
