package openai

import (
	"fmt"

	openai "github.com/sashabaranov/go-openai"

	"segue/embed"
)

// vectors returns the vectors of a response to n texts, in the order of the texts. The
// order is in Index.
func vectors(response []openai.Embedding, n, dimensions int) ([][]float32, error) {
	if len(response) != n {
		return nil, fmt.Errorf("%w: got %d for %d texts", embed.ErrBadVectors, len(response), n)
	}
	ordered := make([][]float32, n)
	for _, e := range response {
		switch {
		case e.Index < 0 || e.Index >= n:
			return nil, fmt.Errorf("%w: index %d for %d texts", embed.ErrBadVectors, e.Index, n)
		case ordered[e.Index] != nil:
			return nil, fmt.Errorf("%w: two vectors with index %d", embed.ErrBadVectors, e.Index)
		case len(e.Embedding) != dimensions:
			return nil, fmt.Errorf("%w: %d numbers at index %d, want %d", embed.ErrBadVectors, len(e.Embedding), e.Index, dimensions)
		}
		ordered[e.Index] = e.Embedding
	}
	return ordered, nil
}

// commonLength returns the length of all vectors in a response, or 0 if the lengths
// differ.
func commonLength(response []openai.Embedding) int {
	length := 0
	for i, e := range response {
		if i > 0 && len(e.Embedding) != length {
			return 0
		}
		length = len(e.Embedding)
	}
	return length
}
