package embedtest

import (
	"context"
	"fmt"
	"slices"

	"segue/embed"
)

// checkDistinct checks that no two plain texts have the same vector.
func checkDistinct(ctx context.Context, d embed.Driver) error {
	vectors, err := embedAll(ctx, d, plainTexts...)
	if err != nil {
		return err
	}
	for i := range vectors {
		for j := range i {
			if s := similarity(vectors[i], vectors[j]); s >= minSameTextSimilarity {
				return fmt.Errorf("%q and %q have similarity %.4f", excerpt(plainTexts[j]), excerpt(plainTexts[i]), s)
			}
		}
	}
	return nil
}

// checkOrder checks that a text has the same vector alone and at any position of a batch.
func checkOrder(ctx context.Context, d embed.Driver) error {
	reversedBatch := slices.Clone(plainTexts)
	slices.Reverse(reversedBatch)
	for _, texts := range [][]string{plainTexts, reversedBatch} {
		together, err := embedAll(ctx, d, texts...)
		if err != nil {
			return err
		}
		for i, text := range texts {
			alone, err := embedOne(ctx, d, text)
			if err != nil {
				return err
			}
			if err := checkSame(alone, together[i]); err != nil {
				return fmt.Errorf("text %d of %d and the same text alone: %w", i, len(texts), err)
			}
		}
	}
	return nil
}

const repeatedText = "the same sentence, repeated"

// checkRepeatable checks that the same call gives the same vector.
func checkRepeatable(ctx context.Context, d embed.Driver) error {
	first, err := embedOne(ctx, d, repeatedText)
	if err != nil {
		return err
	}
	again, err := embedOne(ctx, d, repeatedText)
	if err != nil {
		return err
	}
	if err := checkSame(first, again); err != nil {
		return fmt.Errorf("%q twice: %w", repeatedText, err)
	}
	return nil
}
