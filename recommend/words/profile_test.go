package words

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProfileIsReadAsItWasWritten(t *testing.T) {
	var about, said termCounter
	for _, w := range strings.Fields("Kubernetes kubernetes Kubernetes naïve 东京 GPT-4 İstanbul") {
		about.add(languageFor("en").form(w).stem, w, 2)
	}
	said.add("x", "", 1)
	want := profile{text: about.top(), transcript: said.top()}
	if first := want.text[0]; first != (profileTerm{"kubernet", "Kubernetes", 6}) {
		t.Errorf("the first entry is %+v", first)
	}
	got, err := decodeProfile(want.encode())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(profile{}, profileTerm{})); d != "" {
		t.Errorf("profile (-want +got):\n%s", d)
	}
}

func FuzzDecodeProfile(f *testing.F) {
	f.Add(profile{text: []profileTerm{{"kubernet", "Kubernetes", 3}}}.encode())
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, in []byte) {
		if _, err := decodeProfile(in); err != nil && err != errProfile {
			t.Errorf("decodeProfile = %v", err)
		}
	})
}
