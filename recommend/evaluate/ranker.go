package evaluate

import (
	"context"
	"errors"

	"segue/data"
	"segue/recommend"
)

// Engine answers a search, and which episodes are like one.
type Engine interface {
	Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error)
	Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error)
}

// ErrNoVector reports that a search was answered without the model that was to be
// measured.
var ErrNoVector = errors.New("the model did not embed the question in time, so the answer is by words alone")

// ranker ranks by weights. It calls next after each query.
func ranker(engine Engine, kind Kind, w recommend.Weights, next func()) Ranker {
	return func(ctx context.Context, q Query) ([]data.EpisodeID, error) {
		defer next()
		return rankDeep(func(offset int) (recommend.Answer, error) {
			o := recommend.Options{Limit: recommend.MaxLimit, Offset: offset, Weights: &w}
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

// rankDeep pages through the first [Depth] results.
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
