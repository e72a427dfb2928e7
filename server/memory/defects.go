//go:build defects

package memory

import "os"

// The environment variable IMAPKIT_DEFECT names the rule that is broken.
var (
	reuseUID     = defect("memory.reuseUID")
	hideOthers   = defect("memory.hideOthers")
	copyPart     = defect("memory.copyPart")
	appendPart   = defect("memory.appendPart")
	storeInSteps = defect("memory.storeInSteps")
	moveInSteps  = defect("memory.moveInSteps")
)

func defect(rule string) bool { return os.Getenv("IMAPKIT_DEFECT") == rule }
