package words

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProfileRoundTrip(t *testing.T) {
	var content, spoken termCounter
	for _, w := range strings.Fields("Kubernetes kubernetes Kubernetes naïve 东京 GPT-4 İstanbul") {
		content.add(languageFor("en").form(w).stem, w, 2)
	}
	spoken.add("x", "", 1)
	want := profile{text: content.top(), transcript: spoken.top()}
	if first := want.text[0]; first != (profileTerm{"kubernet", "Kubernetes", 6}) {
		t.Errorf("the first term is %+v", first)
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
