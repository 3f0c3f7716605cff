package embedtest

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"

	"segue/embed"
)

// hashingBatch is small, so that tests need more than one batch.
const hashingBatch = 16

// Hashing is a driver for tests. It counts words, so texts are similar if they share
// words. It does not know meaning, grammar or synonyms, and is not for users.
type Hashing struct {
	dimensions int
}

// NewHashing returns a Hashing with this number of dimensions, at least 1. With 256 or
// more, different words seldom collide.
func NewHashing(dimensions int) *Hashing {
	return &Hashing{dimensions: max(1, dimensions)}
}

// Info describes the driver. The name contains the dimensions.
func (h *Hashing) Info() embed.Info {
	return embed.Info{
		Model:      fmt.Sprintf("test-hashing@%d", h.dimensions),
		Dimensions: h.dimensions,
		MaxBatch:   hashingBatch,
	}
}

// Embed returns the word counts of the texts. The same text gives the same numbers on
// every machine. The only possible error is ctx's.
func (h *Hashing) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		vectors[i] = h.count(text)
	}
	return vectors, nil
}

// count counts words. All numbers are positive, so that words cannot cancel each other
// out.
func (h *Hashing) count(text string) []float32 {
	v := make([]float32, h.dimensions)
	for _, word := range words(text) {
		v[h.slot(word)]++
	}
	return v
}

func (h *Hashing) slot(word string) int {
	sum := fnv.New64a()
	sum.Write([]byte(word))
	return int(sum.Sum64() % uint64(h.dimensions))
}

// words returns the words of a text in lower case. A text without words is one word.
func words(text string) []string {
	found := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(found) == 0 {
		return []string{text}
	}
	return found
}
