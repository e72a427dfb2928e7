package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What stands in a message is shown, also if it is 0, "", NIL or an empty list;
// what does not is absent.
func TestValues(t *testing.T) {
	for in, want := range map[string]string{
		"* 0 EXISTS":                      `{"count":0}`,
		"* OK ":                           `{"text":""}`,
		"+ [ALERT] x":                     `{"code":{"name":"ALERT"},"text":"x"}`,
		"* SEARCH":                        `{"numbers":[]}`,
		"* ESEARCH":                       `{}`,
		`* ESEARCH (TAG "a") UID COUNT 0`: `{"tag":"a","uid":true,"count":0}`,
		"* ESEARCH PARTIAL (1:5 NIL)":     `{"partial":{"first":1,"last":5},"partial_set":null}`,
		"* ESEARCH ADDTO (0 1)":           `{"updates":[{"position":0,"set":"1"}]}`,
		`* LIST () NIL ""`:                `{"attributes":[],"delimiter":null,"mailbox":""}`,
		`* LIST () "/" &AOk`:              `{"attributes":[],"delimiter":"/","mailbox":{"invalid":"&AOk"}}`,
		"* LIST () \"/\" {2}\r\n\xe9\r":   `{"attributes":[],"delimiter":"/","mailbox":{"invalid":{"base64":"6Q0="}}}`,
		"* STATUS x ()":                   `{"mailbox":"x","items":[]}`,
		"* STATUS x (UNSEEN 0 MAILBOXID (a) APPENDLIMIT NIL X-A (b))": `{"mailbox":"x","items":[{"name":"UNSEEN","number":0},{"name":"MAILBOXID","id":"a"},` +
			`{"name":"APPENDLIMIT","number":null},{"name":"X-A","value":"(b)"}]}`,
		`* NAMESPACE (("" NIL)) NIL NIL`:           `{"personal":[{"prefix":"","delimiter":null}],"other":null,"shared":null}`,
		"* ID NIL":                                 `{"params":null}`,
		`* ID ("a" NIL "b" "")`:                    `{"params":[{"name":"a","value":null},{"name":"b","value":""}]}`,
		`* METADATA "" (/a NIL)`:                   `{"mailbox":"","values":[{"entry":"/a","value":null}]}`,
		`* MYRIGHTS x ""`:                          `{"mailbox":"x","rights":""}`,
		"* THREAD ((1)(2))":                        `{"messages":[{"number":null,"depth":0},{"number":1,"depth":1},{"number":2,"depth":1}]}`,
		"* URLFETCH a NIL b (BODY NIL)":            `{"results":[{"url":"a","data":null},{"url":"b","parts":[{"name":"BODY","data":null}]}]}`,
		"* OK [INPROGRESS] x":                      `{"code":{"name":"INPROGRESS"},"text":"x"}`,
		"* OK [INPROGRESS (NIL 0 NIL)] x":          `{"code":{"name":"INPROGRESS","tag":null,"progress":0,"goal":null},"text":"x"}`,
		`* OK [INPROGRESS ("a" NIL NIL)] x`:        `{"code":{"name":"INPROGRESS","tag":"a","progress":null,"goal":null},"text":"x"}`,
		"* OK [METADATA MAXSIZE 0] x":              `{"code":{"name":"METADATA","reason":"MAXSIZE","number":0},"text":"x"}`,
		"* OK [METADATA TOOMANY] x":                `{"code":{"name":"METADATA","reason":"TOOMANY"},"text":"x"}`,
		"* OK [UNDEFINED-FILTER a] x":              `{"code":{"name":"UNDEFINED-FILTER","filter":"a"},"text":"x"}`,
		"* OK [UIDNEXT 5] x":                       `{"code":{"name":"UIDNEXT","number":5},"text":"x"}`,
		`* OK [x-Foo "]"] x`:                       `{"code":{"name":"x-Foo","args":"\"]\"","unknown":true},"text":"x"}`,
		"* 1 FETCH (FLAGS () RFC822.SIZE 0)":       `{"seq":1,"items":[{"name":"FLAGS","flags":[]},{"name":"RFC822.SIZE","size":0}]}`,
		"* 1 FETCH (BODY[]<0> \"\" BINARY[1] NIL)": `{"seq":1,"items":[{"name":"BODY","section":{},"origin":0,"size":0,"data":""},{"name":"BINARY","section":{"part":[1]},"data":null}]}`,
		"* 1 FETCH (THREADID NIL SAVEDATE NIL)":    `{"seq":1,"items":[{"name":"THREADID","id":null},{"name":"SAVEDATE","time":null}]}`,
		"* 1 FETCH (X-A NIL PREVIEW NIL)":          `{"seq":1,"items":[{"name":"X-A","value":"NIL","unknown":true},{"name":"PREVIEW","text":null}]}`,
		"* 1 FETCH (ENVELOPE (NIL \"\" " + strings.Repeat("NIL ", 5) + "((NIL NIL NIL NIL)) NIL NIL))": `{"seq":1,"items":[{"name":"ENVELOPE","envelope":{"date":null,"subject":"","from":null,"sender":null,` +
			`"reply_to":null,"to":null,"cc":null,"bcc":[{"name":null,"route":null,"mailbox":null,"host":null}],"in_reply_to":null,"message_id":null}}]}`,
		`* 1 FETCH (BODY ("TEXT" "A" NIL NIL NIL "" 0 0))`: `{"seq":1,"items":[{"name":"BODY","body":{"type":"TEXT","subtype":"A","params":null,"id":null,"description":null,"encoding":"","size":0,"lines":0}}]}`,
		`* 1 FETCH (BODYSTRUCTURE (("I" "A" NIL NIL NIL "" 0 NIL NIL) "B" NIL NIL NIL NIL 0))`: `{"seq":1,"items":[{"name":"BODYSTRUCTURE","body":{"subtype":"B","params":null,"disposition":null,"languages":null,` +
			`"location":null,"extensions":"0","parts":[{"type":"I","subtype":"A","params":null,"id":null,"description":null,"encoding":"","size":0,"md5":null,"disposition":null}]}}]}`,
		"* 2 CONVERTED (TAG \"a\") (BINARY[1] NIL BINARY.SIZE[2] 0 AVAILABLECONVERSIONS[3] (()))": `{"seq":2,"tag":"a","items":[{"name":"BINARY","section":{"part":[1]},"data":null},` +
			`{"name":"BINARY.SIZE","section":{"part":[2]},"size":0},{"name":"AVAILABLECONVERSIONS","section":{"part":[3]},"types":[]}]}`,
		"* 2 CONVERTED (TAG \"a\") (UID 5 BINARY[] (ERROR \"x\" BADPARAMETERS NIL \"a/b\" (c \"\")) X[1] 5)": `{"seq":2,"tag":"a","uid":5,"items":[{"name":"BINARY","section":{},"failure":{"text":"x","code":"BADPARAMETERS",` +
			`"refusals":[{"from":null,"to":"a/b","params":[{"name":"c","value":""}]}]}},{"name":"X[1]","value":"5"}]}`,
		"* 2 CONVERTED (TAG \"a\") (BINARY[] (ERROR \"\" MISSINGPARAMETERS (c)) BINARY.SIZE[] (ERROR \"\" TEMPFAIL))": `{"seq":2,"tag":"a","items":[{"name":"BINARY","section":{},"failure":{"text":"","code":"MISSINGPARAMETERS",` +
			`"refusals":[{"missing":["c"]}]}},{"name":"BINARY.SIZE","section":{},"failure":{"text":"","code":"TEMPFAIL"}}]}`,

		`a LOGIN "" ""`:                                 `{"user":"","password":""}`,
		"a AUTHENTICATE X":                              `{"mechanism":"X"}`,
		"a AUTHENTICATE X =":                            `{"mechanism":"X","initial":""}`,
		"a SELECT x (CONDSTORE)":                        `{"mailbox":"x","condstore":true}`,
		"a CREATE x (USE ())":                           `{"mailbox":"x","use":[]}`,
		`a LIST () "" % RETURN ()`:                      `{"select":[],"reference":"","patterns":["%"],"return":[]}`,
		"a RENAME &a &b":                                `{"from":{"invalid":"&a"},"to":{"invalid":"&b"}}`,
		"a STORE 1 (UNCHANGEDSINCE 0) FLAGS ()":         `{"set":"1","unchanged_since":0,"attribute":"FLAGS","action":"replace","flags":[]}`,
		"a FETCH 1 (BODY BODY[]<0.1>) (CHANGEDSINCE 5)": `{"set":"1","items":[{"name":"BODY"},{"name":"BODY","section":{},"partial":{"offset":0,"length":1}}],"changed_since":5}`,
		"a FETCH 1 ALL":                                 `{"set":"1","macro":"ALL"}`,
		"a SEARCH CHARSET \"\" ALL":                     `{"charset":"","keys":[{"name":"ALL"}]}`,
		"a SEARCH ALL":                                  `{"keys":[{"name":"ALL"}]}`,
		"a UID THREAD X \"\" ALL":                       `{"uid":true,"algorithm":"X","charset":"","keys":[{"name":"ALL"}]}`,
		"a SEARCH SMALLER 0 HEADER a \"\" (MODSEQ 0) OLDER 5": `{"keys":[{"name":"SMALLER","size":0},{"name":"HEADER","field":"a","text":""},` +
			`{"name":"and","keys":[{"name":"MODSEQ","mod_seq":0}]},{"name":"OLDER","seconds":5}]}`,
		"a SEARCH ANNOTATION /a value NIL X \"y\"": `{"keys":[{"name":"ANNOTATION","entry":"/a","attribute":"value","value":null},{"name":"X","args":"\"y\""}]}`,
		"a REPLACE * x {0+}\r\n":                   `{"number":"*","mailbox":"x","items":[{"size":0,"data":""}]}`,
		`a SETACL x y ""`:                          `{"mailbox":"x","identifier":"y","change":"replace","rights":""}`,
		`a SETMETADATA "" (/a NIL)`:                `{"mailbox":"","entries":[{"name":"/a","value":null}]}`,
		`a GETMETADATA (MAXSIZE 0) "" /a`:          `{"max_size":0,"mailbox":"","entries":["/a"]}`,
		"a NOTIFY NONE":                            `{"groups":[]}`,
		"a CONVERT 1 (NIL) UID":                    `{"set":"1","type":null,"items":[{"name":"UID"}]}`,
		`a SETQUOTA "" ()`:                         `{"root":"","limits":[]}`,
	} {
		side := sides[0]
		if in[0] != 'a' {
			side = sides[1]
		}
		x := dumpString(in+"\r\n", "-from", side, "-json", "-secrets")
		_, got, _ := strings.Cut(x.stdout, `"value":`)
		if got = got[:max(0, strings.LastIndex(got, `,"length":`))]; x.status != 0 || got != want {
			t.Errorf("%s: status %d\n got %s\nwant %s", in, x.status, got, want)
		}
	}
}

