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
		return rankDeep(func(offset int) (recommend.Answer, error) {
			o := recommend.Options{Limit: recommend.MaxLimit, Offset: offset, Weights: &w, Unfiltered: true}
			if kind == Similar {
				found, err := engine.Similar(ctx, data.Ref{ID: q.Episode}, o)
				return found.Answer, err
			}
			found, err := engine.Search(ctx, q.Text, o)
			if err == nil && w.Search > 0 && found.Mode == recommend.ModeKeyword {
				err = ErrNoVector
			}
			return found.Answer, err
		})
	}
}

// rankDeep returns the first [Depth] results of a paged answer.
func rankDeep(page func(offset int) (recommend.Answer, error)) ([]data.EpisodeID, error) {
	var ranked []data.EpisodeID
	for len(ranked) < Depth {
		found, err := page(len(ranked))
		if err != nil {
			return nil, err
		}
		ranked = append(ranked, idsOf(found.Results)...)
		if !found.More || len(found.Results) == 0 {
			break
		}
	}
	return ranked, nil
}

func idsOf(results []recommend.Result) []data.EpisodeID {
	ids := make([]data.EpisodeID, len(results))
	for i, r := range results {
		ids[i] = r.Episode.ID
	}
	return ids
}
