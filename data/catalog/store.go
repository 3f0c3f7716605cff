package catalog

import (
	"context"
	"io"
	"time"

	"segue/data"
)

// Store stores a catalogue. Many goroutines may call its methods at once.
type Store interface {
	Reader
	Writer
	Settings
	VectorStore
	DerivedStore
	LeaseStore
	FeedStore
	// Health returns nil, or the reason why the store is not whole: an error that is or
	// wraps [ErrFull], [ErrReadOnly], [ErrReplaced] or [ErrDamaged]. It must be cheap.
	Health(ctx context.Context) error
	// Close releases the store. A second Close does nothing.
	io.Closer
}

// Reader reads episodes.
type Reader interface {
	// Revision returns the number of changes of episodes and settings, 0 for a new
	// catalogue. It includes writes of other processes and must be cheap.
	Revision(ctx context.Context) (int64, error)
	// Changes returns the changes since a revision of this catalogue, from one state of
	// the catalogue. It takes time in proportion to the number of changes. The changes
	// since a revision that the catalogue never had are not complete.
	Changes(ctx context.Context, since int64) (Changes, error)
	// Count returns the number of episodes.
	Count(ctx context.Context) (int, error)
	// Find returns the episode of ref, with its transcript. If several episodes have
	// the GUID or the key of the URL, Find returns the one with the URL itself, else the
	// newest one; of equal dates it returns the first by id. The error wraps [data.ErrUnknownEpisode] if there is no such episode.
	Find(ctx context.Context, ref data.Ref) (data.Episode, error)
	// Episodes returns the episodes with the given ids, without transcripts. It
	// leaves out unknown ids.
	Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error)
	// List returns one page of the episodes that match the filter. Consecutive pages
	// neither repeat nor skip an episode, even while others are added. The error
	// wraps [ErrBadCursor] if the cursor is invalid, or belongs to another order.
	List(ctx context.Context, q Query) (Page, error)
	// Read calls each with every readable episode, newest first, then by id, and returns
	// their revision. All episodes come from one state of the catalogue. An error
	// of each stops Read and is wrapped.
	//
	// The function each may use the store, also to write. It should not take long:
	// an implementation may hold resources until Read returns.
	Read(ctx context.Context, with Contents, each func(Stored) error) (revision int64, err error)
	// Each calls each with the episodes of the given ids, in the order of the ids.
	// An id that occurs twice is read twice; unknown ids are left out. Otherwise it
	// works like Read.
	Each(ctx context.Context, ids []data.EpisodeID, with Contents, each func(Stored) error) error
	// Segments returns the transcripts with times of the episodes with the given ids. It leaves
	// out unknown ids and episodes without segments.
	Segments(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID][]data.Segment, error)
	// OfShow calls each with the episodes of a show, newest first, then by id.
	// Otherwise it works like Read.
	OfShow(ctx context.Context, show data.ShowID, with Contents, each func(Stored) error) error
}

// Writer adds, changes and deletes episodes.
type Writer interface {
	// Upsert adds new episodes and replaces changed ones, in one transaction and with
	// one new revision. If nothing has changed, the revision stays. Upsert stores either
	// all episodes or none.
	//
	// An episode matches the stored episode with its ID. If it has no ID, or no stored
	// episode has it, it matches the stored episode with the same
	// [data.Episode.Identity], which keeps its id. Otherwise it is new; without an ID it
	// gets the first id of [ProposeID] that neither the store nor the batch has. If two
	// values of a batch are the same episode, the last one is stored.
	//
	// The error wraps an [InvalidError] or a [ConflictError] if one episode causes it.
	// [Validate] does the checks that do not need the store.
	Upsert(ctx context.Context, episodes []data.Episode) (Change, error)
	// Delete removes the episodes with the given ids in one transaction, and returns
	// the number of deleted episodes. A feed does not add a deleted episode again.
	// Vectors stay until [VectorStore.PruneVectors].
	Delete(ctx context.Context, ids ...data.EpisodeID) (deleted int, err error)
}

// Settings stores texts by key. A setting belongs to one catalogue, such as ranking
// weights that were measured on it. A key names the purpose and the model, as in
// "ranking/MODEL".
type Settings interface {
	// Setting returns the value of a key, and false if there is none.
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
	// SetSetting stores the value of a key. If the value changes, the revision is
	// raised, so that other processes read the setting again.
	SetSetting(ctx context.Context, key, value string) error
	// SetModel sets [ActiveModel] and [PreviousModel] in one transaction and raises
	// the revision. The caller chooses the form of both texts.
	SetModel(ctx context.Context, active, previous string) error
}

