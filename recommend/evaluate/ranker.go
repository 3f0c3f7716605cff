package evaluate

import (
	"context"
	"errors"

	"segue/data"
	"segue/recommend"
)

// Engine answers search and similar requests.
type Engine interface {
	Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error)
	Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error)
}

// ErrNoVector is returned if a search used words only in a configuration that needs vectors.
var ErrNoVector = errors.New("the model did not embed the query in time, so the search used words only")

// ranker returns a Ranker that uses weights w. It calls next after each query.
func ranker(engine Engine, kind Kind, w recommend.Weights, next func()) Ranker {
	return func(ctx context.Context, q Query) ([]data.EpisodeID, error) {
		defer next()
		o := recommend.Options{Limit: Depth, Bare: true, Weights: &w, Unfiltered: true}
		if kind == Similar {
			found, err := engine.Similar(ctx, data.Ref{ID: q.Episode}, o)
			return idsOf(found.Results), err
		}
		found, err := engine.Search(ctx, q.Text, o)
		if err == nil && w.Search > 0 && found.Mode == recommend.ModeKeyword {
			err = ErrNoVector
		}
		return idsOf(found.Results), err
	}
}

func idsOf(results []recommend.Result) []data.EpisodeID {
	ids := make([]data.EpisodeID, len(results))
	for i, r := range results {
		ids[i] = r.Episode.ID
	}
	return ids
}
