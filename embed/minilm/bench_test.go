package minilm

import (
	"fmt"
	"strings"
	"testing"
)

// testQuery has 13 tokens.
const testQuery = "how do I roll back a bad deploy without downtime"

// longText has more than 256 tokens.
var longText = strings.Repeat("a team that releases often learns what its users want ", 40)

func BenchmarkQuery(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			benchmark(b, newTestModelWithThreads(b, threads), []string{testQuery})
		})
	}
}

func BenchmarkTextsOf256Tokens(b *testing.B) {
	texts := make([]string, 16)
	for i := range texts {
		texts[i] = longText
	}
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			benchmark(b, newTestModelWithThreads(b, threads), texts)
		})
	}
}

func BenchmarkLoadToFirstVector(b *testing.B) {
	for b.Loop() {
		benchmarkOnce(b, newTestModel(b), []string{testQuery})
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
