package indexer

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"segue/recommend"
)

// Model is a model with the name of its vectors.
type Model struct {
	Embedder
	Name string
}

// Models provides the model that a catalogue has chosen.
type Models interface {
	// Choice returns the chosen model as a text; equal texts mean the same model. It is
	// called several times per second and must not call a model.
	Choice(ctx context.Context) (choice string, err error)
	// Connect returns the model of a choice if the model responds.
	Connect(ctx context.Context, choice string) (Model, error)
}

// ModelSwitch reports a switch to another model.
type ModelSwitch struct {
	From, To string
	// Took is the time since the choice changed.
	Took time.Duration
}

// WatchModel makes [Indexer.Run] and [Indexer.Sync] switch to another model when the choice
// changes; choice is the choice of the model of [New]. The old model answers until the new
// one has vectors of as many episodes, or of enough to rank the catalogue by meaning
// ([recommend.Info.CaughtUp]); until then, new episodes are found by their words. Then
// searches and episodes switch together. If the new model cannot be connected, the old one
// stays and the indexer retries. It calls report after each switch, and the function of
// [Indexer.OnIgnored] if a switch is not possible.
func (x *Indexer) WatchModel(m Models, choice string, report func(ModelSwitch)) {
	x.watch = &modelWatch{models: m, choice: choice, report: report}
	x.watch.seen.Store(&choice)
}

// modelWatch watches the choice of the model.
type modelWatch struct {
	models Models
	report func(ModelSwitch)
	// choice is the choice of the active model.
	choice string
	// next is the index of the next model, which publishes to gate; nil if the active model
	// is the chosen one.
	next  *modelIndex
	gate  *gate
	begun time.Time
	// seen is the last choice that was seen.
	seen atomic.Pointer[string]

	// failed is a choice that could not be connected. It is retried at retry.
	failed   string
	retry    time.Time
	pause    time.Duration
	reported string
}

// checkModel reads the choice and connects a new model. It reports whether there is a next
// model.
func (x *Indexer) checkModel(ctx context.Context) bool {
	w := x.watch
	if w == nil {
		return false
	}
	choice, err := w.models.Choice(ctx)
	if err != nil {
		return w.next != nil // reading the catalogue fails too, and that error is reported
	}
	before := *w.seen.Load()
	switch {
	case choice == w.choice:
		w.next, w.failed = nil, ""
	case choice == before && (w.next != nil || time.Now().Before(w.retry)):
	default:
		w.next, w.begun, w.retry = nil, time.Now(), time.Time{}
		x.connect(ctx, choice)
	}
	w.seen.Store(&choice)
	return w.next != nil
}

// connect makes the model of a choice the next one.
func (x *Indexer) connect(ctx context.Context, choice string) {
	w := x.watch
	m, err := w.models.Connect(ctx, choice)
	if err != nil {
		x.connectFailed(ctx, choice, err)
		return
	}
	w.failed, w.reported = "", ""
	w.gate = &gate{engine: x.engine, old: x.active}
	w.next = newModelIndex(x.settings, m, w.gate)
	w.next.reported = x.active.reported
	w.gate.next = w.next
}

func (x *Indexer) connectFailed(ctx context.Context, choice string, err error) {
	w := x.watch
	if ctx.Err() != nil {
		return
	}
	w.pause = min(2*w.pause, maxPause)
	if choice != w.failed {
		w.pause = minPause
	}
	w.failed, w.retry = choice, time.Now().Add(w.pause)
	if err.Error() != w.reported {
		w.reported = err.Error()
		x.ignored(fmt.Errorf("cannot use the chosen model yet, %q still answers: %w", x.active.model.Name, err))
	}
}

// due reports whether it is time to retry a choice that failed.
func (w *modelWatch) due() bool { return w != nil && w.failed != "" && !time.Now().Before(w.retry) }

// hasNewChoice reports whether the choice differs from the last one that was seen.
func (w *modelWatch) hasNewChoice(ctx context.Context) bool {
	if w == nil {
		return false
	}
	choice, err := w.models.Choice(ctx)
	return err == nil && choice != *w.seen.Load()
}

// passWithNext embeds with the next model while the active one answers.
func (x *Indexer) passWithNext(ctx context.Context, done *tally) (changed bool, err error) {
	next := x.watch.next
	if _, err := next.load(ctx); err != nil {
		return false, err
	}
	if x.switchIfReady() {
		return next.embed(ctx, func(jobs, texts int) { done.add(next, jobs, texts) })
	}
	if _, err := x.active.load(ctx); err != nil {
		return false, err
	}
	changed, err = next.embed(ctx, func(jobs, texts int) { done.add(next, jobs, texts) })
	if !x.switchIfReady() {
		x.active.refusals = append(x.active.refusals, next.refusals...)
		next.refusals = nil
	}
	return changed, err
}

// switchIfReady makes the next index the active one if it has published a revision.
func (x *Indexer) switchIfReady() bool {
	w, from := x.watch, x.active.model.Name
	if !w.gate.open {
		return false
	}
	x.active = w.next
	x.active.engine = x.engine
	w.choice, w.next, w.gate = *w.seen.Load(), nil, nil
	w.report(ModelSwitch{From: from, To: x.active.model.Name, Took: time.Since(w.begun)})
	return true
}

// gate passes revisions of the next model on to the engine as soon as one is good enough.
type gate struct {
	engine    Engine
	old, next *modelIndex
	open      bool
}

// Use implements [Engine].
func (g *gate) Use(v recommend.Revision) {
	g.open = g.open || v.Index.Info().CaughtUp() || g.next.progress().Embedded >= g.old.progress().Embedded
	if g.open {
		g.engine.Use(v)
	}
}
