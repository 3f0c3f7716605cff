package duplicate

import "slices"

// similarTexts lists the episodes whose text is similar to the text of one episode.
// titles are the different titles of all of them.
type similarTexts struct {
	matches []int32
	titles  []uint64 // at most maxTitles+1
}

// boilerplate reports whether too many different titles have this text.
func (n *similarTexts) boilerplate() bool { return len(n.titles) > maxTitles }

// textEdges returns the evidence of nearly equal texts. Episodes with equal titles are
// compared with each other. Other candidates are found with the bands of their sketches
// (locality-sensitive hashing).
func (g *grouper) textEdges() []edge {
	edges := g.equalTitleEdges()
	all := make([]similarTexts, len(g.list))
	for b := range bands {
		for _, same := range g.buckets(func(s *Signature) uint64 {
			if s.isGeneric() || s.words < minOwnWords {
				return 0
			}
			return s.sketch.band(b)
		}) {
			g.compareTexts(same, all)
		}
	}
	for n := range all {
		for _, m := range all[n].matches {
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

// compareTexts records the episodes of a bucket with similar texts and different
// titles. It skips pairs in which both texts are already known as boilerplate.
func (g *grouper) compareTexts(same []int32, all []similarTexts) {
	for i, n := range same {
		for _, m := range same[:min(i, maxCompared)] {
			a, b := &g.list[m], &g.list[n]
			skip := all[m].boilerplate() && all[n].boilerplate() || slices.Contains(all[n].matches, m)
			if skip || a.core == b.core || resemblance(&a.sketch, &b.sketch) < otherTitle {
				continue
			}
			if len(all[n].matches) < maxCompared {
				all[n].matches = append(all[n].matches, m)
			}
			all[n].addTitles(b.core, a.core)
			all[m].addTitles(a.core, b.core)
		}
	}
}

// addTitles adds titles, one of which is the episode's own.
func (n *similarTexts) addTitles(titles ...uint64) {
	for _, t := range titles {
		if !n.boilerplate() && !slices.Contains(n.titles, t) {
			n.titles = append(n.titles, t)
		}
	}
}

// equalTitleEdges returns the evidence of nearly equal texts with equal titles.
func (g *grouper) equalTitleEdges() []edge {
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
