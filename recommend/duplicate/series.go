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

// NoSeries is the series number of an episode without a series.
const NoSeries = -1

// Series assigns episodes of one show to series: the parts of one title ("X, Part 2"),
// or episodes that share a title prefix before the first colon or dash ("Build a Bank:
// …"). An episode is in at most one series, and its duplicates are in the same one.
// Series is immutable and safe for concurrent use.
type Series struct {
	of    []int
	parts []int
	runs  []run
}

// run is one series.
type run struct {
	name     string
	episodes []int32
	order    int32 // rank of the first episode
}

// Len returns the number of series. They are numbered by their earliest episode.
func (s *Series) Len() int { return len(s.runs) }

// Of returns the number of the series of episode n, or [NoSeries].
func (s *Series) Of(n int) int { return s.of[n] }

// Part returns the part number in the title of episode n, from 1. It returns 0 if there
// is none or n is in no series. A title without a part number is part 1 if it begins a
// series.
func (s *Series) Part(n int) int { return s.parts[n] }

// Name returns the common text of the titles of a series, as its first episode writes
// it.
func (s *Series) Name(series int) string { return s.runs[series].name }

// Episodes returns the episodes of a series without duplicates, ordered by part, then
// by date, then by id.
func (s *Series) Episodes(series int) []int {
	var all []int
	for _, n := range s.runs[series].episodes {
		all = append(all, int(n))
	}
	return all
}

// Link finds the series among the episodes with these signatures. The groups must be
// from the same list. A duplicate has the series and part of its representative.
func Link(signatures []Signature, groups *Groups) *Series {
	l := linker{Series{of: make([]int, len(signatures)), parts: make([]int, len(signatures))}, newGrouper(signatures), groups}
	for n := range l.of {
		l.of[n] = NoSeries
	}
	for _, same := range l.free(func(s *Signature) uint64 { return s.stem }) {
		for _, parts := range l.runsOf(same) {
			l.addParts(parts, l.list[parts[len(parts)-1]].stemName)
		}
	}
	for _, same := range l.free(func(s *Signature) uint64 { return s.prefix }) {
		minimum := minSeries
		if l.list[same[0]].word {
			minimum = minWordSeries
		}
		name := l.list[same[0]].prefixName
		switch {
		case len(same) < minimum || len(same) > maxSeries:
		case slices.ContainsFunc(same, func(n int32) bool { return !l.list[n].sure }):
			l.add(run{name: name, episodes: same})
		default:
			l.addParts(same, name)
		}
	}
	l.number()
	return &l.Series
}

// linker finds the series of a catalogue.
type linker struct {
	Series
	*grouper
	groups *Groups
}

// free returns the sets of at least two episodes of one show that share a key and are
// in no series yet, without duplicates and ordered by rank.
func (l *linker) free(key func(*Signature) uint64) [][]int32 {
	var all [][]int32
	for _, same := range l.buckets(func(s *Signature) uint64 {
		if key(s) == 0 {
			return 0
		}
		return mix(key(s) + s.show)
	}) {
		same = slices.DeleteFunc(same, func(n int32) bool { return l.groups.Representative(int(n)) != int(n) || l.of[n] != NoSeries })
		if len(same) >= minSeries {
			all = append(all, same)
		}
	}
	return all
}

// addParts adds a series whose titles name parts.
func (l *linker) addParts(episodes []int32, name string) {
	for _, n := range episodes {
		l.parts[n] = max(int(l.list[n].part), 1)
	}
	slices.SortStableFunc(episodes, func(a, b int32) int { return cmp.Compare(l.parts[a], l.parts[b]) })
	l.add(run{name: name, episodes: episodes})
}

func (l *linker) add(r run) {
	r.order = l.rank[slices.MinFunc(r.episodes, func(a, b int32) int { return cmp.Compare(l.rank[a], l.rank[b]) })]
	for _, n := range r.episodes {
		l.of[n] = len(l.runs)
	}
	l.runs = append(l.runs, r)
}

// number sorts the series by their first episode and assigns their numbers to episodes
// and duplicates.
func (l *linker) number() {
	slices.SortFunc(l.runs, func(a, b run) int { return cmp.Compare(a.order, b.order) })
	for i, r := range l.runs {
		for _, n := range r.episodes {
			l.of[n] = i
		}
	}
	for n := range l.of {
		if r := l.groups.Representative(n); r != n {
			l.of[n], l.parts[n] = l.of[r], l.parts[r]
		}
	}
}

// runsOf returns the series among episodes with a common stem. They consist of the
// episodes with a part number. One episode without a number becomes part 1 if part 1 is
// missing.
func (g *grouper) runsOf(episodes []int32) [][]int32 {
	var numbered, unnumbered []int32
	for _, n := range episodes {
		if g.list[n].part > 0 {
			numbered = append(numbered, n)
		} else {
			unnumbered = append(unnumbered, n)
		}
	}
	slices.SortStableFunc(numbered, func(a, b int32) int {
		x, y := &g.list[a], &g.list[b]
		return cmp.Or(cmp.Compare(x.date(), y.date()), cmp.Compare(x.part, y.part), cmp.Compare(g.rank[a], g.rank[b]))
	})
	if len(unnumbered) == 1 && g.startsWith(numbered, unnumbered[0]) {
		numbered = append(unnumbered, numbered...)
	}
	var runs [][]int32
	for _, r := range g.split(numbered) {
		if len(r) >= minSeries {
			runs = append(runs, r)
		}
	}
	return runs
}

// startsWith reports whether n can be the missing part 1.
func (g *grouper) startsWith(parts []int32, n int32) bool {
	sure := slices.ContainsFunc(parts, func(m int32) bool { return g.list[m].sure && g.list[m].part == 2 })
	first := slices.ContainsFunc(parts, func(m int32) bool { return g.list[m].part == 1 })
	return sure && !first
}

// split splits a list of parts at each restart of the numbers: a show may reuse a title
// for a series every year. If no number repeats, the list stays whole, even if the
// parts are out of order.
func (g *grouper) split(parts []int32) [][]int32 {
	seen := map[int32]bool{}
	for _, n := range parts {
		seen[g.list[n].part] = true
	}
	if len(seen) == len(parts) {
		return [][]int32{parts}
	}
	var runs [][]int32
	begin := 0
	for i := 1; i <= len(parts); i++ {
		if i == len(parts) || g.list[parts[i]].part <= g.list[parts[i-1]].part {
			runs = append(runs, parts[begin:i])
			begin = i
		}
	}
	return runs
}
