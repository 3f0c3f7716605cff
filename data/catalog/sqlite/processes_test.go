package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

const sharers, sharedBatches, sharedSize = 4, 10, 20

func init() {
	roles["share"] = func() error {
		return inCatalog(func(ctx context.Context, c *sqlite.Catalog) error {
			for batch := range sharedBatches {
				var episodes []data.Episode
				for i := range sharedSize {
					episodes = append(episodes, catalogtest.WithGUID(catalogtest.Titled("Same title"), fmt.Sprint(os.Getenv("CATALOG_TEST_NAME"), batch, "-", i)))
				}
				if _, err := c.Upsert(ctx, episodes); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// Several processes create one catalogue and write to it, while this process reads.
func TestProcessesShareAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "segue.db")
	done := make(chan error, sharers)
	for i := range sharers {
		cmd := process(t, "share", path, fmt.Sprintf("CATALOG_TEST_NAME=sharer %d ", i))
		go func() { done <- cmd.Run() }()
	}
	c := openAt(t, path)
	for ended, last := 0, int64(0); ended < sharers; {
		last = checkWhole(t, c, last)
		select {
		case err := <-done:
			if ended++; err != nil {
				t.Error(err)
			}
		default:
		}
	}
	catalogtest.Diff(t, "count", sharers*sharedBatches*sharedSize, catalogtest.Count(t, c))
	catalogtest.Diff(t, "revision", int64(sharers*sharedBatches), catalogtest.Revision(t, c))
}

// checkWhole checks that every revision has added one batch, and that the revision is not
// before last. It returns the revision.
func checkWhole(t *testing.T, c *sqlite.Catalog, last int64) int64 {
	t.Helper()
	episodes := 0
	revision, err := c.Read(t.Context(), catalog.WithTranscripts, func(catalog.Stored) error { episodes++; return nil })
	if err != nil || int64(episodes) != revision*sharedSize || revision < last {
		t.Fatalf("%d episodes at revision %d after revision %d, error %v; want %d more with each revision", episodes, revision, last, err, sharedSize)
	}
	return revision
}
