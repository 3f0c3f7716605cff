package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"segue/embed"
)

// logFailuresEvery is the minimum time between two log lines about a failing model.
// Otherwise every search would log the same.
const logFailuresEvery = time.Minute

// logFailures returns a function that logs the error of embedding a query.
func logFailures(log *slog.Logger) func(context.Context, error) {
	var last atomic.Int64
	return func(ctx context.Context, err error) {
		now := time.Now().UnixNano()
		if before := last.Load(); ctx.Err() == nil && now-before >= int64(logFailuresEvery) && last.CompareAndSwap(before, now) {
			log.Warn("the query could not be embedded; the answer uses words only", "error", modelFailure(err))
			log.Debug("error of the model", "error", err)
		}
	}
}

// modelFailures are the kinds of model errors.
var modelFailures = []error{
	embed.ErrUnauthorized, embed.ErrRateLimited, embed.ErrUnavailable, embed.ErrQuota, embed.ErrTooLarge, embed.ErrRejected, embed.ErrBadVectors, embed.ErrBudget, context.DeadlineExceeded,
}

// modelFailure describes the error of a model without the provider's message, which may
// contain the query.
func modelFailure(err error) string {
	for _, kind := range modelFailures {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return "the model failed"
}

// isModelFailure reports whether err is an error of a model. Words can then answer.
func isModelFailure(err error) bool {
	for _, kind := range modelFailures {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// failure stores the error of embedding the text of a request.
type failure struct {
	mu  sync.Mutex
	err error
}

func (f *failure) set(_ context.Context, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

func (f *failure) get() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}

// noModel replaces a model that is not needed or not available. No text has a vector.
type noModel struct{}

var errNoModel = errors.New("there is no model")

func (noModel) Query(context.Context, string) ([]float32, error)        { return nil, errNoModel }
func (noModel) Passages(context.Context, []string) ([][]float32, error) { return nil, errNoModel }
func (noModel) TextsAtFault(error) bool                                 { return false }
func (noModel) RetryAfter(error) time.Duration                          { return 0 }

func (noModel) Cached(_ context.Context, texts []string) ([][]float32, error) {
	return make([][]float32, len(texts)), nil
}
