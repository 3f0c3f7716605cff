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

// batchSize is the number of episodes that are written at once: what a killed process
// reads again at most, in a transaction of some milliseconds.
const batchSize = 100

// store keeps what items say that is new or has changed, and deletes the episodes of
// those that ask not to be listed.
func (r *reading) store(ctx context.Context, items []item) error {
	todo, blocked := r.unknown(items)
	if err := r.drop(ctx, blocked); err != nil || len(todo) == 0 {
		return err
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	titles := titlesOf(items)
	for i := range todo {
		r.choose(&todo[i], titles)
	}
	for part := range slices.Chunk(todo, batchSize) {
		if err := r.put(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// load reads the show's episodes once.
func (r *reading) load(ctx context.Context) (err error) {
	if r.show == nil {
		r.show, err = loadShow(ctx, r.f.catalog, r.feed.Show.ID)
	}
	return err
}

// drop deletes the episodes of items that ask not to be listed, and forgets the items.
func (r *reading) drop(ctx context.Context, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	removed, err := r.f.catalog.DropItems(ctx, r.feed.ID, keys)
	r.change.Removed += removed
	for _, key := range keys {
		delete(r.items, key)
	}
	return err
}

// put writes a batch. Items that the catalogue refuses are left out, each with its
// reason.
func (r *reading) put(ctx context.Context, batch []item) error {
	kept, err := r.stored(ctx, ids(batch))
	if err != nil {
		return err
	}
	rows := make([]catalog.FeedEpisode, len(batch))
	for i, it := range batch {
		rows[i] = catalog.FeedEpisode{Episode: it.Episode, Key: it.Key, Digest: it.Digest[:]}
		if old, ok := kept[it.Episode.ID]; ok {
			keep(&rows[i].Episode, old)
		}
	}
	for len(rows) > 0 {
		change, err := r.f.catalog.UpsertItems(ctx, r.feed.ID, rows)
		if err == nil {
			r.remember(batch, change)
			return nil
		}
		i, _ := catalog.Fault(err)
		if i < 0 {
			return err
		}
		r.unusable = true
		r.note(fmt.Sprintf("%q: %v", data.Shorten(rows[i].Title, 60), errors.Unwrap(err)))
		rows, batch = slices.Delete(rows, i, i+1), slices.Delete(batch, i, i+1)
	}
	return nil
}

// remember notes what the catalogue has made of a batch.
func (r *reading) remember(batch []item, change catalog.Change) {
	r.change.Added += change.Added
	r.change.Updated += change.Updated
	for i, it := range batch {
		id := change.IDs[i]
		it.entry.id = id
		r.show.byID[id] = it.entry
		r.claimed[id] = it.Key
		r.items[it.Key] = data.FeedItem{Key: it.Key, Episode: id, Digest: it.Digest[:], Listed: true}
	}
}

// keep takes over what a feed does not say of an episode, or says elsewhere: the
// transcript, unless its files are other ones now, and people and tags where the item
// names none, as those of an archive would otherwise be lost.
func keep(e *data.Episode, old data.Episode) {
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

// stored returns episodes whole.
func (r *reading) stored(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error) {
	kept := map[data.EpisodeID]data.Episode{}
	if len(ids) == 0 {
		return kept, nil
	}
	err := r.f.catalog.Each(ctx, ids, catalog.WithTranscripts, func(e catalog.Stored) error {
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
