package evaluate

import (
	"cmp"
	"slices"

	"segue/data"
)

// TopTen is the number of results that are compared.
const TopTen = 10

// answerPair has the rankings of two models for one episode, best first.
type answerPair struct {
	id            data.EpisodeID
	active, other []data.EpisodeID
}

// overlap returns the number of common results as a share of the longer list. It returns 1 if
// both lists are empty.
func overlap(a, b []data.EpisodeID) float64 {
	longer := max(len(a), len(b))
	if longer == 0 {
		return 1
	}
	return float64(intersection(a, b)) / float64(longer)
}

// intersection returns the number of common results.
func intersection(a, b []data.EpisodeID) int {
	n := 0
	for _, id := range a {
		if slices.Contains(b, id) {
			n++
		}
	}
	return n
}

// averageOverlap returns the mean of the overlaps at the depths 1, 2 and so on, so that the
// first places count most (Fagin, Kumar and Sivakumar, "Comparing Top k Lists", 2003). It
// returns 1 for equal lists.
func averageOverlap(a, b []data.EpisodeID) float64 {
	longer := max(len(a), len(b))
	if longer == 0 {
		return 1
	}
	sum := 0.0
	for depth := 1; depth <= longer; depth++ {
		sum += overlap(a[:min(depth, len(a))], b[:min(depth, len(b))])
	}
	return sum / float64(longer)
}

// Agreement compares the answers of two models.
type Agreement struct {
	Episodes int `json:"episodes"`
	// Mean is the mean overlap of the first ten results.
	Mean float64 `json:"mean"`
	// Order is the mean of the average overlap, which counts the first places most.
	Order float64 `json:"order"`
	// First is the share of the episodes whose first result is the same.
	First float64 `json:"first"`
	// Distribution counts the episodes by their overlap in tenths, from 0 to 10.
	Distribution [TopTen + 1]int `json:"distribution"`
	// Changed are the episodes whose results differ most, the most changed first.
	Changed []ChangedEpisode `json:"changed"`
}

// ChangedEpisode is an episode for which two models give different results.
type ChangedEpisode struct {
	ID      data.EpisodeID `json:"id"`
	Title   string         `json:"title"`
	Overlap float64        `json:"overlap"`
	Active  []RankedTitle  `json:"active"`
	Other   []RankedTitle  `json:"other"`

	order float64
}

// RankedTitle is one result of a model.
type RankedTitle struct {
	ID    data.EpisodeID `json:"id"`
	Title string         `json:"title"`
	// Both is true if the other model has this result too.
	Both bool `json:"both"`
}

// agreement compares the answers of two models. Changed has at most the given number of
// episodes.
func agreement(list []answerPair, titles map[data.EpisodeID]string, most int) Agreement {
	sum := Agreement{Episodes: len(list), Changed: []ChangedEpisode{}}
	for _, pair := range list {
		c := ChangedEpisode{ID: pair.id, Title: titles[pair.id], Overlap: overlap(pair.active, pair.other), order: averageOverlap(pair.active, pair.other)}
		sum.Mean += c.Overlap / float64(len(list))
		sum.Order += c.order / float64(len(list))
		if slices.Equal(first(pair.active, 1), first(pair.other, 1)) {
			sum.First += 1 / float64(len(list))
		}
		sum.Distribution[pair.tenths()]++
		if c.order < 1 {
			c.Active, c.Other = rankedTitles(pair.active, pair.other, titles), rankedTitles(pair.other, pair.active, titles)
			sum.Changed = append(sum.Changed, c)
		}
	}
	slices.SortStableFunc(sum.Changed, func(a, b ChangedEpisode) int {
		return cmp.Or(cmp.Compare(a.Overlap, b.Overlap), cmp.Compare(a.order, b.order), cmp.Compare(a.ID, b.ID))
	})
	sum.Changed = first(sum.Changed, most)
	return sum
}

// tenths returns the overlap in tenths. It uses integers, so that rounding cannot turn three
// of ten into two.
func (p answerPair) tenths() int {
	longer := max(len(p.active), len(p.other))
	if longer == 0 {
		return TopTen
	}
	return TopTen * intersection(p.active, p.other) / longer
}

func rankedTitles(list, other []data.EpisodeID, titles map[data.EpisodeID]string) []RankedTitle {
	ranked := []RankedTitle{}
	for _, id := range list {
		ranked = append(ranked, RankedTitle{id, titles[id], slices.Contains(other, id)})
	}
	return ranked
}
