//go:build !defects

package memory

// Each of these breaks one rule, so that it can be seen whether the tests
// notice. They are constants, and nothing of them is in a program, unless it
// is built with the tag defects: see .ci/defects.
const (
	reuseUID     = false // a message gets the UID of one that was expunged
	hideOthers   = false // who changes flags is not told what others have changed
	copyPart     = false // COPY copies what is left of messages that are not all there
	appendPart   = false // APPEND keeps the first messages if a later one fails
	storeInSteps = false // STORE undoes what others do meanwhile
	moveInSteps  = false // MOVE lets others see its messages in both mailboxes
)
