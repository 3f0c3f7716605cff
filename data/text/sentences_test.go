package text

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"full stops, question and exclamation marks end a sentence", "One. Two? Three! Four", []string{"One.", "Two?", "Three!", "Four"}},
		{"numbers, versions and file names are not split", "Go 1.26 is out. It has net/http. Node.js too.", []string{"Go 1.26 is out.", "It has net/http.", "Node.js too."}},
		{"abbreviations and initials do not end a sentence", "Dr. Ada, e.g. Donald E. Knuth vs. Others. End.", []string{"Dr. Ada, e.g. Donald E. Knuth vs. Others.", "End."}},
		{"the pronoun I can end a sentence", "So do I. You too.", []string{"So do I.", "You too."}},
		{"closing quotes and brackets belong to the sentence", `He said "Stop." (Really.) Then left.`, []string{`He said "Stop."`, "(Really.)", "Then left."}},
		{"an ellipsis ends a sentence once", "Wait... What?! Yes.", []string{"Wait...", "What?!", "Yes."}},
		{"a full stop before a lower-case letter does not end a sentence", "It runs on .NET. and so on.", []string{"It runs on .NET. and so on."}},
		{"an empty line ends a sentence", "A heading\n\nThen text", []string{"A heading", "Then text"}},
		{"the end of a line does not end a sentence", "One\nsentence here.\nTwo.", []string{"One\nsentence here.", "Two."}},
		{"an address is not split", "See https://a.example/x?y=Z. Then call.", []string{"See https://a.example/x?y=Z.", "Then call."}},
		{"Japanese has no spaces", "これは一つ。これは二つ。", []string{"これは一つ。", "これは二つ。"}},
		{"German quotes", "„Wirklich?“ Ja. Gut.", []string{"„Wirklich?“ Ja.", "Gut."}},
		{"French quotes", "« Vraiment ? » Oui. Bien.", []string{"« Vraiment ?", "» Oui.", "Bien."}},
		{"Spanish", "¿De verdad? ¡Sí! Vale.", []string{"¿De verdad?", "¡Sí!", "Vale."}},
		{"Russian", "Привет. Как дела?", []string{"Привет.", "Как дела?"}},
		{"white space has no sentences", " \n\n \u00a0", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for start, end := range Sentences(tt.text) {
				got = append(got, tt.text[start:end])
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("Sentences(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func TestDatesAreLowerCaseWithoutDuplicates(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range Dates() {
		if seen[name] || name != strings.ToLower(name) {
			t.Errorf("%q is a duplicate or not in lower case", name)
		}
		seen[name] = true
	}
	if !seen["märz"] || !seen["monday"] {
		t.Errorf("a month or a day is missing: %v", Dates())
	}
}

func TestAbbreviationsAreShorterThanTheirLimit(t *testing.T) {
	for word := range abbreviations {
		if len(word) > maxAbbreviation || word != strings.ToLower(word) {
			t.Errorf("%q is too long or not in lower case", word)
		}
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"", "One. Two.", "a.\n\nb", "\xff.", "。。", "... ...", `"."`, "\n\n\n.", "x.\u2029Y", "Dr. \u00a0A. B"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		covered := 0
		for start, end := range Sentences(s) {
			if start < covered || end <= start || end > len(s) {
				t.Fatalf("a sentence is at %d to %d of %d bytes, after %d", start, end, len(s), covered)
			}
			if strings.TrimSpace(s[covered:start]) != "" || s[start:end] != strings.TrimFunc(s[start:end], unicode.IsSpace) {
				t.Fatalf("the sentences of %q skip text at %d, or have space around them", s, covered)
			}
			covered = end
		}
		if strings.TrimSpace(s[covered:]) != "" {
			t.Fatalf("the sentences of %q skip text at the end", s)
		}
	})
}
