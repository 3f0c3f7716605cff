package api

import (
	"testing"

	"pgregory.net/rapid"
)

func TestSuggest(t *testing.T) {
	names := []string{"show", "tag", "person", "published_after", "published_before", "limit", "cursor", "q"}
	for _, tt := range []struct{ word, want string }{
		{"limt", "limit"},
		{"limits", "limit"},
		{"ilmit", "limit"},
		{"Limit", "limit"},
		{"tags", "tag"},
		{"published_befor", "published_before"},
		{"publishedafter", "published_after"},
		{"query", ""},
		{"x", ""},
		{"", ""},
		{"zebra", ""},
	} {
		if got := nearest(tt.word, names); got != tt.want {
			t.Errorf("nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestDistanceIsSymmetricAndZeroOnlyForEquals(t *testing.T) {
	word := rapid.StringMatching(`[abc]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if d := distance(a, b); d != distance(b, a) || (d == 0) != (a == b) || d < 0 {
			t.Errorf("distance(%q, %q) = %d, the other way round %d", a, b, d, distance(b, a))
		}
	})
}
