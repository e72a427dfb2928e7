//go:build !defects

package tag

// Each of these breaks one rule, so that it can be seen whether the tests
// notice. They are constants, and nothing of them is in a program, unless it
// is built with the tag defects: see .ci/defects.
const (
	acceptDuplicate   = false // a tag in flight is started again
	startWhileSending = false // a command begins in the middle of another
	continueNewest    = false // a "+" nobody waits for goes to the command sent last
	keepOwner         = false // NO and BAD do not end what is being sent
	acceptPremature   = false // OK to a command that is being sent is believed
	finishTwice       = false // a second completion is a completion
	repeatTags        = false // the thousandth tag is followed by the first
	weakSeed          = false // the letters of the tags have 16 bits of the seed
)
