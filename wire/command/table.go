package command

// plainNames are the names that [Reader] recognises without an allocation, the
// most frequent first.
var plainNames = [...]Name{
	FetchName, NoopName, StoreName, SelectName, IdleName, SearchName, StatusName, ListName, AppendName,
	LoginName, LogoutName, CapabilityName, CloseName, ExpungeName, CopyName, MoveName, UnselectName,
	ExamineName, EnableName, IDName, NamespaceName, AuthenticateName, StartTLSName, CreateName,
	DeleteName, RenameName, SubscribeName, UnsubscribeName, LSubName, CheckName,
}

var uidNames = [...]Name{
	UIDFetchName, UIDStoreName, UIDSearchName, UIDCopyName, UIDMoveName, UIDExpungeName,
}

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
	unknown      Unknown
}

// byName returns the command to decode for name.
func (s *commands) byName(name Name) Command {
	switch name {
	case CapabilityName, NoopName, LogoutName, StartTLSName, NamespaceName, IdleName,
		CheckName, CloseName, UnselectName, ExpungeName:
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
	s.unknown.CommandName = name
	return &s.unknown
}
