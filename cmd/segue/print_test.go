package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

func TestOnlyFallbackResultsHaveNoScore(t *testing.T) {
	for _, tt := range []struct {
		name string
		recommend.Result
		want string
	}{
		{"found by meaning", recommend.Result{Score: .5, Source: recommend.SourceSemantic}, "0.500"},
		{"found by words", recommend.Result{Score: .25, Source: recommend.SourceKeyword}, "0.250"},
		{"ranked by a shared guest", recommend.Result{Score: .2, Source: recommend.SourcePeople}, "0.200"},
		{"ranked with score 0", recommend.Result{Source: recommend.SourceSemantic}, "0.000"},
		{"a fallback with a shared guest", recommend.Result{Source: recommend.SourcePeople}, "-"},
		{"a fallback to the latest", recommend.Result{Source: recommend.SourceLatest}, "-"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := scoreText(tt.Result); got != tt.want {
				t.Errorf("score %q, want %q", got, tt.want)
			}
		})
	}
}

func TestMinutesAreWholeNumbers(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "-", 20 * time.Second: "1 min", 2480 * time.Second: "41 min", 62 * time.Minute: "62 min"} {
		if got := minutes(d); got != want {
			t.Errorf("minutes(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestWhyLines(t *testing.T) {
	long := strings.Repeat("long words ", 20)
	for _, tt := range []struct {
		name string
		recommend.Result
		want []string
	}{
		{"no reasons", recommend.Result{}, nil},
		{"shared properties are in one line", recommend.Result{Reasons: []recommend.Reason{
			{Kind: recommend.ReasonTopics, Text: "Kubernetes, Git"}, {Kind: recommend.ReasonPerson, Text: "Alexis Richardson"},
			{Kind: recommend.ReasonSeries, Text: "Node at Scale"}, {Kind: recommend.ReasonTag, Text: "go"}, {Kind: recommend.ReasonShow, Text: "Crumb Radio"},
		}}, []string{"topics: Kubernetes, Git; with Alexis Richardson; series: Node at Scale; tag: go; show: Crumb Radio"}},
		{"a passage is quoted", recommend.Result{Reasons: []recommend.Reason{{Kind: recommend.ReasonPassage, Text: "It is near."}}}, []string{"“It is near.”"}},
		{"a search shows its snippet", recommend.Result{Snippet: &recommend.Snippet{Text: "It answers."}}, []string{"“It answers.”"}},
		{"a duplicate has its own line", recommend.Result{Duplicates: []recommend.Duplicate{{Title: "Rye (Rerun)", Reason: "same audio"}}}, []string{"also: Rye (Rerun) (same audio)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, whyLines(tt.Result)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if lines := whyLines(recommend.Result{Snippet: &recommend.Snippet{Text: long}}); len([]rune(lines[0])) > whyWidth {
		t.Errorf("%d characters do not fit in a terminal: %s", len([]rune(lines[0])), lines[0])
	}
}
