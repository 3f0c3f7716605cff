package embedtest

import (
	"context"
	"errors"
	"fmt"
	"math"

	"segue/embed"
)

// checkInfo checks Info.
func checkInfo(ctx context.Context, d embed.Driver) error {
	before := d.Info()
	if before.Model == "" || before.Dimensions < 1 || before.MaxBatch < 1 {
		return fmt.Errorf("incomplete: %+v", before)
	}
	if _, err := embedOne(ctx, d, plainTexts[0]); err != nil {
		return err
	}
	if after := d.Info(); after != before {
		return fmt.Errorf("was %+v, is %+v", before, after)
	}
	return nil
}

// checkBatchSizes checks the smallest and the largest batch.
func checkBatchSizes(ctx context.Context, d embed.Driver) error {
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

// checkDimensions checks the length of every vector.
func checkDimensions(ctx context.Context, d embed.Driver) error {
	return eachVector(ctx, d, func(v []float32) error {
		if want := d.Info().Dimensions; len(v) != want {
			return fmt.Errorf("%d numbers, want Info.Dimensions, which is %d", len(v), want)
		}
		return nil
	})
}

// checkFinite checks that every vector can be scaled to length 1.
func checkFinite(ctx context.Context, d embed.Driver) error {
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

// checkUnusualTexts checks that no text is rejected because of its content.
func checkUnusualTexts(ctx context.Context, d embed.Driver) error {
	var rejected []error
	for _, o := range unusualTexts {
		if _, err := embedOne(ctx, d, o.text); err != nil && !errors.Is(err, embed.ErrTooLarge) {
			rejected = append(rejected, fmt.Errorf("%s: %w", o.name, err))
		}
	}
	return errors.Join(rejected...)
}

// eachVector calls check with the vectors of the plain and the unusual texts. It skips
// rejected unusual texts; checkUnusualTexts reports them.
func eachVector(ctx context.Context, d embed.Driver, check func([]float32) error) error {
	vectors, err := embedAll(ctx, d, plainTexts...)
	if err != nil {
		return err
	}
	for i, v := range vectors {
		if err := check(v); err != nil {
			return fmt.Errorf("text %q: %w", excerpt(plainTexts[i]), err)
		}
	}
	for _, o := range unusualTexts {
		v, err := embedOne(ctx, d, o.text)
		if err != nil {
			continue
		}
		if err := check(v); err != nil {
			return fmt.Errorf("%s: %w", o.name, err)
		}
	}
	return nil
}
