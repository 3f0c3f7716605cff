package embedtest

import (
	"context"
	"errors"
	"fmt"
	"math"

	"segue/embed"
)

// identity checks Info.
func identity(ctx context.Context, d embed.Driver) error {
	before := d.Info()
	if before.Model == "" || before.Dimensions < 1 || before.MaxBatch < 1 {
		return fmt.Errorf("incomplete: %+v", before)
	}
	if _, err := one(ctx, d, plain[0]); err != nil {
		return err
	}
	if after := d.Info(); after != before {
		return fmt.Errorf("was %+v, is %+v", before, after)
	}
	return nil
}

// batchEdges checks the smallest and the largest batch.
func batchEdges(ctx context.Context, d embed.Driver) error {
	for _, n := range []int{1, d.Info().MaxBatch} {
		texts := make([]string, n)
		for i := range texts {
			texts[i] = fmt.Sprintf("episode number %d", i)
		}
		vectors, err := d.Embed(ctx, texts)
		if err != nil {
			return fmt.Errorf("batch of %d: %w", n, err)
		}
		if len(vectors) != n {
			return fmt.Errorf("batch of %d gave %d vectors", n, len(vectors))
		}
	}
	return nil
}

// dimensions checks the length of every vector.
func dimensions(ctx context.Context, d embed.Driver) error {
	return eachVector(ctx, d, func(v []float32) error {
		if want := d.Info().Dimensions; len(v) != want {
			return fmt.Errorf("%d numbers, Info says %d", len(v), want)
		}
		return nil
	})
}

// finite checks that a vector can be scaled to length one.
func finite(ctx context.Context, d embed.Driver) error {
	return eachVector(ctx, d, func(v []float32) error {
		var sum float64
		for i, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("number %d is %v", i, x)
			}
			sum += float64(x) * float64(x)
		}
		if sum == 0 {
			return errors.New("all numbers are zero")
		}
		return nil
	})
}

// oddTexts checks that nothing is refused for what it is.
func oddTexts(ctx context.Context, d embed.Driver) error {
	var refused []error
	for _, o := range odd {
		if _, err := one(ctx, d, o.text); err != nil && !errors.Is(err, embed.ErrTooLarge) {
			refused = append(refused, fmt.Errorf("%s: %w", o.name, err))
		}
	}
	return errors.Join(refused...)
}

// eachVector checks the vectors of the plain texts, and those of the odd ones
// that are not refused, which is another rule's finding.
func eachVector(ctx context.Context, d embed.Driver, check func([]float32) error) error {
	vectors, err := call(ctx, d, plain...)
	if err != nil {
		return err
	}
	for i, v := range vectors {
		if err := check(v); err != nil {
			return fmt.Errorf("text %q: %w", start(plain[i]), err)
		}
	}
	for _, o := range odd {
		v, err := one(ctx, d, o.text)
		if err != nil {
			continue
		}
		if err := check(v); err != nil {
			return fmt.Errorf("%s: %w", o.name, err)
		}
	}
	return nil
}
