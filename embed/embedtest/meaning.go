package embedtest

import (
	"context"
	"fmt"
	"slices"

	"segue/embed"
)

// distinct checks that no two plain texts have the same vector.
func distinct(ctx context.Context, d embed.Driver) error {
	vectors, err := call(ctx, d, plain...)
	if err != nil {
		return err
	}
	for i := range vectors {
		for j := range i {
			if s := similarity(vectors[i], vectors[j]); s >= sameText {
				return fmt.Errorf("%q and %q have similarity %.4f", start(plain[j]), start(plain[i]), s)
			}
		}
	}
	return nil
}

// order checks that a text has the same vector alone and at any place of a batch.
func order(ctx context.Context, d embed.Driver) error {
	backwards := slices.Clone(plain)
	slices.Reverse(backwards)
	for _, texts := range [][]string{plain, backwards} {
		together, err := call(ctx, d, texts...)
		if err != nil {
			return err
		}
		for i, text := range texts {
			alone, err := one(ctx, d, text)
			if err != nil {
				return err
			}
			if err := differ(alone, together[i]); err != nil {
				return fmt.Errorf("text %d of %d and the same text alone: %w", i, len(texts), err)
			}
		}
	}
	return nil
}

const repeatedText = "the same sentence, said again"

// repeatable checks that the same call gives the same vector.
func repeatable(ctx context.Context, d embed.Driver) error {
	first, err := one(ctx, d, repeatedText)
	if err != nil {
		return err
	}
	again, err := one(ctx, d, repeatedText)
	if err != nil {
		return err
	}
	if err := differ(first, again); err != nil {
		return fmt.Errorf("%q twice: %w", repeatedText, err)
	}
	return nil
}
