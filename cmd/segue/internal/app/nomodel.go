package app

import (
	"context"
	"errors"
	"time"
)

// noModel replaces a model that is not needed or not available. No text has a vector.
type noModel struct{}

var errNoModel = errors.New("there is no model")

func (noModel) Query(context.Context, string) ([]float32, error)        { return nil, errNoModel }
func (noModel) Queries(context.Context, []string) ([][]float32, error)  { return nil, errNoModel }
func (noModel) Passages(context.Context, []string) ([][]float32, error) { return nil, errNoModel }
func (noModel) TextsAtFault(error) bool                                 { return false }
func (noModel) RetryAfter(error) time.Duration                          { return 0 }

func (noModel) Cached(_ context.Context, texts []string) ([][]float32, error) {
	return make([][]float32, len(texts)), nil
}
