package embedtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"segue/embed"
)

// checkLargeBatch checks a full batch of texts with the maximum length.
func checkLargeBatch(ctx context.Context, d embed.Driver) error {
	text := strings.Repeat("a story about databases ", 350)
	texts := slices.Repeat([]string{text}, max(1, d.Info().MaxBatch))
	if _, err := d.Embed(ctx, texts); err != nil && !errors.Is(err, embed.ErrTooLarge) {
		return fmt.Errorf("%d texts of %d bytes: %w", len(texts), len(text), err)
	}
	return nil
}

// checkMetered checks the token counts of a driver that is [embed.Metered].
func checkMetered(ctx context.Context, d embed.Driver) error {
	m, ok := d.(embed.Metered)
	if !ok {
		return nil
	}
	_, short, err := m.EmbedMetered(ctx, []string{"bread"})
	if err != nil {
		return err
	}
	vectors, long, err := m.EmbedMetered(ctx, []string{strings.Repeat("bread and wine ", 20)})
	switch {
	case err != nil:
		return err
	case len(vectors) != 1:
		return fmt.Errorf("one text gave %d vectors", len(vectors))
	case short == embed.UnknownTokens && long == embed.UnknownTokens:
		return nil
	case short < 1 || long <= short:
		return fmt.Errorf("counted %d tokens for one word and %d for sixty", short, long)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, n, _ := m.EmbedMetered(ended, []string{"bread"}); n != 0 {
		return fmt.Errorf("counted %d tokens for a call with a cancelled context, want 0", n)
	}
	return nil
}
