package data

import (
	"strings"
	"testing"
)

func TestParseLanguage(t *testing.T) {
	for _, tt := range []struct{ name, tag, want string }{
		{"keeps a language", "en", "en"},
		{"corrects the case", "DE-at", "de-AT"},
		{"replaces an underscore with a hyphen", " en_US\n", "en-US"},
		{"keeps a script", "zh-hant-tw", "zh-Hant-TW"},
		{"replaces an old code", "iw", "he"},
		{"shortens a code of three letters", "deu", "de"},
		{"keeps a language without a short code", "dsb", "dsb"},
		{"is empty for an empty tag", " ", ""},
		{"is empty for an undetermined language", "und", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := ParseLanguage(tt.tag); got != tt.want || err != nil {
				t.Errorf("ParseLanguage(%q) = %q, %v; want %q", tt.tag, got, err, tt.want)
			}
		})
	}
	for _, tag := range []string{"German", "xx", "de-", "-", "e", "en US", "d\xff", strings.Repeat("long-", 1000)} {
		if got, err := ParseLanguage(tag); err == nil || !strings.Contains(err.Error(), `such as "en"`) || len(err.Error()) > 200 {
			t.Errorf("ParseLanguage(%q) = %q, %v; want a short error with an example", tag, got, err)
		}
	}
}

// A returned tag is ASCII and canonical.
func FuzzParseLanguage(f *testing.F) {
	for _, seed := range []string{"", "en", "de_at", "zh-hant-tw", "en-u-co-phonebk", "x-private", "i-klingon", "sgn-BE-FR", "art-lojban", "root", "mul", "und-Latn", "en-x-a", "no-bok", "sh", "cmn-hans-cn"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tag, err := ParseLanguage(s)
		if err != nil {
			return
		}
		if again, err := ParseLanguage(tag); again != tag || err != nil {
			t.Errorf("ParseLanguage(%q) = %q, but a second call returns %q, %v", s, tag, again, err)
		}
		if strings.ContainsFunc(tag, func(r rune) bool { return r > 0x7e || r <= ' ' }) {
			t.Errorf("ParseLanguage(%q) = %q", s, tag)
		}
	})
}
