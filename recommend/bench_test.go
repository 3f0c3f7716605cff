package recommend_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/local"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// BenchmarkEngine measures answers in process, without embedding the query. The episodes have
// 2.7 passages of 384 dimensions, a description of a hundred words, a guest and two tags. It
// reports the 99th percentile.
func BenchmarkEngine(b *testing.B) { benchmark(b, 10_000) }

// BenchmarkLargeEngine measures a catalogue of ten times the size. Its setup takes a minute.
func BenchmarkLargeEngine(b *testing.B) { benchmark(b, 100_000) }

func benchmark(b *testing.B, n int) {
	engine := engineOf(b, n)
	random := rand.New(rand.NewPCG(7, 7))
	ref := func() data.Ref { return data.Ref{ID: data.EpisodeID("e" + strconv.Itoa(random.IntN(n)))} }
	text := func() string { return written(random, 3) + " " }
	similar := func(o recommend.Options) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := engine.Similar(ctx, ref(), o)
			return err
		}
	}
	search := func(o recommend.Options) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := engine.Search(ctx, text(), o)
			return err
		}
	}
	for _, q := range []struct {
		name string
		send func(context.Context) error
	}{
		{"similar", similar(recommend.Options{})},
		{"similar and diverse", similar(recommend.Options{Diversity: .3})},
		{"search", search(recommend.Options{})},
		{"search by words", search(recommend.Options{SemanticRatio: ratio(0)})},
		{"recommend", func(ctx context.Context) error {
			request := recommend.Request{Liked: []data.Ref{ref(), ref()}, Disliked: []data.Ref{ref()}, Text: text()}
			_, err := engine.Recommend(ctx, request, recommend.Options{})
			return err
		}},
		{"suggest", func(ctx context.Context) error {
			_, err := engine.Suggest(ctx, word(random)[:3], 10)
			return err
		}},
	} {
		b.Run(q.name, func(b *testing.B) { measure(b, q.send) })
	}
}

// measure reports the 99th percentile of the time.
func measure(b *testing.B, send func(context.Context) error) {
	b.ReportAllocs()
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		if err := send(b.Context()); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// direction is a model that returns the same vector immediately.
type direction []float32

func (d direction) Query(context.Context, string) ([]float32, error) { return d, nil }

// engineOf returns an engine with n random episodes.
func engineOf(b *testing.B, n int) *recommend.Engine {
	b.Helper()
	c, err := sqlite.Open(b.Context(), b.TempDir()+"/bench.db")
	if err != nil {
		b.Fatal(err)
	}
	index, err := words.Open(b.Context(), b.TempDir(), words.Config{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { index.Close(); c.Close() })
	random := rand.New(rand.NewPCG(1, 2))
	episodes := make([]data.Episode, n)
	for i := range episodes {
		episodes[i] = randomTalk(random, i)
	}
	for batch := range slices.Chunk(episodes, 1000) {
		if _, err := c.Upsert(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	engine := recommend.NewEngine(c)
	engine.Use(recommend.Revision{Index: indexOf(b, random, index, episodes), Embedder: direction(around(random, clusters[3])), Weights: recommend.DefaultWeights()})
	return engine
}

// indexOf returns an index of episodes with random vectors.
func indexOf(b *testing.B, random *rand.Rand, index *words.Index, episodes []data.Episode) recommend.Index {
	b.Helper()
	byID := make(map[data.EpisodeID]data.Episode, len(episodes))
	var keys []words.Key
	var changes []local.Change
	for i, e := range episodes {
		byID[e.ID] = e
		key := words.Key{ID: e.ID, Digest: "1"}
		change := local.Change{Episode: e, Words: key, Signature: duplicate.Sign(e)}
		for range passagesOf[i%len(passagesOf)] {
			change.Passages = append(change.Passages, around(random, clusters[i%len(clusters)]))
		}
		keys, changes = append(keys, key), append(changes, change)
	}
	err := index.Sync(b.Context(), keys, func(_ context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		for _, id := range ids {
			if err := each(byID[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	x, err := local.New(index, vectors.Auto, "bench")
	if err == nil {
		x, err = x.Update(b.Context(), changes)
	}
	if err == nil {
		x, err = x.LoadWords()
	}
	if err != nil {
		b.Fatal(err)
	}
	return x
}

func randomTalk(random *rand.Rand, i int) data.Episode {
	e := episode("e"+strconv.Itoa(i), 2000+i%25, show("show-"+strconv.Itoa(i%20)), guest(fmt.Sprintf("Guest %d", i/3)),
		tag("tag "+strconv.Itoa(i%50)), tag("Podcast"))
	e.GUID = strconv.Itoa(i)
	e.Title = written(random, 6)
	var sentences []string
	for range 8 {
		sentences = append(sentences, written(random, 13)+".")
	}
	e.Description = strings.Join(sentences, " ")
	return e
}

// written returns n random words with the frequencies of natural language. The first is
// capitalised.
func written(random *rand.Rand, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = word(random)
	}
	list[0] = strings.ToUpper(list[0][:1]) + list[0][1:]
	return strings.Join(list, " ")
}

const (
	// vocabularySize is the approximate number of different words in a large catalogue.
	vocabularySize = 50_000
	// headSize reduces the frequency of the most frequent words, which are stop words
	// (Mandelbrot's form of Zipf's law).
	headSize = 20
)

// word draws from a vocabulary by Zipf's law.
func word(random *rand.Rand) string {
	n := int(headSize*math.Pow(vocabularySize/headSize+1, random.Float64())) - headSize
	text := "q"
	for range 5 {
		text += "kalomirutenosavipodu"[n%10*2 : n%10*2+2]
		n /= 10
	}
	return text + "x"
}

// clusters are directions of groups of similar episodes.
var clusters = func() [][]float32 {
	random := rand.New(rand.NewPCG(3, 4))
	list := make([][]float32, 200)
	for i := range list {
		list[i] = make([]float32, 384)
		for j := range list[i] {
			list[i][j] = float32(random.NormFloat64())
		}
	}
	return list
}()

// around returns a random unit vector near a direction.
func around(random *rand.Rand, center []float32) []float32 {
	v := slices.Clone(center)
	for i := range v {
		v[i] += float32(random.NormFloat64())
	}
	return v
}

// passagesOf are the numbers of passages of episodes, 2.7 in the mean.
var passagesOf = []int{1, 2, 3, 4, 3, 2, 4, 3, 2, 3}

// BenchmarkMemory reports the memory of the engine with its indexes, after a garbage collection.
func BenchmarkMemory(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			before := heap()
			engine := engineOf(b, n)
			for b.Loop() {
				b.ReportMetric(float64(heap()-before)/1e6, "heap-MB")
			}
			runtime.KeepAlive(engine)
		})
	}
}

// heap returns the bytes in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
