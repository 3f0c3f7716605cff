package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const (
	// The catalogue of a typical podcast with full descriptions.
	describedEpisodes   = 1344
	describedCharacters = 1400
)

// BenchmarkEmbedDescriptions measures the process "segue embed" with 1,344 descriptions
// of 1,400 characters.
func BenchmarkEmbedDescriptions(b *testing.B) {
	lines := described(b)
	for b.Loop() {
		b.StopTimer()
		file := filepath.Join(b.TempDir(), "segue.db")
		runBinary(b, "import", "--no-embed", "--data", file, lines)
		b.StartTimer()
		runBinary(b, "embed", "--data", file)
	}
	b.ReportMetric(describedEpisodes*float64(b.N)/b.Elapsed().Seconds(), "episodes/s")
}

// described writes the first talks with long descriptions as JSON lines. It cuts the
// descriptions to the same length.
func described(b *testing.B) string {
	b.Helper()
	in, err := os.Open(talks(b, -1))
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	name := filepath.Join(b.TempDir(), "described.jsonl")
	out, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	lines, written := bufio.NewScanner(in), 0
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && written < describedEpisodes {
		episode := map[string]any{}
		if err := json.Unmarshal(lines.Bytes(), &episode); err != nil {
			b.Fatal(err)
		}
		text := []rune(episode["description"].(string))
		if len(text) < describedCharacters {
			continue
		}
		episode["description"] = string(text[:describedCharacters])
		if err := json.NewEncoder(out).Encode(episode); err != nil {
			b.Fatal(err)
		}
		written++
	}
	if written < describedEpisodes {
		b.Fatalf("only %d talks have descriptions of %d characters", written, describedCharacters)
	}
	return name
}
