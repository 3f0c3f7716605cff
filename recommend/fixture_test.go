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
	"segue/recommend/cosine"
	"segue/recommend/passage"
	"segue/recommend/retrievaltest"
	"segue/recommend/vectors"
)

// fixture is an engine with a real catalogue and real indexes of words and vectors.
type fixture struct {
	*recommend.Engine
	catalog  catalog.Store
	store    *retrievaltest.Local
	model    *model
	revision recommend.Revision
	// episodes are all episodes with their texts, newest first.
	episodes []data.Episode
	position map[data.EpisodeID]int
}

// newestFirst is the order of the episodes of an index.
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
	slices.SortFunc(w.episodes, newestFirst)
	var list []retrievaltest.Episode
	for n, e := range w.episodes {
		w.position[e.ID] = n
		list = append(list, retrievaltest.Episode{Episode: e, Passages: embed(e)})
	}
	if w.store, err = retrievaltest.OpenLocal(vectors.Auto); err != nil {
		return nil, err
	}
	index, err := w.store.Write(ctx, list, nil)
	if err != nil {
		return nil, err
	}
	w.revision = recommend.Revision{Index: index, Embedder: w.model, Weights: recommend.DefaultWeights()}
	w.Engine = recommend.NewEngine(w.catalog)
	w.Use(w.revision)
	return w, nil
}

// with returns the revision of w with another model for searches.
func (w *fixture) with(m recommend.QueryEmbedder) recommend.Revision {
	v := w.revision
	v.Embedder = m
	return v
}

func (w *fixture) close() error { return errors.Join(w.store.Close(), w.catalog.Close()) }

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

// entry returns the entry of an episode.
func (w *fixture) entry(id data.EpisodeID) *recommend.Entry {
	entries, err := w.revision.Index.Entries(context.Background(), []data.EpisodeID{id})
	if err != nil || len(entries) != 1 {
		panic(fmt.Sprintf("episode %q: %d entries, %v", id, len(entries), err))
	}
	return entries[0]
}

// embedding returns the vectors of an episode.
func (w *fixture) embedding(id data.EpisodeID) cosine.Embedding {
	embeddings, err := w.revision.Index.Embeddings(context.Background(), []*recommend.Entry{w.entry(id)})
	if err != nil {
		panic(err)
	}
	return embeddings[0]
}

// groupOf returns an id that duplicates have in common.
func (w *fixture) groupOf(id data.EpisodeID) data.EpisodeID {
	return cmp.Or(w.entry(id).Group.ID, id)
}

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
