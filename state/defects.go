//go:build defects

package state

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	// Machine and Capabilities.
	keepSelected        = broken("state.keepSelected")
	badSelects          = broken("state.badSelects")
	trustClearText      = broken("state.trustClearText")
	keepLoginCapability = broken("state.keepLoginCapability")
	keepEnabled         = broken("state.keepEnabled")
	enableBeforeLogin   = broken("state.enableBeforeLogin")
	ignoreClosed        = broken("state.ignoreClosed")
	ignoreHandshake     = broken("state.ignoreHandshake")
	implyBinary         = broken("state.implyBinary")
	minusIsPlus         = broken("state.minusIsPlus")
	numbersWithNotify   = broken("state.numbersWithNotify")
	numbersWithUIDOnly  = broken("state.numbersWithUIDOnly")

	// What may be in flight together.
	idleIsNoBarrier  = broken("state.idleIsNoBarrier")
	ignoreUIDFetch   = broken("state.ignoreUIDFetch")
	ignoreSearchSets = broken("state.ignoreSearchSets")
	ignoreSeen       = broken("state.ignoreSeen")
	ignoreSave       = broken("state.ignoreSave")
	ignoreSelected   = broken("state.ignoreSelected")
	mixNumbers       = broken("state.mixNumbers")
	starIsLast       = broken("state.starIsLast")
	ignoreTree       = broken("state.ignoreTree")
	mixAnswers       = broken("state.mixAnswers")
	expungeInFetch   = broken("state.expungeInFetch")
	overtake         = broken("state.overtake")
	staleReason      = broken("state.staleReason")
	ignoreSending    = broken("state.ignoreSending")

	// View and Route.
	ignoreShrunk  = broken("state.ignoreShrunk")
	expungeNext   = broken("state.expungeNext")
	reuseUID      = broken("state.reuseUID")
	strayVanished = broken("state.strayVanished")
	earlierCounts = broken("state.earlierCounts")
	ignoreTag     = broken("state.ignoreTag")
	copyUIDToCopy = broken("state.copyUIDToCopy")
	ignoreUID     = broken("state.ignoreUID")
)

func broken(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