// The strings and the numbers of a message are all in its object, and as many
// NILs.
func TestNothingLost(t *testing.T) {
	token := regexp.MustCompile(`(?s)~?\{\d+\+?\}\r\n|"(?:[^"\\]|\\.)*"|[^ ()\[\]<>,\r\n]+`)
	number := regexp.MustCompile(`^\d+$`)
	date := regexp.MustCompile(`^[ \d]?\d-[A-Za-z]{3}-\d{4}`)
	for _, x := range allRecordings(t) {
		for line := range strings.Lines(dumpString(x.in, args(x.side, "-json", "-secrets")...).stdout) {
			var m struct {
				Offset, Length int64
				OK             bool
				Kind           string
				Value          any
			}
			d := json.NewDecoder(strings.NewReader(line))
			d.UseNumber()
			if err := d.Decode(&m); err != nil {
				t.Fatal(err)
			}
			in := x.in[m.Offset : m.Offset+m.Length]
			if !m.OK || isStatusKind(m.Kind) || strings.HasPrefix(m.Kind, "auth") || strings.Contains(in, "&") {
				continue // text, base64, names that are decoded
			}
			if x.side == "client" {
				_, in, _ = strings.Cut(in, " ")
			}
			var have []string
			leaves(m.Value, &have)
			all := strings.Join(have, "\x00")
			for nils := strings.Count(all, "<null>"); len(in) > 0; {
				at := token.FindStringIndex(in)
				if at == nil {
					break
				}
				word := in[at[0]:at[1]]
				in = in[at[1]:]
				switch {
				case strings.HasSuffix(word, "}\r\n"):
					var n int
					if _, err := fmt.Sscanf(strings.TrimPrefix(word, "~"), "{%d", &n); err != nil {
						t.Fatal(err)
					}
					word, in = in[:n], in[n:]
				case word[0] == '"':
					word = strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(word[1 : len(word)-1])
					if date.MatchString(word) || strings.HasPrefix(word, "/flags/") || slices.Contains([]string{"CHILDINFO", "OLDNAME", "TRANSLATION"}, word) {
						continue // a date, a flag, a name of something with a member of its own
					}
				case strings.EqualFold(word, "NIL"):
					if nils--; nils < 0 && !strings.Contains(all, "NIL") {
						t.Errorf("%s, %s: a NIL of %q is lost: %s", x.name, x.side, x.in[m.Offset:m.Offset+m.Length], line)
					}
					continue
				case !number.MatchString(word), strings.HasPrefix(word, "0") && len(word) > 1:
					continue
				}
				if !strings.Contains(strings.ToUpper(all), strings.ToUpper(word)) {
					t.Errorf("%s, %s: %q is lost: %s", x.name, x.side, word, line)
				}
			}
		}
	}
}

func isStatusKind(kind string) bool {
	return slices.Contains([]string{"ok", "no", "bad", "bye", "preauth", "continue"}, kind)
}

// leaves appends the names and the values of x to list.
func leaves(x any, list *[]string) {
	switch x := x.(type) {
	case map[string]any:
		if s, ok := x["base64"].(string); ok {
			b, _ := base64.StdEncoding.DecodeString(s)
			*list = append(*list, string(b))
			return
		}
		for _, k := range slices.Sorted(maps.Keys(x)) {
			*list = append(*list, k)
			leaves(x[k], list)
		}
	case []any:
		for _, v := range x {
			leaves(v, list)
		}
	case nil:
		*list = append(*list, "<null>")
	case json.Number:
		*list = append(*list, x.String())
	case string:
		if !utf8.ValidString(x) {
			panic(x)
		}
		*list = append(*list, x)
	}
}
