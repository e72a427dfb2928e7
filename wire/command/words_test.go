package command_test

import (
	"fmt"
	"testing"

	"imapkit.example/wire/command"
)

func TestWords(t *testing.T) {
	for x, want := range map[fmt.Stringer]string{
		command.StoreReplace: "replace", command.StoreAdd: "add", command.StoreRemove: "remove", command.StoreAction(3): "invalid",
		command.StoreFlags: "FLAGS", command.StoreLabels: "X-GM-LABELS", command.StoreAnnotations: "ANNOTATION",
		command.RightsReplace: "replace", command.RightsAdd: "add", command.RightsRemove: "remove",
	} {
		if got := x.String(); got != want {
			t.Errorf("%#v: %q, want %q", x, got, want)
		}
	}
}
