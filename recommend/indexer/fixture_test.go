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

// counting counts the texts that reach the model, fails from a text on, and
// refuses texts with a word.
type counting struct {
	embed.Driver
	texts     atomic.Int64
	failAfter int64
	refuse    string
}

var errBroken = errors.New("broken on purpose")

func (c *counting) Embed(ctx context.Context, texts []string) ([][]float32, error) {
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

// parts are an indexer and what it joins.
type parts struct {
	catalog catalog.Store
	words   *words.Index
	driver  *counting
	engine  *recommend.Engine
	indexer *indexer.Indexer
}

func newParts(t testing.TB) parts {
	t.Helper()
	c, err := sqlite.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return over(t, c)
}

// dimensions are enough that no two of the tests' words share one.
const dimensions = 1024

// over makes parts that share nothing but the catalogue, like a restart that lost
// the index of words.
func over(t testing.TB, c catalog.Store) parts {
	t.Helper()
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return join(c, w)
}

// within makes parts that keep the words in a directory.
func within(t *testing.T, c catalog.Store, directory string) parts {
	t.Helper()
	w, err := words.Open(t.Context(), directory, words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return join(c, w)
}

func join(c catalog.Store, w *words.Index) parts {
	driver := &counting{Driver: embedtest.NewHashing(dimensions)}
	client := embed.NewClient(driver, c)
	engine := recommend.NewEngine(c)
	return parts{c, w, driver, engine, indexer.New(c, w, client, engine, client.Info().Model)}
}

// store puts n episodes of one short passage each into the catalogue.
func (p parts) store(t testing.TB, n int) {
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

func (p parts) upsert(t testing.TB, list ...data.Episode) {
	t.Helper()
	if _, err := p.catalog.Upsert(t.Context(), list); err != nil {
		t.Fatal(err)
	}
}

func ignore(indexer.Progress) {}

// find returns the ids that a search finds, best first, and by what.
func (p parts) find(t *testing.T, text string) ([]data.EpisodeID, recommend.Mode) {
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

func (p parts) load(t *testing.T) {
	t.Helper()
	if _, err := p.indexer.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// about is an episode of a show with nothing but a text.
func about(id data.EpisodeID, text string) data.Episode {
	return data.Episode{ID: id, Title: "On " + string(id), Show: data.Show{ID: "show", Title: "Show"}, Description: text}
}
