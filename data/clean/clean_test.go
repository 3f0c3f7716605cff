package clean_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data/clean"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"keeps paragraphs", "One.\n\nTwo.", "One.\n\nTwo."},
		{"keeps a line break", "One\nTwo", "One\nTwo"},
		{"replaces several empty lines with one", "\n\nOne\n \n\t\n\nTwo\n\n", "One\n\nTwo"},
		{"replaces the line ends of Windows, old Macs and Unicode", "a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\n\ne"},
		{"replaces several spaces with one", "  a \t b\u00a0\u3000c  ", "a b c"},
		{"removes invisible characters", "\ufeffa\u200bb\u00ad\x07", "ab"},
		{"keeps the joiners of an emoji", "👩\u200d💻", "👩\u200d💻"},
		{"is empty for blank text", " \n \r\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, clean.Text(tt.in)); d != "" {
				t.Errorf("Text(%q) (-want +got):\n%s", tt.in, d)
			}
		})
	}
}

func TestTextDoesNotChangeItsResults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := clean.Text(rapid.StringOf(rapid.SampledFrom([]rune("ab .\n\r\t\u00a0\u200b\u2029\x00é"))).Draw(t, "text"))
		if twice := clean.Text(once); twice != once {
			t.Fatalf("Text(%q) = %q", once, twice)
		}
	})
}

func TestLine(t *testing.T) {
	if got, want := clean.Line(" a\r\n b\u2028c \x00"), "a b c"; got != want {
		t.Errorf("Line = %q, want %q", got, want)
	}
	if got := clean.Line(strings.Repeat("\n", 10)); got != "" {
		t.Errorf("Line of empty lines = %q, want none", got)
	}
}
