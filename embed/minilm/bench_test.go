package minilm

import (
	"strings"
	"testing"
)

// question has 13 tokens.
const question = "how do I roll back a bad deploy without downtime"

// longText has more tokens than the model reads.
var longText = strings.Repeat("a team that releases often learns what its users want ", 40)

func BenchmarkQuestion(b *testing.B) {
	for name, threads := range map[string]int{"1 thread": 1, "2 threads": 2} {
		b.Run(name, func(b *testing.B) {
			benchmark(b, newModel(b, Threads(threads)), []string{question})
		})
	}
}

func BenchmarkTextsOf256Tokens(b *testing.B) {
	texts := make([]string, 16)
	for i := range texts {
		texts[i] = longText
	}
	for name, threads := range map[string]int{"1 thread": 1, "2 threads": 2} {
		b.Run(name, func(b *testing.B) {
			benchmark(b, newModel(b, Threads(threads)), texts)
		})
	}
}

func BenchmarkLoadToFirstAnswer(b *testing.B) {
	for b.Loop() {
		benchmarkOnce(b, newModel(b), []string{question})
	}
}

func benchmark(b *testing.B, m *Model, texts []string) {
	benchmarkOnce(b, m, texts)
	b.ReportAllocs()
	for b.Loop() {
		benchmarkOnce(b, m, texts)
	}
	b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "texts/s")
}

func benchmarkOnce(b *testing.B, m *Model, texts []string) {
	if _, err := m.Embed(b.Context(), texts); err != nil {
		b.Fatal(err)
	}
}
