package indexer

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend/local"
	"segue/recommend/passage"
)

// stepTexts is the highest number of texts between two progress reports and checks of the
// catalogue: a whole batch of the built-in model, which takes one or two seconds.
const stepTexts = 64

// firstTexts is the number of texts of the first step; each further step has twice as many. A
// catalogue that has just changed often changes again, and new episodes should be found by
// their words before the model has worked for seconds.
const firstTexts = 8

// embed embeds the pending jobs, and stops early if the catalogue has changed. It calls done
// with the numbers of jobs and texts of each step.
func (x *modelIndex) embed(ctx context.Context, done func(jobs, texts int)) (changed bool, err error) {
	for most := firstTexts; len(x.pending) > 0; most = min(2*most, stepTexts) {
		claimed, jobs, texts, err := x.step(ctx, most)
		if err != nil {
			return false, errors.Join(err, x.publishRest(ctx))
		}
		if claimed == 0 { // other processes work on the episodes
			if err := x.publishRest(ctx); err != nil {
				return false, err
			}
			sleep(ctx, poll)
			if changed, err := x.outdated(ctx); changed || err != nil {
				return changed, err
			}
			continue
		}
		x.unpublished = true
		if x.publishPace.due() {
			if err := x.publish(); err != nil {
				return false, err
			}
		}
		done(jobs, texts)
		if x.readPace.due() {
			if changed, err := x.outdated(ctx); changed || err != nil {
				return changed, err
			}
		}
	}
	if err := x.publishRest(ctx); err != nil {
		return false, err
	}
	if err := x.calibrate(ctx); err != nil {
		return false, err
	}
	return x.outdated(ctx)
}

// publishRest publishes the vectors that are not published yet.
func (x *modelIndex) publishRest(ctx context.Context) error {
	if !x.unpublished || ctx.Err() != nil {
		return nil
	}
	return x.publish()
}

// task is an episode of a step with the texts to embed.
type task struct {
	job
	texts []string
}

// step embeds the next few episodes, with at most the given number of texts, and returns how many
// pending jobs this process claimed, and the numbers of episodes and texts that are embedded.
func (x *modelIndex) step(ctx context.Context, most int) (claimed, jobs, texts int, err error) {
	claimed, err = x.claim(ctx, most)
	if err != nil || claimed == 0 {
		return 0, 0, 0, err
	}
	defer x.release(ctx)
	taken, tasks, err := x.next(ctx, claimed, most)
	if err != nil {
		return claimed, 0, 0, err
	}
	all := textsOf(tasks)
	done, err := tasks, error(nil)
	if len(all) > 0 {
		var vectors [][]float32
		vectors, err = x.model.Passages(ctx, all)
		switch {
		case err == nil:
			err = x.storeVectors(ctx, tasks, vectors)
		case len(tasks) > 1 && x.model.TextsAtFault(err):
			done, err = x.oneByOne(ctx, tasks)
		default:
			err = fmt.Errorf("embedding %d episodes from %q on: %w", len(tasks), tasks[0].id, err)
		}
	}
	if err != nil {
		return claimed, 0, 0, err
	}
	x.pending = x.pending[taken:]
	return claimed, len(done), len(textsOf(done)), nil
}

func textsOf(tasks []task) []string {
	var texts []string
	for _, t := range tasks {
		texts = append(texts, t.texts...)
	}
	return texts
}

// next returns the tasks of the next step, at least one of the claimed jobs, and the number of
// pending jobs that they complete. A job is complete without a task if its episode has changed: the next read finds it
// again.
func (x *modelIndex) next(ctx context.Context, claimed, most int) (taken int, tasks []task, err error) {
	chunk := x.pending[:min(claimed, most)] // each has a text
	read := map[data.EpisodeID][]string{}
	err = x.eachText(ctx, chunk, func(j job, texts []string) error {
		read[j.id] = texts
		return nil
	})
	count := 0
	for _, j := range chunk {
		texts := read[j.id]
		if len(tasks) > 0 && count+len(texts) > most {
			break
		}
		taken++
		if count += len(texts); len(texts) > 0 {
			tasks = append(tasks, task{j, texts})
		} else {
			x.known[j.id] = textKeys{} // a change; the next read must not treat it as unchanged
		}
	}
	return taken, tasks, err
}

// eachText calls each with the texts of the passages of jobs. It leaves out episodes that have
// changed.
func (x *modelIndex) eachText(ctx context.Context, jobs []job, each func(job, []string) error) error {
	ids, byID := make([]data.EpisodeID, len(jobs)), make(map[data.EpisodeID]job, len(jobs))
	for i, j := range jobs {
		ids[i], byID[j.id] = j.id, j
	}
	return x.catalog.Each(ctx, ids, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		e.Description = x.boilerplate.Set().Strip(e.Show.ID, e.Description)
		j := byID[e.ID]
		if textKeyOf(e.Title, e.Description) != j.text {
			return nil
		}
		return each(j, passage.Texts(e.Title, e.Description))
	})
}

// storeVectors adds the vectors of tasks to the index. vectors has all of them, in order.
func (x *modelIndex) storeVectors(ctx context.Context, tasks []task, vectors [][]float32) error {
	list := make([]local.Embedded, len(tasks))
	for i, t := range tasks {
		list[i] = local.Embedded{ID: t.id, Passages: vectors[:len(t.texts)]}
		vectors = vectors[len(t.texts):]
	}
	next, err := x.index.Embed(ctx, list)
	if err == nil {
		x.index = next
	}
	return err
}

// oneByOne embeds each task alone after the model refused a text of one of them. It marks the
// episodes that the model refuses and returns the others. If the model refuses all of them, the
// cause is something else, such as a wrong model name, and oneByOne marks none.
func (x *modelIndex) oneByOne(ctx context.Context, tasks []task) ([]task, error) {
	var done, refused []task
	var refusals []error
	for _, t := range tasks {
		vectors, err := x.model.Passages(ctx, t.texts)
		if err == nil {
			if err := x.storeVectors(ctx, []task{t}, vectors); err != nil {
				return nil, err
			}
			done = append(done, t)
			continue
		}
		if !x.model.TextsAtFault(err) {
			return nil, err
		}
		refused, refusals = append(refused, t), append(refusals, fmt.Errorf("embedding episode %q: %w", t.id, err))
	}
	if len(done) == 0 {
		return nil, refusals[0]
	}
	for _, t := range refused {
		x.refused[t.id] = t.text
	}
	x.refusals = append(x.refusals, refusals...)
	return done, nil
}
