package words_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/recommend"
	"segue/recommend/words"
)

var parseFixture = []data.Episode{
	{Title: "Kubernetes and node.js", Description: "The state of the art of networks. Distributed systems, theme parks."},
	{Title: "Café Müller", Tags: []string{"IT"}, People: []data.Person{{Name: "Brendan Burns"}}},
	{Title: "Kubernetes networking", Description: "Then there were these themes."},
	{Title: "东京大学", Transcript: "A conversation about photosynthesis."},
}

func TestParse(t *testing.T) {
	view := viewOf(t, parseFixture...)
	term := func(stem, word string) recommend.Term { return recommend.Term{Stem: stem, Word: word, Weight: 1} }
	for _, tt := range []struct {
		name, text string
		want       recommend.WordQuery
	}{
		{"an empty text has an empty query", "", recommend.WordQuery{}},
		{"a repeated word has a higher weight", "Kubernetes network kubernetes ", recommend.WordQuery{
			Terms: []recommend.Term{{Stem: "kubernet", Word: "Kubernetes", Weight: 2}, term("network", "network")},
			Pairs: [][]string{{"kubernetes", "network"}, {"network", "kubernetes"}}}},
		{"parts of a compound have half the weight", "node.js ", recommend.WordQuery{Terms: []recommend.Term{
			term("node.js", "node.js"), {Stem: "node", Word: "node", Weight: 0.5}, {Stem: "js", Word: "js", Weight: 0.5}}, Pairs: [][]string{{"node", "js"}}}},
		{"the last word is also a prefix", "Kuberne", recommend.WordQuery{Terms: []recommend.Term{term("kubern", "Kuberne")}, Prefix: "kuberne"}},
		{"accents are removed from a prefix", "Müll", recommend.WordQuery{Terms: []recommend.Term{term("mull", "Müll")}, Prefix: "mull"}},
		{"two letters are not a prefix", "ku", recommend.WordQuery{Terms: []recommend.Term{term("ku", "ku")}}},
		{"one Chinese character is a prefix", "东", recommend.WordQuery{Terms: []recommend.Term{term("东", "东")}, Prefix: "东"}},
		{"a quoted word is not a prefix", `"art"`, recommend.WordQuery{Terms: []recommend.Term{term("art", "art")}, Phrases: [][]string{{"art"}}}},
		{"a word before punctuation is not a prefix", "art?", recommend.WordQuery{Terms: []recommend.Term{term("art", "art")}}},
		{"a phrase includes its stop words", `“state of the Art” `, recommend.WordQuery{
			Terms: []recommend.Term{term("state", "state"), term("art", "Art")}, Phrases: [][]string{{"state", "of", "the", "art"}}}},
		{"a phrase contains the parts of compounds", `"node.js"`, recommend.WordQuery{Terms: []recommend.Term{
			term("node.js", "node.js"), {Stem: "node", Word: "node", Weight: 0.5}, {Stem: "js", Word: "js", Weight: 0.5}}, Phrases: [][]string{{"node", "js"}}, Pairs: [][]string{{"node", "js"}}}},
		{"an unclosed quote is ignored", `"art `, recommend.WordQuery{Terms: []recommend.Term{term("art", "art")}}},
		{"an empty phrase is ignored", `art "" “ ”`, recommend.WordQuery{Terms: []recommend.Term{term("art", "art")}}},
		{"a minus excludes words and phrases", `art -Networks -"State of"`, recommend.WordQuery{
			Terms: []recommend.Term{term("art", "art")}, Excluded: [][]string{{"network"}, {"state", "of"}}}},
		{"a minus excludes a compound", "-node.js -open-source", recommend.WordQuery{Excluded: [][]string{{"node.js"}, {"open", "source"}}}},
		{"a hyphen within a word is not a minus", "theme-parks ", recommend.WordQuery{Terms: []recommend.Term{term("theme", "theme"), term("park", "parks")}, Pairs: [][]string{{"theme", "parks"}}}},
		{"a pair does not span a stop word or a quote", `theme of parks "art"`, recommend.WordQuery{
			Terms: []recommend.Term{term("theme", "theme"), term("park", "parks"), term("art", "art")}, Phrases: [][]string{{"art"}}}},
		{"single operators are ignored", `- -- " -`, recommend.WordQuery{}},
		{"a minus before an unclosed quote excludes the word", `-"art`, recommend.WordQuery{Excluded: [][]string{{"art"}}}},
		{"stop words are terms if there are no other words", "it", recommend.WordQuery{Terms: []recommend.Term{term("it", "it")}}},
		{"a stop word after other words is not a prefix", "art the", recommend.WordQuery{Terms: []recommend.Term{term("art", "art")}}},
		{"a single stop word is also a prefix", "the", recommend.WordQuery{Terms: []recommend.Term{term("the", "the")}, Prefix: "the"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, parse(t, view, tt.text), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(recommend.WordQuery{}, "Plain", "Telling")); d != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}

func TestPlainRemovesOperators(t *testing.T) {
	view := viewOf(t, parseFixture...)
	for _, tt := range []struct{ name, text, want string }{
		{"a question is unchanged", "  What is\tart? ", "What is art?"},
		{"quotes are removed", `the “state of” "art"`, "the state of art"},
		{"exclusions are removed", `art -networks -"theme parks"`, "art"},
		{"a text of exclusions is empty", "-art -networks", ""},
		{"an unclosed quote is removed", `12" records`, "12 records"},
		{"typos are unchanged", "kuberntes", "kuberntes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, parse(t, view, tt.text).Plain); d != "" {
				t.Errorf("plain (-want +got):\n%s", d)
			}
		})
	}
}

