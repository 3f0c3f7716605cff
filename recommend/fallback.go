package recommend

import (
	"slices"

	"segue/data"
)

// withFallback appends episodes that share something with a seed until the list has the
// needed length: first those with the same people, then the same tags, then the same show,
// then all others; each group with the newest first.
func (r *ranking) withFallback(list []ranked, seeds []data.Episode, needed int) []ranked {
	if r.options.Threshold > 0 {
		return list // these episodes have no score
	}
	steps := map[Source][]ranked{}
	for n := range r.entries {
		if r.mayFallBack(n) {
			source, _ := fallbackStep(seeds, r.entries[n].Episode)
			steps[source] = append(steps[source], ranked{entry: n, source: source})
		}
	}
	list = slices.Concat(list, steps[SourcePeople], steps[SourceTags], steps[SourceShow], steps[SourceLatest])
	if r.options.CollapseShows {
		list = r.firstOfEachShow(list)
	}
	return list[:min(len(list), needed)]
}

// mayFallBack reports whether an entry may be a fallback: it is chosen, no episode of its
// group was ranked, and it represents its group.
func (r *ranking) mayFallBack(n int) bool {
	for _, member := range r.group[n] {
		if r.candidate[member] {
			return false
		}
	}
	return r.chosen[n] && !r.candidate[n] && r.isRepresentative(n, r.chosen)
}

// fallbackStep returns the first step at which an episode shares something with a seed, and
// that seed.
func fallbackStep(seeds []data.Episode, other data.Episode) (Source, data.Episode) {
	for _, source := range []Source{SourcePeople, SourceTags, SourceShow} {
		for _, seed := range seeds {
			if shares(source, seed, other) {
				return source, seed
			}
		}
	}
	return SourceLatest, data.Episode{}
}

func shares(what Source, a, b data.Episode) bool {
	switch what {
	case SourcePeople:
		return len(sharedPeople(a, b)) > 0
	case SourceTags:
		return len(sharedTags(a, b)) > 0
	default:
		return a.Show.ID != "" && a.Show.ID == b.Show.ID
	}
}
