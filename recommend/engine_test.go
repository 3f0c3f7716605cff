package recommend_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/vectors"
)

// world is an engine over a real catalogue with vectors made by hand.
type world struct {
	*recommend.Engine
	catalog *catalog.Catalog
}

// at is a unit vector in the plane, so that the cosine of two is that of the
// angle between them.
func at(degrees float64) []float32 {
	a := degrees * math.Pi / 180
	return []float32{float32(math.Cos(a)), float32(math.Sin(a))}
}

// cos is what two vectors that far apart score.
func cos(degrees float64) float64 { return math.Cos(degrees * math.Pi / 180) }

// angles embeds a query "30" as a vector at 30 degrees.
type angles struct{}

func (angles) Query(_ context.Context, text string) ([]float32, error) {
	var degrees float64
	if _, err := fmt.Sscan(text, &degrees); err != nil {
		return nil, errors.New("no angle")
	}
	return at(degrees), nil
}

// newWorld stores episodes, and embeds those that have angles, one for each
// passage.
func newWorld(t testing.TB, episodes []data.Episode, passages map[data.EpisodeID][]float64) world {
	t.Helper()
	c, err := catalog.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := c.Upsert(t.Context(), episodes); err != nil {
		t.Fatal(err)
	}
	var list []vectors.Episode
	for _, e := range episodes {
		if degrees, ok := passages[e.ID]; ok {
			v := vectors.Episode{ID: e.ID}
			for _, d := range degrees {
				v.Passages = append(v.Passages, at(d))
			}
			list = append(list, v)
		}
	}
	index, err := vectors.Build(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	engine := recommend.NewEngine(c, angles{})
	engine.Use(recommend.NewSnapshot(recommend.State{Episodes: episodes, Content: "test", Index: vectors.Legacy(index, list), Model: "angles"}))
	return world{engine, c}
}

// episode makes an episode of a show, published in a year.
func episode(id string, year int, change ...func(*data.Episode)) data.Episode {
	e := data.Episode{
		ID: data.EpisodeID(id), Title: strings.ToUpper(id), Show: data.Show{ID: "show", Title: "Show"},
		Published: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), Duration: 40 * time.Minute,
	}
	for _, f := range change {
		f(&e)
	}
	return e
}

func guest(name string) func(*data.Episode) {
	return func(e *data.Episode) { e.People = append(e.People, data.Person{Name: name, Role: data.RoleGuest}) }
}

func host(name string) func(*data.Episode) {
	return func(e *data.Episode) { e.People = append(e.People, data.Person{Name: name, Role: data.RoleHost}) }
}

func tag(name string) func(*data.Episode) {
	return func(e *data.Episode) { e.Tags = append(e.Tags, name) }
}

func show(id string) func(*data.Episode) {
	return func(e *data.Episode) { e.Show = data.Show{ID: data.ShowID(id), Title: strings.ToUpper(id)} }
}

func lasting(d time.Duration) func(*data.Episode) {
	return func(e *data.Episode) { e.Duration = d }
}

// line is a result as one line: id, score, source.
func lines(results []recommend.Result) []string {
	got := []string{}
	for _, r := range results {
		got = append(got, fmt.Sprintf("%s %.3f %s", r.Episode.ID, r.Score, r.Source))
	}
	return got
}

