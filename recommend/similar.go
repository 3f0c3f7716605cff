package recommend

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
	"segue/recommend/duplicate"
)

// likeTerms is how many terms say what an episode is about: all of a description,
// and of a transcript those that tell it best from others. With fewer the order
// gets worse where there are transcripts, with more it does not get better.
const likeTerms = 100

// Similar returns the episodes most like the one that ref points at, best first,
// never that episode itself or a re-run of it: near in meaning, about the same
// words, with the same guests, in the same series. Where there are not enough of
// those, the ladder follows: episodes that share people, tags, the show, and then
// the latest; see [Result.Source]. Similar uses stored vectors and never calls a
// model. It returns an error wrapping [data.ErrUnknownEpisode] if ref points at none.
func (e *Engine) Similar(ctx context.Context, ref data.Ref, o Options) (Similar, error) {
	episode, err := e.catalog.Find(ctx, ref)
	if err != nil {
		return Similar{}, err
	}
	s := e.current.Load()
	answer, err := e.similar(ctx, s, episode, o)
	if err != nil {
		return Similar{}, fmt.Errorf("similar to %q: %w", episode.ID, err)
	}
	return Similar{Episode: episode, Answer: answer}, nil
}

func (e *Engine) similar(ctx context.Context, s *Snapshot, episode data.Episode, o Options) (Answer, error) {
	r := s.ranking(o)
	n, known := s.position[episode.ID] // not known where it was stored just now
	var terms []Term
	mode := ModeKeyword
	r.weighTranscripts([]data.Episode{episode})
	if known {
		r.self = s.subject(n)
		r.exclude(n)
		var err error
		if terms, err = r.compare(ctx, n); err != nil {
			return Answer{}, err
		}
		mode = r.mode()
	}
	r.normalise()
	list := r.rank()
	if needed := o.Offset + MaxLimit + 1; len(list) < needed {
		list = r.withLadder(list, []data.Episode{episode}, needed)
	}
	answer, err := e.page(ctx, r, list, mode, DefaultSimilar, func(result *Result, c ranked) error {
		return r.whySimilar(ctx, episode, n, terms, result, c)
	})
	if len(list) == 0 {
		answer.Empty = r.whyEmpty(slices.Contains(r.chosen, true), "no other episode is in the catalogue")
	}
	return answer, err
}

// ranking begins an answer.
func (s *Snapshot) ranking(o Options) *ranking {
	r := &ranking{Snapshot: s, options: o, weights: s.weights, chosen: s.choose(o.Filter)}
	if o.Weights != nil {
		r.weights = *o.Weights
	}
	r.ratio = r.weights.Similar
	if o.SemanticRatio != nil {
		r.ratio = *o.SemanticRatio
	}
	return r
}

// weighTranscripts leaves meaning its part of the score beside transcripts, if all
// episodes that the answer is like have one and no other share was asked for.
func (r *ranking) weighTranscripts(like []data.Episode) {
	silent := func(e data.Episode) bool { return e.Transcript == "" }
	if len(like) > 0 && r.options.SemanticRatio == nil && !slices.ContainsFunc(like, silent) {
		r.ratio *= r.weights.Spoken
	}
}

// exclude takes out an episode and those that are the same.
func (r *ranking) exclude(n int) {
	r.chosen[n] = false
	for _, member := range r.group[n] {
		r.chosen[member] = false
	}
}

// compare fills in how like each episode is to n, and returns the terms that say
// what n is about.
func (r *ranking) compare(ctx context.Context, n int) (terms []Term, err error) {
	if vector := r.vectors.Vector(n); vector != nil && r.ratio > 0 {
		r.semantic = make([]float32, len(r.entries))
		if err := r.vectors.Means(ctx, vector, r.semantic); err != nil {
			return nil, err
		}
	}
	if r.ratio == 1 && r.semantic != nil {
		return nil, nil
	}
	if terms, err = r.words.Terms(ctx, n, likeTerms); err != nil {
		return nil, err
	}
	r.keyword = make([]float32, len(r.entries))
	return terms, r.words.Like(ctx, terms, r.keyword)
}

// mode is what the ranking is by.
func (r *ranking) mode() Mode {
	switch {
	case r.semantic == nil:
		return ModeKeyword
	case r.keyword == nil:
		return ModeSemantic
	default:
		return ModeHybrid
	}
}

// subject is one episode that an answer is like.
func (s *Snapshot) subject(n int) *subject {
	e := s.entries[n]
	return &subject{guests: e.guests, shows: e.facets.shows, series: s.series.Of(n), part: s.series.Part(n)}
}

// noSubject is the subject of an answer that is like nothing in particular.
func noSubject() *subject { return &subject{series: duplicate.NoSeries} }

// withLadder appends episodes that share something with one of selves, until there
// are needed: people, tags, show, nothing; the newest first within each rung.
func (r *ranking) withLadder(list []ranked, selves []data.Episode, needed int) []ranked {
	if r.options.Threshold > 0 {
		return list // these episodes have no score
	}
	rungs := map[Source][]ranked{}
	for n := range r.entries {
		if r.mayFollow(n) {
			source, _ := rungOf(selves, r.entries[n].Episode)
			rungs[source] = append(rungs[source], ranked{entry: n, source: source})
		}
	}
	list = slices.Concat(list, rungs[SourcePeople], rungs[SourceTags], rungs[SourceShow], rungs[SourceLatest])
	if r.options.CollapseShows {
		list = r.firstOfEachShow(list)
	}
	return list[:min(len(list), needed)]
}

// mayFollow reports whether n may be on the ladder: it is chosen, neither it nor one
// of its group was ranked, and it stands for its group.
func (r *ranking) mayFollow(n int) bool {
	for _, member := range r.group[n] {
		if r.candidate[member] {
			return false
		}
	}
	return r.chosen[n] && !r.candidate[n] && r.standsAmong(n, r.chosen)
}

// rungOf is the best rung that an episode shares with one of selves, and that one.
func rungOf(selves []data.Episode, other data.Episode) (Source, data.Episode) {
	for _, source := range []Source{SourcePeople, SourceTags, SourceShow} {
		for _, self := range selves {
			if shares(source, self, other) {
				return source, self
			}
		}
	}
	return SourceLatest, data.Episode{}
}

func shares(what Source, a, b data.Episode) bool {
	switch what {
	case SourcePeople:
		return len(sharedPeople(a, b)) > 0
	case SourceTags:
		return len(sharedTags(a, b)) > 0
	default:
		return a.Show.ID != "" && a.Show.ID == b.Show.ID
	}
}
