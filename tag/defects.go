//go:build defects

package tag

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	acceptDuplicate   = defect("tag.acceptDuplicate")
	startWhileSending = defect("tag.startWhileSending")
	continueNewest    = defect("tag.continueNewest")
	keepOwner         = defect("tag.keepOwner")
	acceptPremature   = defect("tag.acceptPremature")
	finishTwice       = defect("tag.finishTwice")
	repeatTags        = defect("tag.repeatTags")
	weakSeed          = defect("tag.weakSeed")
)

func defect(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
