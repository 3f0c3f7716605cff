package sqlite_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

// manyEpisodes returns about 14,000 episodes: the talks of the PyVideo collection if
// the shared data exists, and otherwise generated ones of the same size.
func manyEpisodes(tb testing.TB) []data.Episode {
	tb.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "pyvideo", "episodes.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return catalogtest.Generate(14_000)
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	var episodes []data.Episode
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		episodes = append(episodes, talk(tb, lines.Bytes()))
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return episodes
}

func talk(tb testing.TB, line []byte) data.Episode {
	tb.Helper()
	var t struct {
		ID, Title, Description, Published, URL, Show string
		Seconds                                      float64 `json:"duration_seconds"`
		Tags, Speakers                               []string
	}
	if err := json.Unmarshal(line, &t); err != nil {
		tb.Fatal(err)
	}
	e := data.Episode{GUID: t.ID, Title: t.Title, Description: t.Description, URL: t.URL, Tags: t.Tags,
		Show: data.Show{ID: data.ShowID(data.Slug(t.Show)), Title: t.Show}, Duration: time.Duration(t.Seconds) * time.Second}
	e.Published, _ = time.Parse(time.DateOnly, t.Published) // some have no date
	for _, name := range t.Speakers {
		e.People = append(e.People, data.Person{Name: name, Role: data.RoleGuest})
	}
	return e
}

func BenchmarkUpsert(b *testing.B) {
	episodes := manyEpisodes(b)
	for b.Loop() {
		c := openFile(b)
		catalogtest.Upsert(b, c, episodes...)
	}
	b.ReportMetric(float64(len(episodes)), "episodes")
}

func BenchmarkUpsertUnchanged(b *testing.B) {
	episodes := manyEpisodes(b)
	c := openFile(b)
	catalogtest.Upsert(b, c, episodes...)
	for b.Loop() {
		catalogtest.Upsert(b, c, episodes...)
	}
}

func BenchmarkRead(b *testing.B) {
	c := openFile(b)
	catalogtest.Upsert(b, c, manyEpisodes(b)...)
	for b.Loop() {
		if _, err := c.Read(b.Context(), catalog.WithoutTranscripts, func(catalog.Stored) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	c := openFile(b)
	catalogtest.Upsert(b, c, manyEpisodes(b)...)
	catalogtest.Upsert(b, c, data.Episode{Title: "Rare", Show: data.Show{ID: "rare"}, People: []data.Person{{Name: "Nobody Else"}}, Tags: []string{"rare"}})
	for _, bb := range []struct {
		name string
		q    catalog.Query
	}{
		{"all", catalog.Query{}},
		{"oldest first", catalog.Query{Sort: catalog.OldestFirst}},
		{"of a show", catalog.Query{Filter: data.Filter{Shows: []data.ShowID{"pycon-us-2018", "pycon-us-2019", "show-3"}}}},
		{"of a rare show", catalog.Query{Filter: data.Filter{Shows: []data.ShowID{"rare"}}}},
		{"of a tag", catalog.Query{Filter: data.Filter{Tags: []string{"Django", "tag 3"}}}},
		{"of a frequent tag", catalog.Query{Filter: data.Filter{Tags: []string{"talk", "everything"}}}},
		{"of a rare tag", catalog.Query{Filter: data.Filter{Tags: []string{"rare"}}}},
		{"of a person", catalog.Query{Filter: data.Filter{People: []string{"alex martelli", "guest 7"}}}},
		{"of a year", catalog.Query{Filter: data.Filter{
			PublishedAfter: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC), PublishedBefore: time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)}}},
		{"of a language", catalog.Query{Filter: data.Filter{Languages: []string{"de"}, Explicit: new(bool)}}},
		{"of a length", catalog.Query{Filter: data.Filter{MinDuration: 20 * time.Minute, MaxDuration: time.Hour}}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			total := 0
			for b.Loop() {
				page, err := c.List(b.Context(), bb.q)
				if err != nil {
					b.Fatal(err)
				}
				total = page.Total
			}
			b.ReportMetric(float64(total), "total")
		})
	}
}

