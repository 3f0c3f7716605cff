package indexer_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/catalog"
	"segue/data/testenv"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

func TestSearchFindsWordsBeforeEpisodesAreEmbedded(t *testing.T) {
	p := newFixture(t)
	p.store(t, 3)
	p.load(t)
	ids, mode := p.find(t, "number1")
	if d := cmp.Diff([]data.EpisodeID{"e1"}, ids); d != "" || mode != recommend.ModeKeyword {
		t.Errorf("mode %q, found (-want +got):\n%s", mode, d)
	}
	if n := p.driver.texts.Load(); n != 0 {
		t.Errorf("%d texts reached the model", n)
	}
}

func TestSearchFindsWordsOfTranscripts(t *testing.T) {
	p := newFixture(t)
	spoken := about("spoken", "Two friends talk.")
	spoken.Transcript = "And then the zeppelin landed."
	p.upsert(t, spoken, about("other", "Three friends talk."))
	p.load(t)
	if ids, _ := p.find(t, "zeppelins"); !cmp.Equal(ids, []data.EpisodeID{"spoken"}) {
		t.Errorf("found %q, want the episode in which it is messages", ids)
	}
}

func TestLoadUpdatesTheWordsOfAChangedEpisode(t *testing.T) {
	p := newFixture(t)
	p.upsert(t, about("a", "Bread of rye."), about("b", "Bread of wheat."))
	p.load(t)
	p.upsert(t, about("a", "Cakes of spelt."))
	p.load(t)
	for text, want := range map[string][]data.EpisodeID{"rye": {}, "spelt": {"a"}, "bread": {"b"}} {
		if ids, _ := p.find(t, text); !cmp.Equal(ids, want) {
			t.Errorf("search for %q finds %q, want %q", text, ids, want)
		}
	}
}

func TestLoadRemovesTheWordsOfRemovedEpisodes(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "words")
	p := withWordIndexIn(t, newFixture(t).catalog, directory)
	p.upsert(t, about("a", "Bread of rye."), about("b", "Bread of wheat."))
	p.load(t)
	p.words.Close()

	// An older copy of the catalogue was restored.
	older := withWordIndexIn(t, newFixture(t).catalog, directory)
	older.upsert(t, about("b", "Bread of wheat."))
	older.load(t)
	if ids, _ := older.find(t, "bread"); !cmp.Equal(ids, []data.EpisodeID{"b"}) {
		t.Errorf("found %q, want only what is left", ids)
	}
}

func TestLoadRebuildsADeletedWordIndex(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "words")
	p := withWordIndexIn(t, newFixture(t).catalog, directory)
	p.store(t, 5)
	p.load(t)
	want, _ := p.find(t, "number2")
	p.words.Close()
	if err := os.RemoveAll(directory); err != nil {
		t.Fatal(err)
	}
	restarted := withWordIndexIn(t, p.catalog, directory)
	restarted.load(t)
	if got, _ := restarted.find(t, "number2"); !cmp.Equal(got, want) || len(want) != 1 {
		t.Errorf("found %q, and %q before", got, want)
	}
}

// observedCatalogue calls before at each call of Each, ofShow at each call of OfShow, and each for
// every episode that Each reads.
type observedCatalogue struct {
	catalog.Store
	before func(catalog.Contents)
	ofShow func()
	each   func()
}

func (w *observedCatalogue) Each(ctx context.Context, ids []data.EpisodeID, with catalog.Contents, each func(catalog.Stored) error) error {
	if w.before != nil {
		w.before(with)
	}
	return w.Store.Each(ctx, ids, with, func(e catalog.Stored) error {
		if w.each != nil {
			w.each()
		}
		return each(e)
	})
}

func (w *observedCatalogue) OfShow(ctx context.Context, show data.ShowID, with catalog.Contents, each func(catalog.Stored) error) error {
	if w.ofShow != nil {
		w.ofShow()
	}
	return w.Store.OfShow(ctx, show, with, each)
}

// indexerOf returns an indexer with the parts of p that reads from w.
func (p fixture) indexerOf(w *observedCatalogue) *indexer.Indexer {
	return indexer.New(w, p.words, embed.NewClient(p.driver, p.catalog), p.engine, testModel)
}

