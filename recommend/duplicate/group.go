package duplicate

import (
	"cmp"
	"slices"
)

// maxTitles is the maximum number of different titles with which an audio address, a
// GUID or a text counts as evidence. One recording has two or three titles in different
// feeds; more titles indicate a live stream or boilerplate.
const maxTitles = 3

// group is two or more episodes with the same content. It is immutable.
type group struct {
	members []int32 // the representative, and the others by rank
	reasons []Reason
}

// equal reports whether two groups, which may be nil, are the same.
func (g *group) equal(other *group) bool {
	if g == nil || other == nil {
		return g == other
	}
	return slices.Equal(g.members, other.members) && slices.Equal(g.reasons, other.reasons)
}

// grouper groups the episodes of a component. It numbers them by rank.
type grouper struct {
	*lookup
	list []*Signature
	// numbers has the number of each slot, of any component.
	numbers map[int32]int32
	// parent is a union-find forest: it links an episode to one that ranks before it.
	// The root is the representative and links to itself.
	parent    []int32
	reasons   []Reason
	groupPart []int32 // part of the group, by representative; 0 if no title names one
}

// group returns the group of each episode of a component, nil for an episode without
// duplicates. It sorts the component's episodes by rank.
func (l *lookup) group(c *component) []*group {
	g := l.newGrouper(c)
	slices.SortFunc(c.buckets, func(a, b bucketID) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.key, b.key)) })
	for _, id := range c.buckets {
		g.joinBucket(id)
	}
	g.joinSimilar(g.between(append(g.unambiguous(c.reruns), c.edges...)))
	return g.groups(c.slots)
}

func (l *lookup) newGrouper(c *component) *grouper {
	slices.SortFunc(c.slots, l.compare)
	count := len(c.slots)
	g := &grouper{lookup: l, list: make([]*Signature, count), numbers: make(map[int32]int32, count),
		parent: make([]int32, count), reasons: make([]Reason, count), groupPart: make([]int32, count)}
	for n, slot := range c.slots {
		s := l.signature(slot)
		g.list[n], g.numbers[slot], g.parent[n] = s, int32(n), int32(n)
		if s.sure {
			g.groupPart[n] = s.part
		}
	}
	return g
}

// find returns the current representative of n.
func (g *grouper) find(n int32) int32 {
	for g.parent[n] != n {
		g.parent[n] = g.parent[g.parent[n]]
		n = g.parent[n]
	}
	return n
}

// join merges the groups of a and b, unless they are different parts. It reports
// whether they are in one group.
func (g *grouper) join(a, b int32, why Reason) bool {
	a, b = g.find(a), g.find(b)
	if a == b {
		return true
	}
	a, b = min(a, b), max(a, b)
	p, q := g.groupPart[a], g.groupPart[b]
	if p != 0 && q != 0 && p != q || differentParts(g.list[a], g.list[b]) {
		return false
	}
	g.parent[b], g.reasons[b], g.groupPart[a] = a, why, max(p, q)
	return true
}

// joinBucket joins the episodes of a bucket.
func (g *grouper) joinBucket(id bucketID) {
	why := [...]Reason{byAudio: SameAudio, byShowGUID: SameGUID, byGUID: SameGUID, byText: SameText}[id.kind]
	var firsts []int32
	for _, slot := range g.bucket(id).slots {
		n := g.numbers[slot]
		joined := slices.ContainsFunc(firsts, func(first int32) bool {
			return !g.different(first, n, why) && g.join(first, n, why)
		})
		if !joined && len(firsts) < maxTitles {
			firsts = append(firsts, n)
		}
	}
}

// different reports whether a and b are different episodes in spite of equal keys.
func (g *grouper) different(a, b int32, why Reason) bool {
	x, y := g.list[a], g.list[b]
	return differentParts(x, y) || why == SameText && differentLengths(x, y)
}

// unambiguous returns one edge of each re-run whose possible originals are in one group.
// Otherwise two episodes have the title, and it is no evidence.
func (g *grouper) unambiguous(reruns []edge) []edge {
	var all []edge
	for len(reruns) > 0 {
		first := reruns[0]
		end := slices.IndexFunc(reruns, func(e edge) bool { return e.later != first.later })
		if end < 0 {
			end = len(reruns)
		}
		root := g.find(g.numbers[first.earlier])
		if !slices.ContainsFunc(reruns[:end], func(e edge) bool { return g.find(g.numbers[e.earlier]) != root }) {
			all = append(all, first)
		}
		reruns = reruns[end:]
	}
	return all
}

// between returns the edges between groups, with the numbers of the representatives. The
// later one has the higher number.
func (g *grouper) between(edges []edge) []edge {
	var all []edge
	for _, e := range edges {
		if a, b := g.find(g.numbers[e.earlier]), g.find(g.numbers[e.later]); a != b {
			e.earlier, e.later = min(a, b), max(a, b)
			all = append(all, e)
		}
	}
	return all
}

// joinSimilar joins by evidence that is not transitive: a representative joins only the
// most similar group, and only by evidence of that group's own representative.
// Otherwise a chain of similar texts could join episodes that are not similar.
func (g *grouper) joinSimilar(edges []edge) {
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.later, b.later), cmp.Compare(a.why, b.why), cmp.Compare(b.resemblance, a.resemblance), cmp.Compare(a.earlier, b.earlier))
	})
	for _, e := range edges {
		if g.parent[e.later] == e.later && g.parent[e.earlier] == e.earlier {
			g.join(e.earlier, e.later, e.why)
		}
	}
}

// groups returns the group of each episode.
func (g *grouper) groups(slots []int32) []*group {
	all := make([]*group, len(slots))
	for n, slot := range slots {
		r := g.find(int32(n))
		if r == int32(n) {
			continue
		}
		if all[r] == nil {
			all[r] = &group{members: []int32{slots[r]}, reasons: []Reason{NoReason}}
		}
		all[n] = all[r]
		all[r].members, all[r].reasons = append(all[r].members, slot), append(all[r].reasons, g.reasons[n])
	}
	return all
}
