package sqlite_test

import (
	"compress/gzip"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
)

// unpack writes a catalogue of testdata to a new file.
func unpack(t *testing.T, name string) (path string) {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// The last version of Segue with the first schema wrote schema1.db, with these episodes
// and a vector.
func TestOpenMigratesTheFirstSchema(t *testing.T) {
	first := catalogtest.With(catalogtest.Whole(), func(e *data.Episode) {
		e.Language, e.Type, e.Explicit, e.Season, e.Number, e.Links = "", "", "", 0, 0, []string{}
		e.Transcripts, e.ChapterFiles, e.Soundbites, e.Location = []data.Resource{}, []data.Resource{}, []data.Soundbite{}, ""
		e.Chapters, e.Segments = nil, nil
	})
	late := catalogtest.With(catalogtest.WithID(catalogtest.Titled("Late"), "late"), func(e *data.Episode) {
		e.Published, e.Duration, e.Description = catalogtest.Titled("").Published.Add(48*time.Hour), time.Hour, "Late."
	})
	undated := catalogtest.With(catalogtest.WithID(catalogtest.WithGUID(catalogtest.Titled("Undated"), "u1"), "undated"), func(e *data.Episode) {
		e.Show, e.URL, e.Published = data.Show{ID: "other", Title: "Other"}, "https://example.com/undated", time.Time{}
	})
	want := []data.Episode{late, first, catalogtest.WithID(catalogtest.Titled("Bare"), "bare"), undated}
	path := unpack(t, "schema1.db.gz")
	for range 2 { // the second time it has the current schema
		c := openAt(t, path)
		catalogtest.Diff(t, "episodes", want, catalogtest.All(t, c))
		catalogtest.Diff(t, "revision", int64(2), catalogtest.Revision(t, c))
		stored, err := c.Vectors(t.Context(), "m", [][32]byte{catalogtest.Hash("a")})
		if err != nil {
			t.Fatal(err)
		}
		catalogtest.Diff(t, "vectors", vectors{catalogtest.Hash("a"): {1, 2}}, stored)
		catalogtest.Diff(t, "the same again", catalog.Change{Unchanged: 4, IDs: []data.EpisodeID{"late", "gitops", "bare", "undated"}, Revision: 2}, catalogtest.Upsert(t, c, want...))
		yes := true
		page, err := c.List(t.Context(), catalog.Query{Filter: data.Filter{Types: []data.EpisodeType{data.TypeFull}, Languages: []string{""}}})
		if err != nil {
			t.Fatal(err)
		}
		catalogtest.Diff(t, "full episodes of unknown language", 4, page.Total)
		page, err = c.List(t.Context(), catalog.Query{Filter: data.Filter{Explicit: &yes}})
		if err != nil {
			t.Fatal(err)
		}
		catalogtest.Diff(t, "explicit episodes", 0, page.Total)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	catalogtest.Diff(t, "a change of the new fields", catalog.Change{Updated: 1, IDs: []data.EpisodeID{"gitops"}, Revision: 3}, catalogtest.Upsert(t, openAt(t, path), catalogtest.Whole()))
}

// The last version of Segue with the third schema wrote schema3.db. Its fifth revision has
// these episodes, a feed, a setting and a vector. An episode was deleted.
func TestOpenMigratesTheThirdSchema(t *testing.T) {
	want := []data.Episode{
		catalogtest.With(catalogtest.Whole(), func(e *data.Episode) { e.Chapters, e.Segments = nil, nil }),
		catalogtest.WithID(catalogtest.Titled("Bare"), "bare"),
		catalogtest.WithID(catalogtest.WithGUID(catalogtest.Titled("Listed"), "Listed"), "listed"),
	}
	feed := data.Feed{ID: "feed", URL: "https://example.com/feed", State: data.FeedActive, FollowOptions: data.FollowOptions{Gone: data.GoneKeep},
		Added: time.Date(2018, 8, 13, 0, 0, 0, 0, time.UTC), Episodes: 1}
	path := unpack(t, "schema3.db.gz")
	for range 2 { // the second time it has the current schema
		c := openAt(t, path)
		catalogtest.Diff(t, "episodes", want, catalogtest.All(t, c))
		feeds, err := c.Feeds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		catalogtest.Diff(t, "feeds", []data.Feed{feed}, feeds)
		items, err := c.Items(t.Context(), feed.ID)
		if err != nil {
			t.Fatal(err)
		}
		catalogtest.Diff(t, "items", map[string]data.FeedItem{
			"Listed":  {Key: "Listed", Episode: "listed", Digest: []byte("Listed"), Listed: true},
			"Deleted": {Key: "Deleted", Digest: []byte("Deleted"), Listed: true},
		}, items)
		stored, err := c.Vectors(t.Context(), "m", [][32]byte{catalogtest.Hash("a")})
		if err != nil {
			t.Fatal(err)
		}
		catalogtest.Diff(t, "vectors", vectors{catalogtest.Hash("a"): {1, 2}}, stored)
		catalogtest.Diff(t, "setting", "v", setting(t, c))
		catalogtest.Diff(t, "changes before the new schema", catalog.Changes{Revision: 5}, catalogtest.Changes(t, c, 4))
		catalogtest.Diff(t, "changes since then", catalog.Changes{Revision: 5, Complete: true}, catalogtest.Changes(t, c, 5))
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	c := openAt(t, path)
	changed := catalogtest.With(want[1], func(e *data.Episode) { e.Description = "Bare." })
	catalogtest.Upsert(t, c, changed)
	if n, err := c.RemoveFeed(t.Context(), feed.ID, true); n != 1 || err != nil {
		t.Errorf("deleted %d, error %v", n, err)
	}
	catalogtest.Diff(t, "later changes", catalog.Changes{Revision: 7, Changed: []data.EpisodeID{"bare"}, Deleted: []data.EpisodeID{"listed"}, Complete: true}, catalogtest.Changes(t, c, 5))
}

// Keys of pages and dates in the future are from an older version. Nothing else changes.
func TestOpenUpdatesPagesAndDates(t *testing.T) {
	path := unpack(t, "schema3.db.gz")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	const late = "UPDATE episodes SET published = 7258118400000000 WHERE id = 'listed'" // in the year 2200
	if _, err := db.ExecContext(t.Context(), late+"; UPDATE episodes SET page = 'old' WHERE id = 'gitops'"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c := openAt(t, path)
	got, err := c.Find(t.Context(), data.Ref{URL: "http://www.example.com/gitops/index.html?ref=mail"})
	if err != nil {
		t.Fatal(err)
	}
	catalogtest.Diff(t, "episode", catalogtest.With(catalogtest.Whole(), func(e *data.Episode) { e.Chapters, e.Segments = nil, nil }), got)
	unchanged, err := c.Upsert(t.Context(), []data.Episode{got})
	if err != nil {
		t.Fatal(err)
	}
	catalogtest.Diff(t, "changes", 1, unchanged.Unchanged)
	listed, err := c.Find(t.Context(), data.Ref{ID: "listed"})
	if err != nil || !listed.Published.IsZero() {
		t.Errorf("the date is %v, error %v; want none", listed.Published, err)
	}
	items, err := c.Items(t.Context(), "feed")
	if err != nil || len(items["Listed"].Digest) > 0 {
		t.Errorf("the item is %+v, error %v; want it without a digest", items["Listed"], err)
	}
}