func TestOperatorsAreIgnoredInLongTexts(t *testing.T) {
	view := viewOf(t, parseFixture...)
	for _, tt := range []struct {
		name, text string
		operators  bool
	}{
		{"eight words outside of quotes are short enough", `one two three four five six seven "theme parks" -eight`, true},
		{"nine words are too long", `one two three four five six seven "theme parks" -eight nine`, false},
		{"words in quotes do not count", `"one two three four five six seven eight nine ten" -eight`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := parse(t, view, tt.text)
			if got := len(q.Phrases) > 0 && len(q.Excluded) > 0; got != tt.operators {
				t.Errorf("phrases %q, excluded %q", q.Phrases, q.Excluded)
			}
		})
	}
}

func TestParseCorrectsUnknownWords(t *testing.T) {
	view := viewOf(t, parseFixture...)
	for _, tt := range []struct{ name, text, want, stem string }{
		{"a missing letter", "kuberntes ", "kubernetes ", "kubernet"},
		{"two mistakes in a long word", "kubrnettes ", "kubernetes ", "kubernet"},
		{"two transposed letters", "netowrks ", "networks ", "network"},
		{"the capital is preserved", "Kuberntes ", "Kubernetes ", "kubernet"},
		{"accents are preserved", "mülle ", "müller ", "muller"},
		{"the last word, if it is not a prefix", "kuberntes", "kubernetes", "kubernet"},
		{"quotes and minus are preserved", `-art "distribted systems" burns `, `-art "distributed systems" burns `, "distribut"},
		{"a word in names", "brenden ", "brendan ", "brendan"},
		{"a word in transcripts", "fotosynthesis ", "photosynthesis ", "photosynthesi"},
		{"not to a stop word", "thene ", "theme ", "theme"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := parse(t, view, tt.text)
			if q.DidYouMean != tt.want || len(q.Terms) == 0 || q.Terms[0].Stem != tt.stem {
				t.Errorf("Parse(%q) = %+v", tt.text, q)
			}
		})
	}
	for _, text := range []string{"kubernetes ", "kuberne", "kubernetic ", "xyz ", "abcdefgh ", "k8ss ", "artt", "-kuberntes", "the "} {
		if q := parse(t, view, text); q.DidYouMean != "" && text != "artt" {
			t.Errorf("Parse(%q).DidYouMean = %q, want none", text, q.DidYouMean)
		}
	}
}

func TestSearchStemsInAllLanguagesOfTheIndex(t *testing.T) {
	episodes := []data.Episode{
		{Title: "Häuser bauen", Language: "de"},
		{Title: "Building houses", Language: "en"},
		{Title: "Die Hard", Language: "en"},
	}
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	view := viewIn(t, index, newCatalogue(episodes...))
	for _, tt := range []struct {
		query string
		want  []int
	}{{"haus ", []int{0}}, {"house ", []int{1}}, {"builds ", []int{1}}, {"die ", []int{2}}} {
		if d := cmp.Diff(tt.want, search(t, view, len(episodes), tt.query)); d != "" {
			t.Errorf("%q found (-want +got):\n%s", tt.query, d)
		}
	}
}

