//go:build !defects

package server

// Each of these breaks one rule, so that it can be seen whether the tests
// notice. They are constants, and nothing of them is in a program, unless it
// is built with the tag defects: see .ci/defects.
const (
	// The connection.
	runLiterals    = false // the literals of a command that is refused are commands
	keepClearText  = false // what came before the TLS handshake is executed behind it
	loginInClear   = false // passwords are taken without TLS
	endlessGuesses = false // wrong passwords end no connection
	loginTwice     = false // LOGIN is taken once more after the login
	traceSecrets   = false // the trace has passwords
	idleSilent     = false // IDLE tells nothing
	idleEndsByAny  = false // any line ends IDLE as DONE does

	// The selected mailbox.
	keepSelected     = false // a failed SELECT leaves the old mailbox selected
	badDeselects     = false // a SELECT answered with BAD closes the mailbox
	lowUIDNext       = false // UIDNEXT is the UID of the last message
	dropClosed       = false // the CLOSED code is not sent
	unselectExpunges = false // UNSELECT expunges as CLOSE does
	expungeInFetch   = false // EXPUNGE is sent during FETCH, STORE and SEARCH
	expungeInCommand = false // EXPUNGE is sent before a command was received to its end
	existsOfMailbox  = false // EXISTS counts the mailbox, not the view
	loseFlags        = false // flags that others change during FETCH, STORE and SEARCH are not told
	currentNumbers   = false // sequence numbers mean the mailbox, not the view
	untoldMessages   = false // a set of UIDs means messages the client was not told of
	okForExpunged    = false // FETCH and STORE of a message that is gone succeed

	// Answers.
	hideKeywords  = false // FLAGS is not sent anew for a keyword that is new
	hideSeen      = false // FETCH BODY[] does not tell that it has set \Seen
	omitUID       = false // the answers to UID FETCH are without UID
	copyUIDLast   = false // the COPYUID of MOVE comes behind the EXPUNGEs
	alwaysESearch = false // SEARCH is answered with ESEARCH, asked for or not
	keepSaved     = false // "$" stays as it was when a SEARCH with SAVE fails
	leakSaved     = false // "$" stays as it was when another mailbox is selected
)
