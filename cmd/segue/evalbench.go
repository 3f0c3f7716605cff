package main

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/judge"
)

// bench measures tasks on episodes in memory. Their vectors are those of client.
type bench struct {
	terminal *terminal
	client   *embed.Client
	weights  recommend.Weights // in use
	shares   []float64         // to measure
	only     []string          // configurations to measure; all if nil
}

// bench returns one whose vectors are kept in a catalogue.
func (cmd *evalCommand) bench(ctx context.Context, t *terminal, kept *catalog.Catalog) (*bench, error) {
	spec, _, err := cmd.choice().Resolve(ctx, kept)
	if err != nil {
		return nil, err
	}
	client, err := cmd.budget().Client(ctx, spec, kept)
	if err != nil {
		return nil, err
	}
	return &bench{terminal: t, client: client, weights: recommend.DefaultWeights(), shares: shares}, nil
}

// measured is a task with what each configuration answered.
type measured struct {
	task  judge.Task
	runs  []judge.Run
	model string
}

// run returns that of a configuration, and false where the task has none.
func (m measured) run(configuration string) (judge.Run, bool) {
	i := slices.IndexFunc(m.runs, func(r judge.Run) bool { return r.Configuration == configuration })
	if i < 0 {
		return judge.Run{}, false
	}
	return m.runs[i], true
}

// measure measures the tasks of a set, in their order.
func (b *bench) measure(ctx context.Context, set judge.Collection) ([]measured, error) {
	list := make([]measured, len(set.Tasks))
	done := make([]bool, len(set.Tasks))
	for i, task := range set.Tasks {
		if done[i] {
			continue
		}
		// Tasks that need the same episodes share an index of them.
		p, err := b.index(ctx, set.Name, prepare(task, set.Episodes))
		if err != nil {
			return nil, err
		}
		for j := i; j < len(set.Tasks) && err == nil; j++ {
			if preparation(set.Tasks[j]) == preparation(task) {
				done[j] = true
				list[j], err = b.measureOne(ctx, p, set.Name, set.Tasks[j])
			}
		}
		p.Close()
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// prepare takes out of a task's episodes what made its labels: a hidden sentence,
// and the names that the words of an episode are found by.
func prepare(task judge.Task, episodes []data.Episode) []data.Episode {
	episodes = task.Blind(episodes) // a copy
	for i := range episodes {
		if slices.Contains(task.Without, judge.SignalPeople) {
			episodes[i].People = nil
		}
		if slices.Contains(task.Without, judge.SignalTags) {
			episodes[i].Tags = nil
		}
	}
	return episodes
}

// preparation tells whether two tasks of a set need the same episodes.
func preparation(task judge.Task) string {
	if len(task.Hide) > 0 {
		return "sentences of " + task.Name
	}
	return fmt.Sprint(slices.Contains(task.Without, judge.SignalPeople), slices.Contains(task.Without, judge.SignalTags))
}

// index embeds episodes in memory. The caller closes the App.
func (b *bench) index(ctx context.Context, name string, episodes []data.Episode) (*app.App, error) {
	p, err := app.Open(ctx, app.Options{Mode: app.Search, Client: b.client, Log: b.terminal.log})
	if err != nil {
		return nil, err
	}
	if err := b.fill(ctx, p, name, episodes); err != nil {
		p.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func (b *bench) fill(ctx context.Context, p *app.App, name string, episodes []data.Episode) error {
	if _, err := p.Catalog.Upsert(ctx, episodes); err != nil {
		return err
	}
	var last indexer.Progress
	shown := newBar(b.terminal.stderr, "embedding "+name)
	defer shown.close()
	return p.Indexer.Sync(ctx, shown.embedded(&last))
}

// measureOne measures all configurations of a task.
func (b *bench) measureOne(ctx context.Context, p *app.App, set string, task judge.Task) (measured, error) {
	list := configurations(task, b.weights, b.shares)
	if b.only != nil {
		list = slices.DeleteFunc(list, func(c configuration) bool { return !slices.Contains(b.only, c.name) })
	}
	var distinct []recommend.Weights
	for _, c := range list {
		if w := decisive(task.Kind, c.weights); !slices.Contains(distinct, w) {
			distinct = append(distinct, w)
		}
	}
	name := set + ", " + task.Name
	steps := newSteps(newBar(b.terminal.stderr, "measuring "+name), len(distinct)*len(task.Queries))
	defer steps.close()
	runs := make([]judge.Run, len(distinct))
	err := atOnce(ctx, len(distinct), func(ctx context.Context, i int) (err error) {
		runs[i], err = judge.Measure(ctx, hybrid(shareOf(distinct[i], task.Kind)), task, answers(p, task.Kind, distinct[i], steps.next))
		return err
	})
	if err != nil {
		return measured{}, fmt.Errorf("%s: %w", set, err)
	}
	m := measured{task: task, model: p.Engine.Status().Model}
	for _, c := range list {
		run := runs[slices.Index(distinct, decisive(task.Kind, c.weights))]
		run.Configuration = c.name
		m.runs = append(m.runs, run)
	}
	return m, nil
}

// atOnce calls do for 0 to n-1, on all processors, and returns the first error.
func atOnce(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var working sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		working.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					return
				}
				if err := do(ctx, i); err != nil {
					stop(err)
				}
			}
		})
	}
	working.Wait()
	return context.Cause(ctx)
}
