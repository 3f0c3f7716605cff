package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, a, b string }{
		{"ASCII", "Go Time", "gO tIME"},
		{"letters with accents", "CAFÉ", "café"},
		{"Greek with a final sigma", "ΟΔΟΣ", "οδος"},
		{"Russian", "ЁЛКА", "ёлка"},
		{"the Kelvin sign", "K", "k"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if Fold(tt.a) != Fold(tt.b) {
				t.Errorf("Fold(%q) = %q, Fold(%q) = %q", tt.a, Fold(tt.a), tt.b, Fold(tt.b))
			}
		})
	}
	if Fold("cafe") == Fold("café") {
		t.Error("Fold removes an accent")
	}
}

func TestFoldAccents(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"ASCII does not change", "C++ isn't Go", "C++ isn't Go"},
		{"French", "Crème brûlée à Œuvre", "Creme brulee a OEuvre"},
		{"German", "Größe STRAẞE Füße", "Grosse STRASSE Fusse"},
		{"Polish", "Łódź żółw", "Lodz zolw"},
		{"Danish and Norwegian", "Smørrebrød Ærø", "Smorrebrod AEro"},
		{"Turkish", "İstanbul ılık ağ", "Istanbul ilik ag"},
		{"Vietnamese", "Tiếng Việt", "Tieng Viet"},
		{"a combining accent", "cafe\u0301", "cafe"},
		{"compatibility forms", "ﬁn ＧＯ x²", "fin GO x2"},
		{"Russian keeps its letters", "чай ёж", "чай ёж"},
		{"Greek keeps its accents", "καφές", "καφές"},
		{"Arabic keeps its vowel signs", "مَرْحَبًا", "مَرْحَبًا"},
		{"Hindi keeps its vowel signs", "हिन्दी", "हिन्दी"},
		{"Japanese keeps its voicing marks", "がパ", "がパ"},
		{"Korean does not change", "한국어", "한국어"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := FoldAccents(tt.text); got != tt.want {
				t.Errorf("FoldAccents(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Go", "ſK", "İıßẞ", "ǅǆ", "a\xff", "Σσς", "ﬁ"} {
		f.Add(s, strings.ToUpper(s))
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		folded := Fold(a)
		if again := Fold(folded); again != folded {
			t.Fatalf("Fold(%q) = %q, and again %q", a, folded, again)
		}
		if utf8.RuneCountInString(folded) != utf8.RuneCountInString(a) {
			t.Fatalf("Fold(%q) = %q changes the number of runes", a, folded)
		}
		if got, want := folded == Fold(b), strings.EqualFold(a, b); got != want {
			t.Fatalf("%q and %q: Fold makes them equal: %v, EqualFold: %v", a, b, got, want)
		}
	})
}

func FuzzFoldAccents(f *testing.F) {
	for _, s := range []string{"", "Crème", "e\u0301\u0327", "ﬁ½ﷺ", "1\u0301", "йが", "\u0301", "a\xff\u0301", "e\u20dd\u0301", "\xf2ǚ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := FoldAccents(s)
		if again := FoldAccents(folded); again != folded {
			t.Fatalf("FoldAccents(%q) = %q, and again %q", s, folded, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(folded) {
			t.Fatalf("FoldAccents(%q) = %q is not UTF-8", s, folded)
		}
	})
}
