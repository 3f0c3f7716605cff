package data

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSummary(t *testing.T) {
	word := strings.Repeat("abcd ", 60)
	for _, tt := range []struct{ name, description, want string }{
		{"is empty for an empty text", "", ""},
		{"joins paragraphs on one line", "One.\n\nTwo\tthree. ", "One. Two three."},
		{"does not cut 200 runes", strings.Repeat("é", 200), strings.Repeat("é", 200)},
		{"cuts between words", word, strings.TrimSpace(strings.Repeat("abcd ", 40)) + "…"},
		{"cuts a long word anywhere", strings.Repeat("é", 201), strings.Repeat("é", 199) + "…"},
		{"keeps the last whole word", strings.Repeat("a", 194) + " abcd efgh", strings.Repeat("a", 194) + " abcd…"},
		{"removes punctuation before the cut", strings.Repeat("a", 190) + ", " + strings.Repeat("b", 50), strings.Repeat("a", 190) + "…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Episode{Description: tt.description}.Summary()
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("summary (-want +got):\n%s", d)
			}
			if n := utf8.RuneCountInString(got); n > 200 {
				t.Errorf("summary has %d runes", n)
			}
		})
	}
}

func TestParseEpisodeType(t *testing.T) {
	for name, want := range map[string]EpisodeType{"": "", "full": TypeFull, "Trailer": TypeTrailer, "BONUS": TypeBonus} {
		if got, err := ParseEpisodeType(name); got != want || err != nil {
			t.Errorf("ParseEpisodeType(%q) = %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := ParseEpisodeType("teaser"); err == nil || !strings.Contains(err.Error(), `unknown episode type "teaser"; want "full", "trailer" or "bonus"`) {
		t.Errorf("error %v; want one that lists the types", err)
	}
}

func TestExplicitness(t *testing.T) {
	for _, marked := range []bool{true, false} {
		if got, ok := ExplicitOf(marked).Known(); got != marked || !ok {
			t.Errorf("ExplicitOf(%t).Known() = %t, %t", marked, got, ok)
		}
	}
	if _, ok := ExplicitUnknown.Known(); ok {
		t.Error("ExplicitUnknown.Known() is ok")
	}
}
