package data

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRefString(t *testing.T) {
	for want, ref := range map[string]Ref{
		`id "a"`:                  {ID: "a"},
		`guid "a"`:                {GUID: "a"},
		`url "https://a.example"`: {URL: "https://a.example"},
	} {
		if d := cmp.Diff(want, ref.String()); d != "" {
			t.Errorf("%+v (-want +got):\n%s", ref, d)
		}
	}
}
