//go:build defects

package client

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	// Whose an answer is, and when it is one.
	believeEarly  = defect("client.believeEarly")
	believeEager  = defect("client.believeEager")
	surviveEager  = defect("client.surviveEager")
	earlyContinue = defect("client.earlyContinue")
	keepLiteral   = defect("client.keepLiteral")
	leaveWaiting  = defect("client.leaveWaiting")
	earlyOwner    = defect("client.earlyOwner")

	// Sequence numbers.
	sendRenumbered = defect("client.sendRenumbered")
	trustDrift     = defect("client.trustDrift")
	mixMailboxes   = defect("client.mixMailboxes")

	// Security, and the flow of octets.
	loginInClear   = defect("client.loginInClear")
	preAuthInClear = defect("client.preAuthInClear")
	sendBeforeTLS  = defect("client.sendBeforeTLS")
	keepInjected   = defect("client.keepInjected")
	goOnInClear    = defect("client.goOnInClear")
	tellSecrets    = defect("client.tellSecrets")
	ignoreWindow   = defect("client.ignoreWindow")
)

func defect(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