func BenchmarkFind(b *testing.B) {
	c := openFile(b)
	episodes := manyEpisodes(b)
	ids := catalogtest.Upsert(b, c, episodes...).IDs
	for name, ref := range map[string]data.Ref{"id": {ID: ids[700]}, "guid": {GUID: episodes[700].GUID}, "url": {URL: episodes[700].URL}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.Find(b.Context(), ref); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEpisodes(b *testing.B) {
	c := openFile(b)
	ids := catalogtest.Upsert(b, c, manyEpisodes(b)...).IDs[5000:5010]
	for b.Loop() {
		if _, err := c.Episodes(b.Context(), ids); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRevision(b *testing.B) {
	c := openFile(b)
	for b.Loop() {
		if _, err := c.Revision(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVectors(b *testing.B) {
	const dimensions, count = 384, 1000
	c := openFile(b)
	vectors := map[[32]byte][]float32{}
	var texts [][32]byte
	for i := range count {
		texts = append(texts, sha256.Sum256([]byte(fmt.Sprint(i))))
		vectors[texts[i]] = make([]float32, dimensions)
	}
	b.Run("save 1000", func(b *testing.B) {
		for b.Loop() {
			if err := c.SaveVectors(b.Context(), "m", vectors); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("look up 1000", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Vectors(b.Context(), "m", texts); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkChanges(b *testing.B) {
	const episodes = 100_000
	c := openFile(b)
	list := catalogtest.Generate(episodes)
	for part := range slices.Chunk(list, catalog.IntakeBatch) {
		catalogtest.Upsert(b, c, part...)
	}
	since := catalogtest.Revision(b, c)
	list[7].Description = "Changed."
	catalogtest.Upsert(b, c, list[7])
	for _, bb := range []struct {
		name    string
		since   int64
		changed int
	}{{"one of 100000", since, 1}, {"1001 of 100000", since - 10, 1001}} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				if changes := catalogtest.Changes(b, c, bb.since); len(changes.Changed) != bb.changed {
					b.Fatalf("%d changed episodes, want %d", len(changes.Changed), bb.changed)
				}
			}
		})
	}
}

func BenchmarkDerived(b *testing.B) {
	const count, size = 10_000, 500
	c := openFile(b)
	values := map[[32]byte][]byte{}
	var inputs [][32]byte
	for i := range count {
		inputs = append(inputs, catalogtest.Hash(fmt.Sprint(i)))
		values[inputs[i]] = make([]byte, size)
	}
	b.Run("save 10000", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			catalogtest.SaveDerived(b, c, fmt.Sprint("kind ", n), values)
		}
	})
	catalogtest.SaveDerived(b, c, "kind", values)
	b.Run("read 10000", func(b *testing.B) {
		for b.Loop() {
			if found := catalogtest.Derived(b, c, "kind", inputs...); len(found) != count {
				b.Fatalf("%d values, want %d", len(found), count)
			}
		}
	})
}

// BenchmarkSize reports the size of an episode and a vector on disk.
func BenchmarkSize(b *testing.B) {
	episodes := manyEpisodes(b)
	texts := 0
	for _, e := range episodes {
		texts += len(e.Title) + len(e.Description)
	}
	vectors := map[[32]byte][]float32{}
	for i := range 20_000 {
		vectors[sha256.Sum256([]byte(fmt.Sprint(i)))] = make([]float32, 384)
	}
	var withEpisodes, withVectors int64
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "segue.db")
		c := openAt(b, path)
		empty := sizeAfter(b, c, path)
		c = openAt(b, path)
		catalogtest.Upsert(b, c, episodes...)
		withEpisodes = sizeAfter(b, c, path) - empty
		c = openAt(b, path)
		if err := c.SaveVectors(b.Context(), "m", vectors); err != nil {
			b.Fatal(err)
		}
		withVectors = sizeAfter(b, c, path) - empty - withEpisodes
	}
	b.ReportMetric(float64(withEpisodes)/float64(len(episodes)), "B/episode")
	b.ReportMetric(float64(texts)/float64(len(episodes)), "B-text/episode")
	b.ReportMetric(float64(withVectors)/float64(len(vectors)), "B/vector")
}

// sizeAfter closes the catalogue and measures its file.
func sizeAfter(tb testing.TB, c *sqlite.Catalog, path string) int64 {
	tb.Helper()
	if err := c.Close(); err != nil {
		tb.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	return info.Size()
}
