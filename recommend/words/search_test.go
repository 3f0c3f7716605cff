package words_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend/words"
)

func TestSearchFindsSpecialTerms(t *testing.T) {
	titles := []string{
		0:  "Modern C++ in practice",
		1:  "Plan C for the climate",
		2:  "C# and .NET on Linux",
		3:  "Inside ASP.NET today",
		4:  "Why node.js won",
		5:  "A node in the network",
		6:  "Running k8s at home",
		7:  "What GPT-4 changed",
		8:  "CI/CD with TCP/IP people",
		9:  "AT&T and its R&D labs",
		10: "Open-source money",
		11: "A café in Malmö",
		12: "F# for the curious",
		13: "The start-up years",
		14: "U.S. elections",
		15: "Covering COVID-19",
	}
	view := viewOf(t, episodesWithTitles(titles...)...)
	for _, tt := range []struct {
		query string
		want  []int
	}{
		{"C++", []int{0}},
		{"c++ ", []int{0}},
		{"C ", []int{1}},
		{"c#", []int{2}},
		{"F#", []int{12}},
		{".net ", []int{2, 3}},
		{"asp.net ", []int{3, 2}},
		{"node.js ", []int{4, 5}},
		{"node ", []int{5, 4}},
		{"k8s ", []int{6}},
		{"gpt-4 ", []int{7}},
		{"GPT4 ", []int{7}},
		{"gpt ", []int{7}},
		{"ci/cd ", []int{8}},
		{"cd ", []int{8}},
		{"tcp/ip ", []int{8}},
		{"ip ", []int{8}},
		{"at&t ", []int{9}},
		{"R&D ", []int{9}},
		{"open source ", []int{10}},
		{"open-source ", []int{10}},
		{"cafe ", []int{11}},
		{"malmo ", []int{11}},
		{"startups ", []int{13}},
		{"US ", []int{14}},
		{"covid19 ", []int{15}},
		{"covid ", []int{15}},
	} {
		t.Run(tt.query, func(t *testing.T) {
			if d := cmp.Diff(tt.want, search(t, view, len(titles), tt.query)); d != "" {
				t.Errorf("found (-want +got):\n%s", d)
			}
		})
	}
}

func TestSearchSupportsPhrasesExclusionsAndPrefixes(t *testing.T) {
	episodes := []data.Episode{
		0: {Title: "Machine learning in hospitals", Tags: []string{"IT"}},
		1: {Title: "Learning about the machine", Description: "State of the art networks."},
		2: {Title: "Kubernetes for learning machines", Transcript: "We speak of the state of the art, and of the who."},
		3: {Title: "Music", Description: "The Who on tour. Machine and learning.", People: []data.Person{{Name: "Roger Daltrey"}}},
		4: {Title: "Kubelet art", Description: "A distributed system."},
	}
	view := viewOf(t, episodes...)
	for _, tt := range []struct {
		name, query string
		want        []int
	}{
		{"single words are optional", "machine tour ", []int{3, 0, 1, 2}},
		{"a phrase is required", `"machine learning"`, []int{0}},
		{"a phrase may have typographic quotes", "“machine learning”", []int{0}},
		{"a phrase does not span title and description", `"music the"`, []int{}},
		{"a phrase matches transcripts", `"state of the art"`, []int{1, 2}},
		{"a phrase may consist of stop words", `"the who"`, []int{2, 3}},
		{"a single stop word matches names", "it", []int{0}},
		{"a stop word before other words is ignored", "it kubernetes ", []int{2}},
		{"a minus excludes a word", "machine -kubernetes ", []int{0, 1, 3}},
		{"a minus excludes a phrase", `learning -"machine learning"`, []int{1, 2, 3}},
		{"an exclusion alone matches nothing", "-kubernetes", []int{}},
		{"a single minus is ignored", "kubernetes - ", []int{2}},
		{"an unclosed quote is ignored", `kubernetes " `, []int{2}},
		{"the last word is also a prefix", "kube", []int{4, 2}},
		{"a word before a space is not a prefix", "kube ", []int{}},
		{"a complete word matches itself", "kubernetes", []int{2}},
		{"two letters are not a prefix", "ku", []int{}},
		{"a word matches names", "daltrey ", []int{3}},
		{"an empty query matches nothing", "", []int{}},
		{"punctuation matches nothing", "?!* -", []int{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, search(t, view, len(episodes), tt.query)); d != "" {
				t.Errorf("found (-want +got):\n%s\n%+v", d, parse(t, view, tt.query))
			}
		})
	}
}

func TestSearchPrefersAdjacentWords(t *testing.T) {
	view := viewOf(t, episodesWithTitles("Tour of the theme parks", "Parks on a theme tour", "Music")...)
	for _, tt := range []struct {
		name, query string
		want        []int
	}{
		{"the first title contains the pair", "theme parks ", []int{0, 1}},
		{"the second title contains the pair", "theme tour ", []int{1, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, search(t, view, 3, tt.query)); d != "" {
				t.Errorf("found (-want +got):\n%s", d)
			}
		})
	}
}

func TestSpokenIsTheShareOfTranscripts(t *testing.T) {
	view := viewOf(t,
		data.Episode{Title: "Roses", Transcript: "Compost and roses."}, data.Episode{Title: "Tulips", Transcript: "Compost."},
		data.Episode{Title: "Bees"}, data.Episode{Title: "Wax"})
	for _, tt := range []struct {
		name, query string
		least, most float64
	}{
		{"a word of transcripts", "compost ", 1, 1},
		{"a word of both", "roses ", .3, .4}, // a transcript counts half
		{"a word of a title", "bees ", 0, 0},
		{"no word", "zeppelin ", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := &words.Matches{Spoken: 2}
			if err := view.Match(t.Context(), parse(t, view, tt.query), m); err != nil || m.Spoken < tt.least || m.Spoken > tt.most {
				t.Errorf("share %v, error %v, want %v to %v", m.Spoken, err, tt.least, tt.most)
			}
		})
	}
}

func TestLongTextHasMoreTerms(t *testing.T) {
	text := func(words int) (list string) {
		for i := range words {
			list += fmt.Sprintf("word%d ", i%500)
		}
		return list
	}
	view := viewOf(t, data.Episode{Title: "Short", Description: text(900)}, data.Episode{Title: "Long", Transcript: text(5000)},
		data.Episode{Title: "Between", Transcript: text(2236)})
	for n, want := range []int{50, 100, 75} {
		got, err := view.Terms(t.Context(), n, 200)
		if err != nil || len(got) != want {
			t.Errorf("episode %d: %d terms, error %v, want %d", n, len(got), err, want)
		}
	}
	if got, err := view.Terms(t.Context(), 1, 7); err != nil || len(got) != 7 {
		t.Errorf("%d terms, error %v, want 7", len(got), err)
	}
}
