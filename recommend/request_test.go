package recommend_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func refs(ids ...data.EpisodeID) (list []data.Ref) {
	for _, id := range ids {
		list = append(list, data.Ref{ID: id})
	}
	return list
}

// circleFixture returns episodes on a circle, newest first, without common words.
func circleFixture(t *testing.T) *fixture {
	degrees := map[data.EpisodeID][]float64{"a0": {0}, "a10": {10}, "a20": {20}, "b90": {90}, "b100": {100}, "b110": {110}, "c200": {200}, "c210": {210}}
	var list []data.Episode
	for i, id := range []string{"a0", "b90", "c200", "a10", "b100", "c210", "a20", "b110"} {
		list = append(list, episode(id, 2020-i))
	}
	return newFixture(t, list, byAngle(degrees))
}

func TestRecommend(t *testing.T) {
	w := circleFixture(t)
	newest := []string{"b90", "c200", "a10", "b100", "c210", "a20", "b110"}
	for _, tt := range []struct {
		name    string
		request recommend.Request
		want    []string
		mode    recommend.Mode
	}{
		{"one liked episode", recommend.Request{Liked: refs("a0")}, []string{"a10", "a20", "b90", "c200", "b100", "c210", "b110"}, recommend.ModeSemantic},
		{"two liked episodes", recommend.Request{Liked: refs("a0", "b90")}, []string{"a20", "a10", "b100", "b110", "c200", "c210"}, recommend.ModeSemantic},
		{"the same episode liked twice", recommend.Request{Liked: refs("a0", "a0")}, []string{"a10", "a20", "b90", "c200", "b100", "c210", "b110"}, recommend.ModeSemantic},
		{"only a disliked episode gives the latest ones, its neighbours last", recommend.Request{Disliked: refs("a0")}, []string{"b90", "c200", "b100", "c210", "b110", "a20", "a10"}, recommend.ModeSemantic},
		{"liked and disliked episodes", recommend.Request{Liked: refs("a0", "b90"), Disliked: refs("a10")}, []string{"b100", "b110", "a20", "c200", "c210"}, recommend.ModeSemantic},
		{"the same episode liked and disliked", recommend.Request{Liked: refs("a0"), Disliked: refs("a0")}, []string{"a20", "a10", "b90", "c200", "b100", "c210", "b110"}, recommend.ModeSemantic},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Recommend(t.Context(), tt.request, recommend.Options{SemanticRatio: ratio(1), Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, ids(got.Results)); d != "" || got.Mode != tt.mode {
				t.Errorf("mode %s (-want +got):\n%s", got.Mode, d)
			}
		})
	}
	got, err := w.Recommend(t.Context(), recommend.Request{Disliked: refs("a0")}, recommend.Options{SemanticRatio: ratio(0), Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(newest, ids(got.Results)); d != "" || got.Mode != recommend.ModeKeyword {
		t.Errorf("by words, without common words: mode %s (-want +got):\n%s", got.Mode, d)
	}
	for _, r := range got.Results {
		if r.Source != recommend.SourceLatest || len(r.Reasons) > 0 {
			t.Errorf("%s has the source %s and the reasons %v", r.Episode.ID, r.Source, r.Reasons)
		}
	}
}

// TestDislikeOnlyLowersNeighbours also checks that neighbours of a disliked episode lose
// down.
func TestDislikeOnlyLowersNeighbours(t *testing.T) {
	w := circleFixture(t)
	recommended := func(disliked ...data.EpisodeID) []string {
		got, err := w.Recommend(t.Context(), recommend.Request{Liked: refs("c200", "a0", "b110"), Disliked: refs(disliked...)}, recommend.Options{SemanticRatio: ratio(1)})
		if err != nil {
			t.Fatal(err)
		}
		return ids(got.Results)
	}
	before, after := recommended(), recommended("b90")
	neighbours := []string{"b90", "b100"}
	far := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(neighbours, id) })
	}
	if d := cmp.Diff(far(before), far(after)); d != "" {
		t.Errorf("episodes far from the disliked one (-before +after):\n%s", d)
	}
	if was, is := slices.Index(before, "b100"), slices.Index(after, "b100"); is <= was || slices.Contains(after, "b90") {
		t.Errorf("the neighbour was at %d of %v and is at %d of %v", was, before, is, after)
	}
}

func TestRecommendByText(t *testing.T) {
	w := newFixture(t, talks(), byText)
	for _, tt := range []struct {
		name    string
		request recommend.Request
		first   string
		reasons []recommend.Reason
	}{
		{"text only", recommend.Request{Text: " compost and \t soil "}, "garden",
			[]recommend.Reason{{Kind: recommend.ReasonPassage, Text: "Roses and soil. The who and the what of compost.", Highlights: [][2]int{{10, 14}, {40, 47}}}}},
		{"with a liked episode", recommend.Request{Text: "soil", Liked: refs("who")}, "garden", nil},
		{"with a disliked episode", recommend.Request{Text: "machine", Disliked: refs("machine")}, "bank", nil},
		{"with a liked and a disliked episode", recommend.Request{Text: "payments", Liked: refs("garden"), Disliked: refs("who")}, "bank", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Recommend(t.Context(), tt.request, recommend.Options{SemanticRatio: ratio(.5)})
			if err != nil {
				t.Fatal(err)
			}
			if r := got.Results[0]; string(r.Episode.ID) != tt.first || got.Mode != recommend.ModeHybrid {
				t.Errorf("%v by %s, want %s first", ids(got.Results), got.Mode, tt.first)
			}
			if d := cmp.Diff(tt.reasons, got.Results[0].Reasons); tt.reasons != nil && d != "" {
				t.Errorf("reasons (-want +got):\n%s", d)
			}
		})
	}
}