func year(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

func TestSimilar(t *testing.T) {
	episodes := []data.Episode{
		episode("self", 2018), episode("near", 2015), episode("far", 2016, show("other"), lasting(time.Hour)),
		episode("opposite", 2020), episode("twin-old", 2010), episode("twin-new", 2019), episode("twin-alpha", 2019),
	}
	w := newWorld(t, episodes, map[data.EpisodeID][]float64{
		"self": {0}, "near": {10}, "far": {60}, "opposite": {180},
		"twin-old": {30}, "twin-new": {30}, "twin-alpha": {30},
	})
	// cos 10 = .985, cos 30 = .866, cos 60 = .5, and cos 180 = -1 counts as 0.
	for _, tt := range []struct {
		name    string
		options recommend.Options
		want    []string
		more    bool
	}{
		{
			"orders by score, then newer date, then id, and never answers the episode itself", recommend.Options{Limit: 10},
			[]string{"near 0.985 semantic", "twin-alpha 0.866 semantic", "twin-new 0.866 semantic", "twin-old 0.866 semantic", "far 0.500 semantic", "opposite 0.000 semantic"}, false,
		},
		{
			"gives five by default and says that there is more", recommend.Options{},
			[]string{"near 0.985 semantic", "twin-alpha 0.866 semantic", "twin-new 0.866 semantic", "twin-old 0.866 semantic", "far 0.500 semantic"}, true,
		},
		{"goes on at the offset", recommend.Options{Limit: 2, Offset: 3}, []string{"twin-old 0.866 semantic", "far 0.500 semantic"}, true},
		{"is empty after the last", recommend.Options{Offset: 100}, []string{}, false},
		{"leaves out what is below the threshold", recommend.Options{Threshold: .9}, []string{"near 0.985 semantic"}, false},
		{"filters by show", recommend.Options{Filter: data.Filter{Shows: []data.ShowID{"other"}}}, []string{"far 0.500 semantic"}, false},
		{
			"filters by date before it counts", recommend.Options{Limit: 1, Filter: data.Filter{PublishedAfter: year(2016), PublishedBefore: year(2019)}},
			[]string{"far 0.500 semantic"}, false,
		},
		{"filters by duration", recommend.Options{Filter: data.Filter{MinDuration: 50 * time.Minute}}, []string{"far 0.500 semantic"}, false},
		{"is empty where the filter chooses nothing", recommend.Options{Filter: data.Filter{Shows: []data.ShowID{"none"}}}, []string{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, lines(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
			if got.More != tt.more || got.Mode != recommend.ModeSemantic || got.Episode.ID != "self" {
				t.Errorf("more %v, mode %v, episode %v", got.More, got.Mode, got.Episode.ID)
			}
		})
	}
}

func TestSimilarWithoutVectorsClimbsDownTheLadder(t *testing.T) {
	ada, bob := guest("Ada Lovelace"), host("Bob Host")
	w := newWorld(t, []data.Episode{
		episode("self", 2018, ada, bob, tag("Compilers")),
		episode("same-host", 2020, bob),
		episode("same-guest", 2011, show("other"), guest("ada lovelace")),
		episode("same-tag", 2012, show("other"), tag("compilers")),
		episode("same-show", 2013),
		episode("latest", 2021, show("other")),
	}, nil)
	got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"same-guest 0.000 people", "same-tag 0.000 tags", "same-host 0.000 show", "same-show 0.000 show", "latest 0.000 latest"}
	if d := cmp.Diff(want, lines(got.Results)); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]recommend.Reason{{Kind: "person", Text: "Ada Lovelace"}}, got.Results[0].Reasons); d != "" {
		t.Errorf("reasons (-want +got):\n%s", d)
	}
	if got.Mode != recommend.ModeKeyword {
		t.Errorf("mode %q", got.Mode)
	}
	above, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{Threshold: .1})
	if err != nil || len(above.Results) != 0 {
		t.Errorf("above a threshold: %v, %v; these episodes have no score", lines(above.Results), err)
	}
}

func TestSimilarFindsTheEpisodeByItsNames(t *testing.T) {
	e := episode("self", 2018)
	e.GUID, e.URL = "guid-1", "https://www.example.com/self/"
	w := newWorld(t, []data.Episode{e, episode("other", 2017)}, map[data.EpisodeID][]float64{"self": {0}, "other": {60}})
	for _, ref := range []data.Ref{{ID: "self"}, {GUID: "guid-1"}, {URL: "http://example.com/self?utm_source=x#top"}} {
		got, err := w.Similar(t.Context(), ref, recommend.Options{})
		if err != nil {
			t.Fatalf("Similar(%v): %v", ref, err)
		}
		if d := cmp.Diff([]string{"other 0.500 semantic"}, lines(got.Results)); d != "" {
			t.Errorf("Similar(%v) (-want +got):\n%s", ref, d)
		}
	}
	if _, err := w.Similar(t.Context(), data.Ref{ID: "nobody"}, recommend.Options{}); !errors.Is(err, data.ErrUnknownEpisode) {
		t.Errorf("unknown id: %v", err)
	}
}

