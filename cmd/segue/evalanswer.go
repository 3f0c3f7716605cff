package main

import (
	"context"
	"errors"
	"sync"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/recommend"
	"segue/recommend/judge"
)

// errByWords says that a question was not answered by what was to be measured.
var errByWords = app.WithHint(errors.New("the model did not embed the question in time, so the answer is by words alone"),
	"measure with a model that answers faster, or again when it is less busy")

// answers returns the App's answers by weights. It calls next after each.
func answers(a *app.App, kind judge.Kind, w recommend.Weights, next func()) judge.Answer {
	return func(ctx context.Context, q judge.Query) ([]data.EpisodeID, error) {
		defer next()
		return deep(func(offset int) (recommend.Answer, error) {
			o := recommend.Options{Limit: recommend.MaxLimit, Offset: offset, Weights: &w}
			if kind == judge.Similar {
				found, err := a.Engine.Similar(ctx, data.Ref{ID: q.Episode}, o)
				return found.Answer, err
			}
			found, err := a.Engine.Search(ctx, q.Text, o)
			if err == nil && w.Search > 0 && found.Mode == recommend.ModeKeyword {
				err = errByWords
			}
			return found.Answer, err
		})
	}
}

// deep pages through the first [judge.Depth] results.
func deep(page func(offset int) (recommend.Answer, error)) ([]data.EpisodeID, error) {
	var ranked []data.EpisodeID
	for len(ranked) < judge.Depth {
		found, err := page(len(ranked))
		if err != nil {
			return nil, err
		}
		for _, r := range found.Results {
			ranked = append(ranked, r.Episode.ID)
		}
		if !found.More || len(found.Results) == 0 {
			break
		}
	}
	return ranked, nil
}

// steps counts work of several goroutines on a bar.
type steps struct {
	mu          sync.Mutex
	bar         *bar
	done, total int
}

func newSteps(b *bar, total int) *steps { return &steps{bar: b, total: total} }

func (s *steps) next() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done++
	s.bar.set(s.done, s.total)
}

func (s *steps) close() { s.bar.close() }
