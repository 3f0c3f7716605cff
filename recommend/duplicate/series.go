package duplicate

import (
	"cmp"
	"slices"
)

const (
	// minSeries and maxSeries bound how many episodes of one show share a beginning
	// of the title that names a series. What more share is a format or a season
	// ("News: …"), and says little about what to hear next.
	minSeries, maxSeries = 2, 15
	// minWordSeries is the least of a series whose name is one word, as two episodes
	// may be about one thing by chance ("Kubernetes: …").
	minWordSeries = 3
)

// NoSeries is the series of an episode that belongs to none.
const NoSeries = -1

// Series are the runs of episodes of one show that belong together: the parts of
// one title ("X, Part 2"), or episodes that share what stands before the first
// colon or dash ("Build a Bank: …"). An episode is in one series at most, and its
// duplicates are in the same. A Series does not change and may be read by many
// goroutines.
type Series struct {
	of    []int
	parts []int
	runs  []run
}

// run is one series.
type run struct {
	name     string
	episodes []int32
	order    int32 // the rank of the first
}

// Len is the number of series. They are numbered by their first episode, the
// earliest first.
func (s *Series) Len() int { return len(s.runs) }

// Of is the number of the series that episode n belongs to, or [NoSeries].
func (s *Series) Of(n int) int { return s.of[n] }

// Part is the part that the title of episode n names, from 1, and 0 where it names
// none or n is in no series. A title without a number is part 1 beside a part 2.
func (s *Series) Part(n int) int { return s.parts[n] }

// Name is what the titles of a series share, as the first of them writes it.
func (s *Series) Name(series int) string { return s.runs[series].name }

// Episodes are the episodes of a series without their duplicates, in the order in
// which to hear them: by part, then by date, then by id.
func (s *Series) Episodes(series int) []int {
	var all []int
	for _, n := range s.runs[series].episodes {
		all = append(all, int(n))
	}
	return all
}

// Link finds the series among the episodes whose signatures are given. Groups are
// those of the same list; a duplicate has the series and part of its representative.
func Link(signatures []Signature, groups *Groups) *Series {
	l := linking{Series{of: make([]int, len(signatures)), parts: make([]int, len(signatures))}, newGrouping(signatures), groups}
	for n := range l.of {
		l.of[n] = NoSeries
	}
	for _, same := range l.free(func(s *Signature) uint64 { return s.stem }) {
		for _, parts := range l.runsOf(same) {
			l.addParts(parts, l.list[parts[len(parts)-1]].stemName)
		}
	}
	for _, same := range l.free(func(s *Signature) uint64 { return s.prefix }) {
		least := minSeries
		if l.list[same[0]].word {
			least = minWordSeries
		}
		name := l.list[same[0]].prefixName
		switch {
		case len(same) < least || len(same) > maxSeries:
		case slices.ContainsFunc(same, func(n int32) bool { return !l.list[n].sure }):
			l.add(run{name: name, episodes: same})
		default:
			l.addParts(same, name)
		}
	}
	l.number()
	return &l.Series
}

// linking is a catalogue while its series are looked for.
type linking struct {
	Series
	*grouping
	groups *Groups
}

// free are the episodes of one show that share a key and are in no series yet,
// without duplicates and in the order of ranks; at least two each.
func (l *linking) free(key func(*Signature) uint64) [][]int32 {
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
func (l *linking) addParts(episodes []int32, name string) {
	for _, n := range episodes {
		l.parts[n] = max(int(l.list[n].part), 1)
	}
	slices.SortStableFunc(episodes, func(a, b int32) int { return cmp.Compare(l.parts[a], l.parts[b]) })
	l.add(run{name: name, episodes: episodes})
}

func (l *linking) add(r run) {
	r.order = l.rank[slices.MinFunc(r.episodes, func(a, b int32) int { return cmp.Compare(l.rank[a], l.rank[b]) })]
	for _, n := range r.episodes {
		l.of[n] = len(l.runs)
	}
	l.runs = append(l.runs, r)
}

// number orders the series by their first episode and numbers them and the duplicates.
func (l *linking) number() {
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

// runsOf are the series among episodes that share a stem: those with a part, and
// one without a part in the place of a first that is missing.
func (g *grouping) runsOf(episodes []int32) [][]int32 {
	var named, unnamed []int32
	for _, n := range episodes {
		if g.list[n].part > 0 {
			named = append(named, n)
		} else {
			unnamed = append(unnamed, n)
		}
	}
	slices.SortStableFunc(named, func(a, b int32) int {
		x, y := &g.list[a], &g.list[b]
		return cmp.Or(cmp.Compare(x.date(), y.date()), cmp.Compare(x.part, y.part), cmp.Compare(g.rank[a], g.rank[b]))
	})
	if len(unnamed) == 1 && g.startsWith(named, unnamed[0]) {
		named = append(unnamed, named...)
	}
	var runs [][]int32
	for _, r := range g.split(named) {
		if len(r) >= minSeries {
			runs = append(runs, r)
		}
	}
	return runs
}

// startsWith reports whether parts lack a first, which n can be.
func (g *grouping) startsWith(parts []int32, n int32) bool {
	sure := slices.ContainsFunc(parts, func(m int32) bool { return g.list[m].sure && g.list[m].part == 2 })
	first := slices.ContainsFunc(parts, func(m int32) bool { return g.list[m].part == 1 })
	return sure && !first
}

// split cuts a list of parts where it begins again: the same title may be given
// to a series every year. Parts that came out in another order stay together.
func (g *grouping) split(parts []int32) [][]int32 {
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
