package fuzz_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"imapkit.example/fuzz"
)

// The names of the rules in the formal syntax of each standard, but for those
// that are only a capability.
var rfcRules = map[string]string{
	"RFC 9051": `ASTRING-CHAR ATOM-CHAR CHAR8 QUOTED-CHAR TEXT-CHAR UTF8-2 UTF8-3 UTF8-4 addr-adl addr-host addr-mailbox addr-name address append
		append-uid astring atom auth-type authenticate base64 base64-char base64-terminal body body-ext-1part body-ext-mpart body-extension
		body-fields body-fld-desc body-fld-dsp body-fld-enc body-fld-id body-fld-lang body-fld-lines body-fld-loc body-fld-md5
		body-fld-octets body-fld-param body-type-1part body-type-basic body-type-mpart body-type-msg body-type-text capability
		capability-data charset child-mbox-flag childinfo-extended-item command command-any command-auth command-nonauth command-select
		continue-req copy create date date-day date-day-fixed date-month date-text date-time date-year delete digit-nz eitem-standard-tag
		eitem-vendor-tag enable enable-data env-bcc env-cc env-date env-from env-in-reply-to env-message-id env-reply-to env-sender
		env-subject env-to envelope esearch-response examine fetch fetch-att flag flag-extension flag-fetch flag-keyword flag-list
		flag-perm greeting header-fld-name header-list idle initial-resp list list-char list-mailbox list-return-opt list-return-opts
		list-select-base-opt list-select-base-opt-quoted list-select-independent-opt list-select-mod-opt list-select-opt list-select-opts
		list-wildcards literal literal8 login mailbox mailbox-data mailbox-list mbox-list-extended mbox-list-extended-item
		mbox-list-extended-item-tag mbox-or-pat mbx-list-flags mbx-list-oflag mbx-list-sflag media-basic media-message media-subtype
		media-text message-data move msg-att msg-att-dynamic msg-att-static name-component namespace namespace-command namespace-descr
		namespace-response namespace-response-extension namespace-response-extensions nil nstring number number64 nz-number nz-number64
		obsolete-flag-recent obsolete-recent-response obsolete-search-response oldname-extended-item option-extension option-standard-tag
		option-val-comp option-value option-vendor-tag partial partial-range password patterns quoted quoted-specials rename resp-code-apnd
		resp-code-copy resp-cond-auth resp-cond-bye resp-cond-state resp-specials resp-text resp-text-code response response-data
		response-done response-fatal response-tagged return-option search search-correlator search-key search-mod-params
		search-modifier-name search-program search-ret-data-ext search-ret-opt-ext search-return-data search-return-opt
		search-return-opts search-return-value section section-binary section-msgtext section-part section-spec section-text select
		seq-last-command seq-number seq-range sequence-set status status-att status-att-list status-att-val status-option store
		store-att-flags string subscribe tag tag-string tagged-ext-comp tagged-ext-label tagged-ext-simple tagged-ext-val
		tagged-label-char tagged-label-fchar text time uid uid-expunge uid-range uid-set uniqueid unsubscribe userid vendor-token zone`,
	"RFC 3501": "lsub x-command",
	"RFC 2971": "id id-params-list id-response",
	"RFC 4314": "acl-data deleteacl getacl identifier listrights listrights-data mod-rights myrights myrights-data rights setacl",
	"RFC 4466": `append-data append-data-ext append-ext append-ext-name append-ext-value append-message append-opts create-param
		create-param-name create-param-value create-params fetch-modif-params fetch-modifier fetch-modifier-name fetch-modifiers
		rename-param rename-param-name rename-param-value rename-params response-payload select-param select-param-name
		select-param-value select-params store-modif-params store-modifier store-modifier-name store-modifiers tagged-ext`,
	"RFC 4467": "genurlauth genurlauth-data mechanism resetkey url-full url-rump urlfetch",
	"RFC 4469": "badurl-response-code cat-part text-literal toobig-response-code url url-resp-text",
	"RFC 4978": "algorithm compress",
	"RFC 5255": "comp-id-quoted comp-order-quoted comp-sel-quoted comparator-cmd comparator-data lang-range-quoted lang-tag-quoted language-cmd language-data namespace-trans",
	"RFC 5256": "search-criteria sort sort-criteria sort-criterion sort-data sort-key thread thread-alg thread-alg-ext thread-data thread-list thread-members thread-nested",
	"RFC 5257": "ann-size att-annotate att-search att-sort att-value attrib attribs entries entry entry-att entry-match value",
	"RFC 5259": `bad-params conversion-data conversions-cmd convert convert-att convert-correlator convert-err-descript convert-error-code
		convert-msg-att convert-msg-attrs convert-params converterror-phrase default-conversion from-concrete-mime-type
		from-mime-type-req mimetype-and-missing-params mimetype-and-params mimetype-list missing-params msg-att-conv-static
		msg-att-semistat quoted-from-mime-type quoted-to-mime-type section-convert to-mime-type to-mime-type-req transcoding-param
		transcoding-param-name transcoding-param-names transcoding-param-value transcoding-params`,
	"RFC 5267": "context-position extended-sort modifier-context modifier-partial modifier-update partial-results ret-data-addto ret-data-partial ret-data-removefrom",
	"RFC 5464": "entry-list entry-value entry-values getmetadata getmetadata-option getmetadata-options maxsize-opt metadata-resp scope-opt setmetadata",
	"RFC 5465": `event event-ext event-group event-groups event-name events filter-mailboxes filter-mailboxes-other filter-mailboxes-selected
		mailbox-event many-mailboxes message-event message-event-name notify notify-none notify-set one-or-more-mailbox
		status-indicator unsupported-events-code user-event`,
	"RFC 5466": "filter-name",
	"RFC 5524": `url-fetch-arg url-fetch-ext url-fetch-param url-fetch-simple url-meta-binary url-meta-body url-meta-bodystruct url-metadata
		url-metadata-el urldata-error urldata-ext urldata-simple urlfetch-data`,
	"RFC 6154": "use-attr use-attr-ext",
	"RFC 6203": "score score-list",
	"RFC 6855": "utf8-literal",
	"RFC 7162": `attr-flag attr-flag-extension attr-flag-keyword chgsince-fetch-mod condstore-param entry-flag-name entry-name entry-type-req
		entry-type-resp expunged-resp fetch-mod-resp fetch-mod-sequence known-sequence-set known-uid-set known-uids mod-sequence-value
		mod-sequence-valzer permsg-modsequence rexpunges-fetch-mod search-modseq-ext search-modsequence search-sort-mod-seq
		seq-match-data uidvalidity`,
	"RFC 7377": "esearch esearch-source-opts one-correlator scope-option scope-option-name scope-option-value scope-options source-mbox",
	"RFC 8474": "fetch-emailid-resp fetch-threadid-resp objectid",
	"RFC 8508": "replace",
	"RFC 8970": "preview-mod",
	"RFC 9208": `getquota getquotaroot quota-list quota-resource quota-response quota-root-name quotaroot-response resource-limit resource-name
		resource-name-ext resource-usage setquota setquota-list setquota-resource status-att-deleted status-att-deleted-storage`,
	"RFC 9394": "MINUS partial-range-first partial-range-last",
	"RFC 9738": "message-limit",
}

