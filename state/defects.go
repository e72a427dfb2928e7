//go:build defects

package state

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	// Machine and Capabilities.
	keepSelected        = defect("state.keepSelected")
	badSelects          = defect("state.badSelects")
	trustClearText      = defect("state.trustClearText")
	keepLoginCapability = defect("state.keepLoginCapability")
	keepEnabled         = defect("state.keepEnabled")
	enableBeforeLogin   = defect("state.enableBeforeLogin")
	ignoreClosed        = defect("state.ignoreClosed")
	ignoreHandshake     = defect("state.ignoreHandshake")
	implyBinary         = defect("state.implyBinary")
	assumeRev2          = defect("state.assumeRev2")
	minusIsPlus         = defect("state.minusIsPlus")
	numbersWithNotify   = defect("state.numbersWithNotify")
	numbersWithUIDOnly  = defect("state.numbersWithUIDOnly")

	// What may be in flight together.
	idleIsNoBarrier  = defect("state.idleIsNoBarrier")
	ignoreUIDFetch   = defect("state.ignoreUIDFetch")
	ignoreSearchSets = defect("state.ignoreSearchSets")
	ignoreSeen       = defect("state.ignoreSeen")
	ignoreSave       = defect("state.ignoreSave")
	ignoreSelected   = defect("state.ignoreSelected")
	mixNumbers       = defect("state.mixNumbers")
	starIsLast       = defect("state.starIsLast")
	ignoreTree       = defect("state.ignoreTree")
	mixAnswers       = defect("state.mixAnswers")
	expungeInFetch   = defect("state.expungeInFetch")
	overtake         = defect("state.overtake")
	staleReason      = defect("state.staleReason")
	assumeReadOnly   = defect("state.assumeReadOnly")
	ignoreEncoding   = defect("state.ignoreEncoding")
	twoSelections    = defect("state.twoSelections")
	keepReason       = defect("state.keepReason")
	ignoreMeeting    = defect("state.ignoreMeeting")
	ignoreSending    = defect("state.ignoreSending")

	// View and Route.
	ignoreShrunk  = defect("state.ignoreShrunk")
	expungeNext   = defect("state.expungeNext")
	reuseUID      = defect("state.reuseUID")
	learnAnything = defect("state.learnAnything")
	strayVanished = defect("state.strayVanished")
	earlierCounts = defect("state.earlierCounts")
	ignoreTag     = defect("state.ignoreTag")
	copyUIDToCopy = defect("state.copyUIDToCopy")
	ignoreUID     = defect("state.ignoreUID")
)

func defect(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
