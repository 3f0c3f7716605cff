package words

import (
	"context"
	"maps"
	"slices"

	"segue/data"
)

var shimKeys = map[*View][]Key{}
var shimState = map[*Index]map[data.EpisodeID]Key{}

func (x *Index) Apply(ctx context.Context, changed []Key, removed []data.EpisodeID, read Read) error {
	s := shimState[x]
	if s == nil {
		s = map[data.EpisodeID]Key{}
		shimState[x] = s
	}
	for _, k := range changed {
		s[k.ID] = k
	}
	for _, id := range removed {
		delete(s, id)
	}
	return x.Sync(ctx, slices.Collect(maps.Values(s)), read)
}

func (x *Index) Next(v *View, changed map[int32]Key, size int) (*View, error) {
	keys := make([]Key, size)
	copy(keys, shimKeys[v])
	for slot, k := range changed {
		keys[slot] = k
	}
	next, err := x.View(keys)
	shimKeys[next] = keys
	return next, err
}
