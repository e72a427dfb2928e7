package state

import "imapkit.example/wire/command"

func (k *checker) fetch(cmd *command.Fetch) {
	k.set(cmd.Set)
	if cmd.ChangedSince.Valid {
		k.need("CHANGEDSINCE", capCondStore)
	}
	if cmd.Vanished {
		k.need("VANISHED", capQResync)
	}
	if !cmd.Partial.IsZero() {
		k.need("PARTIAL", capPartial)
	}
	for _, item := range cmd.Expand() {
		switch what := string(item.Name); item.Name {
		case command.FetchBinary, command.FetchBinaryPeek, command.FetchBinarySize:
			k.either(what+"…]", capBinary, capRev2)
		case command.FetchModSeq:
			k.need(what, capCondStore)
		case command.FetchEmailID, command.FetchThreadID:
			k.need(what, capObjectID)
		case command.FetchSaveDate:
			k.need(what, capSaveDate)
		case command.FetchPreview:
			k.need(what, capPreview)
		case command.FetchAnnotation:
			k.need(what, capAnnotate)
		case command.FetchGmailMessage, command.FetchGmailThread, command.FetchGmailLabels:
			k.need(what, capGmail)
		case command.FetchRFC822, command.FetchRFC822Header, command.FetchRFC822Text:
			k.need(what, capRev1)
		}
	}
}

func (k *checker) search(options []command.SearchOption, keys []command.SearchKey) {
	k.options(options, capESearch, capContextSearch)
	k.keys(keys, 0)
}

func (k *checker) sort(cmd *command.Sort) {
	k.options(cmd.Return, capESort, capContextSort)
	for _, s := range cmd.Criteria {
		switch what := string(s.Key); s.Key {
		case command.SortDisplayFrom, command.SortDisplayTo:
			k.need(what, capSortDisplay)
		case command.SortRelevancy:
			k.need(what, capSearchFuzzy)
		case command.SortAnnotation:
			k.need(what, capAnnotate)
		}
	}
	k.keys(cmd.Keys, 0)
}

// options notes what RETURN needs: a capability for the options that are
// always there, and one for those of RFC 5267.
func (k *checker) options(options []command.SearchOption, base, context known) {
	if options != nil && len(options) == 0 {
		k.need("RETURN", base)
	}
	for _, o := range options {
		what := "RETURN (" + string(o.Name) + ")"
		switch o.Name {
		case command.ReturnMin, command.ReturnMax, command.ReturnAll, command.ReturnCount:
			k.need(what, base)
		case command.ReturnSave:
			k.need(what, capSearchRes)
		case command.ReturnContext, command.ReturnUpdate:
			k.need(what, context)
		case command.ReturnPartial:
			k.either(what, capPartial, context)
		case command.ReturnRelevancy:
			k.need(what, capSearchFuzzy)
		}
	}
}

func (k *checker) keys(keys []command.SearchKey, depth int) {
	if depth > maxDepth {
		return
	}
	for i := range keys {
		key := &keys[i]
		switch what := string(key.Name); key.Name {
		case command.SearchSet, "UID":
			k.set(key.Set)
		case "OLDER", "YOUNGER":
			k.need(what, capWithin)
		case "FUZZY":
			k.need(what, capSearchFuzzy)
		case "MODSEQ":
			k.need(what, capCondStore)
		case "EMAILID", "THREADID":
			k.need(what, capObjectID)
		case "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE", "SAVEDATESUPPORTED":
			k.need(what, capSaveDate)
		case "FILTER":
			k.need(what, capFilters)
		case "ANNOTATION":
			k.need(what, capAnnotate)
		case "X-GM-RAW", "X-GM-LABELS", "X-GM-MSGID", "X-GM-THRID":
			k.need(what, capGmail)
		case "NEW", "OLD", "RECENT":
			k.need(what, capRev1)
		case "UIDAFTER", "UIDBEFORE":
			if k.err == nil && !k.c.hasValue("MESSAGELIMIT") {
				k.miss(what, "MESSAGELIMIT")
			}
		}
		k.keys(key.Keys, depth+1)
	}
}
