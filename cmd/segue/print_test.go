package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

func TestOnlyResultsThatFollowWhereOthersRunOutHaveNoScore(t *testing.T) {
	for _, tt := range []struct {
		name string
		recommend.Result
		want string
	}{
		{"found by meaning", recommend.Result{Score: .5, Source: recommend.SourceSemantic}, "0.500"},
		{"found by words", recommend.Result{Score: .25, Source: recommend.SourceKeyword}, "0.250"},
		{"ranked, and a shared guest counts most", recommend.Result{Score: .2, Source: recommend.SourcePeople}, "0.200"},
		{"ranked, and as like as can be to those before", recommend.Result{Source: recommend.SourceSemantic}, "0.000"},
		{"follows with a shared guest", recommend.Result{Source: recommend.SourcePeople}, "-"},
		{"follows as the latest", recommend.Result{Source: recommend.SourceLatest}, "-"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := scoreOf(tt.Result); got != tt.want {
				t.Errorf("score %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLengthsAreWholeMinutes(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "-", 20 * time.Second: "1 min", 2480 * time.Second: "41 min", 62 * time.Minute: "62 min"} {
		if got := minutes(d); got != want {
			t.Errorf("minutes(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestWhyAResultIsThere(t *testing.T) {
	long := strings.Repeat("long words ", 20)
	for _, tt := range []struct {
		name string
		recommend.Result
		want []string
	}{
		{"nothing is known", recommend.Result{}, nil},
		{"what is shared stands in one line", recommend.Result{Reasons: []recommend.Reason{
			{Kind: recommend.ReasonTopics, Text: "Kubernetes, Git"}, {Kind: recommend.ReasonPerson, Text: "Alexis Richardson"},
			{Kind: recommend.ReasonSeries, Text: "Node at Scale"}, {Kind: recommend.ReasonTag, Text: "go"}, {Kind: recommend.ReasonShow, Text: "Crumb Radio"},
		}}, []string{"topics: Kubernetes, Git; with Alexis Richardson; series: Node at Scale; tag: go; show: Crumb Radio"}},
		{"a passage is a quotation", recommend.Result{Reasons: []recommend.Reason{{Kind: recommend.ReasonPassage, Text: "It is near."}}}, []string{"“It is near.”"}},
		{"a search shows its snippet", recommend.Result{Snippet: &recommend.Snippet{Text: "It answers."}}, []string{"“It answers.”"}},
		{"what it stands for has a line", recommend.Result{Duplicates: []recommend.Duplicate{{Title: "Rye (Rerun)", Reason: "same audio"}}}, []string{"also: Rye (Rerun) (same audio)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, whyLines(tt.Result)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if lines := whyLines(recommend.Result{Snippet: &recommend.Snippet{Text: long}}); len([]rune(lines[0])) > whyWidth {
		t.Errorf("%d characters are wider than a terminal: %s", len([]rune(lines[0])), lines[0])
	}
}
