package main

import (
	"encoding/json"
	"path/filepath"
	"testing"
)

// BenchmarkExportSite measures "segue export site" of 10,000 talks with vectors, which a
// hashing model made: what they say does not change the work.
func BenchmarkExportSite(b *testing.B) {
	file := filepath.Join(b.TempDir(), "segue.db")
	runBinary(b, "import", "--data", file, "--embedder", "openai", "--embed-model", "hashing", "--embed-url", startEndpoint(b), talks(b, 10_000))
	runBinary(b, "reindex", "--data", file)
	var report struct {
		Files  int
		Bytes  int64
		Search struct{ Bytes int64 }
	}
	for b.Loop() {
		out := segue(b, "export", "site", "--data", file, "--out", filepath.Join(b.TempDir(), "site"), "--json",
			"--embedder", "openai", "--embed-model", "hashing", "--embed-dimensions", "256")
		if err := json.Unmarshal([]byte(out), &report); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(report.Files), "files")
	b.ReportMetric(float64(report.Bytes)/1e6, "MB-all")
	b.ReportMetric(float64(report.Search.Bytes)/1e6, "MB-search")
}
