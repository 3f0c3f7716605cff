package recommend_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func year(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

func TestSimilarByMeaning(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("self", 2018), episode("near", 2015), episode("far", 2016, show("other"), func(e *data.Episode) { e.Duration = time.Hour }),
		episode("opposite", 2020), episode("twin-old", 2010), episode("twin-new", 2019), episode("twin-alpha", 2019),
	}, byAngle(map[data.EpisodeID][]float64{
		"self": {0}, "near": {10}, "far": {60}, "opposite": {180}, "twin-old": {30}, "twin-new": {30}, "twin-alpha": {30},
	}))
	for _, tt := range []struct {
		name    string
		options recommend.Options
		want    []string
		more    bool
	}{
		{
			"orders by score, then newer date, then id, and appends the fallback", recommend.Options{Limit: 10},
			[]string{"near semantic", "twin-alpha semantic", "twin-new semantic", "twin-old semantic", "far semantic", "opposite show"}, false,
		},
		{
			"gives five by default and says that there is more", recommend.Options{},
			[]string{"near semantic", "twin-alpha semantic", "twin-new semantic", "twin-old semantic", "far semantic"}, true,
		},
		{"starts at the offset", recommend.Options{Limit: 2, Offset: 3}, []string{"twin-old semantic", "far semantic"}, true},
		{"is empty after the last result", recommend.Options{Offset: 100}, []string{}, false},
		{"is empty at the highest offset", recommend.Options{Offset: math.MaxInt}, []string{}, false},
		{"limit 0 is the default", recommend.Options{Limit: 0, Offset: 4}, []string{"far semantic", "opposite show"}, false},
		{"a threshold excludes lower scores and the fallback", recommend.Options{Threshold: .9}, []string{"near semantic"}, false},
		{"filters by show", recommend.Options{Filter: data.Filter{Shows: []data.ShowID{"other"}}}, []string{"far semantic"}, false},
		{
			"filters by date before it counts", recommend.Options{Limit: 1, Filter: data.Filter{PublishedAfter: year(2016), PublishedBefore: year(2019)}},
			[]string{"far semantic"}, false,
		},
		{"filters by duration", recommend.Options{Filter: data.Filter{MinDuration: 50 * time.Minute}}, []string{"far semantic"}, false},
		{"is empty if the filter matches nothing", recommend.Options{Filter: data.Filter{Shows: []data.ShowID{"none"}}}, []string{}, false},
		{"keeps the best episode of each show", recommend.Options{CollapseShows: true}, []string{"near semantic", "far semantic"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.SemanticRatio = ratio(1)
			got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, idsWithSource(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
			if got.More != tt.more || got.Mode != recommend.ModeSemantic || got.Episode.ID != "self" {
				t.Errorf("more %v, mode %v, episode %v", got.More, got.Mode, got.Episode.ID)
			}
		})
	}
}

func TestSimilarFallsBack(t *testing.T) {
	ada, bob := guest("Ada Lovelace"), host("Bob Host")
	w := newFixture(t, []data.Episode{
		episode("self", 2018, ada, ada, bob, tag("Compilers"), tag("compilers")),
		episode("same-host", 2020, bob),
		episode("same-guest", 2011, show("other"), guest("ada lovelace")),
		episode("same-tag", 2012, show("other"), tag("compilers")),
		episode("same-show", 2013),
		episode("latest", 2021, show("other")),
	}, noVectors)
	got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, r := range got.Results {
		line := fmt.Sprintf("%s %s", r.Episode.ID, r.Source)
		for _, reason := range r.Reasons {
			line += fmt.Sprintf(" %s %s", reason.Kind, reason.Text)
		}
		lines = append(lines, line)
	}
	want := []string{
		"same-guest people person Ada Lovelace", "same-tag tags topics compilers",
		"same-host show show Show", "same-show show show Show", "latest latest",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
	if got.Mode != recommend.ModeKeyword {
		t.Errorf("mode %q", got.Mode)
	}
}

func TestEpisodesWithoutAShowDoNotShareAShow(t *testing.T) {
	unknown := func(e *data.Episode) { e.Show = data.Show{} }
	w := newFixture(t, []data.Episode{episode("self", 2018, unknown), episode("a", 2017, unknown), episode("b", 2016, unknown)}, noVectors)
	got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{CollapseShows: true})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"a latest", "b latest"}, idsWithSource(got.Results)); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
}

