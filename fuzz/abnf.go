package fuzz

import (
	_ "embed"
	"sync"
)

var (
	//go:embed grammar/common.abnf
	commonRules string
	//go:embed grammar/command.abnf
	commandRules string
	//go:embed grammar/response.abnf
	responseRules string
)

// CommandRules and ResponseRules return the texts of the grammars of IMAP, to
// be given to [ParseGrammar] with more rules.
func CommandRules() []string { return []string{commonRules, commandRules} }

// ResponseRules: see [CommandRules].
func ResponseRules() []string { return []string{commonRules, responseRules} }

// CommandGrammar returns the grammar of what a client sends: "command" is its
// first rule. It is that of RFC 9051 and RFC 3501 with the extensions that
// package wire/command knows.
var CommandGrammar = sync.OnceValue(func() *Grammar { return mustParse(CommandRules()) })

// ResponseGrammar returns the grammar of what a server sends: "response" and
// "greeting" are its first rules.
var ResponseGrammar = sync.OnceValue(func() *Grammar { return mustParse(ResponseRules()) })

// mustParse parses rules that are known to be well formed.
func mustParse(texts []string) *Grammar {
	g, err := ParseGrammar(texts...)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	return g
}
