package response

import (
	"imapkit.example/tag"
	"imapkit.example/wire"
)

// extension reads a response of an extension of which the name, here in upper
// case, has been read.
// It returns nil, and has read nothing, if there is no type for it.
func (r *Reader) extension(name []byte) Response {
	d := r.d
	switch string(name) {
	case "VANISHED":
		r.vanished.decode(d)
		return &r.vanished
	case "SORT":
		r.sort.Numbers, r.sort.ModSeq = decodeNumbers(d, largeNumbers.borrow(d, r.sort.Numbers))
		return &r.sort
	case "THREAD":
		r.thread.Messages = largeThreads.borrow(d, r.thread.Messages)
		r.thread.decode(d)
		return &r.thread
	case "QUOTA":
		return decodeNew(d, new(Quota))
	case "QUOTAROOT":
		return decodeNew(d, new(QuotaRoot))
	case "METADATA":
		return decodeNew(d, new(Metadata))
	case "MYRIGHTS":
		return decodeNew(d, new(MyRights))
	case "ACL":
		return decodeNew(d, new(ACL))
	case "LISTRIGHTS":
		return decodeNew(d, new(ListRights))
	case "LANGUAGE":
		return decodeNew(d, new(Language))
	case "COMPARATOR":
		return decodeNew(d, new(Comparator))
	case "GENURLAUTH":
		return decodeNew(d, new(GenURLAuth))
	case "URLFETCH":
		x := new(URLFetch)
		x.decode(d)
		return x
	case "UIDBATCHES":
		return decodeNew(d, new(UIDBatches))
	case "JMAPACCESS":
		return decodeNew(d, new(JMAPAccess))
	case "CONVERSION":
		return decodeNew(d, new(Conversion))
	}
	return nil
}

// decodeNew reads a response of which the Reader keeps none.
func decodeNew[T interface {
	Response
	decode(*wire.Decoder)
}](d *wire.Decoder, x T) Response {
	x.decode(d)
	return x
}

// extension reads an item of an extension of which the name, here in upper
// case, has been read. It returns nil, and has read nothing, if there is no
// type for it.
func (r *FetchStream) extension(name []byte) Item {
	d := r.d
	switch string(name) {
	case "MODSEQ":
		d.SP()
		r.modSeq.decode(d)
		return &r.modSeq
	case "EMAILID":
		d.SP()
		r.emailID.ID = objectID(d)
		return &r.emailID
	case "THREADID":
		d.SP()
		if r.threadID.ID = ""; !d.TryNil() {
			r.threadID.ID = objectID(d)
		}
		return &r.threadID
	case "PREVIEW":
		d.SP()
		r.preview.Text = d.NString()
		return &r.preview
	case "SAVEDATE":
		d.SP()
		r.saveDate.decode(d)
		return &r.saveDate
	case "X-GM-MSGID", "X-GM-THRID":
		r.gmailID.Thread = name[5] == 'T'
		d.SP()
		r.gmailID.ID = d.Unsigned64()
		return &r.gmailID
	case "ANNOTATION":
		x := &AnnotationItem{}
		d.SP()
		x.decode(d)
		return x
	case "X-GM-LABELS":
		d.SP()
		r.labels.decode(d)
		return &r.labels
	}
	return nil
}

// extensionItems are the items of extensions that a FetchStream owns.
type extensionItems struct {
	modSeq   ModSeqItem
	emailID  EmailIDItem
	threadID ThreadIDItem
	preview  PreviewItem
	saveDate SaveDateItem
	gmailID  GmailIDItem
	labels   GmailLabelsItem
}

// extensionCode reads a code of an extension of which the name, here in upper
// case, has been read. It returns nil, and has read nothing, if there is no
// type for it.
func extensionCode(d *wire.Decoder, name []byte) Code {
	switch string(name) {
	case "HIGHESTMODSEQ":
		d.SP()
		return &ModSeqCode{d.ModSeq(false)}
	case "MODIFIED":
		c := &ModifiedCode{}
		d.SP()
		codeSet(d, &c.Set)
		return c
	case "MAILBOXID":
		d.SP()
		return &MailboxIDCode{objectID(d)}
	case "METADATA":
		return metadataCode(d)
	case "INPROGRESS":
		return inProgressCode(d)
	case "MESSAGELIMIT":
		return messageLimitCode(d)
	case "NOUPDATE":
		d.SP()
		return &NoUpdateCode{quotedTag(d)}
	case "BADEVENT":
		return badEventCode(d)
	case "UNDEFINED-FILTER":
		return filterCode(d)
	case "BADURL":
		d.SP()
		return &URLCode{string(d.CodeText())}
	case "REFERRAL":
		return referralCode(d)
	case "URLMECH":
		return urlMechCode(d)
	case "ANNOTATIONS":
		return annotationsCode(d)
	case "ANNOTATE":
		return annotateCode(d)
	}
	return nil
}

// JMAPAccess is the JMAPACCESS response: the URL of the session resource of a
// JMAP server for the same mail (RFC 9698).
//
//	"JMAPACCESS" SP quoted
type JMAPAccess struct{ URL string }

// Encode implements [Response].
func (r *JMAPAccess) Encode(e *wire.Encoder) {
	e.Syntax("* JMAPACCESS ")
	e.Quoted(r.URL)
}

func (r *JMAPAccess) decode(d *wire.Decoder) {
	d.SP()
	r.URL = quoted(d)
}

// UIDBatches is the UIDBATCHES response: ranges of UIDs from the newest
// messages to the oldest, with about as many messages each
// (draft-ietf-mailmaint-imap-uidbatches).
//
//	"UIDBATCHES" SP "(" "TAG" SP tag-string ")"
//	[SP uid-range *("," uid-range)]
type UIDBatches struct {
	Tag     tag.Tag
	Batches []wire.Range // First is the highest UID; no Star
}

// Encode implements [Response].
func (r *UIDBatches) Encode(e *wire.Encoder) {
	e.Syntax("* UIDBATCHES (")
	encodeTag(e, r.Tag)
	e.Syntax(")")
	for i, x := range r.Batches {
		if i == 0 {
			e.SP()
		} else {
			e.Syntax(",")
		}
		e.NzNumber(x.First)
		e.Syntax(":")
		e.NzNumber(x.Last)
	}
}

func (r *UIDBatches) decode(d *wire.Decoder) {
	d.SP()
	correlator(d, &r.Tag)
	if d.TrySP() {
		var s wire.Set
		d.UIDSet(&s)
		r.Batches = s.Ranges
	}
}

// "(" "TAG" SP tag-string ")"
func correlator(d *wire.Decoder, t *tag.Tag) {
	d.Special('(')
	d.Keyword("TAG")
	d.SP()
	*t = decodeTag(d, *t)
	d.Special(')')
}