func TestSimilarInEmptyAndTinyCatalogues(t *testing.T) {
	alone := newFixture(t, []data.Episode{episode("self", 2018)}, byText)
	late := newFixture(t, []data.Episode{episode("self", 2018), episode("other", 2017)}, byText)
	late.Use(alone.revision)
	fresh := recommend.NewEngine(alone.catalog)
	for _, tt := range []struct {
		name   string
		engine *recommend.Engine
		ref    data.EpisodeID
		filter data.Filter
		want   []string
		empty  string
	}{
		{"the catalogue has only the seed", alone.Engine, "self", data.Filter{}, []string{}, "the catalogue has no other episode"},
		{"the filter matches only the seed", alone.Engine, "self", data.Filter{Shows: []data.ShowID{"show"}}, []string{}, "no episode matches the filters"},
		{"an episode that is not in the index has the fallback", late.Engine, "other", data.Filter{}, []string{"self show"}, ""},
		{"an engine without a revision", fresh, "self", data.Filter{}, []string{}, "the catalogue is empty"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.engine.Similar(t.Context(), data.Ref{ID: tt.ref}, recommend.Options{Filter: tt.filter})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, idsWithSource(got.Results)); d != "" || got.Empty != tt.empty {
				t.Errorf("empty %q (-want +got):\n%s", got.Empty, d)
			}
		})
	}
}

func TestSimilarFindsTheEpisodeByIDGUIDAndURL(t *testing.T) {
	e := episode("self", 2018)
	e.GUID, e.URL = "guid-1", "https://www.example.com/self/"
	w := newFixture(t, []data.Episode{e, episode("other", 2017)}, byText)
	for _, ref := range []data.Ref{{ID: "self"}, {GUID: "guid-1"}, {URL: "http://example.com/self?utm_source=x#top"}} {
		got, err := w.Similar(t.Context(), ref, recommend.Options{})
		if err != nil {
			t.Fatalf("Similar(%v): %v", ref, err)
		}
		if d := cmp.Diff([]string{"other"}, ids(got.Results)); d != "" {
			t.Errorf("Similar(%v) (-want +got):\n%s", ref, d)
		}
	}
	if _, err := w.Similar(t.Context(), data.Ref{ID: "nobody"}, recommend.Options{}); !errors.Is(err, data.ErrUnknownEpisode) {
		t.Errorf("unknown id: %v", err)
	}
}

func TestSimilarUsesGuestsSeriesAndShows(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("one", 2010, titled("Build a bank, Part 1"), guest("Ada Lovelace")),
		episode("two", 2011, titled("Build a bank, Part 2")),
		episode("three", 2012, titled("Build a bank, Part 3")),
		episode("guest", 2013, guest("Ada Lovelace")),
		episode("plain", 2014), episode("abroad", 2015, show("other")),
		episode("nearest", 2016), // a score of 1 gets no bonus
	}, byAngle(map[data.EpisodeID][]float64{"one": {0}, "two": {30}, "three": {30}, "guest": {30}, "plain": {30}, "abroad": {30}, "nearest": {10}}))
	got, err := w.Similar(t.Context(), data.Ref{ID: "one"}, recommend.Options{SemanticRatio: ratio(1), Explain: true, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"nearest", "two", "guest", "three", "plain", "abroad"}, ids(got.Results)); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
	parts := map[string]bool{}
	for _, r := range got.Results {
		parts[fmt.Sprintf("%s series %t people %t show %t", r.Episode.ID, r.Scores.Series > 0, r.Scores.People > 0, r.Scores.Show < 0)] = true
	}
	want := map[string]bool{
		"nearest series false people false show false": true,
		"two series true people false show false":      true, "three series true people false show false": true,
		"guest series false people true show false": true, "plain series false people false show false": true,
		"abroad series false people false show true": true,
	}
	if d := cmp.Diff(want, parts); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
}

