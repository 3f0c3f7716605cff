package widget_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/widget"
)

func TestWordsEqualTheScripts(t *testing.T) {
	names := []string{"also", "button", "failed", "heading", "label", "minutes", "more", "none", "person", "results", "series", "show", "tag", "topics"}
	for _, language := range []string{"ar", "de", "en", "es", "fr", "ja"} {
		source, err := os.ReadFile("src/lang/" + language + ".js")
		if err != nil {
			t.Fatal(err)
		}
		_, words := widget.Words(language)
		if d := cmp.Diff(names, slices.Sorted(maps.Keys(words))); d != "" {
			t.Errorf("%s (-want +got):\n%s", language, d)
		}
		for name, text := range words {
			if !strings.Contains(string(source), name+": '"+text+"'") {
				t.Errorf("%s: %q is not %s in its source", language, text, name)
			}
		}
	}
}

func TestLanguageTagIsParsedLikeInTheScript(t *testing.T) {
	for _, tt := range []struct{ name, language, tag, heading string }{
		{"a language", "de", "de", "Ähnliche Folgen"},
		{"one with a region", "de-AT", "de-AT", "Ähnliche Folgen"},
		{"one as a locale", "fr_CA", "fr-CA", "Épisodes similaires"},
		{"one in capitals", " ES ", "es", "Episodios relacionados"},
		{"one with a script", "ja-Jpan-JP", "ja", "関連エピソード"},
		{"one with a region of digits", "es-419", "es", "Episodios relacionados"},
		{"one that begins as a known one", "den", "en", "Related episodes"},
		{"an unknown language", "tlh", "en", "Related episodes"},
		{"none", "", "en", "Related episodes"},
		{"not a language", `"><script>`, "en", "Related episodes"},
	} {
		tag, words := widget.Words(tt.language)
		if d := cmp.Diff([]string{tt.tag, tt.heading}, []string{tag, words["heading"]}); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
	_, mine := widget.Words("en")
	mine["heading"] = "changed"
	if _, words := widget.Words("en"); words["heading"] != "Related episodes" {
		t.Error("who changes the words changes them for others")
	}
}
