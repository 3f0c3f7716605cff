package indexer

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"segue/data"
	"segue/recommend"
)

// Model is a model with the name of its vectors.
type Model struct {
	Embedder
	Name string
}

// Models know which model a catalogue is to be answered with.
type Models interface {
	// Wanted returns the choice of a model in a form in which only equal ones are
	// equal. It is asked some times a second, and calls no model.
	Wanted(ctx context.Context) (choice string, err error)
	// Connect returns the model of a choice, if it answers.
	Connect(ctx context.Context, choice string) (Model, error)
}

// Changed says that searches and episodes are compared by another model.
type Changed struct {
	From, To string
	// Took is the time since the choice was noticed.
	Took time.Duration
}

// Follow makes [Indexer.Run] and [Indexer.Sync] change to the model that is wanted;
// choice is that of the model of [New]. The old one goes on answering, and new
// episodes are found by their words, until the new one has vectors of as many
// episodes, or of so many that meaning can rank the catalogue
// ([recommend.Snapshot.CaughtUp]). Then searches and episodes change together. Where
// the new one cannot be connected, the old one stays, and it is tried again. Report
// is told of each change; what keeps one from happening is told as by
// [Indexer.OnIgnored].
func (x *Indexer) Follow(m Models, choice string, report func(Changed)) {
	x.change = &change{models: m, choice: choice, report: report}
	x.change.seen.Store(&choice)
}

// change is a change of the model.
type change struct {
	models Models
	report func(Changed)
	// choice is that of the model that answers.
	choice string
	// next is the indexer of the next model, whose snapshots go through gate; nil
	// where the model that answers is the one that is wanted.
	next  *Indexer
	gate  *gate
	begun time.Time
	// seen is the choice that was seen last.
	seen atomic.Pointer[string]

	// failed is the choice that could not be connected, which is tried again at retry.
	failed string
	retry  time.Time
	pause  time.Duration
	said   string
}

// turn looks which model is wanted, and reports whether it is another than the one
// that answers.
func (x *Indexer) turn(ctx context.Context) bool {
	c := x.change
	if c == nil {
		return false
	}
	wanted, err := c.models.Wanted(ctx)
	before := *c.seen.Load()
	switch {
	case err != nil: // whoever reads the catalogue next says so
	case wanted == c.choice:
		c.next, c.failed = nil, ""
	case wanted == before && (c.next != nil || time.Now().Before(c.retry)):
	default:
		c.next, c.begun, c.retry = nil, time.Now(), time.Time{}
		x.connect(ctx, wanted)
	}
	if err == nil {
		c.seen.Store(&wanted)
	}
	return c.next != nil
}

// connect makes the model of a choice the next one.
func (x *Indexer) connect(ctx context.Context, choice string) {
	c := x.change
	m, err := c.models.Connect(ctx, choice)
	if err != nil {
		x.cannotConnect(ctx, choice, err)
		return
	}
	c.failed, c.said = "", ""
	next := *x
	next.embedder, next.model, next.change = m.Embedder, m.Name, nil
	next.revision, next.pending, next.unpublished = -1, nil, false
	next.vectors, next.refused, next.refusals = map[data.EpisodeID]embedded{}, map[data.EpisodeID]textKey{}, nil
	c.gate = &gate{engine: x.engine, old: x, next: &next}
	next.engine, c.next = c.gate, &next
}

func (x *Indexer) cannotConnect(ctx context.Context, choice string, err error) {
	c := x.change
	if ctx.Err() != nil {
		return
	}
	c.pause = min(2*c.pause, maxPause)
	if choice != c.failed {
		c.pause = minPause
	}
	c.failed, c.retry = choice, time.Now().Add(c.pause)
	if err.Error() != c.said {
		c.said = err.Error()
		x.ignored(fmt.Errorf("the catalogue's model cannot be used yet, %q goes on answering: %w", x.model, err))
	}
}

// due reports whether a choice that failed is to be tried again.
func (c *change) due() bool { return c != nil && c.failed != "" && !time.Now().Before(c.retry) }

// isOther reports whether another choice is wanted than the one that was seen last.
func (c *change) isOther(ctx context.Context) bool {
	if c == nil {
		return false
	}
	wanted, err := c.models.Wanted(ctx)
	return err == nil && wanted != *c.seen.Load()
}

// build is a pass by the next model, while the old one answers.
func (x *Indexer) build(ctx context.Context, done *tally) (changed bool, err error) {
	next := x.change.next
	if _, err := next.Load(ctx); err != nil {
		return false, err
	}
	if x.adopt() {
		return x.embed(ctx, func(jobs []job) { done.add(x, jobs) })
	}
	if _, err := x.Load(ctx); err != nil {
		return false, err
	}
	changed, err = next.embed(ctx, func(jobs []job) { done.add(next, jobs) })
	if !x.adopt() {
		x.refusals, next.refusals = append(x.refusals, next.refusals...), nil
	}
	return changed, err
}

// adopt makes the next indexer the one that answers, if its snapshots do already.
func (x *Indexer) adopt() bool {
	c, engine, from := x.change, x.engine, x.model
	if !c.gate.open {
		return false
	}
	*x = *c.next
	x.engine, x.change = engine, c
	c.choice, c.next, c.gate = *c.seen.Load(), nil, nil
	c.report(Changed{From: from, To: x.model, Took: time.Since(c.begun)})
	return true
}

// gate keeps snapshots of the next model from the engine until one may answer.
type gate struct {
	engine    Engine
	old, next *Indexer
	open      bool
}

// Use implements [Engine].
func (g *gate) Use(s *recommend.Snapshot) {
	g.open = g.open || s.CaughtUp() || len(g.next.vectors) >= len(g.old.vectors)
	if g.open {
		g.engine.Use(s)
	}
}
