package embedtest

import (
	"context"
	"fmt"
	"math"
	"slices"

	"segue/embed"
)

// sameText is the least similarity of two vectors of one text: batching and
// the order of additions move them by far less, another text by far more.
const sameText = 0.999

// call embeds any number of texts, in batches as small as the driver needs, and
// is an error where a batch does not get one vector for each text.
func call(ctx context.Context, d embed.Driver, texts ...string) ([][]float32, error) {
	var all [][]float32
	for batch := range slices.Chunk(texts, max(1, d.Info().MaxBatch)) {
		vectors, err := d.Embed(ctx, slices.Clone(batch))
		if err != nil {
			return nil, fmt.Errorf("%d texts beginning %q: %w", len(batch), start(batch[0]), err)
		}
		if len(vectors) != len(batch) {
			return nil, fmt.Errorf("%d texts gave %d vectors", len(batch), len(vectors))
		}
		all = append(all, vectors...)
	}
	return all, nil
}

// one embeds one text.
func one(ctx context.Context, d embed.Driver, text string) ([]float32, error) {
	vectors, err := call(ctx, d, text)
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

// differ is an error if a and b are not vectors of one text. Vectors that
// cannot be compared are left to the rules "dimensions" and "finite".
func differ(a, b []float32) error {
	if s := similarity(a, b); s < sameText {
		return fmt.Errorf("similarity %.4f, want at least %v", s, sameText)
	}
	return nil
}

// similarity is the cosine of a and b, NaN where they have none.
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

// start is enough of a text to recognise it by.
func start(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
