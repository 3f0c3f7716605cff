package text

import (
	"testing"
	"unicode/utf8"
)

func TestEditDistance(t *testing.T) {
	for _, tt := range []struct {
		name, a, b string
		want       int
	}{
		{"equal words", "limit", "limit", 0},
		{"an empty word", "", "tag", 3},
		{"an insertion", "limt", "limit", 1},
		{"a deletion", "tags", "tag", 1},
		{"a replacement", "Limit", "limit", 1},
		{"a swap of neighbours", "ilmit", "limit", 1},
		{"a swap and an insertion between", "ca", "abc", 3},
		{"a character of several bytes", "größe", "grösse", 2},
		{"different words", "kitten", "sitting", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := EditDistance(tt.a, tt.b); got != tt.want {
				t.Errorf("EditDistance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
			}
		})
	}
}

func TestClosest(t *testing.T) {
	names := []string{"show", "tag", "person", "published_after", "published_before", "limit", "cursor", "q"}
	for _, tt := range []struct{ name, word, want string }{
		{"a letter is missing", "limt", "limit"},
		{"a letter is too many", "limits", "limit"},
		{"two letters are swapped", "ilmit", "limit"},
		{"the case differs", "Limit", "limit"},
		{"a short name", "tags", "tag"},
		{"the nearer of two", "published_befor", "published_before"},
		{"a sign is missing", "publishedafter", "published_after"},
		{"a longer word", "query", ""},
		{"no letter in common with the name", "x", ""},
		{"nothing", "", ""},
		{"another word", "zebra", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Closest(tt.word, names, 2); got != tt.want {
				t.Errorf("Closest(%q) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

func FuzzEditDistance(f *testing.F) {
	f.Add("limit", "limt")
	f.Add("größe", "")
	f.Add("\xff", "a")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 50 || len(b) > 50 {
			return
		}
		d, longest := EditDistance(a, b), max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
		if d != EditDistance(b, a) || d < 0 || d > longest {
			t.Fatalf("EditDistance(%q, %q) = %d, but %d in reverse", a, b, d, EditDistance(b, a))
		}
		if utf8.ValidString(a) && utf8.ValidString(b) && (d == 0) != (a == b) {
			t.Fatalf("EditDistance(%q, %q) = %d", a, b, d)
		}
	})
}
