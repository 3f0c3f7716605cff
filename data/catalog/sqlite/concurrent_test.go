package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
)

// bothInternal is both for tests that use internals, for example to keep a write open.
func bothInternal(t *testing.T, test func(t *testing.T, c *Catalog)) {
	t.Helper()
	for name, open := range map[string]func() (*Catalog, error){
		"in a file": func() (*Catalog, error) { return Open(t.Context(), filepath.Join(t.TempDir(), "segue.db")) },
		"in memory": func() (*Catalog, error) { return OpenMemory(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			c, err := open()
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			test(t, c)
		})
	}
}

func numbered(prefix string, n int) []data.Episode {
	episodes := make([]data.Episode, n)
	for i := range episodes {
		episodes[i] = data.Episode{GUID: fmt.Sprint(prefix, i), Title: "Title", Tags: []string{"tag"}}
	}
	return episodes
}

func TestReadsDoNotWaitForAWrite(t *testing.T) {
	c, err := Open(t.Context(), filepath.Join(t.TempDir(), "segue.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ctx := t.Context()
	if _, err := c.Upsert(ctx, numbered("a", 3)); err != nil {
		t.Fatal(err)
	}
	tx, err := c.writer.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM episodes"); err != nil {
		t.Fatal(err)
	}
	page, err := c.List(ctx, catalog.Query{Filter: data.Filter{Tags: []string{"TAG"}}})
	if err != nil || page.Total != 3 || len(page.Episodes) != 3 {
		t.Errorf("page %v, error %v; want the three episodes from before the write", page, err)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := c.Upsert(short, numbered("b", 1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second write: error %v; want the context's", err)
	}
}

func TestReadersSeeWholeBatches(t *testing.T) {
	const writers, writes, size, readers = 2, 8, 10, 3
	bothInternal(t, func(t *testing.T, c *Catalog) {
		var writing, reading sync.WaitGroup
		done := make(chan struct{})
		for w := range writers {
			writing.Go(func() {
				for i := range writes {
					if _, err := c.Upsert(t.Context(), numbered(fmt.Sprint(w, " ", i, " "), size)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for range readers {
			reading.Go(func() { readUntil(t, c, done, size) })
		}
		writing.Wait()
		close(done)
		reading.Wait()
		if n, err := c.Count(t.Context()); n != writers*writes*size || err != nil {
			t.Errorf("count %d, error %v", n, err)
		}
		var verdict string
		if err := c.readers.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity %q, error %v", verdict, err)
		}
	})
}

func readUntil(t *testing.T, c *Catalog, done <-chan struct{}, size int) {
	for last := int64(0); ; {
		n := 0
		revision, err := c.Read(t.Context(), catalog.WithTranscripts, func(catalog.Stored) error { n++; return nil })
		if err != nil || n != int(revision)*size || revision < last {
			t.Errorf("%d episodes at revision %d after %d, error %v", n, revision, last, err)
			return
		}
		last = revision
		select {
		case <-done:
			return
		default:
		}
	}
}
