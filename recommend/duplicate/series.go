package duplicate

import (
	"cmp"
	"slices"
)

const (
	// minSeries and maxSeries are the minimum and maximum number of episodes of a
	// series that share a title prefix. A prefix of more episodes is a format or a
	// season ("News: …"), which is not a useful guide to the next episode.
	minSeries, maxSeries = 2, 15
	// minWordSeries is the minimum if the prefix is one word: two episodes may share a
	// topic by chance ("Kubernetes: …").
	minWordSeries = 3
)

// Series is a series of episodes of one show: the parts of one title ("X, Part 2"), or
// episodes that share a title prefix before the first colon or dash ("Build a Bank: …").
// An episode is in at most one series, and its duplicates are in the same one. Series is
// immutable and safe for concurrent use.
type Series struct {
	name string
	// episodes are without duplicates; parts are their parts, 0 for none.
	episodes, parts []int32
	byStem          bool
}

// Name returns the common text of the titles, as one of them writes it.
func (s *Series) Name() string { return s.name }

// Episodes returns the slots of the episodes without duplicates, ordered by part, then by
// date, then by id.
func (s *Series) Episodes() []int { return toInts(s.episodes) }

// equal reports whether two series have the same content.
func (s *Series) equal(other *Series) bool {
	return s.name == other.name && s.byStem == other.byStem && slices.Equal(s.episodes, other.episodes) && slices.Equal(s.parts, other.parts)
}

// byParts returns the series among the episodes of one show with the same stem, by rank.
func (c *Catalog) byParts(episodes []int32) []*Series {
	var all []*Series
	for _, run := range c.runsOf(episodes) {
		s := c.withParts(run, c.signature(run[len(run)-1]).stemName())
		s.byStem = true
		all = append(all, s)
	}
	return all
}

// byPrefix returns the series of the episodes of one show with the same prefix, by rank,
// or nil if they are too few or too many.
func (c *Catalog) byPrefix(episodes []int32) *Series {
	if len(episodes) < minSeries || len(episodes) > maxSeries {
		return nil
	}
	first := c.signature(episodes[0])
	if first.word && len(episodes) < minWordSeries {
		return nil
	}
	if slices.ContainsFunc(episodes, func(n int32) bool { return !c.signature(n).sure }) {
		return &Series{name: first.prefixName(), episodes: episodes, parts: make([]int32, len(episodes))}
	}
	return c.withParts(episodes, first.prefixName())
}

// withParts returns a series whose titles name parts.
func (c *Catalog) withParts(episodes []int32, name string) *Series {
	part := func(n int32) int32 { return max(c.signature(n).part, 1) }
	s := &Series{name: name, episodes: slices.Clone(episodes)}
	slices.SortStableFunc(s.episodes, func(a, b int32) int { return cmp.Compare(part(a), part(b)) })
	for _, n := range s.episodes {
		s.parts = append(s.parts, part(n))
	}
	return s
}

// runsOf returns the series among episodes with a common stem. They consist of the
// episodes with a part number. One episode without a number becomes part 1 if part 1 is
// missing.
func (c *Catalog) runsOf(episodes []int32) [][]int32 {
	var numbered, unnumbered []int32
	for _, n := range episodes {
		if c.signature(n).part > 0 {
			numbered = append(numbered, n)
		} else {
			unnumbered = append(unnumbered, n)
		}
	}
	slices.SortStableFunc(numbered, func(a, b int32) int {
		x, y := c.signature(a), c.signature(b)
		return cmp.Or(cmp.Compare(x.date, y.date), cmp.Compare(x.part, y.part), c.compare(a, b))
	})
	if len(unnumbered) == 1 && c.startsWith(numbered, unnumbered[0]) {
		numbered = append(unnumbered, numbered...)
	}
	var runs [][]int32
	for _, r := range c.split(numbered) {
		if len(r) >= minSeries {
			runs = append(runs, r)
		}
	}
	return runs
}

// startsWith reports whether n can be the missing part 1.
func (c *Catalog) startsWith(parts []int32, n int32) bool {
	sure := slices.ContainsFunc(parts, func(m int32) bool { return c.signature(m).sure && c.signature(m).part == 2 })
	first := slices.ContainsFunc(parts, func(m int32) bool { return c.signature(m).part == 1 })
	return sure && !first
}

// split splits a list of parts at each restart of the numbers: a show may reuse a title
// for a series every year. If no number repeats, the list stays whole, even if the
// parts are out of order.
func (c *Catalog) split(parts []int32) [][]int32 {
	seen := map[int32]bool{}
	for _, n := range parts {
		seen[c.signature(n).part] = true
	}
	if len(seen) == len(parts) {
		return [][]int32{parts}
	}
	var runs [][]int32
	begin := 0
	for i := 1; i <= len(parts); i++ {
		if i == len(parts) || c.signature(parts[i]).part <= c.signature(parts[i-1]).part {
			runs = append(runs, parts[begin:i])
			begin = i
		}
	}
	return runs
}