func TestLoadCompletesAnInterruptedLoad(t *testing.T) {
	const episodes = 2500 // more than one batch of the index
	directory := filepath.Join(t.TempDir(), "words")
	p := withWordIndexIn(t, newFixture(t).catalog, directory)
	p.store(t, episodes)
	ctx, cancel := context.WithCancel(t.Context())
	read := 0
	interrupted := p.indexerOf(&observedCatalogue{Store: p.catalog, each: func() {
		if read++; read == episodes+1500 { // after the key phrases of all episodes
			cancel()
		}
	}})
	if _, err := interrupted.Load(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("Load = %v, want that it was cancelled", err)
	}
	p.words.Close()

	restarted, rebuilt := withWordIndexIn(t, p.catalog, directory), withEmptyWordIndex(t, p.catalog)
	reads, total := 0, 0
	restarted.indexer.OnWords(func(done, of int) { reads, total = done, of })
	restarted.load(t)
	rebuilt.load(t)
	if reads >= episodes || reads == 0 || reads != total {
		t.Errorf("%d of %d episodes were read again, %d before", reads, total, read)
	}
	if d := cmp.Diff(rebuilt.answers(t, "number7", "episode 1999"), restarted.answers(t, "number7", "episode 1999")); d != "" {
		t.Errorf("answers (-rebuilt +completed):\n%s", d)
	}
}

// answers returns the complete answers to searches.
func (p fixture) answers(t testing.TB, texts ...string) []recommend.Search {
	t.Helper()
	var all []recommend.Search
	for _, text := range texts {
		found, err := p.engine.Search(t.Context(), text, recommend.Options{Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found)
	}
	return all
}

func TestLoadIgnoresEpisodesThatChangeWhileItReadsWords(t *testing.T) {
	p := newFixture(t)
	p.upsert(t, about("a", "Bread of rye."), about("b", "Bread of wheat."))
	w := &observedCatalogue{Store: p.catalog}
	w.before = func(catalog.Contents) {
		w.before = nil
		p.upsert(t, about("a", "Cakes of spelt."))
	}
	x := p.indexerOf(w)
	load := func() {
		t.Helper()
		if _, err := x.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	load()
	if ids, _ := p.find(t, "spelt"); len(ids) > 0 {
		t.Errorf("found %q by words of a later revision", ids)
	}
	p.upsert(t, about("a", "Bread of rye.")) // as it was when the keys were read
	load()
	if ids, _ := p.find(t, "rye"); !cmp.Equal(ids, []data.EpisodeID{"a"}) {
		t.Errorf("found %q", ids)
	}
}

func TestWithoutWordsLeavesTheWordIndexUnchanged(t *testing.T) {
	p := newFixture(t)
	p.store(t, 3)
	p.indexer.WithoutWords()
	if err := p.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	keys := []words.Key{{ID: "e0"}}
	if n, err := p.words.Missing(keys); n != 1 || err != nil || p.engine.Status().Embedded != 3 {
		t.Errorf("%d words missing, %v; status %+v", n, err, p.engine.Status())
	}
}

func TestIndexWordsReportsProgressAndNeedsNoModel(t *testing.T) {
	p := newFixture(t)
	p.store(t, 5)
	var reported []string
	n, err := indexer.IndexWords(t.Context(), p.catalog, p.words, func(done, total int) {
		reported = append(reported, fmt.Sprintf("%d/%d", done, total))
	})
	if d := cmp.Diff([]string{"1/5", "2/5", "3/5", "4/5", "5/5"}, reported); n != 5 || err != nil || d != "" {
		t.Errorf("IndexWords = %d, %v; reports (-want +got):\n%s", n, err, d)
	}
	p.indexer.OnWords(func(done, total int) { t.Errorf("%d of %d episodes are read again", done, total) })
	p.load(t)
}

// TestUpdatedIndexGivesTheSameAnswersAsRebuiltIndex changes a catalogue at random, with
// restarts between.
func TestUpdatedIndexGivesTheSameAnswersAsRebuiltIndex(t *testing.T) {
	vocabulary := []string{"rye", "wheat", "spelt", "oats", "bread", "flour"}
	testenv.Check(t, 15, func(r *rapid.T) {
		p := newFixture(t)
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			var list []data.Episode
			for range rapid.IntRange(1, 4).Draw(r, "episodes") {
				e := about(data.EpisodeID(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(r, "id")),
					strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 8).Draw(r, "text"), " "))
				if rapid.Bool().Draw(r, "spoken") {
					e.Transcript = strings.Join(vocabulary[:3], " ")
				}
				list = append(list, e)
			}
			p.upsert(t, list...)
			if rapid.Bool().Draw(r, "restart") {
				p = newFixtureOf(p.catalog, p.words)
			}
			p.load(t)
		}
		rebuilt := withEmptyWordIndex(t, p.catalog)
		rebuilt.load(t)
		if d := cmp.Diff(rebuilt.answers(t, vocabulary...), p.answers(t, vocabulary...)); d != "" {
			r.Fatalf("answers (-rebuilt +updated):\n%s", d)
		}
	})
}
