package local

import (
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
	for _, slot := range x.newest {
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

// hasCommon reports whether an episode has something in common; the zero Common requires nothing.
func hasCommon(e *episode, c recommend.Common) bool {
	has := func(list, of []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(of, s) })
	}
	return c.IsZero() || has(e.Guests, c.Guests) || has(e.FoldedTags, c.Tags) || slices.Contains(c.Shows, e.Show.ID) || slices.Contains(c.Series, e.Series.ID)
}
