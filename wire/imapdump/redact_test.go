package main

import (
	"encoding/base64"
	"strings"
	"testing"
)

// Neither sesame nor its base64 is shown, well formed or not.
func TestRedaction(t *testing.T) {
	encoded := base64.StdEncoding.EncodeToString([]byte("\x00joe\x00sesame"))
	part := encoded[8:16]
	for _, in := range []string{
		"a LOGIN joe sesame\r\n",
		"a login \"joe\" \"sesame\"\r\n",
		"a LOGIN {3}\r\njoe {6+}\r\nsesame\r\n",
		"a LOGIN sesame \"\"\r\n",
		"a LOGIN joe sesame sesame\r\n",
		"a LOGIN joe sesame\n",
		"a LOGIN joe \"sesame\r\n",
		"a LOGIN joe {6}\r\nsesame sesame\r\n",
		"a LOGIN joe  {6}\r\nsesame\r\n",
		"a LOGIN joe {6}\r\nsesa",
		"a LOGIN joe sesame",
		"a AUTHENTICATE PLAIN " + encoded + "\r\n",
		"a AUTHENTICATE PLAIN " + encoded + "!\r\n",
		"a AUTHENTICATE PLAIN " + encoded + " x\r\n",
		"a AUTHENTICATE PLAIN\r\n" + encoded + "\r\n" + encoded + "\r\n*\r\n",
		"a AUTHENTICATE PLAIN\r\n" + encoded + "!\r\n" + encoded + "\r\n",
		"a AUTHENTICATE PLAIN\r\n" + encoded + "\n" + encoded + "\r\n",
		"a AUTHENTICATE PLAIN x\r\n" + encoded + "\r\n",
		"a AUTHENTICATE PLAIN\r\nb NOOP\r\n" + encoded + "\r\n",
		"a AUTHENTICATE PLAIN\r\n*\r\n" + encoded + "\r\n",
		encoded + "\r\n",
		encoded,
		"a URLFETCH imap://sesame\r\n",
		"a URLFETCH x (imap://sesame BODY)\r\n",
		"* GENURLAUTH imap://sesame x:sesame\r\n",
		"* URLFETCH imap://sesame NIL x:sesame (BODY NIL)\r\n",
	} {
		for _, side := range sides {
			for _, form := range forms {
				x := dumpString(in, args(side, form)...)
				if out := x.stdout + x.stderr; strings.Contains(out, "sesa") || strings.Contains(out, part) {
					t.Errorf("%q, %s%s: %s", in, side, form, out)
				}
			}
		}
	}
}

func TestSecrets(t *testing.T) {
	const in = "a LOGIN joe {8+}\r\n\"sesame\"\r\nb AUTHENTICATE PLAIN =\r\nc AUTHENTICATE PLAIN AAAA\r\n/w==\r\n\r\n"
	for form, want := range map[string]string{
		"": `       0  a LOGIN joe "\"sesame\""
      28  b AUTHENTICATE PLAIN =
      52  c AUTHENTICATE PLAIN AAAA
      79  /w==
      85  
`,
		"-json": `{"offset":0,"kind":"login","tag":"a","value":{"user":"joe","password":"\"sesame\""},"length":28,"ok":true}
{"offset":28,"kind":"authenticate","tag":"b","value":{"mechanism":"PLAIN","initial":""},"length":24,"ok":true}
{"offset":52,"kind":"authenticate","tag":"c","value":{"mechanism":"PLAIN","initial":"\u0000\u0000\u0000"},"length":27,"ok":true}
{"offset":79,"kind":"auth data","value":{"data":{"base64":"/w=="}},"length":6,"ok":true}
{"offset":85,"kind":"auth data","value":{"data":""},"length":2,"ok":true}
`,
		"-canon": "a LOGIN joe \"\\\"sesame\\\"\"\r\nb AUTHENTICATE PLAIN =\r\nc AUTHENTICATE PLAIN AAAA\r\n/w==\r\n\r\n",
	} {
		if x := dumpString(in, args("client", form, "-secrets")...); x.status != 0 || x.stdout != want {
			t.Errorf("%s: %d\n%s", form, x.status, x.stdout)
		}
	}
}
