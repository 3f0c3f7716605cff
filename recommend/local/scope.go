package local

import (
	"context"
	"reflect"
	"slices"

	"segue/recommend"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// scopeSet is the set of the slots of a scope. Neither must be changed.
type scopeSet struct {
	scope recommend.Scope
	slots *vectors.Set
}

// allowed returns the slots of a scope, nil for all. It remembers the last scope, because one
// answer retrieves several times. The set must not be changed.
func (x *Index) allowed(ctx context.Context, s recommend.Scope) (*vectors.Set, error) {
	if s.Filter.IsZero() && len(s.Without) == 0 && s.Query == nil {
		return nil, ctx.Err()
	}
	if last := x.lastScope.Load(); last != nil && reflect.DeepEqual(last.scope, s) {
		return last.slots, ctx.Err()
	}
	slots, err := x.slotsOf(ctx, s)
	if err == nil {
		s.Without = slices.Clone(s.Without)
		if s.Query != nil { // the caller may change its query
			query := *s.Query
			s.Query = &query
		}
		x.lastScope.Store(&scopeSet{s, slots})
	}
	return slots, err
}

func (x *Index) slotsOf(ctx context.Context, s recommend.Scope) (*vectors.Set, error) {
	set := x.selected(s)
	if s.Query == nil {
		return set, ctx.Err()
	}
	found := x.found.Get().(*words.Matches)
	defer x.found.Put(found)
	q := recommend.WordQuery{Phrases: s.Query.Phrases, Excluded: s.Query.Excluded}
	if err := x.words.Match(ctx, q, found); err != nil {
		return nil, err
	}
	return without(set, found.Excluded), nil
}

// selected returns the slots that a scope selects without its query.
func (x *Index) selected(s recommend.Scope) *vectors.Set {
	set, all := vectors.NewSet(len(x.episodes)), s.Filter.IsZero()
	for slot, e := range x.episodes {
		if e != nil && (all || s.Filter.Match(e.Episode)) {
			set.Add(int32(slot))
		}
	}
	if len(s.Filter.Topics) > 0 {
		x.withTopics(set, s.Filter.Topics)
	}
	for _, id := range s.Without {
		if slot, ok := x.slotOf(id); ok {
			set.Remove(slot)
		}
	}
	return set
}

// without removes the excluded slots from a set.
func without(set *vectors.Set, excluded []bool) *vectors.Set {
	for slot, out := range excluded {
		if out {
			set.Remove(int32(slot))
		}
	}
	return set
}
