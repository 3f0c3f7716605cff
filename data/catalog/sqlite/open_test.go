package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

func TestOpenFindsStoredData(t *testing.T) {
	for _, name := range []string{"segue.db", "new/folder/segue.db", "odd ?name=#1 %20'ä.db"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			c := openAt(t, path)
			catalogtest.Upsert(t, c, catalogtest.Whole())
			catalogtest.SaveVectors(t, c, "m", vectors{catalogtest.Hash("a"): {1}})
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			entries, err := os.ReadDir(filepath.Dir(path))
			if err != nil {
				t.Fatal(err)
			}
			if len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
				t.Errorf("the folder has %v; want only the catalogue", entries)
			}
			c = openAt(t, path)
			catalogtest.Diff(t, "episodes", []data.Episode{catalogtest.Whole()}, catalogtest.All(t, c))
			catalogtest.Diff(t, "revision", int64(1), catalogtest.Revision(t, c))
			got, err := c.Vectors(t.Context(), "m", [][32]byte{catalogtest.Hash("a")})
			if err != nil {
				t.Fatal(err)
			}
			catalogtest.Diff(t, "vectors", vectors{catalogtest.Hash("a"): {1}}, got)
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	run := func(statements string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(statements); err != nil {
				t.Fatal(err)
			}
		}
	}
	write := func(text string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		name  string
		setUp func(t *testing.T, path string)
		is    error
		wants string
	}{
		{"a folder", func(t *testing.T, path string) { mkdir(t, path) }, nil, "it is a folder; use a file in it, such as"},
		{"a text", write(strings.Repeat("no database ", 1000)), catalog.ErrNotCatalog, "choose another path or move the file away"},
		{"a short text", write("x"), catalog.ErrNotCatalog, "choose another path or move the file away"},
		{"another program's database", run("CREATE TABLE t (x)"), catalog.ErrNotCatalog, "choose another path"},
		{"another program's empty database", run("PRAGMA application_id = 7"), catalog.ErrNotCatalog, "choose another path"},
		{"a newer schema", run("PRAGMA application_id = 1399154549; PRAGMA user_version = 99"), catalog.ErrNewerSchema, "(schema 99, this version supports up to 7); update Segue"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "it")
			tt.setUp(t, path)
			before := contents(path)
			_, err := sqlite.Open(t.Context(), path)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.wants) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v; want %v with the path and %q", err, tt.is, tt.wants)
			}
			catalogtest.Diff(t, "contents", before, contents(path))
		})
	}
}

// contents returns the bytes of a file, and nothing for a folder.
func contents(path string) string {
	b, _ := os.ReadFile(path) // a folder cannot be read
	return string(b)
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefusesInvalidPaths(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, wants := range map[string]string{
		"":                                 "use a file such as segue.db",
		filepath.Join(file, "x.db"):        "cannot access it; choose another path",
		os.DevNull:                         "not a regular file",
		filepath.Join(file, "sub", "x.db"): "cannot access it; choose another path",
	} {
		if _, err := sqlite.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), wants) {
			t.Errorf("path %q: error %v; want %q", path, err, wants)
		}
	}
}

func TestOpenAcceptsAnEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "segue.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	catalogtest.Upsert(t, openAt(t, path), catalogtest.Whole())
}

func TestCloseTwice(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		for range 2 {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
		if _, err := c.Count(t.Context()); err == nil {
			t.Error("Count works on a closed catalogue")
		}
	})
}

func TestMemoryCataloguesAreSeparate(t *testing.T) {
	one, two := openMemory(t), openMemory(t)
	catalogtest.Upsert(t, one, catalogtest.Whole())
	catalogtest.Diff(t, "count of the other", 0, catalogtest.Count(t, two))
}

func TestMethodsReturnTheErrorOfTheContext(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		catalogtest.Upsert(t, c, catalogtest.Titled("A"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, errUpsert := c.Upsert(ctx, []data.Episode{catalogtest.Titled("B")})
		_, errRevision := c.Revision(ctx)
		_, errFind := c.Find(ctx, data.Ref{ID: "a"})
		_, errEpisodes := c.Episodes(ctx, []data.EpisodeID{"a"})
		_, errList := c.List(ctx, catalog.Query{})
		_, errRead := c.Read(ctx, catalog.WithTranscripts, func(catalog.Stored) error { return nil })
		_, errVectors := c.Vectors(ctx, "m", [][32]byte{catalogtest.Hash("a")})
		errSave := c.SaveVectors(ctx, "m", vectors{catalogtest.Hash("a"): {1}})
		_, errCount := c.Count(ctx)
		errEach := c.Each(ctx, []data.EpisodeID{"a"}, catalog.WithTranscripts, func(catalog.Stored) error { return nil })
		_, _, errSetting := c.Setting(ctx, "k")
		errSet := c.SetSetting(ctx, "k", "v")
		_, errChanges := c.Changes(ctx, 0)
		_, errDerived := c.Derived(ctx, "k", [][32]byte{catalogtest.Hash("a")})
		errSaveDerived := c.SaveDerived(ctx, "k", map[[32]byte][]byte{catalogtest.Hash("a"): {1}})
		for what, err := range map[string]error{"Upsert": errUpsert, "Revision": errRevision, "Find": errFind, "Episodes": errEpisodes,
			"List": errList, "Read": errRead, "Vectors": errVectors, "SaveVectors": errSave, "Count": errCount,
			"Each": errEach, "Setting": errSetting, "SetSetting": errSet,
			"Changes": errChanges, "Derived": errDerived, "SaveDerived": errSaveDerived} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: error %v; want the context's", what, err)
			}
		}
		catalogtest.Diff(t, "count", 1, catalogtest.Count(t, c))
	})
}

// The connection must stay usable.
func TestReadCanBeCancelled(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		for i := range 200 {
			catalogtest.Upsert(t, c, catalogtest.WithGUID(catalogtest.Titled("A"), fmt.Sprint(i)))
		}
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := c.Read(ctx, catalog.WithTranscripts, func(catalog.Stored) error { cancel(); return nil })
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v; want the context's", err)
			}
		}
		catalogtest.Diff(t, "count", 200, len(catalogtest.All(t, c)))
	})
}

func TestConcurrentOpensOfANewFileSucceed(t *testing.T) {
	const rounds, openers = 5, 8
	for range rounds {
		path := filepath.Join(t.TempDir(), "segue.db")
		var group sync.WaitGroup
		for i := range openers {
			group.Go(func() {
				c, err := sqlite.Open(t.Context(), path)
				if err != nil {
					t.Error(err)
					return
				}
				defer c.Close()
				if _, err := c.Upsert(t.Context(), []data.Episode{catalogtest.Titled(fmt.Sprint("Opener ", i))}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		catalogtest.Diff(t, "count", openers, catalogtest.Count(t, openAt(t, path)))
	}
}
