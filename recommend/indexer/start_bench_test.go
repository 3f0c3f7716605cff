package indexer_test

import (
	"path/filepath"
	"testing"

	"segue/data/catalog/sqlite"
	"segue/data/datatest"
	"segue/recommend/evaluate"
)

// BenchmarkStart measures the first Load of a process: a catalogue of 10,000 real talks in a
// file, with an up-to-date word index and without vectors.
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
	for b.Loop() {
		restarted := newFixtureOf(c, p.words)
		restarted.load(b)
	}
}
