//go:build defects

package server

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	// The connection.
	runLiterals    = defect("server.runLiterals")
	keepClearText  = defect("server.keepClearText")
	loginInClear   = defect("server.loginInClear")
	endlessGuesses = defect("server.endlessGuesses")
	loginTwice     = defect("server.loginTwice")
	traceSecrets   = defect("server.traceSecrets")
	idleSilent     = defect("server.idleSilent")
	idleEndsByAny  = defect("server.idleEndsByAny")

	// The selected mailbox.
	keepSelected     = defect("server.keepSelected")
	badDeselects     = defect("server.badDeselects")
	lowUIDNext       = defect("server.lowUIDNext")
	dropClosed       = defect("server.dropClosed")
	unselectExpunges = defect("server.unselectExpunges")
	expungeInFetch   = defect("server.expungeInFetch")
	expungeInCommand = defect("server.expungeInCommand")
	existsOfMailbox  = defect("server.existsOfMailbox")
	loseFlags        = defect("server.loseFlags")
	currentNumbers   = defect("server.currentNumbers")
	untoldMessages   = defect("server.untoldMessages")
	okForExpunged    = defect("server.okForExpunged")

	// Answers.
	hideKeywords  = defect("server.hideKeywords")
	hideSeen      = defect("server.hideSeen")
	omitUID       = defect("server.omitUID")
	copyUIDLast   = defect("server.copyUIDLast")
	alwaysESearch = defect("server.alwaysESearch")
	keepSaved     = defect("server.keepSaved")
	leakSaved     = defect("server.leakSaved")
)

func defect(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
