package tokens_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"segue/embed/tokens"
)

func TestEstimateCountsByClass(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       int // including the two of each text
	}{
		{"no text", "", 2},
		{"white space", " \n\t", 2},
		{"a short word", "bread", 3},
		{"a longer word", "database", 4},
		{"two words", "one two", 4},
		{"digits in pairs", "20231", 5},
		{"a word followed by digits", "go126", 5},
		{"punctuation one by one", "?!", 4},
		{"Chinese one by one", "播客", 4},
		{"a letter with a mark", "é", 3},
		{"Korean with two per syllable", "역사", 6},
		{"emoji with three each", "🎧", 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tokens.Estimate(tt.text); got != tt.want {
				t.Fatalf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestEstimateGrowsWithTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		whole, part := tokens.Estimate(a+b), tokens.Estimate(a)
		if whole < part || part < 2 || part > 3*len(a)+2 {
			t.Fatalf("%q has %d tokens and %q has %d", a, part, a+b, whole)
		}
	})
}

func TestTotalAddsUp(t *testing.T) {
	if got := tokens.Total([]string{"bread", "", "one two"}); got != 9 {
		t.Fatalf("got %d, want 9", got)
	}
	if got := tokens.Total(nil); got != 0 {
		t.Fatalf("got %d, want 0", got)
	}
}

func BenchmarkEstimate(b *testing.B) {
	text := strings.Repeat("An interview about the history of the violin. ", 12)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		tokens.Estimate(text)
	}
}
