package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"segue/embed"
	"segue/server/respond"
)

// logFailuresEvery is the minimum time between two log lines about a failing model.
// Otherwise every search would log the same line.
const logFailuresEvery = time.Minute

// logFailures returns a function that logs errors of embedding queries, at most one per minute. The
// complete error, which may contain the query, is logged at the level debug only.
func logFailures(log *slog.Logger) func(context.Context, error) {
	var last atomic.Int64
	return func(ctx context.Context, err error) {
		now := time.Now().UnixNano()
		if before := last.Load(); ctx.Err() == nil && now-before >= int64(logFailuresEvery) && last.CompareAndSwap(before, now) {
			ids := respond.InfoOf(ctx).IDs()
			log.LogAttrs(ctx, slog.LevelWarn, "the query could not be embedded; the answer uses words only", append(ids, slog.String("error", describeModelError(err)))...)
			log.LogAttrs(ctx, slog.LevelDebug, "error of the model", append(ids, slog.Any("error", err))...)
		}
	}
}

// modelErrors are the kinds of model errors.
var modelErrors = []error{
	embed.ErrUnauthorized, embed.ErrRateLimited, embed.ErrUnavailable, embed.ErrQuota, embed.ErrTooLarge, embed.ErrRejected, embed.ErrBadVectors, embed.ErrBudget, context.DeadlineExceeded,
}

// modelErrorKind returns the kind of a model's error, or nil for another error.
func modelErrorKind(err error) error {
	for _, kind := range modelErrors {
		if errors.Is(err, kind) {
			return kind
		}
	}
	return nil
}

// describeModelError describes the error of a model without the provider's message, which may
// contain the query.
func describeModelError(err error) string {
	if kind := modelErrorKind(err); kind != nil {
		return kind.Error()
	}
	return "the model failed"
}

// isModelError reports whether err is an error of a model. Words can then answer.
func isModelError(err error) bool { return modelErrorKind(err) != nil }

// lastError keeps the last error of embedding a query.
type lastError struct {
	mu  sync.Mutex
	err error
}

func (f *lastError) set(_ context.Context, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

func (f *lastError) get() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
