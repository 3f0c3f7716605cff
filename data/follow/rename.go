package follow

import (
	"context"
	"maps"
	"slices"

	"segue/data"
)

// rename gives the show's episodes its title of today, those too that are in no feed.
func (r *reading) rename(ctx context.Context, always bool) error {
	if !always && r.title == r.feed.Show.Title {
		return nil
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	var ids []data.EpisodeID
	for _, x := range r.show.entries {
		if x.id != "" && x.showTitle != r.feed.Show.Title {
			ids = append(ids, x.id)
		}
	}
	for part := range slices.Chunk(ids, batchSize) {
		if err := r.retitle(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) retitle(ctx context.Context, ids []data.EpisodeID) error {
	kept, err := r.stored(ctx, ids)
	if err != nil {
		return err
	}
	var episodes []data.Episode
	for _, id := range slices.Sorted(maps.Keys(kept)) {
		e := kept[id]
		e.Show.Title = r.feed.Show.Title
		episodes = append(episodes, e)
	}
	change, err := r.f.catalog.Upsert(ctx, episodes)
	r.change.Updated += change.Updated
	return err
}
