package embedtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"segue/embed"
)

// sharedTexts are used by no other rule, so that overwritten vectors do not affect other
// rules.
var sharedTexts = []string{"a text that is changed later", "its neighbour"}

// checkNoSharing checks that driver and caller share no memory.
func checkNoSharing(ctx context.Context, d embed.Driver) error {
	return errors.Join(checkTextsUnchanged(ctx, d), checkVectorsNotCached(ctx, d), checkVectorsSeparate(ctx, d))
}

func checkTextsUnchanged(ctx context.Context, d embed.Driver) error {
	texts := slices.Clone(plainTexts[:min(len(plainTexts), max(1, d.Info().MaxBatch))])
	before := slices.Clone(texts)
	if _, err := d.Embed(ctx, texts); err != nil {
		return err
	}
	if !slices.Equal(texts, before) {
		return errors.New("the caller's texts were changed")
	}
	return nil
}

func checkVectorsNotCached(ctx context.Context, d embed.Driver) error {
	v, err := embedOne(ctx, d, sharedTexts[0])
	if err != nil {
		return err
	}
	before := slices.Clone(v)
	overwrite(v)
	after, err := embedOne(ctx, d, sharedTexts[0])
	if err != nil {
		return err
	}
	if err := checkSame(before, after); err != nil {
		return fmt.Errorf("changing a vector changed the result of the next call: %w", err)
	}
	return nil
}

func checkVectorsSeparate(ctx context.Context, d embed.Driver) error {
	vectors, err := embedAll(ctx, d, sharedTexts...)
	if err != nil {
		return err
	}
	before := slices.Clone(vectors[1])
	_ = append(vectors[0], vectors[0]...) // overwrites the next vector if they share one array
	overwrite(vectors[0])
	if err := checkSame(before, vectors[1]); err != nil {
		return fmt.Errorf("changing or extending a vector changed the next one: %w", err)
	}
	return nil
}

// overwrite sets a vector to a value that no text has.
func overwrite(v []float32) {
	for i := range v {
		v[i] = float32(1 - 2*(i%2))
	}
}
