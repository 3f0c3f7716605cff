package main

import (
	"encoding/json"
	"path/filepath"
	"testing"
)

// BenchmarkExportSite measures "segue export site" of 10,000 talks as a whole process.
// They have no vectors, so what is like a talk is answered by words, which costs more
// than by both in a catalogue that is embedded.
func BenchmarkExportSite(b *testing.B) {
	file := filepath.Join(b.TempDir(), "segue.db")
	runBinary(b, "import", "--no-embed", "--data", file, talks(b, 10_000))
	runBinary(b, "reindex", "--data", file)
	var report struct {
		Files int
	}
	for b.Loop() {
		out := segue(b, "export", "site", "--data", file, "--out", filepath.Join(b.TempDir(), "site"), "--json")
		if err := json.Unmarshal([]byte(out), &report); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(report.Files), "files")
}
