package recommend_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/testenv"
	"segue/recommend"
	"segue/recommend/cosine"
)

func TestDiversityRaisesDifferentResults(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("self", 2018), episode("near", 2017), episode("twin", 2016), episode("aside", 2015), episode("ada", 2014, guest("Ada")), episode("ada-too", 2013, guest("Ada")),
	}, byAngle(map[data.EpisodeID][]float64{"self": {0}, "near": {10}, "twin": {11}, "aside": {-50}, "ada": {55}, "ada-too": {-56}}))
	for _, tt := range []struct {
		name      string
		diversity float64
		want      []string
	}{
		{"diversity 0 keeps the order", 0, []string{"near", "twin", "aside", "ada", "ada-too"}},
		{"diversity .6 lowers a near-duplicate", .6, []string{"near", "aside", "twin", "ada", "ada-too"}},
		{"diversity 1 prefers the most different results and other guests", 1, []string{"near", "ada-too", "ada", "aside", "twin"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Similar(t.Context(), data.Ref{ID: "self"}, recommend.Options{SemanticRatio: ratio(1), Diversity: tt.diversity})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, ids(got.Results)); d != "" {
				t.Errorf("results (-want +got):\n%s", d)
			}
		})
	}
}

// placed is an episode with its MMR value.
type placed struct {
	ID    data.EpisodeID
	Value float64
}

// mmr is a naive implementation of maximal marginal relevance.
func mmr(w *fixture, plain []recommend.Result, d float64) []placed {
	var list []placed
	for len(plain) > 0 {
		best, value := -1, math.Inf(-1)
		for i, r := range plain {
			like := 0.0
			for _, p := range list {
				like = max(like, similarityOf(w, r.Episode, w.episode(p.ID)))
			}
			if v := (1-d)*r.Score + d*(1-like); v > value {
				best, value = i, v
			}
		}
		list = append(list, placed{plain[best].Episode.ID, value})
		plain = append(plain[:best:best], plain[best+1:]...)
	}
	return list
}

func similarityOf(w *fixture, a, b data.Episode) float64 {
	like := 0.0
	if x, y := w.embedding(a.ID).Mean(), w.embedding(b.ID).Mean(); x != nil && y != nil {
		like = max(float64(cosine.Dot(x, y)), 0)
	}
	if sharesPerson(a, b) {
		like = max(like, .8)
	}
	return min(like, 1)
}

func TestDiversityEqualsNaiveMMR(t *testing.T) {
	testenv.Check(t, 30, func(t *rapid.T) {
		w, err := open(t.Context(), randomEpisodes(t, 25), embedded(t))
		if err != nil {
			t.Fatal(err)
		}
		defer w.close()
		o := recommend.Options{Limit: recommend.MaxLimit}
		text := randomText(t)
		plain, err := w.Search(t.Context(), text, o)
		if err != nil {
			t.Fatal(err)
		}
		o.Diversity = rapid.SampledFrom([]float64{.1, .5, 1}).Draw(t, "diversity")
		diverse, err := w.Search(t.Context(), text, o)
		if err != nil {
			t.Fatal(err)
		}
		got := []placed{}
		for _, r := range diverse.Results {
			got = append(got, placed{r.Episode.ID, r.Score})
		}
		if d := cmp.Diff(append([]placed{}, mmr(w, plain.Results, o.Diversity)...), got, cmp.Comparer(near)); d != "" {
			t.Fatalf("%q (-naive +got):\n%s", text, d)
		}
	})
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }
