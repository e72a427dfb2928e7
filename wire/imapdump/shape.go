package main

import (
	"reflect"
	"strings"

	"imapkit.example/wire"
	"imapkit.example/wire/command"
	"imapkit.example/wire/response"
)

// A shape says how the fields of a type are shown. All of them are, also those
// that are 0, "" or NIL, since that may be what stands in the message; but not
// those that stand for something that is not there at all. The lists hold the
// names of fields.
type shape struct {
	hidden   string // said by something else that is shown
	optional string // left out if zero
	null     string // null if zero
}

// shapes are those of the types that need one. Whatever the type, left out if
// zero are truth values, pointers, interfaces, wire.Values, sets and ranges.
var shapes = map[reflect.Type]shape{
	reflect.TypeFor[response.Status]():           {hidden: "Tag Type"},
	reflect.TypeFor[response.Unknown]():          {hidden: "Name HasNumber"},
	reflect.TypeFor[response.Search]():           {optional: "ModSeq"},
	reflect.TypeFor[response.Sort]():             {optional: "ModSeq"},
	reflect.TypeFor[response.ThreadMessage]():    {null: "Number"},
	reflect.TypeFor[response.ESearch]():          {hidden: "HasCount", optional: "Tag Mailbox UIDValidity Min Max ModSeq Relevancy Updates Extensions"},
	reflect.TypeFor[response.List]():             {hidden: "LSub XList", optional: "ChildInfo OldName Extensions"},
	reflect.TypeFor[response.StatusItem]():       {hidden: "Nil"},
	reflect.TypeFor[response.Namespace]():        {null: "Personal Other Shared"},
	reflect.TypeFor[response.NamespaceItem]():    {optional: "Translation Extensions"},
	reflect.TypeFor[response.ID]():               {null: "Params"},
	reflect.TypeFor[response.Metadata]():         {optional: "Values Changed"},
	reflect.TypeFor[response.Comparator]():       {optional: "Available"},
	reflect.TypeFor[response.URLData]():          {optional: "Parts"},
	reflect.TypeFor[response.UIDBatches]():       {optional: "Batches"},
	reflect.TypeFor[response.Conversion]():       {optional: "Params"},
	reflect.TypeFor[response.Converted]():        {optional: "UID Items"},
	reflect.TypeFor[response.ConvertedItem]():    {hidden: "Partial Err", optional: "Failure Value"},
	reflect.TypeFor[response.ConvertFailure]():   {optional: "Minutes Refusals Details"},
	reflect.TypeFor[response.ConvertRefusal]():   {optional: "To Params Missing"},
	reflect.TypeFor[response.FetchStream]():      {optional: "Seq UID"},
	reflect.TypeFor[response.SectionItem]():      {hidden: "Partial Nil"},
	reflect.TypeFor[response.StructureItem]():    {hidden: "Extended"},
	reflect.TypeFor[response.GmailIDItem]():      {hidden: "Thread"},
	reflect.TypeFor[response.SaveDateItem]():     {hidden: "Nil"},
	reflect.TypeFor[response.ThreadIDItem]():     {null: "ID"},
	reflect.TypeFor[response.AnnotationItem]():   {optional: "Entries Changed"},
	reflect.TypeFor[response.InvalidItem]():      {hidden: "Err"},
	reflect.TypeFor[response.InvalidCode]():      {hidden: "Err"},
	reflect.TypeFor[response.EnvelopeFields]():   {null: "From Sender ReplyTo To Cc Bcc"},
	reflect.TypeFor[response.PartFields]():       {hidden: "Extended", null: "Params DispositionParams Languages"},
	reflect.TypeFor[response.CharsetCode]():      {optional: "Charsets"},
	reflect.TypeFor[response.InProgressCode]():   {hidden: "HasProgress", null: "Tag Goal"},
	reflect.TypeFor[response.AnnotationsCode]():  {optional: "Size"},
	reflect.TypeFor[response.MessageLimitCode](): {optional: "UID"},
	reflect.TypeFor[response.URLMechanism]():     {optional: "Data"},

	reflect.TypeFor[command.Unknown]():         {hidden: "CommandName"},
	reflect.TypeFor[command.Authenticate]():    {optional: "Initial"},
	reflect.TypeFor[command.ID]():              {null: "Params"},
	reflect.TypeFor[command.Select]():          {hidden: "ReadOnly", optional: "Params"},
	reflect.TypeFor[command.Create]():          {optional: "Use Params"},
	reflect.TypeFor[command.Rename]():          {optional: "Params"},
	reflect.TypeFor[command.List]():            {optional: "Select Return Status Metadata"},
	reflect.TypeFor[command.AppendMessage]():   {hidden: "Parts", optional: "Flags Date Annotations Extensions"},
	reflect.TypeFor[command.Search]():          {hidden: "EmptyCharset", optional: "Return"},
	reflect.TypeFor[command.ESearch]():         {hidden: "EmptyCharset", optional: "Sources Scope Return"},
	reflect.TypeFor[command.Sort]():            {hidden: "EmptyCharset", optional: "Return"},
	reflect.TypeFor[command.Thread]():          {hidden: "EmptyCharset"},
	reflect.TypeFor[command.SortCriterion]():   {optional: "Entry Attribute"},
	reflect.TypeFor[command.UIDBatches]():      {optional: "First Last"},
	reflect.TypeFor[command.Fetch]():           {optional: "Macro Modifiers"},
	reflect.TypeFor[command.FetchItem]():       {optional: "Entries Attributes"},
	reflect.TypeFor[wire.Section]():            {optional: "Part Text Fields"},
	reflect.TypeFor[command.Store]():           {optional: "Modifiers"},
	reflect.TypeFor[command.GetMetadata]():     {hidden: "Limited", optional: "Depth Options"},
	reflect.TypeFor[command.MailboxFilter]():   {optional: "Mailboxes"},
	reflect.TypeFor[command.Event]():           {optional: "Items"},
	reflect.TypeFor[command.ResetKey]():        {optional: "Mailbox Mechanisms"},
	reflect.TypeFor[command.URLFetchRequest](): {optional: "Params"},
	reflect.TypeFor[command.Convert]():         {optional: "Params"},
}

