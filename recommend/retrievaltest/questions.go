package retrievaltest

import (
	"context"
	"errors"

	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/recommend"
)

// rounding tolerates the rounding errors of cosines and weights.
var rounding = cmpopts.EquateApprox(0, 1e-5)

// questions are the arguments of retrievals.
type questions struct {
	vector       []float32
	k            int
	text         string
	least        float32
	scope        recommend.Scope
	common       recommend.Common
	show, person string
}

// answers are the results of all retrievals, without pointers.
type answers struct {
	Info        recommend.Info
	Nearest     [][]hit
	Matches     []hit
	Total       int
	Facets      recommend.Facets
	Like        []hit
	Weights     []float32
	Shares      []float32
	Spoken      float64
	Latest      []data.EpisodeID
	Distinct    []data.EpisodeID
	Titled      []data.EpisodeID
	Entries     []recommend.Entry
	Passages    [][][]float32
	AllFacets   recommend.Facets
	Suggestions []recommend.Suggestion
	Person      recommend.Person
}

// hit is a retrieved episode.
type hit struct {
	ID      data.EpisodeID
	Passage int
	Cosine  float32
	Weight  float32
}

func hitsOf(list []recommend.PassageHit) []hit {
	hits := []hit{}
	for _, h := range list {
		hits = append(hits, hit{ID: h.Entry.ID, Passage: h.Passage, Cosine: h.Cosine})
	}
	return hits
}

func matchesOf(list []recommend.WordHit) []hit {
	hits := []hit{}
	for _, h := range list {
		hits = append(hits, hit{ID: h.Entry.ID, Weight: h.Weight})
	}
	return hits
}

func idsOf(entries []*recommend.Entry) []data.EpisodeID {
	ids := []data.EpisodeID{}
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

// fataler is a test.
type fataler interface {
	Context() context.Context
	Fatal(args ...any)
	Helper()
}

// must returns a value, or ends the test.
func must[T any](t fataler) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ask returns the answers of an index.
func (q questions) ask(t fataler, x recommend.Index) (a answers) {
	t.Helper()
	ctx := t.Context()
	a.Info = x.Info()
	a.Info.Retrieval, a.Info.Name = "", "" // other implementations have other names
	nearest := []recommend.PassageQuery{
		{Vector: q.vector, Scope: q.scope, K: q.k},
		{Vector: q.vector, Scope: q.scope, K: q.k, FirstOnly: true},
		{Vector: unit(2), K: q.k + 1},
	}
	for n := range nearest { // one alone, and several at once
		for _, hits := range must[[][]recommend.PassageHit](t)(x.NearestPassages(ctx, nearest[n:])) {
			a.Nearest = append(a.Nearest, hitsOf(hits))
		}
	}
	all := must[[]*recommend.Entry](t)(x.Latest(ctx, recommend.LatestQuery{Limit: 1000}))
	q.askWords(t, x, all, &a)
	a.Latest = idsOf(must[[]*recommend.Entry](t)(x.Latest(ctx, recommend.LatestQuery{Scope: q.scope, Common: q.common, OnePerShow: true, Limit: q.k})))
	a.Distinct = idsOf(must[[]*recommend.Entry](t)(x.Latest(ctx, recommend.LatestQuery{Scope: q.scope, Distinct: true, Common: q.common, Limit: 1000})))
	a.Titled = idsOf(must[[]*recommend.Entry](t)(x.Titled(ctx, " "+q.text+". ")))
	for _, e := range all {
		entry := *e
		entry.Slot, entry.Series.ID = 0, ""
		a.Entries = append(a.Entries, entry)
		embeddings, err := x.Embeddings(ctx, []*recommend.Entry{e})
		if err != nil {
			t.Fatal(err)
		}
		a.Passages = append(a.Passages, embeddings[0].Passages)
	}
	a.AllFacets = must[recommend.Facets](t)(x.Facets(ctx, q.scope.Filter))
	a.Suggestions = must[[]recommend.Suggestion](t)(x.Suggest(ctx, q.text[:min(2, len(q.text))], 20))
	person, err := x.Person(ctx, q.person)
	if err != nil && !errors.Is(err, recommend.ErrUnknownPerson) {
		t.Fatal(err)
	}
	a.Person = person
	return a
}

func (q questions) askWords(t fataler, x recommend.Index, all []*recommend.Entry, a *answers) {
	t.Helper()
	ctx := t.Context()
	parsed := must[recommend.WordQuery](t)(x.Parse(ctx, q.text))
	scope := q.scope
	scope.Query = &parsed
	matches := must[recommend.Matches](t)(x.Match(ctx, parsed, scope, q.k))
	defer matches.Close()
	a.Matches = matchesOf(matches.Hits())
	a.Spoken = matches.Spoken()
	a.Weights = must[[]float32](t)(matches.Weights(ctx, all))
	a.Shares = must[[]float32](t)(matches.Shares(ctx, all))
	var err error
	if a.Total, a.Facets, err = matches.Count(ctx, q.least, all[:min(1, len(all))]); err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		return
	}
	terms := must[[]recommend.Term](t)(x.Terms(ctx, all[0], 10))
	like := must[recommend.Matches](t)(x.Like(ctx, terms, q.scope, q.k))
	defer like.Close()
	a.Like = matchesOf(like.Hits())
}
