package local

import (
	"cmp"
	"context"
	"slices"

	"segue/data"
	"segue/recommend"
)

// Latest implements [recommend.EntryIndex].
func (x *Index) Latest(ctx context.Context, q recommend.LatestQuery) ([]*recommend.Entry, error) {
	allowed, err := x.allowed(ctx, q.Scope)
	if err != nil {
		return nil, err
	}
	set := allowed
	if set == nil {
		set = x.selected(recommend.Scope{})
	}
	var list []*recommend.Entry
	seen := map[data.ShowID]bool{}
	for _, slot := range x.mayHave(q.Common) {
		e := x.episodes[slot]
		if len(list) >= q.Limit {
			break
		}
		if !set.Has(slot) || !hasCommon(e, q.Common) || q.Distinct && !x.isFirst(e, set) || q.OnePerShow && seen[e.Show.ID] {
			continue
		}
		seen[e.Show.ID] = e.Show.ID != ""
		list = append(list, &e.Entry)
	}
	return list, ctx.Err()
}

// mayHave returns the slots of all episodes that may have something in common, newest first.
func (x *Index) mayHave(c recommend.Common) []int32 {
	if c.IsZero() || len(c.Tags)+len(c.Shows) > 0 {
		return x.newest
	}
	slots := x.withGuests(c.Guests)
	for _, id := range c.Series {
		if first, ok := x.slotOf(data.EpisodeID(id)); ok {
			slots = append(slots, x.inSeries(first)...)
		}
	}
	slots = slices.DeleteFunc(slots, func(slot int32) bool { return int(slot) >= len(x.episodes) || x.episodes[slot] == nil })
	slices.SortFunc(slots, func(a, b int32) int { return cmp.Compare(x.rank[a], x.rank[b]) })
	return slices.Compact(slots)
}

// inSeries returns the slots of the episodes of a series and of their duplicates.
func (x *Index) inSeries(slot int32) (slots []int32) {
	series := x.duplicates.Series(int(slot))
	if series == nil {
		return nil
	}
	for _, n := range series.Episodes() {
		for _, member := range x.duplicates.Members(n) {
			slots = append(slots, int32(member))
		}
	}
	return slots
}

// hasCommon reports whether an episode has something in common; the zero Common requires nothing.
func hasCommon(e *episode, c recommend.Common) bool {
	has := func(list, of []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(of, s) })
	}
	return c.IsZero() || has(e.Guests, c.Guests) || has(e.FoldedTags, c.Tags) || slices.Contains(c.Shows, e.Show.ID) || slices.Contains(c.Series, e.Series.ID)
}
