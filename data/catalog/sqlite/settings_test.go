package sqlite_test

import (
	"path/filepath"
	"testing"

	"segue/data/catalog/catalogtest"
	"segue/data/catalog/sqlite"
)

func TestASettingIsStoredAndVisibleToOtherConnections(t *testing.T) {
	path := filepath.Join(t.TempDir(), "segue.db")
	writer, reader := openAt(t, path), openAt(t, path)
	if err := writer.SetSetting(t.Context(), "k", "v"); err != nil {
		t.Fatal(err)
	}
	catalogtest.Diff(t, "revision of another connection", int64(1), catalogtest.Revision(t, reader))
	catalogtest.Diff(t, "value", "v", setting(t, reader))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	catalogtest.Diff(t, "value after opening again", "v", setting(t, openAt(t, path)))
}

// setting returns the value of the key k.
func setting(t *testing.T, c *sqlite.Catalog) string {
	t.Helper()
	value, ok, err := c.Setting(t.Context(), "k")
	if err != nil || !ok {
		t.Fatalf("setting k: %t, error %v", ok, err)
	}
	return value
}