// absent returns the fields of the struct that r holds which its other fields
// rule out.
func absent(r reflect.Value) string {
	switch x := r.Interface().(type) {
	case response.Unknown:
		return unless(x.HasNumber, "Number")
	case response.ESearch:
		return unless(x.HasCount, "Count") + unless(!x.Partial.IsZero(), "PartialSet")
	case response.StatusItem:
		return unless(x.ID == "" && x.Value == nil, "Number") + unless(x.ID != "", "ID")
	case response.URLData:
		return unless(x.Parts == nil, "Data")
	case response.URLPart:
		return unless(x.Name == response.URLBody || x.Name == response.URLBinary, "Data")
	case response.ConvertedItem:
		return absentConverted(&x)
	case response.ConvertRefusal:
		return unless(x.From.Valid || x.To != "", "From")
	case response.SectionItem:
		return unless(x.Name[0] == 'B', "Section") + unless(x.Partial, "Origin") + unless(!x.Nil, "Size")
	case response.PartFields:
		return absentPart(&x)
	case response.InProgressCode:
		return unless(x != response.InProgressCode{}, "Tag Progress Goal")
	case response.MetadataCode:
		return unless(x.Reason == response.LongEntries || x.Reason == response.MaxSize, "Number")
	case command.Search:
		return unless(x.Charset != "" || x.EmptyCharset, "Charset")
	case command.ESearch:
		return unless(x.Charset != "" || x.EmptyCharset, "Charset")
	case command.AppendMessage:
		return unless(!x.Catenate, "Size Data")
	case command.AppendPart:
		return unless(x.URL != "", "URL") + unless(x.URL == "", "Size Data")
	case command.Fetch:
		return unless(x.Macro == "", "Items")
	case command.FetchItem:
		return unless(strings.HasSuffix(string(x.Name), "["), "Section")
	case command.GetMetadata:
		return unless(x.Limited, "MaxSize")
	case command.Store:
		return unless(x.Attribute == command.StoreFlags, "Flags") + unless(x.Attribute == command.StoreLabels, "Labels") +
			unless(x.Attribute == command.StoreAnnotations, "Annotations") + unless(x.Attribute != command.StoreAnnotations, "Action")
	case command.SearchKey:
		return absentKey(&x)
	}
	return ""
}

