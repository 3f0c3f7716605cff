package recommend_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend"
)

func suggestions(list []recommend.Suggestion) []string {
	got := []string{}
	for _, s := range list {
		runes := []rune(s.Text)
		for _, h := range slices.Backward(s.Highlights) {
			runes = slices.Concat(runes[:h[0]], []rune("["), runes[h[0]:h[1]], []rune("]"), runes[h[1]:])
		}
		got = append(got, s.Kind+" "+string(runes)+" "+s.ID)
	}
	return got
}

func suggest(t rapid.TB, e *recommend.Engine, typed string, limit int) []recommend.Suggestion {
	t.Helper()
	list, err := e.Suggest(context.Background(), typed, limit)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestSuggest(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("ada", 2018, titled("Ada and the machine"), guest("Ada Lovelace"), tag("Machine learning"), show("machines")),
		episode("rerun", 2019, titled("Rebroadcast: Ada and the machine"), guest("ada lovelace"), show("machines")),
		episode("inner", 2017, titled("The Machine"), guest("Jürgen Groß"), tag("machine LEARNING")),
		episode("other", 2016, titled("Zoë's machine-made café"), guest("JÜRGEN  GROSS"), guest("Jurgen Gross")),
		episode("combining", 2015, titled("Cafe\u0301tiere")),
		episode("turkish", 2014, titled("\u0130stanbul \xff nights")),
	}, noVectors)
	for _, tt := range []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"a blank text has no suggestions", " \t ", 10, []string{}},
		{"an unknown word has no suggestions", "xylophone", 10, []string{}},
		{"a text inside a word does not match", "achine", 10, []string{}},
		{"beginnings come before later words and case does not matter", "mAch", 10, []string{
			"show [MACH]INES machines", "tag [Mach]ine learning machine learning",
			"episode Ada and the [mach]ine ada", "episode The [Mach]ine inner", "episode Zoë's [mach]ine-made café other",
		}},
		{"at most limit suggestions", "mach", 3, []string{"show [MACH]INES machines", "tag [Mach]ine learning machine learning", "episode Ada and the [mach]ine ada"}},
		{"beginnings have priority", "mach", 1, []string{"show [MACH]INES machines"}},
		{"a negative limit has no suggestions", "mach", -1, []string{}},
		{"several words with any spacing", " the   machine", 10, []string{"episode [The Machine] inner", "episode Ada and [the machine] ada"}},
		{"one suggestion for a person with several spellings", "j", 10, []string{"person [J]ürgen Groß jurgen-gross"}},
		{"no word begins after a combining mark", "tiere", 10, []string{}},
		{"highlights count runes", "nights", 10, []string{"episode İstanbul \ufffd [nights] turkish"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, suggestions(suggest(t, w.Engine, tt.text, tt.limit))); d != "" {
				t.Errorf("suggestions (-want +got):\n%s", d)
			}
		})
	}
	if got := suggest(t, w.Engine, "jürgen", 1); len(got) != 1 || got[0].Count != 2 {
		t.Errorf("%+v does not have two episodes", got)
	}
	if got := suggest(t, w.Engine, "ada love", 1); len(got) != 1 || got[0].Count != 1 {
		t.Errorf("%+v does not have one episode without its re-run", got)
	}
}

func TestSuggestionsHighlightTheTypedText(t *testing.T) {
	letters := rapid.SampledFrom([]rune("aAßẞéE\u0301İıſsK\u212a 東-1"))
	text := rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOfN(letters, 1, 8).Draw(t, "letters")) })
	rapid.Check(t, func(t *rapid.T) {
		var list []data.Episode
		for range rapid.IntRange(1, 10).Draw(t, "episodes") {
			title := strings.TrimSpace(text.Draw(t, "title"))
			list = append(list, data.Episode{ID: data.EpisodeID("e-" + string(rune('a'+len(list)))), Title: title + "x", Tags: []string{text.Draw(t, "tag")}})
		}
		w, err := open(t.Context(), list, noVectors)
		if err != nil {
			t.Fatal(err)
		}
		defer w.close()
		typed, limit := text.Draw(t, "typed"), rapid.IntRange(0, 30).Draw(t, "limit")
		got := suggest(t, w.Engine, typed, limit)
		if len(got) > min(limit, recommend.MaxSuggestions) {
			t.Fatalf("%d suggestions of %d", len(got), limit)
		}
		later := false
		for _, s := range got {
			h := s.Highlights[0]
			if len(s.Highlights) != 1 || h[0] < 0 || h[1] > utf8.RuneCountInString(s.Text) {
				t.Fatalf("%+v", s)
			}
			marked := string([]rune(s.Text)[h[0]:h[1]])
			if want := strings.Join(strings.Fields(typed), " "); !strings.EqualFold(marked, want) {
				t.Fatalf("%q is highlighted in %q for %q", marked, s.Text, want)
			}
			if later && h[0] == 0 {
				t.Fatalf("a beginning is after a later word: %+v", got)
			}
			later = h[0] > 0
		}
	})
}
