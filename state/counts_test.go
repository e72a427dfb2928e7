package state

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRulesSorted(t *testing.T) {
	if !slices.IsSortedFunc(rules[:], func(a, b Rule) int { return cmp.Compare(a.Name, b.Name) }) {
		t.Error("rules are not sorted by name: find does not find all of them")
	}
}

func TestCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tree counts
		var list []int
		number := rapid.IntRange(1, 9)
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				x := number.Draw(t, "x")
				tree.push(x)
				list = append(list, x)
			},
			"pop": func(t *rapid.T) {
				if len(list) > 0 {
					tree.pop()
					list = list[:len(list)-1]
				}
			},
			"add": func(t *rapid.T) {
				if len(list) > 0 {
					i := rapid.IntRange(0, len(list)-1).Draw(t, "i")
					x := number.Draw(t, "x")
					tree.add(i, x)
					list[i] += x
				}
			},
			"": func(t *rapid.T) {
				sum := 0
				for i, x := range list {
					if got := tree.sum(i); got != sum {
						t.Fatalf("%v: sum(%d) = %d, want %d", list, i, got, sum)
					}
					for j := range x {
						if n, rest := tree.find(sum + j); n != i || rest != j {
							t.Fatalf("%v: find(%d) = %d, %d, want %d, %d", list, sum+j, n, rest, i, j)
						}
					}
					sum += x
				}
				if n, rest := tree.find(sum); n != len(list) || rest != 0 {
					t.Fatalf("%v: find(%d) = %d, %d", list, sum, n, rest)
				}
			},
		})
	})
}

// The constants are the places of their names.
func TestKnownNames(t *testing.T) {
	if !slices.IsSorted(knownNames[:]) || len(knownNames) != int(capXList)+1 {
		t.Error("the names of capabilities are not sorted, or not as many as the constants")
	}
	for k, name := range map[known]string{
		capACL: "ACL", capCondStore: "CONDSTORE", capESort: "ESORT", capIdle: "IDLE", capRev2: "IMAP4rev2",
		capLiteralMinus: "LITERAL-", capMetadataServer: "METADATA-SERVER", capPreview: "PREVIEW", capSearchRes: "SEARCHRES",
		capStatusSize: "STATUS=SIZE", capURLAuthBinary: "URLAUTH=BINARY", capGmail: "X-GM-EXT-1", capXList: "XLIST",
	} {
		if k.String() != name {
			t.Errorf("%d is %s, want %s", k, k, name)
		}
	}
}