// TestSemanticRatioOfOneUsesNoWords also has a model that fails: the vectors of the liked episode
// are enough.
func TestSemanticRatioOfOneUsesNoWords(t *testing.T) {
	for _, tt := range []struct {
		name string
		fail error
	}{{"the model answers", nil}, {"the model fails", errors.New("broken on purpose")}} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, talks(), byText)
			w.model.fail = tt.fail
			got, err := w.Recommend(t.Context(), recommend.Request{Liked: refs("bank"), Text: "roses"}, recommend.Options{SemanticRatio: ratio(1), Explain: true})
			if err != nil || got.Mode != recommend.ModeSemantic || len(got.Results) == 0 {
				t.Fatalf("mode %s, results %v, %v", got.Mode, idsWithSource(got.Results), err)
			}
			for _, r := range got.Results {
				if r.Scores.Keyword != 0 {
					t.Errorf("%s has the scores %+v", r.Episode.ID, *r.Scores)
				}
			}
		})
	}
}

func TestReasonsNameTheNearestLikedEpisode(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("far", 2000, about("Golang things."), guest("Ada")), episode("near", 2000, about("Golang tools."), guest("Bob")),
		episode("result", 1990, about("Golang stuff."), guest("Ada"), guest("Bob")),
	}, byAngle(map[data.EpisodeID][]float64{"far": {90}, "near": {0}, "result": {1}}))
	want := []recommend.Reason{{Kind: recommend.ReasonPerson, Text: "Bob"}}
	for _, share := range []float64{0, .5} {
		t.Run(fmt.Sprintf("the share of meaning is %v", share), func(t *testing.T) {
			got, err := w.Recommend(t.Context(), recommend.Request{Liked: refs("far", "near")}, recommend.Options{SemanticRatio: &share})
			if err != nil || len(got.Results) != 1 {
				t.Fatalf("%v, %v", ids(got.Results), err)
			}
			reasons := withoutPassages(got.Results[0].Reasons)
			if d := cmp.Diff(want, reasons); d != "" {
				t.Errorf("reasons (-want +got):\n%s", d)
			}
		})
	}
}

// TestFallbackOfARequest checks that each step is shared with one of the liked episodes, and
// the reason is true of that one.
func TestFallbackOfARequest(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("x", 2018, show("alpha"), guest("Ada Lovelace")), episode("y", 2017, show("beta"), tag("Tech")),
		episode("alpha", 2016, show("alpha")), episode("beta", 2015, show("beta")), episode("tagged", 2014, show("gamma"), tag("tech")),
		episode("ada", 2013, show("gamma"), guest("Ada Lovelace")), episode("none", 2012, show("gamma")),
	}, noVectors)
	got, err := w.Recommend(t.Context(), recommend.Request{Liked: refs("x", "y")}, recommend.Options{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"ada people", "tagged tags", "alpha show", "beta show", "none latest"}, idsWithSource(got.Results)); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
	want := [][]recommend.Reason{
		{{Kind: recommend.ReasonPerson, Text: "Ada Lovelace"}}, {{Kind: recommend.ReasonTopics, Text: "tech"}},
		{{Kind: recommend.ReasonShow, Text: "ALPHA"}}, {{Kind: recommend.ReasonShow, Text: "BETA"}}, {},
	}
	for i, r := range got.Results {
		if d := cmp.Diff(want[i], r.Reasons); d != "" {
			t.Errorf("reasons of %s (-want +got):\n%s", r.Episode.ID, d)
		}
	}
}

func TestRecommendReturnsErrorsForInvalidRequests(t *testing.T) {
	w := newFixture(t, talks(), byText)
	if _, err := w.Recommend(t.Context(), recommend.Request{Text: " \n"}, recommend.Options{}); !errors.Is(err, recommend.ErrNothingGiven) {
		t.Errorf("an empty request: %v", err)
	}
	for _, tt := range []struct {
		name    string
		request recommend.Request
		want    recommend.SeedError
	}{
		{"a liked episode", recommend.Request{Liked: refs("bank", "nobody")}, recommend.SeedError{List: "liked", Index: 1}},
		{"a disliked episode", recommend.Request{Liked: refs("bank"), Disliked: refs("nobody")}, recommend.SeedError{List: "disliked", Index: 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.Recommend(t.Context(), tt.request, recommend.Options{})
			var got *recommend.SeedError
			if !errors.As(err, &got) || !errors.Is(err, data.ErrUnknownEpisode) || got.List != tt.want.List || got.Index != tt.want.Index {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestBareAnswersHaveTheSameOrder(t *testing.T) {
	w := newFixture(t, talks(), byText)
	for _, text := range []string{"compost", "machine learning", "payments"} {
		whole, err := w.Search(t.Context(), text, recommend.Options{})
		if err != nil {
			t.Fatal(err)
		}
		bare, err := w.Search(t.Context(), text, recommend.Options{Bare: true, Limit: recommend.MaxLimit + 1})
		if d := cmp.Diff(ids(whole.Results), ids(bare.Results)); d != "" || err != nil {
			t.Errorf("search for %q, error %v (-whole +bare):\n%s", text, err, d)
		}
	}
}
