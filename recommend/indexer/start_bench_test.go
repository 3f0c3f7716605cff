package indexer_test

import (
	"path/filepath"
	"testing"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/datatest"
	"segue/recommend/evaluate"
)

// BenchmarkStart measures the first Load of a process: a catalogue of 10,000 real talks in a
// file, with an up-to-date word index and without vectors; with stored signatures and without.
func BenchmarkStart(b *testing.B) {
	const talks = 10_000
	set, err := evaluate.Read(datatest.Shared(b, "data", "pyvideo"), evaluate.ReadOptions{})
	if err != nil {
		b.Fatal(err)
	}
	c, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "segue.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	p := withEmptyWordIndex(b, c)
	p.upsert(b, set.Episodes[:talks]...)
	p.load(b)
	for _, bb := range []struct {
		name    string
		catalog catalog.Store
	}{
		{"stored signatures", c},
		{"computed signatures", &derivedCatalogue{Store: c, empty: true}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				newFixtureOf(bb.catalog, p.words).load(b)
			}
		})
	}
}