// Rules that the grammars have under another name, as part of another one, or
// not at all.
var otherNames = map[string]string{
	"append-data-ext":               "", // what it stands for only its own extension can tell
	"append-ext-value":              "tagged-ext-val",
	"create-param-value":            "tagged-ext-val",
	"eitem-standard-tag":            "mbox-list-extended-item-tag",
	"eitem-vendor-tag":              "mbox-list-extended-item-tag",
	"extended-sort":                 "sort",
	"fetch-mod-sequence":            "fetch-att",
	"fetch-modif-params":            "tagged-ext-val",
	"from-concrete-mime-type":       "quoted-mime-type",
	"list-return-opt":               "return-option",
	"modifier-context":              "search-return-opt",
	"modifier-update":               "search-return-opt",
	"namespace-response-extensions": "namespace-response-extension",
	"quoted-from-mime-type":         "quoted-mime-type",
	"rename-param-name":             "tagged-ext-label",
	"rename-param-value":            "tagged-ext-val",
	"scope-option-name":             "tagged-ext-label",
	"scope-option-value":            "tagged-ext-val",
	"search-mod-params":             "tagged-ext-val",
	"search-modifier-name":          "tagged-ext-label",
	"search-ret-data-ext":           "search-return-data",
	"search-ret-opt-ext":            "search-return-opt",
	"search-return-value":           "tagged-ext-val",
	"select-param-value":            "tagged-ext-val",
	"status-att-deleted":            "status-att-val",
	"status-att-deleted-storage":    "status-att-val",
	"store-modif-params":            "tagged-ext-val",
	"tagged-ext":                    "tagged-ext-label",
	"to-mime-type":                  "quoted-to-mime-type",
	"toobig-response-code":          "resp-text-code",
	"urldata-error":                 "urldata-simple",
	"x-command":                     "", // any name: see package wire/command
}

// Rules that say what others are not.
var excluding = strings.Fields(`append-ext-name create-param-name empty empty-string fetch-modifier-name getmetadata-name labelled
	mbox-list-extended-name media-rfc822 media-special option-name resp-code-name rfc822-word search-return-name select-param-name status-att-name
	store-modifier-name`)

// Every rule of the standards is in the grammars, and every rule of the
// grammars occurs in sentences.
func TestRules(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	reached, defined := map[string]bool{}, map[string]bool{}
	for _, x := range []struct {
		g     *fuzz.Grammar
		roots []string
	}{
		{fuzz.CommandGrammar(), []string{"command"}}, {fuzz.ResponseGrammar(), []string{"response", "greeting"}},
	} {
		names := x.g.Rules() // those of RFC 5234 first
		for _, name := range names[slices.Index(names, "ASTRING-CHAR"):] {
			defined[name] = true
		}
		for _, root := range x.roots {
			for rule, s := range x.g.Sentences(root, r.IntN) {
				reached[rule] = true
				for _, name := range x.g.Derivation(root, s) {
					reached[name] = true
				}
			}
		}
	}
	for name := range defined {
		if excluded := slices.Contains(excluding, name); reached[name] == excluded {
			t.Errorf("rule %s: in sentences %v, excluding %v", name, reached[name], excluded)
		}
	}
	for rfc, names := range rfcRules {
		for name := range strings.FieldsSeq(names) {
			other, renamed := otherNames[name]
			switch {
			case renamed && other != "" && !reached[other]:
				t.Errorf("%s: rule %s is to be tested as %s, which is in no sentence", rfc, name, other)
			case renamed && defined[name] && other != "":
				t.Errorf("%s: rule %s is defined, though it is tested as %s", rfc, name, other)
			case !renamed && !reached[name] && !slices.Contains(excluding, name):
				t.Errorf("%s: rule %s is in no sentence", rfc, name)
			}
		}
	}
}
