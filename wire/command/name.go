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

	SortName           Name = "SORT"           // RFC 5256
	UIDSortName        Name = "UID SORT"       // RFC 5256
	ThreadName         Name = "THREAD"         // RFC 5256
	UIDThreadName      Name = "UID THREAD"     // RFC 5256
	ESearchName        Name = "ESEARCH"        // RFC 7377
	UIDESearchName     Name = "UID ESEARCH"    // RFC 7377, in an example only
	CancelUpdateName   Name = "CANCELUPDATE"   // RFC 5267
	UIDBatchesName     Name = "UIDBATCHES"     // draft-ietf-mailmaint-imap-uidbatches
	NotifyName         Name = "NOTIFY"         // RFC 5465
	ReplaceName        Name = "REPLACE"        // RFC 8508
	UIDReplaceName     Name = "UID REPLACE"    // RFC 8508
	GenURLAuthName     Name = "GENURLAUTH"     // RFC 4467
	ResetKeyName       Name = "RESETKEY"       // RFC 4467
	URLFetchName       Name = "URLFETCH"       // RFC 4467
	CompressName       Name = "COMPRESS"       // RFC 4978
	UnauthenticateName Name = "UNAUTHENTICATE" // RFC 8437
	GetQuotaName       Name = "GETQUOTA"       // RFC 9208
	SetQuotaName       Name = "SETQUOTA"       // RFC 9208
	GetQuotaRootName   Name = "GETQUOTAROOT"   // RFC 9208
	SetACLName         Name = "SETACL"         // RFC 4314
	DeleteACLName      Name = "DELETEACL"      // RFC 4314
	GetACLName         Name = "GETACL"         // RFC 4314
	ListRightsName     Name = "LISTRIGHTS"     // RFC 4314
	MyRightsName       Name = "MYRIGHTS"       // RFC 4314
	GetMetadataName    Name = "GETMETADATA"    // RFC 5464
	SetMetadataName    Name = "SETMETADATA"    // RFC 5464
	LanguageName       Name = "LANGUAGE"       // RFC 5255
	ComparatorName     Name = "COMPARATOR"     // RFC 5255
	ConversionsName    Name = "CONVERSIONS"    // RFC 5259
	ConvertName        Name = "CONVERT"        // RFC 5259
	UIDConvertName     Name = "UID CONVERT"    // RFC 5259
	RListName          Name = "RLIST"          // RFC 2193
	RLSubName          Name = "RLSUB"          // RFC 2193
	GetJMAPAccessName  Name = "GETJMAPACCESS"  // RFC 9698
	XListName          Name = "XLIST"          // LIST of Gmail before RFC 6154
)