func TestOriginalRepresentsItsReRuns(t *testing.T) {
	rerun := episode("rerun", 2020, titled("Rebroadcast: Roses"), tag("New"), about("Roses and soil."))
	w := newFixture(t, []data.Episode{
		episode("roses", 2010, about("Roses and soil.")), rerun,
		episode("other", 2015, about("Roses and water.")), episode("third", 2014, about("Soil and water.")),
	}, byText)
	duplicate := func(id, title string) []recommend.Duplicate {
		return []recommend.Duplicate{{ID: data.EpisodeID(id), Title: title, Reason: "re-run title"}}
	}
	all := func(a recommend.Answer) map[string][]recommend.Duplicate {
		got := map[string][]recommend.Duplicate{}
		for _, r := range a.Results {
			got[string(r.Episode.ID)] = r.Duplicates
		}
		return got
	}
	fresh := data.Filter{Tags: []string{"new"}}
	for _, tt := range []struct {
		name    string
		request testRequest
		with    recommend.Options
		want    map[string][]recommend.Duplicate
	}{
		{"in a search", testRequest{search: "roses"}, recommend.Options{}, map[string][]recommend.Duplicate{"roses": duplicate("rerun", rerun.Title), "other": {}}},
		{"a filter that leaves out the original", testRequest{search: "roses"}, recommend.Options{Filter: fresh}, map[string][]recommend.Duplicate{"rerun": duplicate("roses", "ROSES")}},
		{"a search that excludes the re-run", testRequest{search: "soil -rebroadcast"}, recommend.Options{}, map[string][]recommend.Duplicate{"roses": duplicate("rerun", rerun.Title), "third": {}}},
		{"similar to the original", testRequest{similar: "roses"}, recommend.Options{}, map[string][]recommend.Duplicate{"other": {}, "third": {}}},
		{"similar to the re-run", testRequest{similar: "rerun"}, recommend.Options{}, map[string][]recommend.Duplicate{"other": {}, "third": {}}},
		{"similar to another", testRequest{similar: "other"}, recommend.Options{}, map[string][]recommend.Duplicate{"roses": duplicate("rerun", rerun.Title), "third": {}}},
		{"the original of a liked re-run", testRequest{request: &recommend.Request{Liked: []data.Ref{{ID: "rerun"}}}}, recommend.Options{}, map[string][]recommend.Duplicate{"other": {}, "third": {}}},
		{"the re-run of a disliked original", testRequest{request: &recommend.Request{Disliked: []data.Ref{{ID: "roses"}}}}, recommend.Options{}, map[string][]recommend.Duplicate{"other": {}, "third": {}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.request.send(t.Context(), w, tt.with)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, all(got.Answer)); d != "" {
				t.Errorf("duplicates of results (-want +got):\n%s", d)
			}
		})
	}
}

// TestReRunIsAResultIfItsOriginalIsNot has a group of which only the re-run is similar to the
// seed.
func TestReRunIsAResultIfItsOriginalIsNot(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("self", 2018), episode("roses", 2010), episode("rerun", 2020, titled("Rebroadcast: Roses")), episode("near", 2016),
	}, byAngle(map[data.EpisodeID][]float64{"self": {0}, "roses": {85}, "rerun": {20}, "near": {10}}))
	for _, tt := range []struct {
		name    string
		options recommend.Options
		want    []string
	}{
		{"a score of 0", recommend.Options{SemanticRatio: ratio(1)}, []string{"near semantic", "rerun semantic"}},
		{"a score below the threshold", recommend.Options{SemanticRatio: ratio(1), Threshold: .1}, []string{"near semantic", "rerun semantic"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, idsWithSource(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
		})
	}
}

