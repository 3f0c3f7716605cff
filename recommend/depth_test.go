package recommend_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

// many is more episodes than are retrieved by words for the first page, which are 400.
const many = 450

// numbered returns n episodes of the year 2000, each with a title of its own.
func numbered(n int, change ...func(*data.Episode)) []data.Episode {
	var list []data.Episode
	for i := range n {
		list = append(list, episode(fmt.Sprintf("e%d", i), 2000, append(change, titled(fmt.Sprintf("Talk%d", i)))...))
	}
	return list
}

func TestRelatedEpisodesAreFoundAmongManyBetterMatches(t *testing.T) {
	const subjects = "Golang compilers parsers lexers tokens grammar automata"
	weak := about("Golang " + strings.Repeat("cooking ", 200))
	for _, tt := range []struct {
		name          string
		seed, related data.Episode
	}{
		{
			"an episode with the same guest", episode("seed", 2010, about(subjects+" gardens."), guest("Ada Lovelace")),
			episode("related", 1990, weak, guest("Ada Lovelace")),
		},
		{
			"the next part of the series", episode("seed", 2010, about(subjects+" gardens."), titled("History of engines, Part 1")),
			episode("related", 2011, weak, titled("History of engines, Part 2")),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := append(numbered(many, about("Golang compilers. A history of engines, part by part.")), tt.seed, tt.related, episode("best", 1990, about(subjects+".")))
			got, err := newFixture(t, list, noVectors).Similar(t.Context(), data.Ref{ID: "seed"}, recommend.Options{Limit: 2})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{"best", "related"}, ids(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
		})
	}
}

func TestEpisodesBelowTheBest400AreConsidered(t *testing.T) {
	for _, tt := range []struct {
		name    string
		list    []data.Episode
		request testRequest
		options recommend.Options
		want    string
	}{
		{
			"recency prefers the newest of all matches", append(numbered(many, about("Golang talk.")), episode("newest", 2500, about("Golang talk "+strings.Repeat("other ", 50)))),
			testRequest{search: "golang talk"}, recommend.Options{Recency: .9, Limit: 1}, "newest",
		},
		{
			"an old episode that is not like the disliked one comes before newer ones that are",
			append(numbered(many, about("Golang talk.")), episode("disliked", 2010, about("Golang compilers.")), episode("old", 1990, about("Cooking."))),
			testRequest{request: &recommend.Request{Disliked: refs("disliked")}}, recommend.Options{Limit: 1}, "old",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.request.send(t.Context(), newFixture(t, tt.list, noVectors), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{tt.want}, ids(got.Results)); d != "" {
				t.Errorf("first result (-want +got):\n%s", d)
			}
		})
	}
}

// TestDuplicatesLeaveNoPageIncomplete has 150 talks, each in three feeds. The order of their ids
// keeps the episodes of a talk together.
func TestDuplicatesLeaveNoPageIncomplete(t *testing.T) {
	var list []data.Episode
	for _, feed := range []string{"a", "b", "c"} {
		for i, e := range numbered(150, show(feed), about("Golang talk.")) {
			e.ID, e.Audio = e.ID+data.EpisodeID(feed), fmt.Sprintf("https://example.com/audio/%d.mp3", i)
			list = append(list, e)
		}
	}
	w := newFixture(t, list, noVectors)
	type page struct {
		Offset, Matches int
		More            bool
	}
	want := []page{{0, 10, true}, {130, 10, true}, {140, 10, false}}
	for name, request := range map[string]testRequest{
		"a search": {search: "golang"}, "a request with a text": {request: &recommend.Request{Text: "golang"}},
	} {
		t.Run(name, func(t *testing.T) {
			var pages []page
			for _, p := range want {
				got, err := request.send(t.Context(), w, recommend.Options{Limit: 10, Offset: p.Offset})
				if err != nil {
					t.Fatal(err)
				}
				pages = append(pages, page{p.Offset, countOf(got.Results, recommend.SourceKeyword), got.More})
			}
			if d := cmp.Diff(want, pages); d != "" {
				t.Errorf("pages (-want +got):\n%s", d)
			}
		})
	}
}

func countOf(results []recommend.Result, source recommend.Source) (n int) {
	for _, r := range results {
		if r.Source == source {
			n++
		}
	}
	return n
}

// TestLongEpisodesDoNotHideOthers has 20 episodes with 31 passages each: more than the 600
// passages that are retrieved at first.
func TestLongEpisodesDoNotHideOthers(t *testing.T) {
	degrees := map[data.EpisodeID][]float64{"seed": {0}, "near": {20}, "far": {30}}
	list := append(numbered(20), episode("seed", 2001), episode("near", 2002), episode("far", 2003))
	for i := range 20 {
		for range 31 {
			degrees[list[i].ID] = append(degrees[list[i].ID], 10)
		}
	}
	got, err := newFixture(t, list, byAngle(degrees)).Similar(t.Context(), data.Ref{ID: "seed"}, recommend.Options{Offset: 20, SemanticRatio: ratio(1)})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"near semantic", "far semantic"}, idsWithSource(got.Results)); d != "" {
		t.Errorf("results after the long episodes (-want +got):\n%s", d)
	}
}

func TestThresholdDoesNotChangeScores(t *testing.T) {
	var list []data.Episode
	for i, e := range numbered(40) {
		e.Description = fmt.Sprintf("%scompiler%d %stopic%d", strings.Repeat("golang ", 1+i%7), i%5, strings.Repeat("garden ", i%11), i%3)
		list = append(list, e)
	}
	w := newFixture(t, list, byText)
	scores := func(query string, threshold, least float64) map[data.EpisodeID]float64 {
		got, err := w.Search(t.Context(), query, recommend.Options{Limit: 50, Threshold: threshold})
		if err != nil {
			t.Fatal(err)
		}
		list := map[data.EpisodeID]float64{}
		for _, r := range got.Results {
			if r.Score >= least {
				list[r.Episode.ID] = r.Score
			}
		}
		return list
	}
	for _, query := range []string{"golang", "golang compiler1", "garden topic1"} {
		for _, threshold := range []float64{.5, .8, .95} {
			if d := cmp.Diff(scores(query, 0, threshold), scores(query, threshold, 0)); d != "" {
				t.Errorf("%q: scores of at least %v (-without +with the threshold):\n%s", query, threshold, d)
			}
		}
	}
}
