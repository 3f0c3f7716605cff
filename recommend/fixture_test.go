package recommend_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/passage"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// fixture is an engine with a real catalogue and real indexes of words and vectors.
type fixture struct {
	*recommend.Engine
	catalog catalog.Store
	words   *words.Index
	model   *model
	state   recommend.State
	groups  *duplicate.Catalog
	vectors *vectors.Index
	// episodes are all episodes with their texts, in the order of the snapshot.
	episodes []data.Episode
	position map[data.EpisodeID]int
}

// newestFirst is the order of a snapshot's episodes.
func newestFirst(a, b data.Episode) int {
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
}

// embedFunc returns the vectors of an episode's passages, none for an episode that is not
// embedded.
type embedFunc func(data.Episode) [][]float32

// open returns a fixture, which the caller must close.
func open(ctx context.Context, episodes []data.Episode, embed embedFunc) (*fixture, error) {
	w := &fixture{model: &model{}, episodes: slices.Clone(episodes), position: map[data.EpisodeID]int{}}
	var err error
	if w.catalog, err = sqlite.OpenMemory(ctx); err != nil {
		return nil, err
	}
	if _, err = w.catalog.Upsert(ctx, episodes); err != nil {
		return nil, err
	}
	if w.words, err = words.OpenMemory(words.Config{}); err != nil {
		return nil, err
	}
	slices.SortFunc(w.episodes, newestFirst)
	for n, e := range w.episodes {
		w.position[e.ID] = n
	}
	if w.state, err = w.stateOf(ctx, embed); err != nil {
		return nil, err
	}
	w.groups = duplicate.New(w.state.Signatures)
	w.Engine = recommend.NewEngine(w.catalog)
	w.Use(recommend.NewSnapshot(w.state))
	return w, nil
}

func (w *fixture) stateOf(ctx context.Context, embed embedFunc) (recommend.State, error) {
	state := recommend.State{Episodes: w.episodes, Content: "test", Model: "model", Embedder: w.model, Weights: recommend.DefaultWeights()}
	var keys []words.Key
	var list []vectors.Episode
	for _, e := range w.episodes {
		keys = append(keys, words.Key{ID: e.ID, Digest: "1"})
		list = append(list, vectors.Episode{ID: e.ID, Passages: embed(e)})
		state.Signatures = append(state.Signatures, duplicate.Sign(e))
	}
	err := w.words.Sync(ctx, keys, func(_ context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		for _, id := range ids {
			if err := each(w.episodes[w.position[id]]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return state, err
	}
	if state.Words, err = w.words.View(keys); err != nil {
		return state, err
	}
	w.vectors, err = vectors.Build(ctx, list)
	state.Vectors = w.vectors
	return state, err
}

// with returns a snapshot of w with another model for searches.
func (w *fixture) with(m recommend.QueryEmbedder) *recommend.Snapshot {
	state := w.state
	state.Embedder = m
	return recommend.NewSnapshot(state)
}

func (w *fixture) close() error { return errors.Join(w.words.Close(), w.catalog.Close()) }

func newFixture(t testing.TB, episodes []data.Episode, embed embedFunc) *fixture {
	t.Helper()
	w, err := open(t.Context(), episodes, embed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// episode returns the stored episode with an id.
func (w *fixture) episode(id data.EpisodeID) data.Episode { return w.episodes[w.position[id]] }

// groupOf returns a number that duplicates have in common.
func (w *fixture) groupOf(id data.EpisodeID) int { return w.groups.Representative(w.position[id]) }

// model embeds a text as the mean of the vectors of its words.
type model struct {
	calls atomic.Int64
	// fail is the error of every call. Calls block until hang is closed, even if their context
	// ends.
	fail error
	hang chan struct{}
}

func (m *model) Query(_ context.Context, text string) ([]float32, error) {
	m.calls.Add(1)
	if m.hang != nil {
		<-m.hang
	}
	if m.fail != nil {
		return nil, m.fail
	}
	return vectorOf(text), nil
}

const dimensions = 16

func vectorOf(text string) []float32 {
	sum := make([]float32, dimensions)
	sum[0] = 1 // a direction for a text without words
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		h := fnv.New64a()
		h.Write([]byte(word))
		random := rand.New(rand.NewPCG(h.Sum64(), 1))
		for i := range sum {
			sum[i] += float32(random.NormFloat64())
		}
	}
	var square float64
	for _, x := range sum {
		square += float64(x) * float64(x)
	}
	for i := range sum {
		sum[i] /= float32(math.Sqrt(square))
	}
	return sum
}

// byText embeds an episode by its passages, as the indexer does.
func byText(e data.Episode) [][]float32 {
	var list [][]float32
	for _, p := range passage.Cut(e.Description) {
		list = append(list, vectorOf(passage.Text(e.Title, p)))
	}
	return list
}

func noVectors(data.Episode) [][]float32 { return nil }

// byAngle gives each episode passages in the plane of the first two dimensions. The cosine of
// two passages is the cosine of the angle between them.
func byAngle(degrees map[data.EpisodeID][]float64) embedFunc {
	return func(e data.Episode) [][]float32 {
		var list [][]float32
		for _, d := range degrees[e.ID] {
			v := make([]float32, dimensions)
			v[0], v[1] = float32(math.Cos(d*math.Pi/180)), float32(math.Sin(d*math.Pi/180))
			list = append(list, v)
		}
		return list
	}
}

// episode returns an episode of a show that was published in a year.
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

func guest(name string) func(*data.Episode) { return person(name, data.RoleGuest) }

func host(name string) func(*data.Episode) { return person(name, data.RoleHost) }

func person(name string, role data.Role) func(*data.Episode) {
	return func(e *data.Episode) { e.People = append(e.People, data.Person{Name: name, Role: role}) }
}

func tag(name string) func(*data.Episode) {
	return func(e *data.Episode) { e.Tags = append(e.Tags, name) }
}

func show(id string) func(*data.Episode) {
	return func(e *data.Episode) { e.Show = data.Show{ID: data.ShowID(id), Title: strings.ToUpper(id)} }
}

func titled(title string) func(*data.Episode) {
	return func(e *data.Episode) { e.Title = title }
}

func about(description string) func(*data.Episode) {
	return func(e *data.Episode) { e.Description = description }
}

func ids(results []recommend.Result) []string {
	got := []string{}
	for _, r := range results {
		got = append(got, string(r.Episode.ID))
	}
	return got
}

// idsWithSource returns the ids of results, each with its source.
func idsWithSource(results []recommend.Result) []string {
	got := []string{}
	for _, r := range results {
		got = append(got, fmt.Sprintf("%s %s", r.Episode.ID, r.Source))
	}
	return got
}

func ratio(x float64) *float64 { return &x }
