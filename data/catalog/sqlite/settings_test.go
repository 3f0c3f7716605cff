package sqlite_test

import (
	"path/filepath"
	"testing"

	"segue/data/catalog/sqlite"
)

func setting(t *testing.T, c *sqlite.Catalog, key string) string {
	t.Helper()
	value, ok, err := c.Setting(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return "nothing"
	}
	return value
}

func set(t *testing.T, c *sqlite.Catalog, key, value string) {
	t.Helper()
	if err := c.SetSetting(t.Context(), key, value); err != nil {
		t.Fatal(err)
	}
}

func TestSettings(t *testing.T) {
	both(t, func(t *testing.T, c *sqlite.Catalog) {
		diff(t, "before", "nothing", setting(t, c, "ranking/m"))
		for _, step := range []struct {
			name, key, value string
			revision         int64
		}{
			{"a new one raises the revision", "ranking/m", "a", 1},
			{"another value raises it", "ranking/m", "b", 2},
			{"the same value does not", "ranking/m", "b", 2},
			{"another key raises it", "ranking/n", "b", 3},
			{"an empty value is one", "ranking/m", "", 4},
		} {
			set(t, c, step.key, step.value)
			diff(t, step.name, step.value, setting(t, c, step.key))
			diff(t, step.name, step.revision, revision(t, c))
		}
		diff(t, "the other stays", "b", setting(t, c, "ranking/n"))
	})
}

func TestASettingStaysAndIsSeenByOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "segue.db")
	writer, reader := openAt(t, path), openAt(t, path)
	set(t, writer, "k", "v")
	diff(t, "revision that another connection sees", int64(1), revision(t, reader))
	diff(t, "value", "v", setting(t, reader, "k"))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	diff(t, "value after opening again", "v", setting(t, openAt(t, path), "k"))
}
