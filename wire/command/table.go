package command

// plainNames are the names that [Reader] recognises without an allocation.
var plainNames = newLookup([]Name{
	"UID",
	FetchName, NoopName, StoreName, SelectName, IdleName, SearchName, StatusName, ListName, AppendName,
	LoginName, LogoutName, CapabilityName, CloseName, ExpungeName, CopyName, MoveName, UnselectName,
	ExamineName, EnableName, IDName, NamespaceName, AuthenticateName, StartTLSName, CreateName,
	DeleteName, RenameName, SubscribeName, UnsubscribeName, LSubName, CheckName,
	CompressName, SortName, ThreadName, ReplaceName, NotifyName, ESearchName, CancelUpdateName, UIDBatchesName,
	GetQuotaRootName, GetQuotaName, SetQuotaName, MyRightsName, GetACLName, SetACLName, DeleteACLName,
	ListRightsName, GetMetadataName, SetMetadataName, GenURLAuthName, ResetKeyName, URLFetchName,
	UnauthenticateName, LanguageName, ComparatorName, ConversionsName, ConvertName, XListName,
	RListName, RLSubName, GetJMAPAccessName,
}, func(n Name) Name { return n })

// uidNames are those behind "UID".
var uidNames = newLookup([]Name{
	"FETCH", "STORE", "SEARCH", "COPY", "MOVE", "EXPUNGE", "SORT", "THREAD", "REPLACE", "CONVERT", "ESEARCH",
}, func(n Name) Name { return "UID " + n })

// commands holds one command of each type, which a Reader fills anew each
// time: their slices keep their memory.
type commands struct {
	bare         Bare
	id           ID
	authenticate Authenticate
	login        Login
	enable       Enable
	selectCmd    Select
	create       Create
	delete       Delete
	rename       Rename
	subscribe    Subscribe
	unsubscribe  Unsubscribe
	list         List
	lsub         LSub
	status       Status
	append       AppendStream
	expunge      UIDExpunge
	search       Search
	fetch        Fetch
	store        Store
	copy         Copy
	move         Move
	extended     extended
	unknown      Unknown
}

// byName returns the command to decode for name.
func (s *commands) byName(name Name) Command {
	switch name {
	case CapabilityName, NoopName, LogoutName, StartTLSName, NamespaceName, IdleName,
		CheckName, CloseName, UnselectName, ExpungeName, UnauthenticateName, GetJMAPAccessName:
		s.bare = Bare(name)
		return &s.bare
	case IDName:
		return &s.id
	case AuthenticateName:
		return &s.authenticate
	case LoginName:
		return &s.login
	case EnableName:
		return &s.enable
	case SelectName, ExamineName:
		s.selectCmd.ReadOnly = name == ExamineName
		return &s.selectCmd
	case CreateName:
		return &s.create
	case DeleteName:
		return &s.delete
	case RenameName:
		return &s.rename
	case SubscribeName:
		return &s.subscribe
	case UnsubscribeName:
		return &s.unsubscribe
	case ListName:
		return &s.list
	case LSubName:
		return &s.lsub
	case StatusName:
		return &s.status
	case AppendName:
		return &s.append
	case UIDExpungeName:
		return &s.expunge
	case SearchName, UIDSearchName:
		s.search.UID = name == UIDSearchName
		return &s.search
	case FetchName, UIDFetchName:
		s.fetch.UID = name == UIDFetchName
		return &s.fetch
	case StoreName, UIDStoreName:
		s.store.UID = name == UIDStoreName
		return &s.store
	case CopyName, UIDCopyName:
		s.copy.UID = name == UIDCopyName
		return &s.copy
	case MoveName, UIDMoveName:
		s.move.UID = name == UIDMoveName
		return &s.move
	}
	if c := s.extended.byName(name); c != nil {
		return c
	}
	s.unknown.CommandName = name
	return &s.unknown
}

// extended holds the commands of extensions.
type extended struct {
	sort         Sort
	thread       Thread
	esearch      ESearch
	cancelUpdate CancelUpdate
	uidBatches   UIDBatches
	notify       Notify
	replace      ReplaceStream
	genURLAuth   GenURLAuth
	resetKey     ResetKey
	urlFetch     URLFetch
	compress     Compress
	getQuota     GetQuota
	setQuota     SetQuota
	getQuotaRoot GetQuotaRoot
	setACL       SetACL
	deleteACL    DeleteACL
	getACL       GetACL
	listRights   ListRights
	myRights     MyRights
	getMetadata  GetMetadata
	setMetadata  SetMetadata
	language     Language
	comparator   Comparator
	conversions  Conversions
	convert      Convert
	xlist        XList
	rlist        RList
	rlsub        RLSub
}

func (s *extended) byName(name Name) Command {
	switch name {
	case SortName, UIDSortName:
		s.sort.UID = name == UIDSortName
		return &s.sort
	case ThreadName, UIDThreadName:
		s.thread.UID = name == UIDThreadName
		return &s.thread
	case ESearchName, UIDESearchName:
		s.esearch.UID = name == UIDESearchName
		return &s.esearch
	case CancelUpdateName:
		return &s.cancelUpdate
	case UIDBatchesName:
		return &s.uidBatches
	case NotifyName:
		return &s.notify
	case ReplaceName, UIDReplaceName:
		s.replace.UID = name == UIDReplaceName
		return &s.replace
	case GenURLAuthName:
		return &s.genURLAuth
	case ResetKeyName:
		return &s.resetKey
	case URLFetchName:
		return &s.urlFetch
	case CompressName:
		return &s.compress
	case GetQuotaName:
		return &s.getQuota
	case SetQuotaName:
		return &s.setQuota
	case GetQuotaRootName:
		return &s.getQuotaRoot
	case SetACLName:
		return &s.setACL
	case DeleteACLName:
		return &s.deleteACL
	case GetACLName:
		return &s.getACL
	case ListRightsName:
		return &s.listRights
	case MyRightsName:
		return &s.myRights
	case GetMetadataName:
		return &s.getMetadata
	case SetMetadataName:
		return &s.setMetadata
	case LanguageName:
		return &s.language
	case ComparatorName:
		return &s.comparator
	case ConversionsName:
		return &s.conversions
	case ConvertName, UIDConvertName:
		s.convert.UID = name == UIDConvertName
		return &s.convert
	case XListName:
		return &s.xlist
	case RListName:
		return &s.rlist
	case RLSubName:
		return &s.rlsub
	}
	return nil
}