func TestSearch(t *testing.T) {
	twoPassages := episode("two", 2018, guest("Ada"), tag("Go"), tag("go"))
	twoPassages.Description = strings.Repeat("About something else entirely here. ", 19) + "\n\n" + strings.Repeat("The place that answers is here. ", 16)
	w := newWorld(t, []data.Episode{twoPassages, episode("one", 2017, guest("Ada")), episode("unembedded", 2020)},
		map[data.EpisodeID][]float64{"two": {90, 0}, "one": {40}})
	got, err := w.Search(t.Context(), "  0 ", recommend.Options{Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	// two: best passage cos 0, mean at 45 degrees; one: both cos 40.
	want := []string{
		fmt.Sprintf("two %.3f semantic", (1+cos(45))/2),
		fmt.Sprintf("one %.3f semantic", cos(40)),
	}
	if d := cmp.Diff(want, lines(got.Results)); d != "" {
		t.Errorf("results (-want +got):\n%s", d)
	}
	if s := got.Results[0].Snippet; s == nil || !strings.HasPrefix(s.Text, "The place that answers") {
		t.Errorf("snippet %+v, want the second passage", s)
	}
	if s := got.Results[1].Snippet; s != nil {
		t.Errorf("snippet %+v of an episode without description", s)
	}
	if s := got.Results[0].Scores; s == nil || s.Semantic != got.Results[0].Score {
		t.Errorf("scores %+v do not sum to %v", s, got.Results[0].Score)
	}
	if got.Query != "0" || got.Total != 2 {
		t.Errorf("query %q, total %d", got.Query, got.Total)
	}
	wantFacets := recommend.Facets{
		Shows:  []recommend.FacetCount{{Value: "show", Label: "Show", Count: 2}},
		People: []recommend.FacetCount{{Value: "ada", Label: "Ada", Count: 2}},
		Tags:   []recommend.FacetCount{{Value: "go", Label: "Go", Count: 1}},
	}
	if d := cmp.Diff(wantFacets, got.Facets); d != "" {
		t.Errorf("facets (-want +got):\n%s", d)
	}
}

func TestSearchLeavesOutWhatHasNothingToDoWithIt(t *testing.T) {
	w := newWorld(t, []data.Episode{episode("near", 2018), episode("across", 2019), episode("opposite", 2020)},
		map[data.EpisodeID][]float64{"near": {20}, "across": {90.01}, "opposite": {180}})
	got, err := w.Search(t.Context(), "0", recommend.Options{})
	if err != nil || got.Total != 1 || got.Results[0].Episode.ID != "near" {
		t.Errorf("total %d, results %v, %v", got.Total, lines(got.Results), err)
	}
}

func TestSearchSaysWhatIsWrong(t *testing.T) {
	w := newWorld(t, nil, nil)
	if _, err := w.Search(t.Context(), " \t\n", recommend.Options{}); !errors.Is(err, recommend.ErrBlankQuery) {
		t.Errorf("blank query: %v", err)
	}
	if _, err := w.Search(t.Context(), "north", recommend.Options{}); !errors.Is(err, recommend.ErrEmbedder) {
		t.Errorf("failing embedder: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Search(ctx, "north", recommend.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	got, err := w.Search(t.Context(), "0", recommend.Options{})
	if err != nil || len(got.Results) != 0 || got.Total != 0 {
		t.Errorf("empty catalogue: %v, %v", got, err)
	}
}

// TestPagesJoinToTheWholeAnswer also proves that the order in which episodes
// arrive does not matter.
func TestPagesJoinToTheWholeAnswer(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(r, "episodes")
		angle := map[data.EpisodeID][]float64{}
		var episodes []data.Episode
		for i := range n {
			e := episode(fmt.Sprintf("e%d", i), rapid.IntRange(2000, 2003).Draw(r, "year"))
			episodes = append(episodes, e)
			angle[e.ID] = []float64{float64(rapid.IntRange(0, 4).Draw(r, "angle") * 20)}
		}
		whole, err := newWorld(t, episodes, angle).Search(t.Context(), "0", recommend.Options{Limit: recommend.MaxLimit})
		if err != nil {
			r.Fatal(err)
		}
		rand.Shuffle(n, func(i, j int) { episodes[i], episodes[j] = episodes[j], episodes[i] })
		shuffled := newWorld(t, episodes, angle)
		limit := rapid.IntRange(1, 7).Draw(r, "limit")
		joined := []string{}
		for offset := 0; ; offset += limit {
			page, err := shuffled.Search(t.Context(), "0", recommend.Options{Limit: limit, Offset: offset})
			if err != nil {
				r.Fatal(err)
			}
			joined = append(joined, lines(page.Results)...)
			if page.Total != n || page.Index != whole.Index {
				r.Fatalf("page at %d has total %d and index %s, want %d and %s", offset, page.Total, page.Index, n, whole.Index)
			}
			if !page.More {
				break
			}
		}
		if d := cmp.Diff(lines(whole.Results), joined); d != "" {
			r.Fatalf("pages (-whole +joined):\n%s", d)
		}
	})
}

func TestValidateNamesTheOption(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options recommend.Options
		want    string
	}{
		{"accepts the defaults", recommend.Options{}, ""},
		{"refuses too many", recommend.Options{Limit: 51}, "limit 51 is not between 1 and 50"},
		{"refuses a negative offset", recommend.Options{Offset: -1}, "offset -1 is negative"},
		{"refuses a threshold above 1", recommend.Options{Threshold: 1.5}, "threshold 1.5 is not between 0 and 1"},
		{"refuses a threshold that is no number", recommend.Options{Threshold: math.NaN()}, "threshold NaN is not between 0 and 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := tt.options.Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Validate() = %q, want %q", got, tt.want)
			}
		})
	}
}
