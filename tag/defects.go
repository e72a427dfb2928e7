//go:build defects

package tag

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	acceptDuplicate   = broken("tag.acceptDuplicate")
	startWhileSending = broken("tag.startWhileSending")
	continueNewest    = broken("tag.continueNewest")
	keepOwner         = broken("tag.keepOwner")
	acceptPremature   = broken("tag.acceptPremature")
	finishTwice       = broken("tag.finishTwice")
	repeatTags        = broken("tag.repeatTags")
	weakSeed          = broken("tag.weakSeed")
)

func broken(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