func TestFallbackShowsTheOriginalAndNotItsReRun(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("self", 2018, tag("Roses"), show("garden")), episode("original", 2010),
		episode("rerun", 2020, titled("Rebroadcast: Original"), tag("Roses")), episode("tagged", 2000, tag("Roses")),
	}, noVectors)
	for _, tt := range []struct {
		name    string
		options recommend.Options
		want    []string
	}{
		{"the original comes in a later step", recommend.Options{}, []string{"tagged tags", "original latest"}},
		{"one episode of each show", recommend.Options{CollapseShows: true}, []string{"tagged tags"}},
		{"a filter that leaves out the original", recommend.Options{Filter: data.Filter{Tags: []string{"roses"}}}, []string{"rerun tags", "tagged tags"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, idsWithSource(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
		})
	}
}

func TestRecencyHalvesWithEveryHalfLife(t *testing.T) {
	undated := episode("undated", 2000)
	undated.Published = time.Time{}
	w := newFixture(t, []data.Episode{episode("self", 2010), episode("new", 2020), episode("old", 2018), undated},
		byAngle(map[data.EpisodeID][]float64{"self": {0}, "new": {10}, "old": {10}, "undated": {10}}))
	got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{SemanticRatio: ratio(1), Recency: 1, HalfLife: year(2020).Sub(year(2018)), Threshold: .01})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"new": 1, "old": .5}
	scores := map[string]float64{}
	for _, r := range got.Results {
		scores[string(r.Episode.ID)] = math.Round(r.Score*1e9) / 1e9
	}
	if d := cmp.Diff(want, scores); d != "" {
		t.Errorf("scores (-want +got):\n%s", d)
	}
	for _, options := range []recommend.Options{{Recency: 1}, {}} { // old episodes remain results
		got, err := w.Search(t.Context(), "undated new old ", options)
		if err != nil || got.Total != 4 {
			t.Errorf("recency %v: total %d, %v, %v", options.Recency, got.Total, ids(got.Results), err)
		}
	}
}

func TestScaleOfSemanticScores(t *testing.T) {
	spoken := func(e *data.Episode) { e.Transcript = strings.Repeat("What was said. ", 3000) }
	long := func(e *data.Episode) { e.Description = "Roses." + strings.Repeat(" and so on", 100) }
	weights := recommend.DefaultWeights()
	list := []data.Episode{
		episode("self", 2018, about("Roses.")), episode("near", 2015), episode("far", 2016), episode("late", 2020, about("Roses.")),
	}
	angles := byAngle(map[data.EpisodeID][]float64{"self": {0}, "near": {10}, "far": {60}})
	for _, tt := range []struct {
		name string
		self func(*data.Episode)
		// share is the share of meaning. Episodes without vectors do not change the scale.
		share float64
	}{
		{"is from half of the best cosine to the best", long, weights.Similar},
		{"counts less if the seed has a short description", func(*data.Episode) {}, weights.Similar * weights.Line},
		{"counts less if the seed has a transcript", spoken, weights.Similar * weights.Spoken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := slices.Clone(list)
			tt.self(&list[0])
			w := newFixture(t, list, angles)
			got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{Explain: true})
			if err != nil {
				t.Fatal(err)
			}
			liked, err := w.Recommend(t.Context(), recommend.Request{Liked: []data.Ref{{ID: "self"}}}, recommend.Options{Explain: true})
			if d := cmp.Diff(got.Results, liked.Results); d != "" || err != nil {
				t.Errorf("a request with one liked episode (-similar +recommend), %v:\n%s", err, d)
			}
			scores := map[string]float64{}
			for _, r := range got.Results {
				scores[string(r.Episode.ID)] = math.Round(r.Score*1e4) / 1e4
			}
			cos := func(degrees float64) float64 { return math.Cos(degrees * math.Pi / 180) }
			far := tt.share * (cos(60) - cos(10)/2) / (cos(10) / 2)
			if d := cmp.Diff(map[string]float64{"near": tt.share, "far": math.Round(far*1e4) / 1e4, "late": 1}, scores); d != "" {
				t.Errorf("scores (-want +got):\n%s", d)
			}
		})
	}
}
