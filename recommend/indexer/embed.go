package indexer

import (
	"context"
	"errors"
	"fmt"
)

// stepTexts is how many texts are embedded before progress is reported and the
// catalogue looked at again: a whole batch of the built-in model, which is one or
// two seconds of work.
const stepTexts = 64

// firstTexts is how many texts the first step has, after which each has twice as many
// as the one before: where a catalogue has just changed, it often changes again, and
// what is new should be found by its words before the model has worked for seconds.
const firstTexts = 8

// embed works through what is pending, and stops early when the catalogue has
// changed. done is told what each step embedded.
func (x *Indexer) embed(ctx context.Context, done func([]job)) (changed bool, err error) {
	for most := firstTexts; len(x.pending) > 0; most = min(2*most, stepTexts) {
		jobs, err := x.step(ctx, most)
		if err != nil {
			return false, errors.Join(err, x.publishRest(ctx))
		}
		x.unpublished = true
		if x.publishing.due() {
			if err := x.publish(ctx); err != nil {
				return false, err
			}
		}
		done(jobs)
		if x.reading.due() {
			if changed, err := x.outdated(ctx); changed || err != nil {
				return changed, err
			}
		}
	}
	if err := x.publishRest(ctx); err != nil {
		return false, err
	}
	return x.outdated(ctx)
}

// publishRest publishes what was embedded since the last time.
func (x *Indexer) publishRest(ctx context.Context) error {
	if !x.unpublished || ctx.Err() != nil {
		return nil
	}
	return x.publish(ctx)
}

// step embeds the next few episodes, of most texts, and returns them.
func (x *Indexer) step(ctx context.Context, most int) ([]job, error) {
	jobs, texts := x.next(most)
	done := jobs
	vectors, err := x.embedder.Passages(ctx, texts)
	switch {
	case err == nil:
		x.keep(jobs, vectors)
	case len(jobs) > 1 && x.embedder.TextsAtFault(err):
		if done, err = x.oneByOne(ctx, jobs); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("embedding %d episodes from %q on: %w", len(jobs), jobs[0].id, err)
	}
	x.pending = x.pending[len(jobs):]
	return done, nil
}

// next returns the pending jobs of the next step, at least one, with their texts.
func (x *Indexer) next(most int) (jobs []job, texts []string) {
	n := 0
	for n < len(x.pending) && (n == 0 || len(texts)+len(x.pending[n].texts) <= most) {
		texts = append(texts, x.pending[n].texts...)
		n++
	}
	return x.pending[:n], texts
}

// keep takes the vectors of the jobs' texts.
func (x *Indexer) keep(jobs []job, vectors [][]float32) {
	for _, j := range jobs {
		x.vectors[j.id] = embedded{text: j.text, passages: vectors[:len(j.texts)]}
		vectors = vectors[len(j.texts):]
	}
}

// oneByOne embeds jobs of which the model refused some text, sets aside those
// that it refuses alone, and returns the others. Where it refuses all, the fault
// lies elsewhere, such as in the name of the model, and none is set aside.
func (x *Indexer) oneByOne(ctx context.Context, jobs []job) ([]job, error) {
	var done, refused []job
	var said []error
	for _, j := range jobs {
		vectors, err := x.embedder.Passages(ctx, j.texts)
		switch {
		case err == nil:
			x.keep([]job{j}, vectors)
			done = append(done, j)
		case x.embedder.TextsAtFault(err):
			refused, said = append(refused, j), append(said, fmt.Errorf("embedding episode %q: %w", j.id, err))
		default:
			return nil, err
		}
	}
	if len(done) == 0 {
		return nil, said[0]
	}
	for _, j := range refused {
		x.refused[j.id] = j.text
	}
	x.refusals = append(x.refusals, said...)
	return done, nil
}
