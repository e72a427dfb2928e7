package main

import (
	"reflect"
	"strings"

	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// wireName returns the name with which an item or a code stands in a message,
// which is a member of its own, and whether it is one that is not known. It is
// "" for other values, and where a field called Name tells.
func wireName(x any) (name string, unknown bool) {
	switch x := x.(type) {
	case *response.FlagsItem:
		return "FLAGS", false
	case *response.UIDItem:
		return "UID", false
	case *response.ModSeqItem:
		return "MODSEQ", false
	case *response.DateItem:
		return "INTERNALDATE", false
	case *response.SizeItem:
		return "RFC822.SIZE", false
	case *response.EnvelopeItem:
		return "ENVELOPE", false
	case *response.StructureItem:
		return pick(x.Extended, "BODYSTRUCTURE", "BODY"), false
	case *response.BinarySizeItem:
		return "BINARY.SIZE", false
	case *response.EmailIDItem:
		return "EMAILID", false
	case *response.ThreadIDItem:
		return "THREADID", false
	case *response.PreviewItem:
		return "PREVIEW", false
	case *response.SaveDateItem:
		return "SAVEDATE", false
	case *response.GmailIDItem:
		return pick(x.Thread, "X-GM-THRID", "X-GM-MSGID"), false
	case *response.GmailLabelsItem:
		return "X-GM-LABELS", false
	case *response.AnnotationItem:
		return "ANNOTATION", false
	case *response.UnknownItem, *response.UnknownCode:
		return "", true
	case *response.NumberCode:
		return "", false
	case response.Code:
		return x.CodeName(), false
	}
	return "", false
}

// memberName returns the name of the member for a field of the struct type t.
func memberName(t reflect.Type, field string) string {
	switch {
	case field == "CondStore":
		return "condstore"
	case t == reflect.TypeFor[response.FilterCode]() && field == "Name":
		return "filter"
	}
	return snake(field)
}

// keyMembers are the names of the members of a search key that say more than
// those of the fields do.
var keyMembers = map[command.SearchKeyName]string{
	"OLDER": "Size seconds", "YOUNGER": "Size seconds", "MODSEQ": "Number mod_seq Text entry_type",
	"UIDAFTER": "Number uid", "UIDBEFORE": "Number uid", "X-GM-MSGID": "Number id", "X-GM-THRID": "Number id",
	"EMAILID": "Text id", "THREADID": "Text id", "FILTER": "Text filter", "X-GM-LABELS": "Text label",
	"ANNOTATION": "Field entry Text attribute",
}

// keyMember returns the name of the member for a field of k.
func keyMember(k command.SearchKeyName, field string) string {
	words := strings.Fields(keyMembers[k])
	for i := 0; i < len(words); i += 2 {
		if words[i] == field {
			return words[i+1]
		}
	}
	return snake(field)
}

// mailboxFields are the fields that hold names of mailboxes, and what is
// written like them.
const mailboxFields = "Mailbox Mailboxes Reference Pattern Patterns Prefix Translation OldName Labels"

// isMailbox reports whether a field of the struct type t holds names that may
// be invalid.
func isMailbox(t reflect.Type, field string) bool {
	switch t {
	case reflect.TypeFor[command.Rename]():
		return has("From To", field)
	case reflect.TypeFor[command.FetchItem]():
		return field == "Entries"
	case reflect.TypeFor[command.SearchKey]():
		return has("Field Text", field)
	}
	return has(mailboxFields, field)
}
