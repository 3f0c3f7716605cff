package local

import (
	"context"
	"slices"

	"segue/data"
	"segue/recommend"
	"segue/recommend/vectors"
)

// Latest implements [recommend.EntryIndex].
func (x *Index) Latest(ctx context.Context, q recommend.LatestQuery) ([]*recommend.Entry, error) {
	allowed, err := x.allowed(ctx, q.Scope)
	if err != nil {
		return nil, err
	}
	set := x.withCommon(allowed, q)
	var list []*recommend.Entry
	seen := map[data.ShowID]bool{}
	for _, slot := range x.newest {
		e := x.episodes[slot]
		if len(list) >= q.Limit {
			break
		}
		if !set.Has(slot) || q.Distinct && !x.isFirst(e, set) || q.OnePerShow && seen[e.Show.ID] {
			continue
		}
		seen[e.Show.ID] = e.Show.ID != ""
		list = append(list, &e.Entry)
	}
	return list, ctx.Err()
}

// withCommon returns the allowed slots that have what a query requires besides its scope.
func (x *Index) withCommon(allowed *vectors.Set, q recommend.LatestQuery) *vectors.Set {
	set := vectors.NewSet(len(x.episodes))
	for slot, e := range x.episodes {
		if e != nil && (allowed == nil || allowed.Has(int32(slot))) && (!q.Embedded || e.Embedded) && hasCommon(e, q.Common) {
			set.Add(int32(slot))
		}
	}
	return set
}

func hasCommon(e *episode, c recommend.Common) bool {
	has := func(list, of []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return slices.Contains(of, s) })
	}
	return c.IsZero() || has(e.Guests, c.Guests) || has(e.FoldedTags, c.Tags) || slices.Contains(c.Shows, e.Show.ID)
}
