package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
)

// numbered returns n episodes.
func numbered(n int) (list []data.Episode) {
	for i := range n {
		list = append(list, data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("e%03d", i)), Show: data.Show{ID: "s", Title: "S"}, Title: fmt.Sprint("Title ", i),
			Description: fmt.Sprintf("%0500d", i),
		})
	}
	return list
}

// stored creates a file with n episodes and returns its path.
func stored(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "segue.db")
	c := open(t, path)
	if _, err := c.Upsert(t.Context(), numbered(n)); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, path string) *sqlite.Catalog {
	t.Helper()
	c, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// damageRow writes an invalid value into a row.
func damageRow(t *testing.T, path, set string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "UPDATE episodes SET "+set+" WHERE id = 'e001'"); err != nil {
		t.Fatal(err)
	}
}

// damagePage overwrites the pages with the description of episode e050.
func damagePage(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var page int64
	err = db.QueryRowContext(t.Context(), "SELECT pageno FROM dbstat WHERE name = 'episodes' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 2").Scan(&page)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(make([]byte, 8192), (page-1)*8192)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// readIDs returns the ids of all episodes.
func readIDs(t *testing.T, c *sqlite.Catalog) (ids []data.EpisodeID) {
	t.Helper()
	_, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		ids = append(ids, e.ID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestADamagedRowHidesItsEpisodeOnly(t *testing.T) {
	for _, tt := range []struct{ name, set string }{
		{"the digest is too short", "digest = x'00'"},
		{"a list is not JSON", "people = '{'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := stored(t, 3)
			damageRow(t, path, tt.set)
			c := open(t, path)
			if d := cmp.Diff([]data.EpisodeID{"e000", "e002"}, readIDs(t, c)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if err := c.Health(t.Context()); !errors.Is(err, catalog.ErrDamaged) {
				t.Errorf("health is %v", err)
			}
			page, err := c.List(t.Context(), catalog.Query{})
			if err != nil || len(page.Episodes) < 2 {
				t.Errorf("%d episodes are listed, %v", len(page.Episodes), err)
			}
			if found, err := c.Episodes(t.Context(), []data.EpisodeID{"e000", "e001"}); err != nil || found["e000"].ID == "" {
				t.Errorf("%d episodes are found, %v", len(found), err)
			}
		})
	}
}

func TestADamagedPageHidesItsEpisodesOnly(t *testing.T) {
	path := stored(t, 300)
	damagePage(t, path)
	c := open(t, path)
	ids := readIDs(t, c)
	if len(ids) < 250 || len(ids) >= 300 {
		t.Errorf("%d of 300 episodes are read", len(ids))
	}
	if err := c.Health(t.Context()); !errors.Is(err, catalog.ErrDamaged) {
		t.Errorf("health is %v", err)
	}
	var listed []data.EpisodeID
	for q := (catalog.Query{Limit: 40}); ; {
		page, err := c.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Episodes {
			listed = append(listed, e.ID)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	if d := cmp.Diff(ids, listed); d != "" {
		t.Errorf("pages (-read +listed):\n%s", d)
	}
	hidden := map[data.EpisodeID]bool{}
	for _, e := range numbered(300) {
		hidden[e.ID] = true
	}
	for _, id := range ids {
		delete(hidden, id)
	}
	for id := range hidden {
		if _, err := c.Find(t.Context(), data.Ref{ID: id}); !errors.Is(err, data.ErrUnknownEpisode) {
			t.Errorf("find %s: %v", id, err)
		}
	}
	if found, err := c.Episodes(t.Context(), append(ids[:20:20], "e050")); err != nil || len(found) < 20 {
		t.Errorf("%d episodes are found, %v", len(found), err)
	}
}

func TestAReplacedFileIsReportedAndNotWritten(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(path string) error
	}{
		{"another file has its path", func(path string) error { return os.Rename(stored(t, 1), path) }},
		{"the file was deleted", os.Remove},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := stored(t, 2)
			c := open(t, path)
			if err := c.Health(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := tt.change(path); err != nil {
				t.Fatal(err)
			}
			_, upsert := c.Upsert(t.Context(), numbered(3))
			_, revision := c.Revision(t.Context())
			for what, err := range map[string]error{"upsert": upsert, "revision": revision, "health": c.Health(t.Context())} {
				if !errors.Is(err, catalog.ErrReplaced) {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

func TestAFullDiskIsReportedUntilThereIsSpace(t *testing.T) {
	path := stored(t, 2)
	c := open(t, path)
	if err := sqlite.LimitPages(t.Context(), c, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Upsert(t.Context(), numbered(500)); !errors.Is(err, catalog.ErrFull) {
		t.Fatalf("upsert: %v", err)
	}
	if n, err := c.Count(t.Context()); n != 2 || err != nil {
		t.Errorf("%d episodes, %v", n, err)
	}
	if err := c.Health(t.Context()); err != nil { // the folder has space
		t.Errorf("health is %v", err)
	}
	if err := sqlite.LimitPages(t.Context(), c, 1<<30); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Upsert(t.Context(), numbered(500)); err != nil {
		t.Error(err)
	}
}