func TestHighlights(t *testing.T) {
	view := viewOf(t, parseFixture...)
	for _, tt := range []struct{ name, query, text, want string }{
		{"an empty query highlights nothing", "", "Kubernetes", "Kubernetes"},
		{"words match by stem", "network kubernetes ", "Kubernetes’ networking, net", "[Kubernetes]’ [networking], net"},
		{"a genitive ending is included", "kubernetes ", "Kubernetes's art", "[Kubernetes's] art"},
		{"words match by prefix", "kub", "Kubernetes and kubectl", "[Kubernetes] and [kubectl]"},
		{"a phrase and its single words match", `"state of the art"`, "State of the art is an art, of the state.", "[State of the art] is an [art], of the [state]."},
		{"a compound is one range", "node.js ", "Node.js on a node", "[Node.js] on a [node]"},
		{"ranges count runes", "art ", "Müller, café: art", "Müller, café: [art]"},
		{"overlapping pairs of characters are joined", "东京大学 ", "在东京大学里", "在[东京大学]里"},
		{"accents are ignored", "cafe ", "Café", "[Café]"},
		{"exclusions are not highlighted", "art -kubernetes", "Kubernetes art", "Kubernetes [art]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, runes, at := "", []rune(tt.text), 0
			for _, h := range view.Highlights(parse(t, view, tt.query), tt.text) {
				got += string(runes[at:h[0]]) + "[" + string(runes[h[0]:h[1]]) + "]"
				at = h[1]
			}
			if d := cmp.Diff(tt.want, got+string(runes[at:])); d != "" {
				t.Errorf("highlights (-want +got):\n%s", d)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`"state of the art" -node.js kuberntes`, "-", `-"`, "““ ”", "东", "a\xff\"b-", `"" -"" - -`, "c++ -c#"} {
		f.Add(s, s)
	}
	view := viewOf(f, parseFixture...)
	f.Fuzz(func(t *testing.T, text, other string) {
		q, err := view.Parse(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, term := range q.Terms {
			if term.Stem == "" || term.Word == "" || term.Weight <= 0 {
				t.Errorf("Parse(%q) has the term %+v", text, term)
			}
		}
		scores, excluded := make([]float32, len(parseFixture)), make([]bool, len(parseFixture))
		if err := view.Search(t.Context(), q, scores, excluded); err != nil {
			t.Fatal(err)
		}
		for _, s := range scores {
			if !(s >= 0) {
				t.Errorf("Parse(%q) scores %v", text, scores)
			}
		}
		end, runes := 0, len([]rune(other))
		for _, h := range view.Highlights(q, other) {
			if h[0] < end || h[0] >= h[1] || h[1] > runes {
				t.Fatalf("Highlights of %q in %q: %v after %d of %d", text, other, h, end, runes)
			}
			end = h[1]
		}
	})
}

func TestParseFindsTellingWords(t *testing.T) {
	view := viewOf(t, parseFixture...)
	for _, tt := range []struct {
		name, text string
		want       []recommend.TellingWord
	}{
		{"stop words tell nothing", "the art of parks ", []recommend.TellingWord{{Stems: []string{"art"}}, {Stems: []string{"park"}}}},
		{"a repeated word counts once", "art parks art ", []recommend.TellingWord{{Stems: []string{"art"}}, {Stems: []string{"park"}}}},
		{"stop words tell if there are no other words", "the ", []recommend.TellingWord{{Stems: []string{"the"}}}},
		{"parts of a compound tell, and the compound has them", "node.js ", []recommend.TellingWord{{Stems: []string{"node", "node.js"}}, {Stems: []string{"js", "node.js"}}}},
		{"the last word is also a prefix", "art kuberne", []recommend.TellingWord{{Stems: []string{"art"}}, {Stems: []string{"kubern"}, Prefix: "kuberne"}}},
		{"excluded words do not tell", "art -parks", []recommend.TellingWord{{Stems: []string{"art"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, parse(t, view, tt.text).Telling, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, d)
			}
		})
	}
}
