package recommend

import (
	"context"
	"time"
)

// timedIndex adds the time in an index to a timing. It is for one answer and not safe for
// concurrent use.
type timedIndex struct {
	Index
	timing *Timing
}

func (x timedIndex) NearestPassages(ctx context.Context, queries []PassageQuery) ([][]PassageHit, error) {
	defer addTime(&x.timing.Nearest, time.Now())
	x.timing.Retrieval = x.Info().Retrieval
	return x.Index.NearestPassages(ctx, queries)
}

func (x timedIndex) Parse(ctx context.Context, text string) (WordQuery, error) {
	defer addTime(&x.timing.Words, time.Now())
	return x.Index.Parse(ctx, text)
}

func (x timedIndex) Match(ctx context.Context, q WordQuery, s Scope, k int) (Matches, error) {
	defer addTime(&x.timing.Words, time.Now())
	return x.timed(x.Index.Match(ctx, q, s, k))
}

func (x timedIndex) Like(ctx context.Context, terms []Term, s Scope, k int) (Matches, error) {
	defer addTime(&x.timing.Words, time.Now())
	return x.timed(x.Index.Like(ctx, terms, s, k))
}

func (x timedIndex) Terms(ctx context.Context, e *Entry, limit int) ([]Term, error) {
	defer addTime(&x.timing.Words, time.Now())
	return x.Index.Terms(ctx, e, limit)
}

func (x timedIndex) Shared(ctx context.Context, terms []Term, e *Entry) ([]Term, error) {
	defer addTime(&x.timing.Words, time.Now())
	return x.Index.Shared(ctx, terms, e)
}

// timed returns matches whose time is added too.
func (x timedIndex) timed(m Matches, err error) (Matches, error) {
	if err != nil {
		return nil, err
	}
	return timedMatches{m, x.timing}, nil
}

// timedMatches are the matches of a timedIndex.
type timedMatches struct {
	Matches
	timing *Timing
}

func (m timedMatches) Weights(ctx context.Context, entries []*Entry) ([]float32, error) {
	defer addTime(&m.timing.Words, time.Now())
	return m.Matches.Weights(ctx, entries)
}

func (m timedMatches) Shares(ctx context.Context, entries []*Entry) ([]float32, error) {
	defer addTime(&m.timing.Words, time.Now())
	return m.Matches.Shares(ctx, entries)
}

func (m timedMatches) Count(ctx context.Context, least float32, others []*Entry) (int, Facets, error) {
	defer addTime(&m.timing.Words, time.Now())
	return m.Matches.Count(ctx, least, others)
}
