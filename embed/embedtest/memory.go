package embedtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"segue/embed"
)

// sharedTexts are embedded by no other rule, so that what this one spoils
// cannot be seen there.
var sharedTexts = []string{"a text that is changed later", "its neighbour"}

// noSharing checks that nobody's memory changes behind their back.
func noSharing(ctx context.Context, d embed.Driver) error {
	return errors.Join(keepsTexts(ctx, d), keepsOwnVectors(ctx, d), keepsVectorsApart(ctx, d))
}

func keepsTexts(ctx context.Context, d embed.Driver) error {
	texts := slices.Clone(plain[:min(len(plain), max(1, d.Info().MaxBatch))])
	before := slices.Clone(texts)
	if _, err := d.Embed(ctx, texts); err != nil {
		return err
	}
	if !slices.Equal(texts, before) {
		return errors.New("the caller's texts were changed")
	}
	return nil
}

func keepsOwnVectors(ctx context.Context, d embed.Driver) error {
	v, err := one(ctx, d, sharedTexts[0])
	if err != nil {
		return err
	}
	before := slices.Clone(v)
	spoil(v)
	after, err := one(ctx, d, sharedTexts[0])
	if err != nil {
		return err
	}
	if err := differ(before, after); err != nil {
		return fmt.Errorf("changing a vector changed the next answer: %w", err)
	}
	return nil
}

func keepsVectorsApart(ctx context.Context, d embed.Driver) error {
	vectors, err := call(ctx, d, sharedTexts...)
	if err != nil {
		return err
	}
	before := slices.Clone(vectors[1])
	_ = append(vectors[0], vectors[0]...) // writes into the neighbour where they share one array
	spoil(vectors[0])
	if err := differ(before, vectors[1]); err != nil {
		return fmt.Errorf("changing or extending a vector changed its neighbour: %w", err)
	}
	return nil
}

// spoil turns a vector into one of no text.
func spoil(v []float32) {
	for i := range v {
		v[i] = float32(1 - 2*(i%2))
	}
}
