package vectors_test

import (
	"context"
	"math"
	"strconv"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/philippgille/chromem-go"
	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend"
	"segue/recommend/vectors"
)

// chromemQuery returns chromem-go's own similarities in the order of documents.
// chromem-go normalises the vectors.
func chromemQuery(t rapid.TB, documents [][]float32, query []float32) []float32 {
	similarity := make([]float32, len(documents))
	if len(documents) == 0 {
		return similarity
	}
	c, err := chromem.NewDB().CreateCollection("oracle", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range documents {
		if err := c.AddDocument(context.Background(), chromem.Document{ID: strconv.Itoa(i), Embedding: d}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := c.QueryEmbedding(context.Background(), query, len(documents), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		i, err := strconv.Atoi(f.ID)
		if err != nil {
			t.Fatal(err)
		}
		similarity[i] = f.Similarity
	}
	return similarity
}

// oracle answers both kinds of query with chromem-go, in two collections as in the
// index.
func oracle(t rapid.TB, episodes []vectors.Episode, query []float32) ([]float32, []recommend.Nearest) {
	var passages, means [][]float32
	for _, e := range episodes {
		if len(e.Passages) > 0 {
			passages, means = append(passages, e.Passages...), append(means, sumOfUnits(e.Passages))
		}
	}
	passage, mean := chromemQuery(t, passages, query), chromemQuery(t, means, query)
	similarity, nearest := make([]float32, len(episodes)), make([]recommend.Nearest, len(episodes))
	for n, e := range episodes {
		similarity[n], nearest[n] = recommend.NoVector, recommend.Nearest{Mean: recommend.NoVector, Best: recommend.NoVector}
		if len(e.Passages) == 0 {
			continue
		}
		similarity[n], nearest[n].Mean, mean = mean[0], mean[0], mean[1:]
		for i := range e.Passages {
			// Sums in another order have different rounding errors, which must not
			// decide.
			if passage[i] > nearest[n].Best+1e-6 {
				nearest[n].Best, nearest[n].Passage = passage[i], int32(i)
			}
		}
		passage = passage[len(e.Passages):]
	}
	return similarity, nearest
}

// catalogue draws episodes, some without vectors. It avoids passages whose mean is
// nearly zero, because the direction of such a mean depends on rounding.
func catalogue(dimensions int) *rapid.Generator[[]vectors.Episode] {
	return rapid.Custom(func(r *rapid.T) []vectors.Episode {
		episodes := make([]vectors.Episode, rapid.IntRange(0, 40).Draw(r, "episodes"))
		for n := range episodes {
			passages := rapid.SliceOfN(direction(dimensions), 0, 6).Draw(r, "passages")
			if len(passages) > 0 && norm(sumOfUnits(passages)) < 0.02 {
				passages = passages[:1]
			}
			episodes[n] = vectors.Episode{ID: data.EpisodeID(strconv.Itoa(n)), Passages: passages}
		}
		return episodes
	})
}

func TestIndexAgreesWithChromem(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dimensions := rapid.IntRange(1, 70).Draw(r, "dimensions")
		episodes := catalogue(dimensions).Draw(r, "catalogue")
		query := direction(dimensions).Draw(r, "query")
		index := build(t, episodes)
		wantMeans, wantNearest := oracle(r, episodes, query)
		gotMeans, gotNearest := answers(t, index, query, len(episodes))
		if d := gocmp.Diff(wantMeans, gotMeans, rounding); d != "" {
			r.Fatalf("Means (-chromem-go +index):\n%s", d)
		}
		// If two passages differ only by rounding errors, either may be the nearest.
		for n := range gotNearest {
			if math.Abs(float64(gotNearest[n].Best-wantNearest[n].Best)) < 1e-6 && gotNearest[n].Passage != wantNearest[n].Passage {
				named := [][]float32{episodes[n].Passages[gotNearest[n].Passage]}
				if near := chromemQuery(r, named, query)[0]; math.Abs(float64(near-wantNearest[n].Best)) < 2e-6 {
					gotNearest[n].Passage = wantNearest[n].Passage
				}
			}
		}
		if d := gocmp.Diff(wantNearest, gotNearest, rounding); d != "" {
			r.Fatalf("Passages (-chromem-go +index):\n%s", d)
		}
	})
}

func TestIndexAgreesWithChromemInModelDimensions(t *testing.T) {
	episodes := randomEpisodes(600, 384, 3)
	for _, query := range [][]float32{episodes[0].Passages[0], episodes[300].Passages[0]} {
		wantMeans, wantNearest := oracle(t, episodes, query)
		gotMeans, gotNearest := answers(t, build(t, episodes), query, len(episodes))
		if d := gocmp.Diff(wantMeans, gotMeans, rounding); d != "" {
			t.Errorf("Means (-chromem-go +index):\n%s", d)
		}
		if d := gocmp.Diff(wantNearest, gotNearest, rounding); d != "" {
			t.Errorf("Passages (-chromem-go +index):\n%s", d)
		}
	}
}
