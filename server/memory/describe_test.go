package memory

import (
	"context"
	"fmt"
	"strings"

	"imapkit.example/server"
)

// noContext is for calls that do not wait.
var noContext = context.Background()

// describe returns a message as "7(\Seen $a)".
func describe(m server.MessageFlags) string {
	words := make([]string, len(m.Flags))
	for i, f := range m.Flags {
		words[i] = string(f)
	}
	return fmt.Sprintf("%d(%s)", m.UID, strings.Join(words, " "))
}

// describeChanges returns changes as "+8 -3 7(\Seen)", and "" for none.
func describeChanges(c server.Changes) string {
	var words []string
	for _, uid := range c.Added {
		words = append(words, fmt.Sprintf("+%d", uid))
	}
	for _, uid := range c.Expunged {
		words = append(words, fmt.Sprintf("-%d", uid))
	}
	for _, m := range c.Flags {
		words = append(words, describe(m))
	}
	return strings.Join(words, " ")
}
