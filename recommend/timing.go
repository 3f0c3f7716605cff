package recommend

import (
	"context"
	"time"
)

// Timing is how long the stages of one answer took. The stages do not overlap. A stage that the
// answer did not need is 0.
type Timing struct {
	// Retrieval is the name of the implementation that found the nearest passages; empty if the
	// answer did not search vectors.
	Retrieval string
	// Nearest is the time to find the nearest passages.
	Nearest time.Duration
	// Words is the time in the word index.
	Words time.Duration
	// Embed is the time the answer waited for the vector of its text after its words were found.
	Embed time.Duration
	// Rank is the rest: scores, order, reasons, and reading the episodes of the results.
	Rank time.Duration
}

type timingKey struct{}

// WithTiming returns a context for one answer of an [Engine], and the timing that the engine
// fills in before it returns. An answer that fails may leave it incomplete.
func WithTiming(ctx context.Context) (context.Context, *Timing) {
	t := &Timing{}
	return context.WithValue(ctx, timingKey{}, t), t
}

// timingOf returns the timing of a context, or a new one if there is none.
func timingOf(ctx context.Context) *Timing {
	if t, ok := ctx.Value(timingKey{}).(*Timing); ok {
		return t
	}
	return &Timing{}
}

// begin returns the context and the revision for one answer, and a function to call at the end
// of the answer.
func (e *Engine) begin(ctx context.Context) (timed context.Context, v Revision, end func()) {
	v = *e.current.Load()
	t, ok := ctx.Value(timingKey{}).(*Timing)
	if !ok {
		ctx, t = WithTiming(ctx)
	}
	start := time.Now()
	v.Index = timedIndex{v.Index, t}
	return ctx, v, func() {
		t.Rank = time.Since(start) - t.Nearest - t.Words - t.Embed
		e.onRanked(*t)
	}
}

// addTime adds the time since start to a stage.
func addTime(stage *time.Duration, start time.Time) { *stage += time.Since(start) }
