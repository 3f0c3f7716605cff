package main

import (
	"cmp"
	"slices"

	"segue/data"
)

// topTen is how many results two models are compared by.
const topTen = 10

// bothAnswers is what two models answer for one episode, best first.
type bothAnswers struct {
	id         data.EpisodeID
	now, other []data.EpisodeID
}

// overlap is the share of results that stand in both of two lists, whatever their
// order: of the longer one, and 1 where both are empty.
func overlap(a, b []data.EpisodeID) float64 {
	longer := max(len(a), len(b))
	if longer == 0 {
		return 1
	}
	return float64(shared(a, b)) / float64(longer)
}

// shared counts the results that stand in both lists.
func shared(a, b []data.EpisodeID) int {
	n := 0
	for _, id := range a {
		if slices.Contains(b, id) {
			n++
		}
	}
	return n
}

// averageOverlap is the mean of the overlaps of the first one, the first two and so on,
// so that the first places count most (Fagin, Kumar and Sivakumar, "Comparing Top k
// Lists", 2003). It is 1 for lists in the same order.
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

// overlaps say how much two models agree.
type overlaps struct {
	Episodes int `json:"episodes"`
	// Mean is the mean of the shares of the first ten results that both models give.
	Mean float64 `json:"mean"`
	// Order is the same with the first places counted most.
	Order float64 `json:"order"`
	// First is the share of the episodes whose first result is the same.
	First float64 `json:"first"`
	// Distribution counts the episodes by their share, in tenths: those that share less
	// than one in ten first, those that share all last.
	Distribution [topTen + 1]int `json:"distribution"`
	// Changed are the episodes that change most, those first.
	Changed []changed `json:"changed"`
}

// changed is an episode with what the two models answer.
type changed struct {
	ID      data.EpisodeID `json:"id"`
	Title   string         `json:"title"`
	Overlap float64        `json:"overlap"`
	Active  []titled       `json:"active"`
	Other   []titled       `json:"other"`

	order float64
}

type titled struct {
	ID    data.EpisodeID `json:"id"`
	Title string         `json:"title"`
	// Both says that the other model gives this result, too.
	Both bool `json:"both"`
}

// compareAnswers sums up what two models answer; most is how many of the episodes that
// change most it has.
func compareAnswers(list []bothAnswers, titles map[data.EpisodeID]string, most int) overlaps {
	o := overlaps{Episodes: len(list), Changed: []changed{}}
	for _, a := range list {
		c := changed{ID: a.id, Title: titles[a.id], Overlap: overlap(a.now, a.other), order: averageOverlap(a.now, a.other)}
		o.Mean += c.Overlap / float64(len(list))
		o.Order += c.order / float64(len(list))
		if slices.Equal(a.now[:min(1, len(a.now))], a.other[:min(1, len(a.other))]) {
			o.First += 1 / float64(len(list))
		}
		o.Distribution[tenth(a)]++
		if c.order < 1 {
			c.Active, c.Other = titledOf(a.now, a.other, titles), titledOf(a.other, a.now, titles)
			o.Changed = append(o.Changed, c)
		}
	}
	slices.SortStableFunc(o.Changed, func(a, b changed) int {
		return cmp.Or(cmp.Compare(a.Overlap, b.Overlap), cmp.Compare(a.order, b.order), cmp.Compare(a.ID, b.ID))
	})
	o.Changed = o.Changed[:min(most, len(o.Changed))]
	return o
}

// tenth is the place of an episode in the distribution, in whole numbers, so that
// three in ten is never two.
func tenth(a bothAnswers) int {
	longer := max(len(a.now), len(a.other))
	if longer == 0 {
		return topTen
	}
	return topTen * shared(a.now, a.other) / longer
}

func titledOf(list, other []data.EpisodeID, titles map[data.EpisodeID]string) []titled {
	of := []titled{}
	for _, id := range list {
		of = append(of, titled{id, titles[id], slices.Contains(other, id)})
	}
	return of
}
