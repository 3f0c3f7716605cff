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

// batchSize is the number of episodes in a transaction. After a kill, at most one batch
// is read again.
const batchSize = 100

// saveItems stores the new and changed items. It deletes the episodes of blocked items.
func (u *update) saveItems(ctx context.Context, items []item) error {
	todo, blocked := u.pending(items)
	if err := u.dropItems(ctx, blocked); err != nil || len(todo) == 0 {
		return err
	}
	if err := u.loadShow(ctx); err != nil {
		return err
	}
	listed := newListing(items)
	for i := range todo {
		u.match(&todo[i], listed)
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

// dropItems deletes blocked items with their episodes.
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

// saveBatch stores a batch. It adds a problem for each item that the catalogue refuses.
func (u *update) saveBatch(ctx context.Context, batch []item) error {
	stored, err := u.storedEpisodes(ctx, ids(batch))
	if err != nil {
		return err
	}
	rows := make([]catalog.FeedEpisode, len(batch))
	for i, it := range batch {
		rows[i] = catalog.FeedEpisode{Episode: it.Episode, Key: it.Key, Digest: it.Digest[:]}
		if old, ok := stored[it.Episode.ID]; ok {
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
		it.match.id = id
		u.show.byID[id] = it.match
		u.claimed[id] = it.Key
		u.items[it.Key] = data.FeedItem{Key: it.Key, Episode: id, Digest: it.Digest[:], Listed: true}
	}
}

// inherit copies the fields that the item lacks from the stored episode: the
// transcript and the chapters, unless their files have changed, and people and tags if the item
// names none. Otherwise people and tags from an imported archive would be lost. Organisations are
// not inherited: earlier versions stored publishers as hosts.
func inherit(e *data.Episode, old data.Episode) {
	if e.Transcript == "" && (len(old.Transcripts) == 0 || sameFiles(e.Transcripts, old.Transcripts)) {
		e.Transcript, e.Segments = old.Transcript, old.Segments
	}
	if len(e.Chapters) == 0 && sameFiles(e.ChapterFiles, old.ChapterFiles) {
		e.Chapters = old.Chapters
	}
	if len(e.People) == 0 {
		e.People = slices.DeleteFunc(slices.Clone(old.People), func(p data.Person) bool { return feed.Organisation(p.Name) })
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
	stored := map[data.EpisodeID]data.Episode{}
	if len(ids) == 0 {
		return stored, nil
	}
	err := u.f.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
		stored[e.ID] = e.Episode
		return nil
	})
	return stored, err
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
