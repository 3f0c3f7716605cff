package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"segue/data"
	"segue/data/catalog"
	"segue/data/feed"
)

// batchSize is the number of episodes in a transaction. A killed process reads at most
// one batch again.
const batchSize = 100

// saveItems stores the new and changed items, and deletes the episodes of items that
// ask not to be listed.
func (u *update) saveItems(ctx context.Context, items []item) error {
	todo, blocked := u.unknown(items)
	if err := u.dropItems(ctx, blocked); err != nil || len(todo) == 0 {
		return err
	}
	if err := u.loadShow(ctx); err != nil {
		return err
	}
	titles := titlesOf(items)
	for i := range todo {
		u.choose(&todo[i], titles)
	}
	for part := range slices.Chunk(todo, batchSize) {
		if err := u.saveBatch(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// loadShow reads the show's episodes once.
func (u *update) loadShow(ctx context.Context) (err error) {
	if u.show == nil {
		u.show, err = loadShow(ctx, u.f.catalog, u.feed.Show.ID)
	}
	return err
}

// dropItems deletes items that ask not to be listed, with their episodes.
func (u *update) dropItems(ctx context.Context, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	removed, err := u.f.catalog.DropItems(ctx, u.feed.ID, keys)
	u.change.Removed += removed
	for _, key := range keys {
		delete(u.items, key)
	}
	return err
}

// saveBatch stores a batch. An item that the catalogue refuses becomes a problem.
func (u *update) saveBatch(ctx context.Context, batch []item) error {
	kept, err := u.storedEpisodes(ctx, ids(batch))
	if err != nil {
		return err
	}
	rows := make([]catalog.FeedEpisode, len(batch))
	for i, it := range batch {
		rows[i] = catalog.FeedEpisode{Episode: it.Episode, Key: it.Key, Digest: it.Digest[:]}
		if old, ok := kept[it.Episode.ID]; ok {
			inherit(&rows[i].Episode, old)
		}
	}
	for len(rows) > 0 {
		change, err := u.f.catalog.UpsertItems(ctx, u.feed.ID, rows)
		if err == nil {
			u.recordBatch(batch, change)
			return nil
		}
		i, _ := catalog.Fault(err)
		if i < 0 {
			return err
		}
		u.unusable = true
		u.addProblem(fmt.Sprintf("%q: %v", data.Shorten(rows[i].Title, 60), errors.Unwrap(err)))
		rows, batch = slices.Delete(rows, i, i+1), slices.Delete(batch, i, i+1)
	}
	return nil
}

// recordBatch counts a stored batch and records the episodes of its items.
func (u *update) recordBatch(batch []item, change catalog.Change) {
	u.change.Added += change.Added
	u.change.Updated += change.Updated
	for i, it := range batch {
		id := change.IDs[i]
		it.entry.id = id
		u.show.byID[id] = it.entry
		u.claimed[id] = it.Key
		u.items[it.Key] = data.FeedItem{Key: it.Key, Episode: id, Digest: it.Digest[:], Listed: true}
	}
}

// inherit copies from the stored episode what its item does not have: the transcript,
// unless its files have changed, and people and tags if the item names none. Those of
// an archive would otherwise be lost.
func inherit(e *data.Episode, old data.Episode) {
	if e.Transcript == "" && (len(old.Transcripts) == 0 || sameFiles(e.Transcripts, old.Transcripts)) {
		e.Transcript = old.Transcript
	}
	if len(e.People) == 0 {
		e.People = old.People
	}
	if len(e.Tags) == 0 {
		e.Tags = old.Tags
	}
}

func sameFiles(a, b []data.Resource) bool {
	return slices.EqualFunc(a, b, func(x, y data.Resource) bool {
		x.URL, y.URL = feed.StableURL(x.URL), feed.StableURL(y.URL)
		return x == y
	})
}

// storedEpisodes returns episodes with their transcripts.
func (u *update) storedEpisodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error) {
	kept := map[data.EpisodeID]data.Episode{}
	if len(ids) == 0 {
		return kept, nil
	}
	err := u.f.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
		kept[e.ID] = e.Episode
		return nil
	})
	return kept, err
}

func ids(batch []item) []data.EpisodeID {
	var list []data.EpisodeID
	for _, it := range batch {
		if it.Episode.ID != "" {
			list = append(list, it.Episode.ID)
		}
	}
	return list
}
