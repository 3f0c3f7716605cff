package duplicate

import (
	"hash/crc32"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

// signedExamples are signatures that have every field between them.
func signedExamples() []*Signature {
	return []*Signature{
		Sign(data.Episode{}),
		Sign(episode(1, "Build a Bank: Modules, Part 2", description(rerunText), audio("a.mp3"), guid("https://show.example/?p=1"), minutes(30))),
		Sign(episode(2, "Rerun: Go: Módulos", undated, guid("1"))),
		Sign(episode(3, "Go Modules (Revisited)", func(e *data.Episode) { e.Published = time.Unix(-5, 0) })),
	}
}

func TestSignatureRoundTrip(t *testing.T) {
	for _, want := range signedExamples() {
		encoded, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		got := *signedExamples()[1] // all fields must be replaced
		if err := got.UnmarshalBinary(encoded); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(*want, got, cmp.AllowUnexported(Signature{})); d != "" {
			t.Errorf("%s after a round trip (-want +got):\n%s", want.id, d)
		}
	}
}

func TestUnmarshalRejects(t *testing.T) {
	encoded, err := signedExamples()[1].MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	body := slices.Clone(encoded[:len(encoded)-crc32.Size])
	const wrongChecksum = "the signature of an episode is damaged: its checksum is wrong; compute it again"
	for _, tt := range []struct {
		name    string
		encoded []byte
		want    string
	}{
		{"no bytes", nil, "the signature of an episode is empty; compute it again"},
		{"another version", []byte{9}, "the signature of an episode has version 9, want 2; compute it again"},
		{"one byte", encoded[:1], wrongChecksum},
		{"a truncated signature", encoded[:100], wrongChecksum},
		{"a changed byte", slices.Concat(encoded[:100], []byte{encoded[100] + 1}, encoded[101:]), wrongChecksum},
		{"a truncated signature with a checksum", appendChecksum(encoded[:3:3]), "the signature of an episode is damaged at byte 2 of 3; compute it again"},
		{"a signature with more bytes and a checksum", appendChecksum(append(body, 0)), "the signature of an episode is damaged at byte 339 of 340; compute it again"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := *signedExamples()[2]
			before := s
			if err := s.UnmarshalBinary(tt.encoded); err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if d := cmp.Diff(before, s, cmp.AllowUnexported(Signature{})); d != "" {
				t.Errorf("the signature changed (-before +after):\n%s", d)
			}
		})
	}
}

func FuzzUnmarshalBinary(f *testing.F) {
	for _, s := range signedExamples() {
		encoded, err := s.MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(encoded[:len(encoded)-crc32.Size])
		f.Add(encoded[:len(encoded)/2])
	}
	f.Fuzz(func(t *testing.T, body []byte) { // a random checksum is always wrong
		var s, again Signature
		if s.UnmarshalBinary(appendChecksum(body)) != nil {
			return
		}
		b, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := again.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s, again, cmp.AllowUnexported(Signature{})); d != "" {
			t.Fatalf("after a round trip (-want +got):\n%s", d)
		}
		New([]*Signature{&s, Sign(episode(1, "Go Modules"))}) // must not panic
	})
}
