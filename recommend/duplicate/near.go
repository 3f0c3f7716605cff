package duplicate

import "slices"

// near is what is alike to an episode: the others that were found, and how many
// titles these have.
type near struct {
	with   []int32
	titles []uint64 // at most maxTitles+1
}

// boilerplate reports whether too many titles have the text.
func (n *near) boilerplate() bool { return len(n.titles) > maxTitles }

// nearTexts is the evidence of texts that are nearly the same. Those with equal
// titles are compared by title; the others by the bands of their sketches (locality-
// sensitive hashing), which only brings together what is alike.
func (g *grouping) nearTexts() []edge {
	edges := g.equalTitles()
	all := make([]near, len(g.list))
	for b := range bands {
		for _, same := range g.buckets(func(s *Signature) uint64 {
			if s.form() || s.words < minOwnWords {
				return 0
			}
			return s.sketch.band(b)
		}) {
			g.compareTexts(same, all)
		}
	}
	for n := range all {
		for _, m := range all[n].with {
			if all[n].boilerplate() || all[m].boilerplate() {
				continue
			}
			if r, same := sameText(&g.list[n], &g.list[m]); same {
				edges = append(edges, edge{int32(n), m, SameText, r})
			}
		}
	}
	return edges
}

// compareTexts notes which of a bucket are alike and have different titles. What
// is known to be boilerplate need not be compared with more of it.
func (g *grouping) compareTexts(same []int32, all []near) {
	for i, n := range same {
		for _, m := range same[:min(i, maxCompared)] {
			a, b := &g.list[m], &g.list[n]
			known := all[m].boilerplate() && all[n].boilerplate() || slices.Contains(all[n].with, m)
			if known || a.core == b.core || resemblance(&a.sketch, &b.sketch) < otherTitle {
				continue
			}
			if len(all[n].with) < maxCompared {
				all[n].with = append(all[n].with, m)
			}
			all[n].note(b.core, a.core)
			all[m].note(a.core, b.core)
		}
	}
}

// note counts titles of which one is the episode's own.
func (n *near) note(titles ...uint64) {
	for _, t := range titles {
		if !n.boilerplate() && !slices.Contains(n.titles, t) {
			n.titles = append(n.titles, t)
		}
	}
}

// equalTitles is the evidence of texts that are nearly the same beside equal titles.
func (g *grouping) equalTitles() []edge {
	var edges []edge
	for _, same := range g.buckets(func(s *Signature) uint64 { return s.core }) {
		for i, n := range same {
			for _, m := range same[:min(i, maxCompared)] {
				if r, same := sameText(&g.list[m], &g.list[n]); same {
					edges = append(edges, edge{n, m, SameText, r})
				}
			}
		}
	}
	return edges
}
