package indexer_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/embed"
	"segue/embed/embedtest"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
)

// countingDriver counts the texts that reach the model. It fails after failAfter texts, 0 for
// never, and refuses texts that contain refuse.
type countingDriver struct {
	embed.Driver
	texts     atomic.Int64
	failAfter int64
	refuse    string
}

var errBroken = errors.New("broken on purpose")

func (c *countingDriver) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if n := c.texts.Add(int64(len(texts))); c.failAfter > 0 && n > c.failAfter {
		c.texts.Add(-int64(len(texts)))
		return nil, errBroken
	}
	for _, text := range texts {
		if c.refuse != "" && strings.Contains(text, c.refuse) {
			return nil, fmt.Errorf("%q: %w", text, embed.ErrRejected)
		}
	}
	return c.Driver.Embed(ctx, texts)
}

// fixture is an indexer with the parts that it connects.
type fixture struct {
	catalog catalog.Store
	words   *words.Index
	driver  *countingDriver
	engine  *recommend.Engine
	indexer *indexer.Indexer
}

func newFixture(t testing.TB) fixture {
	t.Helper()
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return withEmptyWordIndex(t, c)
}

// dimensions is high enough that no two words of the tests share one.
const dimensions = 1024

// withEmptyWordIndex returns a fixture for an existing catalogue, as after a restart that lost
// the word index.
func withEmptyWordIndex(t testing.TB, c catalog.Store) fixture {
	t.Helper()
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return newFixtureOf(c, w)
}

// withWordIndexIn returns a fixture with the word index in a directory.
func withWordIndexIn(t *testing.T, c catalog.Store, directory string) fixture {
	t.Helper()
	w, err := words.Open(t.Context(), directory, words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return newFixtureOf(c, w)
}

func newFixtureOf(c catalog.Store, w *words.Index) fixture {
	driver := &countingDriver{Driver: embedtest.NewHashing(dimensions)}
	client := embed.NewClient(driver, c)
	engine := recommend.NewEngine(c)
	return fixture{c, w, driver, engine, indexer.New(c, w, client, engine, client.Info().Model)}
}

// store adds n episodes of one short passage each to the catalogue.
func (p fixture) store(t testing.TB, n int) {
	t.Helper()
	var list []data.Episode
	for i := range n {
		list = append(list, data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("e%d", i)), Title: fmt.Sprintf("Episode %d", i), Show: data.Show{ID: "show", Title: "Show"},
			Description: fmt.Sprintf("It is about number%d.", i), Published: time.Date(2000+i, 1, 1, 0, 0, 0, 0, time.UTC),
		})
	}
	p.upsert(t, list...)
}

func (p fixture) upsert(t testing.TB, list ...data.Episode) {
	t.Helper()
	if _, err := p.catalog.Upsert(t.Context(), list); err != nil {
		t.Fatal(err)
	}
}

func ignore(indexer.Progress) {}

// find returns the ids that a search finds, best first, and its mode.
func (p fixture) find(t *testing.T, text string) ([]data.EpisodeID, recommend.Mode) {
	t.Helper()
	found, err := p.engine.Search(t.Context(), text, recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ids := []data.EpisodeID{}
	for _, r := range found.Results {
		ids = append(ids, r.Episode.ID)
	}
	return ids, found.Mode
}

func (p fixture) load(t testing.TB) {
	t.Helper()
	if _, err := p.indexer.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// about returns an episode with the given description.
func about(id data.EpisodeID, text string) data.Episode {
	return data.Episode{ID: id, Title: "On " + string(id), Show: data.Show{ID: "show", Title: "Show"}, Description: text}
}
