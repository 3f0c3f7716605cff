package indexer

import (
	"context"
	"errors"
	"fmt"
)

// stepTexts is the highest number of texts between two progress reports and checks of the
// catalogue: a whole batch of the built-in model, which takes one or two seconds.
const stepTexts = 64

// firstTexts is the number of texts of the first step; each further step has twice as many. A
// catalogue that has just changed often changes again, and new episodes should be found by
// their words before the model has worked for seconds.
const firstTexts = 8

// embed embeds the pending jobs, and stops early if the catalogue has changed. It calls done
// with the jobs of each step.
func (x *modelIndex) embed(ctx context.Context, done func([]job)) (changed bool, err error) {
	for most := firstTexts; len(x.pending) > 0; most = min(2*most, stepTexts) {
		jobs, err := x.step(ctx, most)
		if err != nil {
			return false, errors.Join(err, x.publishRest(ctx))
		}
		x.unpublished = true
		if x.publishPace.due() {
			if err := x.publish(ctx); err != nil {
				return false, err
			}
		}
		done(jobs)
		if x.readPace.due() {
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

// publishRest publishes the vectors that are not published yet.
func (x *modelIndex) publishRest(ctx context.Context) error {
	if !x.unpublished || ctx.Err() != nil {
		return nil
	}
	return x.publish(ctx)
}

// step embeds the next few episodes, with at most the given number of texts, and returns them.
func (x *modelIndex) step(ctx context.Context, most int) ([]job, error) {
	jobs, texts := x.next(most)
	done := jobs
	vectors, err := x.model.Passages(ctx, texts)
	switch {
	case err == nil:
		x.storeVectors(jobs, vectors)
	case len(jobs) > 1 && x.model.TextsAtFault(err):
		if done, err = x.oneByOne(ctx, jobs); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("embedding %d episodes from %q on: %w", len(jobs), jobs[0].id, err)
	}
	x.pending = x.pending[len(jobs):]
	return done, nil
}

// next returns the jobs of the next step, at least one, with their texts.
func (x *modelIndex) next(most int) (jobs []job, texts []string) {
	n := 0
	for n < len(x.pending) && (n == 0 || len(texts)+len(x.pending[n].texts) <= most) {
		texts = append(texts, x.pending[n].texts...)
		n++
	}
	return x.pending[:n], texts
}

// storeVectors stores the vectors of jobs. vectors has all of them, in order.
func (x *modelIndex) storeVectors(jobs []job, vectors [][]float32) {
	for _, j := range jobs {
		x.vectors[j.id] = embedded{text: j.text, passages: vectors[:len(j.texts)]}
		vectors = vectors[len(j.texts):]
	}
}

// oneByOne embeds each job alone after the model refused a text of one of them. It marks the
// jobs that the model refuses and returns the others. If the model refuses all of them, the
// cause is something else, such as a wrong model name, and oneByOne marks none.
func (x *modelIndex) oneByOne(ctx context.Context, jobs []job) ([]job, error) {
	var done, refused []job
	var refusals []error
	for _, j := range jobs {
		vectors, err := x.model.Passages(ctx, j.texts)
		switch {
		case err == nil:
			x.storeVectors([]job{j}, vectors)
			done = append(done, j)
		case x.model.TextsAtFault(err):
			refused, refusals = append(refused, j), append(refusals, fmt.Errorf("embedding episode %q: %w", j.id, err))
		default:
			return nil, err
		}
	}
	if len(done) == 0 {
		return nil, refusals[0]
	}
	for _, j := range refused {
		x.refused[j.id] = j.text
	}
	x.refusals = append(x.refusals, refusals...)
	return done, nil
}
