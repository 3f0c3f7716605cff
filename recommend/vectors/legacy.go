package vectors

import (
	"context"

	"segue/data"
	"segue/recommend"
)

// Legacy gives an index the methods of [recommend.Index]; episodes are those that
// the index was built of.
func Legacy(x *Index, episodes []Episode) recommend.Index {
	l := legacy{index: x, position: make(map[data.EpisodeID]int, len(episodes))}
	for n, e := range episodes {
		l.ids = append(l.ids, e.ID)
		l.position[e.ID] = n
	}
	return l
}

type legacy struct {
	index    *Index
	ids      []data.EpisodeID
	position map[data.EpisodeID]int
}

func (l legacy) Has(id data.EpisodeID) bool {
	_, ok := l.Vector(id)
	return ok
}

func (l legacy) Vector(id data.EpisodeID) ([]float32, bool) {
	n, ok := l.position[id]
	if !ok || l.index.Vector(n) == nil {
		return nil, false
	}
	return append([]float32(nil), l.index.Vector(n)...), true
}

func (l legacy) Episodes(ctx context.Context, query []float32) ([]recommend.Match, error) {
	similarity := make([]float32, len(l.ids))
	if err := l.index.Means(ctx, query, similarity); err != nil {
		return nil, err
	}
	var matches []recommend.Match
	for n, s := range similarity {
		if s != recommend.NoVector {
			matches = append(matches, recommend.Match{Episode: l.ids[n], Similarity: s})
		}
	}
	return matches, nil
}

func (l legacy) Passages(ctx context.Context, query []float32) ([]recommend.Match, error) {
	nearest := make([]recommend.Nearest, len(l.ids))
	if err := l.index.Passages(ctx, query, nearest); err != nil {
		return nil, err
	}
	var matches []recommend.Match
	for n, near := range nearest {
		if near.Best != recommend.NoVector {
			matches = append(matches, recommend.Match{Episode: l.ids[n], Passage: int(near.Passage), Similarity: near.Best})
		}
	}
	return matches, nil
}
