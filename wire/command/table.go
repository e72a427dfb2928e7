package command

import (
	"maps"
	"slices"
	"strings"

	"imapkit.example/wire"
)

// A known is a command of which there is a type: its name, and what the Reader
// that holds s decodes it into.
type known struct {
	name    Name
	command func(s *commands) Command
}

var knownCommands = [...]known{
	{CapabilityName, bare(CapabilityName)},
	{NoopName, bare(NoopName)},
	{LogoutName, bare(LogoutName)},
	{StartTLSName, bare(StartTLSName)},
	{NamespaceName, bare(NamespaceName)},
	{IdleName, bare(IdleName)},
	{CheckName, bare(CheckName)},
	{CloseName, bare(CloseName)},
	{UnselectName, bare(UnselectName)},
	{ExpungeName, bare(ExpungeName)},
	{UnauthenticateName, bare(UnauthenticateName)},
	{GetJMAPAccessName, bare(GetJMAPAccessName)},
	{IDName, func(s *commands) Command { return &s.id }},
	{AuthenticateName, func(s *commands) Command { return &s.authenticate }},
	{LoginName, func(s *commands) Command { return &s.login }},
	{EnableName, func(s *commands) Command { return &s.enable }},
	{SelectName, func(s *commands) Command { s.selectCmd.ReadOnly = false; return &s.selectCmd }},
	{ExamineName, func(s *commands) Command { s.selectCmd.ReadOnly = true; return &s.selectCmd }},
	{CreateName, func(s *commands) Command { return &s.create }},
	{DeleteName, func(s *commands) Command { return &s.delete }},
	{RenameName, func(s *commands) Command { return &s.rename }},
	{SubscribeName, func(s *commands) Command { return &s.subscribe }},
	{UnsubscribeName, func(s *commands) Command { return &s.unsubscribe }},
	{ListName, func(s *commands) Command { return &s.list }},
	{LSubName, func(s *commands) Command { return &s.lsub }},
	{StatusName, func(s *commands) Command { return &s.status }},
	{AppendName, func(s *commands) Command { return &s.append }},
	{UIDExpungeName, func(s *commands) Command { return &s.expunge }},
	{SearchName, func(s *commands) Command { s.search.UID = false; return &s.search }},
	{UIDSearchName, func(s *commands) Command { s.search.UID = true; return &s.search }},
	{FetchName, func(s *commands) Command { s.fetch.UID = false; return &s.fetch }},
	{UIDFetchName, func(s *commands) Command { s.fetch.UID = true; return &s.fetch }},
	{StoreName, func(s *commands) Command { s.store.UID = false; return &s.store }},
	{UIDStoreName, func(s *commands) Command { s.store.UID = true; return &s.store }},
	{CopyName, func(s *commands) Command { s.copy.UID = false; return &s.copy }},
	{UIDCopyName, func(s *commands) Command { s.copy.UID = true; return &s.copy }},
	{MoveName, func(s *commands) Command { s.move.UID = false; return &s.move }},
	{UIDMoveName, func(s *commands) Command { s.move.UID = true; return &s.move }},
	{SortName, func(s *commands) Command { s.sort.UID = false; return &s.sort }},
	{UIDSortName, func(s *commands) Command { s.sort.UID = true; return &s.sort }},
	{ThreadName, func(s *commands) Command { s.thread.UID = false; return &s.thread }},
	{UIDThreadName, func(s *commands) Command { s.thread.UID = true; return &s.thread }},
	{ESearchName, func(s *commands) Command { s.esearch.UID = false; return &s.esearch }},
	{UIDESearchName, func(s *commands) Command { s.esearch.UID = true; return &s.esearch }},
	{CancelUpdateName, func(s *commands) Command { return &s.cancelUpdate }},
	{UIDBatchesName, func(s *commands) Command { return &s.uidBatches }},
	{NotifyName, func(s *commands) Command { return &s.notify }},
	{ReplaceName, func(s *commands) Command { s.replace.UID = false; return &s.replace }},
	{UIDReplaceName, func(s *commands) Command { s.replace.UID = true; return &s.replace }},
	{GenURLAuthName, func(s *commands) Command { return &s.genURLAuth }},
	{ResetKeyName, func(s *commands) Command { return &s.resetKey }},
	{URLFetchName, func(s *commands) Command { return &s.urlFetch }},
	{CompressName, func(s *commands) Command { return &s.compress }},
	{GetQuotaName, func(s *commands) Command { return &s.getQuota }},
	{SetQuotaName, func(s *commands) Command { return &s.setQuota }},
	{GetQuotaRootName, func(s *commands) Command { return &s.getQuotaRoot }},
	{SetACLName, func(s *commands) Command { return &s.setACL }},
	{DeleteACLName, func(s *commands) Command { return &s.deleteACL }},
	{GetACLName, func(s *commands) Command { return &s.getACL }},
	{ListRightsName, func(s *commands) Command { return &s.listRights }},
	{MyRightsName, func(s *commands) Command { return &s.myRights }},
	{GetMetadataName, func(s *commands) Command { return &s.getMetadata }},
	{SetMetadataName, func(s *commands) Command { return &s.setMetadata }},
	{LanguageName, func(s *commands) Command { return &s.language }},
	{ComparatorName, func(s *commands) Command { return &s.comparator }},
	{ConversionsName, func(s *commands) Command { return &s.conversions }},
	{ConvertName, func(s *commands) Command { s.convert.UID = false; return &s.convert }},
	{UIDConvertName, func(s *commands) Command { s.convert.UID = true; return &s.convert }},
	{XListName, func(s *commands) Command { return &s.xlist }},
	{RListName, func(s *commands) Command { return &s.rlist }},
	{RLSubName, func(s *commands) Command { return &s.rlsub }},
}

// The commands by the word behind the tag, and by the word behind "UID".
var (
	plainNames = namesBehind("")
	uidNames   = namesBehind(uidPrefix)
)

const uidPrefix = "UID "

func namesBehind(prefix Name) *wire.Words[known] {
	byWord := make(map[Name]known)
	for _, k := range knownCommands {
		word, ok := strings.CutPrefix(string(k.name), string(prefix))
		if ok && !strings.Contains(word, " ") {
			byWord[Name(word)] = k
		}
	}
	if prefix == "" {
		byWord["UID"] = known{name: "UID"}
	}
	return wire.NewWords(slices.Collect(maps.Keys(byWord)), func(w Name) known { return byWord[w] })
}

// bare returns what makes a command without arguments.
func bare(name Name) func(s *commands) Command {
	return func(s *commands) Command {
		s.bare = Bare(name)
		return &s.bare
	}
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
	items        lastItems // of fetch
	store        Store
	copy         Copy
	move         Move

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

	unknown Unknown
}