// nulls returns the fields of the struct that r holds for which NIL stands in
// the message.
func nulls(r reflect.Value) string {
	switch x := r.Interface().(type) {
	case response.SectionItem:
		return unless(!x.Nil, "Data")
	case response.SaveDateItem:
		return unless(!x.Nil, "Time")
	case response.StatusItem:
		return unless(!x.Nil, "Number")
	case response.ESearch:
		return unless(x.Partial.IsZero() || !x.PartialSet.IsZero(), "PartialSet")
	case response.InProgressCode:
		return unless(x.HasProgress, "Progress")
	}
	return ""
}

// unless returns the fields if they are not there.
func unless(there bool, fields string) string {
	if there {
		return ""
	}
	return fields + " "
}

func absentConverted(x *response.ConvertedItem) string {
	var there string
	if x.Failure == nil && x.Value == nil {
		there = map[string]string{
			response.ConvertedBinary: "Data", response.ConvertedBody: "Data", response.ConvertedSize: "Size",
			response.ConvertedStructure: "Structure", response.ConvertedAvailable: "Types",
		}[x.Name]
	}
	return unless(x.Value == nil || x.Err != nil, "Section") + unless(x.Partial, "Origin") +
		without("Data Size Structure Types", there)
}

func absentPart(x *response.PartFields) string {
	multipart := x.Type == ""
	message := strings.EqualFold(x.Type, "MESSAGE") && x.Envelope != nil
	return unless(!multipart, "Type ID Description Encoding Size") + unless(!multipart || x.Extended > 0, "Params") +
		unless(message || strings.EqualFold(x.Type, "TEXT"), "Lines") + unless(!multipart && x.Extended > 0, "MD5") +
		unless(x.Extended > 1, "Disposition") + unless(x.Extended > 1 && x.Disposition.Valid, "DispositionParams") +
		unless(x.Extended > 2, "Languages") + unless(x.Extended > 3, "Location")
}

// keyFields are the fields that belong to a search key, by its name. A key that
// is not known has none of them.
var keyFields = map[command.SearchKeyName]string{
	"ALL": "", "ANSWERED": "", "DELETED": "", "DRAFT": "", "FLAGGED": "", "SEEN": "", "UNANSWERED": "", "UNDELETED": "",
	"UNDRAFT": "", "UNFLAGGED": "", "UNSEEN": "", "NEW": "", "OLD": "", "RECENT": "", "SAVEDATESUPPORTED": "",
	"HEADER": "Field Text", "KEYWORD": "Flag", "UNKEYWORD": "Flag",
	"BEFORE": "Date", "ON": "Date", "SINCE": "Date", "SENTBEFORE": "Date", "SENTON": "Date", "SENTSINCE": "Date",
	"SAVEDBEFORE": "Date", "SAVEDON": "Date", "SAVEDSINCE": "Date",
	"LARGER": "Size", "SMALLER": "Size", "OLDER": "Size", "YOUNGER": "Size",
	"UID": "Set", command.SearchSet: "Set", "NOT": "Keys", "FUZZY": "Keys", "OR": "Keys", command.SearchAnd: "Keys",
	"MODSEQ": "Number", "UIDAFTER": "Number", "UIDBEFORE": "Number", "X-GM-MSGID": "Number", "X-GM-THRID": "Number",
	"ANNOTATION": "Field Text Value",
	"BCC":        "Text", "BODY": "Text", "CC": "Text", "FROM": "Text", "SUBJECT": "Text", "TEXT": "Text", "TO": "Text",
	"X-GM-RAW": "Text", "X-GM-LABELS": "Text", "EMAILID": "Text", "THREADID": "Text", "FILTER": "Text",
}

func absentKey(x *command.SearchKey) string {
	there := keyFields[x.Name]
	if x.Name == "MODSEQ" && x.Text != "" {
		there += " Flag Text"
	}
	return without("Field Text Flag Date Size Number Set Keys Value", there)
}

// without returns the words of all that are not in some.
func without(all, some string) string {
	var list []string
	for word := range strings.FieldsSeq(all) {
		if !has(some, word) {
			list = append(list, word)
		}
	}
	return strings.Join(list, " ")
}

// has reports whether word is one of words.
func has(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if w == word {
			return true
		}
	}
	return false
}
