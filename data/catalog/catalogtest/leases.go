package catalogtest

import (
	"testing"
	"time"
)

func testLeases(t *testing.T, open Open) {
	c := open(t)
	later := time.Now().Add(time.Hour)
	for _, step := range []struct {
		name            string
		purpose, holder string
		until           time.Time
		want            map[[32]byte]bool
	}{
		{"a free key is claimed", "embed m", "a", later, map[[32]byte]bool{Hash("x"): true, Hash("y"): true}},
		{"its holder may claim it again", "embed m", "a", later, map[[32]byte]bool{Hash("x"): true}},
		{"another holder may not", "embed m", "b", later, map[[32]byte]bool{Hash("x"): false, Hash("z"): true}},
		{"another purpose is independent", "embed n", "b", time.Now(), map[[32]byte]bool{Hash("x"): true}},
		{"a lease ends at its deadline", "embed n", "c", later, map[[32]byte]bool{Hash("x"): true}},
	} {
		var keys [][32]byte
		for key := range step.want {
			keys = append(keys, key)
		}
		got, err := c.Claim(t.Context(), step.purpose, step.holder, keys, step.until)
		if err != nil {
			t.Fatal(err)
		}
		Diff(t, step.name, step.want, got)
	}
	if err := c.Release(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	got, err := c.Claim(t.Context(), "embed m", "b", [][32]byte{Hash("x"), Hash("y")}, later)
	if err != nil {
		t.Fatal(err)
	}
	Diff(t, "released leases are free", map[[32]byte]bool{Hash("x"): true, Hash("y"): true}, got)
	Diff(t, "revision", int64(0), Revision(t, c))
}
