package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const (
	// A catalogue of one podcast: episodes with full show notes.
	describedEpisodes   = 1344
	describedCharacters = 1400
)

// BenchmarkEmbedDescriptions measures "segue embed" of 1,344 descriptions of
// 1,400 characters each, as a whole process.
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

// described writes the first talks with long descriptions, cut to one length, as
// lines that "segue import" reads.
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
