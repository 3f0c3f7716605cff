package catalogtest

import (
	"testing"

	"segue/data/catalog"
)

func setting(t *testing.T, c catalog.Store, key string) string {
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

func set(t *testing.T, c catalog.Store, key, value string) {
	t.Helper()
	if err := c.SetSetting(t.Context(), key, value); err != nil {
		t.Fatal(err)
	}
}

func testSettings(t *testing.T, open Open) {
	c := open(t)
	Diff(t, "before", "nothing", setting(t, c, "ranking/m"))
	for _, step := range []struct {
		name, key, value string
		revision         int64
	}{
		{"a new setting raises the revision", "ranking/m", "a", 1},
		{"a changed value raises the revision", "ranking/m", "b", 2},
		{"the same value does not raise the revision", "ranking/m", "b", 2},
		{"another key raises the revision", "ranking/n", "b", 3},
		{"an empty value is stored", "ranking/m", "", 4},
	} {
		set(t, c, step.key, step.value)
		Diff(t, step.name, step.value, setting(t, c, step.key))
		Diff(t, step.name, step.revision, Revision(t, c))
	}
	Diff(t, "the other setting", "b", setting(t, c, "ranking/n"))
}
