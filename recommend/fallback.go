package recommend

import (
	"context"
	"slices"

	"segue/data"
)

// withFallback appends episodes that share something with a seed until the list has the
// needed length: first those with the same people, then the same tags, then the same show,
// then all others; each group with the newest first.
func (r *ranking) withFallback(ctx context.Context, list []ranked, seeds []data.Episode, needed int) ([]ranked, error) {
	if r.options.Threshold > 0 {
		return list, nil // these episodes have no score
	}
	rest := r.scope
	rest.Without = slices.Clone(rest.Without)
	for _, c := range list {
		rest.exclude(c.entry)
	}
	for _, step := range fallbackSteps(seeds) {
		// Shows that are in the list already are left out afterwards.
		q := LatestQuery{Scope: rest, Common: step.common, Distinct: true, OnePerShow: r.options.CollapseShows, Limit: needed + len(list)}
		found, err := r.Index.Latest(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			rest.exclude(e)
			list = append(list, ranked{candidate: &candidate{entry: e, passage: noPassage}, source: step.source})
		}
		if r.options.CollapseShows {
			list = firstOfEachShow(list)
		}
		if len(list) >= needed {
			return list[:needed], nil
		}
	}
	return list, nil
}

// fallbackStep is a step of the fallback and what its episodes have in common with a seed.
type fallbackStep struct {
	source Source
	common Common
}

// fallbackSteps returns the steps for seeds. A step without anything to share is left out.
func fallbackSteps(seeds []data.Episode) []fallbackStep {
	people, tags, shows := Common{}, Common{}, Common{}
	for _, seed := range seeds {
		entry := NewEntry(seed, 0)
		people.Guests = append(people.Guests, entry.Guests...)
		tags.Tags = append(tags.Tags, entry.FoldedTags...)
		if seed.Show.ID != "" {
			shows.Shows = append(shows.Shows, seed.Show.ID)
		}
	}
	var steps []fallbackStep
	for _, s := range []fallbackStep{{SourcePeople, people}, {SourceTags, tags}, {SourceShow, shows}} {
		if !s.common.IsZero() {
			steps = append(steps, s)
		}
	}
	return append(steps, fallbackStep{source: SourceLatest})
}

// seedOf returns the first seed that shares with an episode what a step of the fallback
// requires.
func seedOf(source Source, seeds []data.Episode, other data.Episode) data.Episode {
	for _, seed := range seeds {
		if shares(source, seed, other) {
			return seed
		}
	}
	return data.Episode{}
}

func shares(what Source, a, b data.Episode) bool {
	switch what {
	case SourcePeople:
		return len(sharedPeople(a, b)) > 0
	case SourceTags:
		return len(sharedTags(a, b)) > 0
	case SourceShow:
		return a.Show.ID != "" && a.Show.ID == b.Show.ID
	default:
		return false
	}
}
