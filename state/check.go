package state

import (
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// Check returns nil if a server with these capabilities knows the command cmd
// and what is in it; else a [*MissingError], or [ErrLoginDisabled]. Of the
// empty set, when it is not known what there is, it supposes IMAP4rev1 with
// STARTTLS and any mechanism of AUTHENTICATE. Commands and arguments that this package
// does not know are allowed, and so is any argument of ENABLE, as a server
// ignores those it does not know (RFC 9051, Section 6.3.1). What has to be
// enabled as well is a matter of [Machine.Permit].
func (c Capabilities) Check(cmd command.Command) error {
	unknown := c.IsZero()
	if unknown {
		c.known.add(capRev1)
	}
	k := checker{c: c, name: cmd.Name()}
	k.command()
	switch cmd := cmd.(type) {
	case *command.Bare:
		if k.name == command.StartTLSName && !unknown {
			k.need("", capStartTLS)
		}
	case *command.Login:
		if k.err == nil && c.has(capLoginDisabled) {
			return ErrLoginDisabled
		}
	case *command.Authenticate:
		if !unknown {
			k.needName("", "AUTH="+cmd.Mechanism)
		}
		if cmd.Initial != nil {
			k.need("with an initial response", capSASLIR)
		}
	case *command.Compress:
		k.needName(cmd.Algorithm, "COMPRESS="+cmd.Algorithm)
	case *command.Select:
		if cmd.CondStore {
			k.need("CONDSTORE", capCondStore)
		}
		if cmd.QResync != nil {
			k.need("QRESYNC", capQResync)
		}
		if cmd.Annotate {
			k.need("ANNOTATE", capAnnotate)
		}
	case *command.Create:
		if cmd.Use != nil {
			k.need("USE", capCreateSpecialUse)
		}
	case *command.List:
		k.list(cmd)
	case *command.Status:
		k.status(cmd.Items)
	case *command.Append:
		if len(cmd.Messages) > 1 {
			k.need("of several messages", capMultiAppend)
		}
		for _, m := range cmd.Messages {
			k.message(m)
		}
	case *command.Replace:
		k.message(cmd.Message)
	case *command.Fetch:
		k.fetch(cmd)
	case *command.Store:
		k.store(cmd)
	case *command.Copy:
		k.set(cmd.Set)
	case *command.Move:
		k.set(cmd.Set)
	case *command.UIDExpunge:
		k.set(cmd.Set)
	case *command.Convert:
		k.set(cmd.Set)
	case *command.Search:
		k.search(cmd.Return, cmd.Keys)
	case *command.ESearch:
		// What RFC 4731 has is part of MULTISEARCH (RFC 7377, Section 2.1).
		k.options(cmd.Return, capMultiSearch, capContextSearch)
		k.keys(cmd.Keys, 0)
	case *command.Sort:
		k.sort(cmd)
	case *command.Thread:
		k.needName(cmd.Algorithm, "THREAD="+cmd.Algorithm)
		k.keys(cmd.Keys, 0)
	case *command.SetMetadata:
		k.metadata(cmd.Mailbox)
	case *command.GetMetadata:
		k.metadata(cmd.Mailbox)
	case *command.URLFetch:
		for _, r := range cmd.Requests {
			if r.Extended {
				k.need("with parameters", capURLAuthBinary)
			}
		}
	}
	if k.err != nil {
		return k.err
	}
	return nil
}

// A checker keeps the first capability that is missing.
type checker struct {
	c    Capabilities
	name command.Name
	err  *MissingError
}

// need notes that what needs k.
func (k *checker) need(what string, needed known) {
	if k.err == nil && !k.c.has(needed) {
		k.miss(what, needed.String())
	}
}

// needName notes that what needs the capability called name.
func (k *checker) needName(what, name string) {
	if k.err == nil && !k.c.Has(name) {
		k.miss(what, name)
	}
}

// either notes that what needs one of the two.
func (k *checker) either(what string, needed, other known) {
	if !k.c.has(other) {
		k.need(what, needed)
	}
}

func (k *checker) miss(what, name string) {
	k.err = &MissingError{Command: k.name, What: what, Capability: name}
}

// command notes what the command needs by its name.
func (k *checker) command() {
	r, ok := RuleOf(k.name)
	switch {
	case !ok || r.Capability == "" || r.Rev2 && k.c.has(capRev2):
	case r.Capability == "METADATA": // METADATA-SERVER may do
	case strings.HasPrefix(r.Capability, "CONTEXT="): // either of the two may
		k.either("", capContextSearch, capContextSort)
	case r.Capability == "THREAD", r.Capability == "COMPRESS=DEFLATE": // by the argument
	default:
		k.needName("", r.Capability)
	}
}

func (k *checker) list(cmd *command.List) {
	if cmd.Select != nil || cmd.Return != nil {
		k.either("with options", capListExtended, capRev2)
	}
	if cmd.Many {
		k.need("of several patterns", capListExtended)
	}
	for _, x := range cmd.Select {
		if strings.EqualFold(x.Name, "SPECIAL-USE") {
			k.need("(SPECIAL-USE)", capSpecialUse)
		}
	}
	for _, x := range cmd.Return {
		switch strings.ToUpper(x.Name) {
		case "SPECIAL-USE":
			k.need("RETURN (SPECIAL-USE)", capSpecialUse)
		case "STATUS":
			k.need("RETURN (STATUS)", capListStatus)
		case "MYRIGHTS":
			k.need("RETURN (MYRIGHTS)", capListMyRights)
		case "METADATA":
			k.need("RETURN (METADATA)", capListMetadata)
		}
	}
	k.status(cmd.Status)
}

func (k *checker) status(items []command.StatusItem) {
	for _, item := range items {
		switch what := string(item); item {
		case command.StatusSize:
			k.need(what, capStatusSize)
		case command.StatusDeleted:
			if !k.c.has(capRev2) {
				k.needName(what, "QUOTA=RES-MESSAGE") // RFC 9208, Section 4.1.4
			}
		case command.StatusDeletedStorage:
			k.needName(what, "QUOTA=RES-STORAGE")
		case command.StatusHighestModSeq:
			k.need(what, capCondStore)
		case command.StatusMailboxID:
			k.need(what, capObjectID)
		case command.StatusRecent:
			k.need(what, capRev1)
		case command.StatusAppendLimit:
			if k.err == nil && !k.c.Has("APPENDLIMIT") && !k.c.hasValue("APPENDLIMIT") {
				k.miss(what, "APPENDLIMIT")
			}
		}
	}
}

func (k *checker) message(m *command.AppendMessage) {
	if m == nil {
		return
	}
	if m.Binary && !m.UTF8 {
		k.need("of binary data", capBinary)
	}
	if m.UTF8 {
		k.need("UTF8", capUTF8Accept)
	}
	if len(m.Annotations) > 0 {
		k.need("ANNOTATION", capAnnotate)
	}
	if m.Catenate {
		k.need("CATENATE", capCatenate)
		for _, p := range m.Parts {
			if p.UTF8 {
				k.need("UTF8", capUTF8Accept)
			}
		}
	}
}

func (k *checker) metadata(mailbox string) {
	if mailbox == "" {
		k.need("", capMetadataServer)
		return
	}
	k.need("", capMetadata)
}

func (k *checker) store(cmd *command.Store) {
	k.set(cmd.Set)
	if cmd.UnchangedSince.Valid {
		k.need("UNCHANGEDSINCE", capCondStore)
	}
	switch cmd.Attribute {
	case command.StoreLabels:
		k.need("X-GM-LABELS", capGmail)
	case command.StoreAnnotations:
		k.need("ANNOTATION", capAnnotate)
	}
}

// set notes what a set of messages needs.
func (k *checker) set(s wire.Set) {
	if s.Saved {
		k.need("$", capSearchRes)
	}
}
