package command_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"imapkit.example/fuzz"
	"imapkit.example/wire"
	"imapkit.example/wire/command"
)

func TestDecode(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		in, at := x.input()
		tag, got, err := decode(in, wire.Options{})
		if x.rule == "" {
			if err != nil {
				t.Fatalf("%q: %v", in, err)
			}
			if x.want != nil {
				if d := diff(x.want, got); d != "" {
					t.Errorf("%q (-want +got):\n%s", in, d)
				}
			}
			return
		}
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) {
			t.Fatalf("%q: error %v, want a SyntaxError", in, err)
		}
		if syntax.Offset != at || syntax.Rule != x.rule {
			t.Errorf("%q: error at %d, rule %q; want %d, %q", in, syntax.Offset, syntax.Rule, at, x.rule)
		}
		if syntax.Tag != tag {
			t.Errorf("%q: error has tag %q, the header %q", in, syntax.Tag, tag)
		}
		if want := bytes.HasPrefix(in, []byte("A1")); want != (tag == "A1") {
			t.Errorf("%q: tag %q", in, tag)
		}
	})
}

func TestEncode(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		if x.rule != "" {
			return
		}
		in, _ := x.input()
		tag, c, err := decode(in, wire.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := x.out
		if want == "" {
			want = x.in
		}
		got, err := encode(tag, c, wire.Options{})
		if err != nil || got != want+"\r\n" {
			t.Fatalf("%q is written as %q, %v; want %q", in, got, err, want)
		}
		if _, again, err := decode([]byte(got), wire.Options{}); err != nil {
			t.Errorf("%q: %v", got, err)
		} else if s, err := encode(tag, again, wire.Options{}); err != nil || s != got {
			t.Errorf("%q is written as %q, %v the second time", got, s, err)
		}
	})
}

// Errors leave the commands in front and behind alone.
func TestSplit(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		in, _ := x.input()
		stream := append(append([]byte("F1 NOOP\r\n"), in...), "N1 LOGOUT\r\n"...)
		if err := fuzz.CheckSplit(stream, events); err != nil {
			t.Error(err)
		}
		got := events(bytes.NewReader(stream))
		if got[0] != `"F1" "NOOP"` {
			t.Errorf("first event of %q is %s", stream, got[0])
		}
		if n := len(got); n < 4 || got[n-4] != `"N1" "LOGOUT"` {
			t.Errorf("%q: the next command is lost: %q", stream, got)
		}
	})
}

func TestPrefixes(t *testing.T) {
	run(t, func(t *testing.T, x test) {
		if x.rule != "" {
			return
		}
		in, _ := x.input()
		read := func(r io.Reader) error {
			reader := command.NewReader(r, wire.Options{})
			if _, err := reader.Next(); err != nil {
				return err
			}
			c, err := reader.Decode()
			if err == nil {
				_, err = collect(c)
			}
			return err
		}
		if err := fuzz.CheckPrefixes(in, read); err != nil {
			t.Error(err)
		}
		if err := fuzz.CheckFault(in, read); err != nil {
			t.Error(err)
		}
	})
}

// Every name of the package is in the tables and has a type.
func TestNames(t *testing.T) {
	seen := make(map[command.Name]bool)
	for _, x := range tests() {
		in, _ := x.input()
		r := command.NewReader(bytes.NewReader(in), wire.Options{})
		h, err := r.Next()
		if err != nil {
			continue
		}
		if c, err := r.Decode(); err == nil {
			_, unknown := c.(*command.Unknown)
			if !unknown {
				seen[h.Name] = true
			}
			if c.Name() != h.Name && (!unknown || !strings.EqualFold(string(c.Name()), string(h.Name))) {
				t.Errorf("%q: Name is %q, the header's %q", in, c.Name(), h.Name)
			}
		}
	}
	for _, n := range []command.Name{
		command.CapabilityName, command.NoopName, command.LogoutName, command.IDName, command.StartTLSName,
		command.AuthenticateName, command.LoginName, command.EnableName, command.SelectName, command.ExamineName,
		command.CreateName, command.DeleteName, command.RenameName, command.SubscribeName, command.UnsubscribeName,
		command.ListName, command.LSubName, command.NamespaceName, command.StatusName, command.AppendName,
		command.IdleName, command.CheckName, command.CloseName, command.UnselectName, command.ExpungeName,
		command.SearchName, command.FetchName, command.StoreName, command.CopyName, command.MoveName,
		command.UIDExpungeName, command.UIDSearchName, command.UIDFetchName, command.UIDStoreName,
		command.UIDCopyName, command.UIDMoveName,
		command.SortName, command.UIDSortName, command.ThreadName, command.UIDThreadName, command.ESearchName,
		command.CancelUpdateName, command.UIDBatchesName, command.NotifyName, command.ReplaceName, command.UIDReplaceName,
		command.GenURLAuthName, command.ResetKeyName, command.URLFetchName, command.CompressName,
		command.UnauthenticateName, command.GetQuotaName, command.SetQuotaName, command.GetQuotaRootName,
		command.SetACLName, command.DeleteACLName, command.GetACLName, command.ListRightsName, command.MyRightsName,
		command.GetMetadataName, command.SetMetadataName, command.LanguageName, command.ComparatorName,
		command.ConversionsName, command.ConvertName, command.UIDConvertName, command.XListName, command.RListName, command.RLSubName,
	} {
		if !seen[n] {
			t.Errorf("%s is not in the tables", n)
		}
	}
}
