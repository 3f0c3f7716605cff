package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/recommend/duplicate"
)

type derivedValues = map[[32]byte][]byte

// derivedOf returns the stored values of the inputs 1 and 2 by kind.
func derivedOf(t *testing.T, c catalog.Store) map[string]derivedValues {
	t.Helper()
	stored := map[string]derivedValues{}
	for _, kind := range []string{"used 1", "unused 1"} {
		values, err := c.Derived(t.Context(), kind, [][32]byte{{1}, {2}})
		if err != nil {
			t.Fatal(err)
		}
		stored[kind] = values
	}
	return stored
}

// saveDerived stores values of the inputs 1 and 2 for two kinds.
func saveDerived(t *testing.T, c catalog.Store) map[string]derivedValues {
	t.Helper()
	for _, kind := range []string{"used 1", "unused 1"} {
		if err := c.SaveDerived(t.Context(), kind, derivedValues{{1}: {10}, {2}: {20}}); err != nil {
			t.Fatal(err)
		}
	}
	return derivedOf(t, c)
}

func TestPruningKeepsDerivedDataThatWasRead(t *testing.T) {
	c := openCatalog(t, Source{})
	saveDerived(t, c)
	d := &derivedInputs{Store: c, kinds: map[string]map[[32]byte]bool{}}
	for _, input := range [][32]byte{{2}, {3}} {
		if _, err := d.Derived(t.Context(), "used 1", [][32]byte{input}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.prune(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	want := map[string]derivedValues{"used 1": {{2}: {20}}, "unused 1": {}}
	if d := cmp.Diff(want, derivedOf(t, c)); d != "" {
		t.Errorf("derived data (-want +got):\n%s", d)
	}
}

func TestPruneDeletesDerivedDataUnlessItIsADryRun(t *testing.T) {
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	all := saveDerived(t, c)
	for dry, want := range map[bool]map[string]derivedValues{true: all, false: {"used 1": {}, "unused 1": {}}} {
		saveDerived(t, c)
		if _, err := (Models{Catalog: c}).Prune(t.Context(), dry); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, derivedOf(t, c)); d != "" {
			t.Errorf("derived data, dry %t (-want +got):\n%s", dry, d)
		}
	}
}

func TestPruneKeepsTheSignaturesOfTheCatalogue(t *testing.T) {
	c := openCatalog(t, Source{})
	var inputs [][32]byte // of the catalogue before and after a change of its first episode
	for _, description := range []string{"Bread of rye.", "Bread of wheat."} {
		episodes := two()
		episodes[0].Description = description
		if _, err := c.Upsert(t.Context(), episodes); err != nil {
			t.Fatal(err)
		}
		a, err := Open(t.Context(), Options{Mode: List, Catalog: c})
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
		_, err = c.Read(t.Context(), catalog.WithoutTranscripts, func(e catalog.Stored) error {
			inputs = append(inputs, duplicate.InputOf(e.Episode))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	before := catalogtest.Derived(t, c, "signature 2", inputs...)
	if _, err := (Models{Catalog: c}).Prune(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	want := catalogtest.Derived(t, c, "signature 2", inputs[2:]...)
	if len(before) != 3 || len(want) != 2 {
		t.Fatalf("%d signatures before and %d of the catalogue after pruning, want 3 and 2", len(before), len(want))
	}
	if d := cmp.Diff(want, catalogtest.Derived(t, c, "signature 2", inputs...)); d != "" {
		t.Errorf("signatures (-want +got):\n%s", d)
	}
}