// VectorStore stores the vectors of texts, by model and by the SHA-256 of the text.
// Writing vectors does not change the revision.
type VectorStore interface {
	// Vectors returns the stored vectors of the texts. They belong to the caller.
	Vectors(ctx context.Context, model string, texts [][32]byte) (map[[32]byte][]float32, error)
	// SaveVectors stores vectors of any dimension in one transaction. It replaces
	// existing vectors.
	SaveVectors(ctx context.Context, model string, vectors map[[32]byte][]float32) error
	// CountVectors returns the number of texts with a vector. The texts must be distinct.
	CountVectors(ctx context.Context, model string, texts [][32]byte) (int, error)
	// Models returns the models with vectors, ordered by name.
	Models(ctx context.Context) ([]ModelVectors, error)
	// DropModel deletes all vectors of a model and returns their number and size.
	// The error wraps [ErrUnknownModel] if the model has none.
	DropModel(ctx context.Context, name string) (ModelVectors, error)
	// PruneVectors deletes the vectors of all texts that are not in keep, for all
	// models. It returns the deleted vectors of each affected model, ordered by name.
	// The caller has read the texts at a revision: if the catalogue has another revision
	// now, nothing is deleted and the error wraps [ErrChanged]. A dry run returns the
	// same result but deletes nothing.
	PruneVectors(ctx context.Context, revision int64, keep map[[32]byte]bool, dry bool) ([]ModelVectors, error)
}

// DerivedStore stores data that is computed from texts, by kind and by the SHA-256 of the
// input. A kind is the name and version of a computation, such as "signature 1"; if the
// computation changes, its data needs a new kind. A reader must expect that data is
// missing, and compute it again. Writing derived data does not change the revision.
type DerivedStore interface {
	// Derived returns the stored values of the inputs. They belong to the caller.
	Derived(ctx context.Context, kind string, inputs [][32]byte) (map[[32]byte][]byte, error)
	// SaveDerived stores values of any length in one transaction. It replaces existing
	// values. A nil value is stored as an empty one.
	SaveDerived(ctx context.Context, kind string, values map[[32]byte][]byte) error
	// PruneDerived deletes the values of a kind whose inputs are not in keep, and returns
	// their number. It checks the revision as [VectorStore.PruneVectors] does.
	PruneDerived(ctx context.Context, kind string, revision int64, keep map[[32]byte]bool) (deleted int, err error)
	// DropDerivedExcept deletes all values of all other kinds, and returns their number.
	DropDerivedExcept(ctx context.Context, kinds ...string) (deleted int, err error)
}

// LeaseStore gives work to one of several processes. A lease is for one key, such as the
// SHA-256 of a text to embed, and one purpose. Writing leases does not change the revision.
type LeaseStore interface {
	// Claim gives a holder the lease of each key that no other holder has. It lasts until a
	// deadline, so that the work of a killed process is done by another one. Claiming a key
	// again moves its deadline. The result has true for each key that the holder now has.
	Claim(ctx context.Context, purpose, holder string, keys [][32]byte, until time.Time) (claimed map[[32]byte]bool, err error)
	// Release ends all leases of a holder.
	Release(ctx context.Context, holder string) error
}

// FeedStore stores the followed feeds and their items.
type FeedStore interface {
	// Feeds returns all feeds in the order in which they were added.
	Feeds(ctx context.Context) ([]data.Feed, error)
	// Feed returns the feed with an id. The error wraps [data.ErrUnknownFeed] if
	// there is none.
	Feed(ctx context.Context, id data.FeedID) (data.Feed, error)
	// FeedCounts counts the feeds. It must be cheap.
	FeedCounts(ctx context.Context) (FeedCounts, error)
	// AddFeed stores a new feed and returns it with its ID. Without an ID it gets the
	// first one of [data.Feed.NewID] that is free. The error wraps
	// [data.ErrKnownFeed] if another feed has the address.
	AddFeed(ctx context.Context, f data.Feed) (data.Feed, error)
	// SaveFeed replaces the feed with f's ID. The error wraps [data.ErrUnknownFeed]
	// if there is none, and [data.ErrKnownFeed] if another feed has the address.
	SaveFeed(ctx context.Context, f data.Feed) error
	// RemoveFeed deletes a feed. With episodes, it also deletes the episodes that
	// came from this feed only, and returns their number. The error wraps
	// [data.ErrUnknownFeed] if there is no such feed.
	RemoveFeed(ctx context.Context, id data.FeedID, episodes bool) (deleted int, err error)
	FeedItems
}

// FeedItems stores the episode of each item of a feed. The methods that write
// return an error that wraps [data.ErrUnknownFeed] if there is no such feed.
type FeedItems interface {
	// UpsertItems works like [Writer.Upsert]. In the same transaction it stores the item
	// of each episode, and marks it as listed.
	UpsertItems(ctx context.Context, feed data.FeedID, items []FeedEpisode) (Change, error)
	// Items returns the items of a feed by key.
	Items(ctx context.Context, feed data.FeedID) (map[string]data.FeedItem, error)
	// ListItems marks the items with the given keys, and no others of the feed, as
	// listed. With remove, it also deletes the unlisted items, and their episodes if
	// no feed lists them, and returns the number of these episodes. All this is one
	// transaction.
	ListItems(ctx context.Context, feed data.FeedID, keys []string, remove bool) (deleted int, err error)
	// DropItems deletes the items of a feed with the given keys, as if they had never
	// been read, and their episodes if no other item lists them. It returns the
	// number of these episodes. All this is one transaction.
	DropItems(ctx context.Context, feed data.FeedID, keys []string) (deleted int, err error)
}
