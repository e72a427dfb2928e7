package state

import "strings"

// A known is a capability that this package knows by name.
type known uint8

// knownNames are sorted, so that their index is the known: see the constants.
var knownNames = [...]string{
	"ACL", "ANNOTATE-EXPERIMENT-1", "BINARY", "CATENATE", "CHILDREN", "CONDSTORE", "CONTEXT=SEARCH", "CONTEXT=SORT",
	"CONVERT", "CREATE-SPECIAL-USE", "ENABLE", "ESEARCH", "ESORT", "FILTERS", "I18NLEVEL=1", "I18NLEVEL=2", "ID",
	"IDLE", "IMAP4REV1", "IMAP4REV2", "LANGUAGE", "LIST-EXTENDED", "LIST-METADATA", "LIST-MYRIGHTS", "LIST-STATUS",
	"LITERAL+", "LITERAL-", "LOGINDISABLED", "METADATA", "METADATA-SERVER", "MOVE", "MULTIAPPEND", "MULTISEARCH",
	"NAMESPACE", "NOTIFY", "OBJECTID", "PARTIAL", "PREVIEW", "QRESYNC", "QUOTA", "QUOTASET", "REPLACE", "SASL-IR",
	"SAVEDATE", "SEARCH=FUZZY", "SEARCHRES", "SORT", "SORT=DISPLAY", "SPECIAL-USE", "STARTTLS", "STATUS=SIZE",
	"UIDBATCHES", "UIDONLY", "UIDPLUS", "UNAUTHENTICATE", "UNSELECT", "URLAUTH", "URLAUTH=BINARY", "UTF8=ACCEPT",
	"UTF8=ONLY", "WITHIN", "X-GM-EXT-1", "XLIST",
}

const (
	capACL known = iota
	capAnnotate
	capBinary
	capCatenate
	capChildren
	capCondStore
	capContextSearch
	capContextSort
	capConvert
	capCreateSpecialUse
	capEnable
	capESearch
	capESort
	capFilters
	capI18NLevel1
	capI18NLevel2
	capID
	capIdle
	capRev1
	capRev2
	capLanguage
	capListExtended
	capListMetadata
	capListMyRights
	capListStatus
	capLiteralPlus
	capLiteralMinus
	capLoginDisabled
	capMetadata
	capMetadataServer
	capMove
	capMultiAppend
	capMultiSearch
	capNamespace
	capNotify
	capObjectID
	capPartial
	capPreview
	capQResync
	capQuota
	capQuotaSet
	capReplace
	capSASLIR
	capSaveDate
	capSearchFuzzy
	capSearchRes
	capSort
	capSortDisplay
	capSpecialUse
	capStartTLS
	capStatusSize
	capUIDBatches
	capUIDOnly
	capUIDPlus
	capUnauthenticate
	capUnselect
	capURLAuth
	capURLAuthBinary
	capUTF8Accept
	capUTF8Only
	capWithin
	capGmail
	capXList
)

// implied has what a server with a capability supports as well, whether it
// says so or not.
var implied = [...]struct {
	by    known
	names []known
}{
	// What RFC 9051, Appendix E has folded in. LIST-EXTENDED and BINARY are not
	// here, as it has taken in parts of them only (Appendices B and C); neither
	// is SPECIAL-USE, of which it has the attributes.
	{capRev2, []known{
		capChildren, capEnable, capESearch, capIdle, capListStatus, capLiteralMinus, capMove, capNamespace, capSASLIR,
		capSearchRes, capStatusSize, capUIDPlus, capUnselect,
	}},
	{capContextSort, []known{capESort}},            // RFC 5267, Section 4.1
	{capESort, []known{capSort}},                   // RFC 5267, Section 3.1
	{capI18NLevel2, []known{capI18NLevel1}},        // RFC 5255, Section 4.1
	{capLiteralPlus, []known{capLiteralMinus}},     // RFC 7888, Section 5
	{capMetadata, []known{capMetadataServer}},      // RFC 5464, Section 1
	{capQResync, []known{capCondStore, capEnable}}, // RFC 7162, Section 3.2.3
	{capQuotaSet, []known{capQuota}},               // RFC 9208, Section 4.1.3
	{capSearchRes, []known{capESearch}},            // RFC 5182, Section 2.1
	{capSortDisplay, []known{capSort}},             // RFC 5957, Section 1
	{capUIDOnly, []known{capEnable}},               // RFC 9586
	{capURLAuthBinary, []known{capURLAuth}},        // RFC 5524, Section 3
	{capUTF8Accept, []known{capEnable}},            // RFC 6855, Section 3
	{capUTF8Only, []known{capUTF8Accept}},          // RFC 6855, Section 3
}

// A knownSet is a set of those capabilities.
type knownSet [1 + len(knownNames)/64]uint64

func (s *knownSet) has(k known) bool { return s[k/64]>>(k%64)&1 != 0 }

// add adds k and what it implies.
func (s *knownSet) add(k known) {
	if s.has(k) {
		return
	}
	s[k/64] |= 1 << (k % 64)
	if implyBinary && k == capRev2 {
		s.add(capBinary)
	}
	for _, row := range &implied {
		if row.by == k {
			for _, other := range row.names {
				s.add(other)
			}
		}
	}
}

// knownOf returns the capability called name, in any case.
func knownOf(name string) (known, bool) {
	lo, hi := 0, len(knownNames)
	for lo < hi {
		mid := (lo + hi) / 2
		switch c := compareFold(name, knownNames[mid]); {
		case c == 0:
			return known(mid), true
		case c < 0:
			hi = mid
		default:
			lo = mid + 1
		}
	}
	return 0, false
}

// compareFold compares s in upper case with t.
func compareFold(s, t string) int {
	for i := range min(len(s), len(t)) {
		c := s[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != t[i] {
			return int(c) - int(t[i])
		}
	}
	return len(s) - len(t)
}

// String returns the name of k as it is registered.
func (k known) String() string {
	return strings.Replace(knownNames[k], "IMAP4REV", "IMAP4rev", 1)
}
