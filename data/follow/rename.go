package follow

import (
	"context"
	"maps"
	"slices"

	"segue/data"
)

// rename gives all episodes of the show its current title, including episodes that are
// in no feed. If always is false, it does nothing unless the title has changed.
func (u *update) rename(ctx context.Context, always bool) error {
	if !always && u.title == u.feed.Show.Title {
		return nil
	}
	if err := u.loadShow(ctx); err != nil {
		return err
	}
	var ids []data.EpisodeID
	for _, x := range u.show.episodes {
		if x.id != "" && x.showTitle != u.feed.Show.Title {
			ids = append(ids, x.id)
		}
	}
	for part := range slices.Chunk(ids, batchSize) {
		if err := u.retitle(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

func (u *update) retitle(ctx context.Context, ids []data.EpisodeID) error {
	stored, err := u.storedEpisodes(ctx, ids)
	if err != nil {
		return err
	}
	var episodes []data.Episode
	for _, id := range slices.Sorted(maps.Keys(stored)) {
		e := stored[id]
		e.Show.Title = u.feed.Show.Title
		episodes = append(episodes, e)
	}
	change, err := u.f.catalog.Upsert(ctx, episodes)
	u.change.Updated += change.Updated
	return err
}
