package command

// A Name is the name of a command in upper case, as it stands on the wire
// behind the tag. The UID forms have names of their own ("UID FETCH"), since
// RFC 9051, Section 5.5 gives them other rules than the plain forms.
type Name string

// The commands of RFC 9051, Section 6 and RFC 3501, Section 6, and of the
// extensions imapkit knows. Any other name is legal too: see [Unknown].
const (
	CapabilityName   Name = "CAPABILITY"
	NoopName         Name = "NOOP"
	LogoutName       Name = "LOGOUT"
	IDName           Name = "ID"
	StartTLSName     Name = "STARTTLS"
	AuthenticateName Name = "AUTHENTICATE"
	LoginName        Name = "LOGIN"
	EnableName       Name = "ENABLE"
	SelectName       Name = "SELECT"
	ExamineName      Name = "EXAMINE"
	CreateName       Name = "CREATE"
	DeleteName       Name = "DELETE"
	RenameName       Name = "RENAME"
	SubscribeName    Name = "SUBSCRIBE"
	UnsubscribeName  Name = "UNSUBSCRIBE"
	ListName         Name = "LIST"
	LSubName         Name = "LSUB"
	NamespaceName    Name = "NAMESPACE"
	StatusName       Name = "STATUS"
	AppendName       Name = "APPEND"
	IdleName         Name = "IDLE"
	CheckName        Name = "CHECK"
	CloseName        Name = "CLOSE"
	UnselectName     Name = "UNSELECT"
	ExpungeName      Name = "EXPUNGE"
	SearchName       Name = "SEARCH"
	FetchName        Name = "FETCH"
	StoreName        Name = "STORE"
	CopyName         Name = "COPY"
	MoveName         Name = "MOVE"
	UIDExpungeName   Name = "UID EXPUNGE"
	UIDSearchName    Name = "UID SEARCH"
	UIDFetchName     Name = "UID FETCH"
	UIDStoreName     Name = "UID STORE"
	UIDCopyName      Name = "UID COPY"
	UIDMoveName      Name = "UID MOVE"
)
