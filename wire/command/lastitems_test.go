package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

// What a FETCH asks for does not depend on the FETCH before it, which may have
// named the same items, and which the caller may have changed.
func TestFetchAgain(t *testing.T) {
	lists := []string{
		"(UID FLAGS)", "(UID FLAGS)", "(uid flags)", "(UID)", "(UID FLAGS) (CHANGEDSINCE 5)", "(UID FLAGS ENVELOPE)", "FLAGS", "FAST",
		"(BODY.PEEK[HEADER.FIELDS (To From)] UID)", "(BODY.PEEK[HEADER.FIELDS (To From)] UID)", "(BODY.PEEK[HEADER.FIELDS ({2+}\r\nTo)] UID)",
		"(BODY.PEEK[HEADER.FIELDS ({2+}\r\nCc)] UID)", "(BODY.PEEK[1.2]<0.100>)", "(BODY.PEEK[1.2]<0.100> UID)", "(PREVIEW (LAZY) UID)", "(PREVIEW UID)",
		"(ANNOTATION (/comment value) UID)", "(ANNOTATION (/comment value) UID)", "(X-NEW (a b) UID)", "(X-NEW (a b) UID)",
		"(" + strings.Repeat("UID ", 100) + "FLAGS)", "(UID FLAGS)", "(UID FLAGSX)", "(UID FLAGS",
	}
	var in strings.Builder
	for range 2 {
		for _, list := range lists {
			in.WriteString("A1 UID FETCH 1 " + list + "\r\n")
		}
	}
	r := command.NewReader(strings.NewReader(in.String()), wire.Options{})
	for range 2 {
		for _, list := range lists {
			_, want, wantErr := decode([]byte("A1 UID FETCH 1 "+list+"\r\n"), wire.Options{})
			if _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
			got, err := r.Decode()
			if (err == nil) != (wantErr == nil) {
				t.Fatalf("%s: %v, alone %v", list, err, wantErr)
			}
			if err != nil {
				continue
			}
			f, g := got.(*command.Fetch), want.(*command.Fetch)
			if diff := cmp.Diff(g.Expand(), f.Expand()); diff != "" || f.ChangedSince != g.ChangedSince {
				t.Errorf("%s: (-alone +behind others)\n%s", list, diff)
			}
			for i := range f.Items {
				for j := range f.Items[i].Args {
					f.Items[i].Args[j] = '?'
				}
				f.Items[i] = command.FetchItem{Name: "CHANGED"}
			}
		}
	}
}
