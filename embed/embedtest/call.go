package embedtest

import (
	"context"
	"fmt"
	"math"
	"slices"

	"segue/embed"
)

// minSameTextSimilarity is the minimum similarity of two vectors of the same text.
// Batching and rounding change vectors by far less, another text by far more.
const minSameTextSimilarity = 0.999

// embedAll embeds any number of texts in batches of at most MaxBatch. It returns an error
// if a batch does not give one vector for each text.
func embedAll(ctx context.Context, d embed.Driver, texts ...string) ([][]float32, error) {
	var all [][]float32
	for batch := range slices.Chunk(texts, max(1, d.Info().MaxBatch)) {
		vectors, err := d.Embed(ctx, slices.Clone(batch))
		if err != nil {
			return nil, fmt.Errorf("%d texts beginning %q: %w", len(batch), excerpt(batch[0]), err)
		}
		if len(vectors) != len(batch) {
			return nil, fmt.Errorf("%d texts gave %d vectors", len(batch), len(vectors))
		}
		all = append(all, vectors...)
	}
	return all, nil
}

// embedOne embeds one text.
func embedOne(ctx context.Context, d embed.Driver, text string) ([]float32, error) {
	vectors, err := embedAll(ctx, d, text)
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

// checkSame returns an error if a and b are not vectors of the same text. If the
// similarity is NaN it returns nil; the rules "dimensions" and "finite" check that.
func checkSame(a, b []float32) error {
	if s := similarity(a, b); s < minSameTextSimilarity {
		return fmt.Errorf("similarity %.4f, want at least %v", s, minSameTextSimilarity)
	}
	return nil
}

// similarity returns the cosine of a and b, or NaN if it is undefined.
func similarity(a, b []float32) float64 {
	if len(a) != len(b) {
		return math.NaN()
	}
	var dot, aa, bb float64
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return dot / math.Sqrt(aa*bb)
}

// excerpt returns the first 40 characters of a text.
func excerpt(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
