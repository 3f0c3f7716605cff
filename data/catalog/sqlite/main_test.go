package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

// vectors maps the hash of a text to its vector.
type vectors = map[[32]byte][]float32

// roles are the functions of the test binary as a separate process, by the value of
// roleVariable.
var roles = map[string]func() error{}

const roleVariable = "CATALOG_TEST_ROLE"

func TestMain(m *testing.M) {
	role, ok := roles[os.Getenv(roleVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := role(); err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
}

func TestStore(t *testing.T) {
	t.Run("in a file", func(t *testing.T) { catalogtest.Test(t, func(tb testing.TB) catalog.Store { return openFile(tb) }) })
	t.Run("in memory", func(t *testing.T) { catalogtest.Test(t, func(tb testing.TB) catalog.Store { return openMemory(tb) }) })
}

// both runs a test on a catalogue in a file and on one in memory.
func both(t *testing.T, test func(t *testing.T, c *sqlite.Catalog)) {
	t.Helper()
	t.Run("in a file", func(t *testing.T) { test(t, openFile(t)) })
	t.Run("in memory", func(t *testing.T) { test(t, openMemory(t)) })
}

func openFile(tb testing.TB) *sqlite.Catalog {
	tb.Helper()
	return openAt(tb, filepath.Join(tb.TempDir(), "segue.db"))
}

func openAt(tb testing.TB, path string) *sqlite.Catalog {
	tb.Helper()
	c, err := sqlite.Open(tb.Context(), path)
	return opened(tb, c, err)
}

func openMemory(tb testing.TB) *sqlite.Catalog {
	tb.Helper()
	c, err := sqlite.OpenMemory(tb.Context())
	return opened(tb, c, err)
}

func opened(tb testing.TB, c *sqlite.Catalog, err error) *sqlite.Catalog {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return c
}
