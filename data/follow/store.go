package follow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
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

// differs reports whether any of the items is to be stored or dropped.
func (r *reading) differs(items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool {
		known, ok := r.items[it.Key]
		if it.Blocked {
			return ok && known.Episode != ""
		}
		return !ok || known.Episode != "" && !r.same(it, known)
	})
}

// same reports whether an item says what it said when its episode was stored. One that
// comes back after its episode had another GUID says something else.
func (r *reading) same(it item, known data.FeedItem) bool {
	return bytes.Equal(known.Digest, it.Digest[:]) && (known.Listed || r.keysOf[known.Episode] == 1)
}

// unknown returns the items that are to be stored, and the keys of those that are to
// be dropped. Those that were read before claim their episodes first. One whose
// episode another item of this reading is has to find its own.
func (r *reading) unknown(items []item) (todo []item, blocked []string) {
	for _, it := range items {
		known, ok := r.items[it.Key]
		switch {
		case it.Blocked && ok && known.Episode != "":
			blocked = append(blocked, it.Key)
		case it.Blocked, ok && known.Episode == "":
			// Never stored, or deleted by the owner.
		case ok && r.claim(known.Episode, it.Key):
			if !r.same(it, known) {
				todo = append(todo, it)
			}
		default:
			todo = append(todo, it)
		}
	}
	return todo, blocked
}

// claim makes an episode the item's, unless it is another's.
func (r *reading) claim(id data.EpisodeID, key string) bool {
	if owner, taken := r.claimed[id]; taken {
		return owner == key
	}
	r.claimed[id] = key
	return true
}

// free reports whether an episode can be that of an item which was not read before.
func (r *reading) free(x *entry) bool {
	if _, claimed := r.claimed[x.id]; claimed || x.taken {
		return false
	}
	return r.lenient || !r.listedElsewhere(x)
}

// listedElsewhere reports whether an episode is that of a listed item which this
// reading has not seen.
func (r *reading) listedElsewhere(x *entry) bool {
	return slices.ContainsFunc(r.owners[x.id], func(key string) bool { _, seen := r.seen[key]; return !seen })
}

// ambiguous reports whether a new item looks like such an episode.
func (r *reading) ambiguous(ctx context.Context, items []item) (bool, error) {
	todo, _ := r.unknown(items)
	if len(todo) == 0 {
		return false, nil
	}
	if err := r.load(ctx); err != nil {
		return false, err
	}
	titles := titlesOf(items)
	return slices.ContainsFunc(todo, func(it item) bool {
		if _, known := r.items[it.Key]; known {
			return false
		}
		return r.show.find(it.Episode, titles, r.listedElsewhere) != nil
	}), nil
}

func titlesOf(items []item) map[string]int {
	titles := map[string]int{}
	for _, it := range items {
		titles[titleKey(it.Episode.Title)]++
	}
	return titles
}

// choose finds the episode that an item is, and makes the item's episode that one.
func (r *reading) choose(it *item, titles map[string]int) {
	it.Episode.Show = r.feed.Show
	known := r.items[it.Key]
	switch {
	case known.Episode != "" && r.claimed[known.Episode] == it.Key:
		it.Episode.ID = known.Episode
		it.entry = r.show.byID[known.Episode] // nil where the owner moved it to another show
	default:
		it.entry = r.show.find(it.Episode, titles, r.free)
	}
	if it.entry != nil {
		it.Episode.ID = it.entry.id
	}
	r.distinguish(it)
	if it.entry == nil {
		it.entry = r.show.add(it.Episode)
	} else {
		r.show.replace(it.entry, it.Episode)
	}
	it.entry.taken = true
	if it.Episode.ID != "" {
		r.claimed[it.Episode.ID] = it.Key
	}
}

// distinguish gives an item a GUID of its own where by its GUID, or by title and day, it
// would be the episode of another item.
func (r *reading) distinguish(it *item) {
	guid := it.Key
	for n := 2; ; n++ {
		other := r.show.byIdentity[it.Episode.Identity()]
		if other == nil || other == it.entry {
			return
		}
		it.Episode.GUID, guid = guid, fmt.Sprintf("%s#%d", it.Key, n)
	}
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
		i, ok := refused(err)
		if !ok {
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

// refused returns the place of the episode that is at fault.
func refused(err error) (index int, ok bool) {
	var invalid *catalog.InvalidError
	var conflict *catalog.ConflictError
	switch {
	case errors.As(err, &invalid):
		return invalid.Index, true
	case errors.As(err, &conflict):
		return conflict.Index, true
	}
	return 0, false
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
