// Package indexer keeps an engine in step with its catalogue: it indexes the words
// of episodes, cuts them into passages, embeds those that are new and hands the
// engine a snapshot.
//
// Episodes are found by their words as soon as they are read, and by their meaning
// as soon as their own vectors are there; the newest are embedded first. A
// catalogue may change at any time, also by another process: [Indexer.Run] notices
// by the catalogue's revision.
package indexer

import (
	"context"
	"errors"
	"iter"
	"time"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/words"
)

// Catalog is where episodes are read from.
type Catalog interface {
	Revision(ctx context.Context) (int64, error)
	Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (int64, error)
	Each(ctx context.Context, ids []data.EpisodeID, with catalog.Contents, each func(catalog.Stored) error) error
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
}

// Embedder turns passages into unit vectors, in the order of the texts, and the texts
// of searches.
type Embedder interface {
	recommend.QueryEmbedder
	// Passages embeds texts and keeps their vectors.
	Passages(ctx context.Context, texts []string) ([][]float32, error)
	// Cached returns the vectors that are kept, and nil for the other texts.
	Cached(ctx context.Context, texts []string) ([][]float32, error)
	// TextsAtFault reports of an error of Passages whether the texts were
	// refused, so that other texts may do.
	TextsAtFault(err error) bool
	// RetryAfter returns how long the model asks to wait after an error of
	// Passages, 0 where it does not say.
	RetryAfter(err error) time.Duration
}

// Engine answers from the snapshots that it is given.
type Engine interface {
	Use(*recommend.Snapshot)
}

// Progress is how far the indexer has come.
type Progress struct {
	// Episodes counts the catalogue, Embedded those with vectors.
	Episodes, Embedded int
	// Texts and Took are the passages that got vectors since work began, and in
	// what time.
	Texts int
	Took  time.Duration
	// Remaining is the time that the rest will take at that rate.
	Remaining time.Duration
	// Model names the vectors; while the model changes it is the next one.
	Model string
}

// Rate is in texts a second; 0 before the first.
func (p Progress) Rate() float64 {
	if p.Took <= 0 {
		return 0
	}
	return float64(p.Texts) / p.Took.Seconds()
}

// Indexer embeds a catalogue with one model, which it may change for another; see
// [Indexer.Follow]. Its methods must not be called concurrently.
type Indexer struct {
	catalog  Catalog
	words    *words.Index
	embedder Embedder
	engine   Engine
	model    string

	// Of the revision that was read last:
	revision int64
	content  string         // names the episodes with all their contents
	episodes []data.Episode // without texts
	keys     []words.Key    // of episodes
	view     *words.View    // of keys
	complete bool           // the view has all of keys
	weights  recommend.Weights
	pending  []job // not embedded, in the order of work
	vectors  map[data.EpisodeID]embedded
	// signatures tell re-runs and series.
	signatures map[data.EpisodeID]duplicate.Signature
	// textKeys are right as long as an episode and the boilerplate do not change, which
	// the reader of boilerplate remembers.
	textKeys    map[data.EpisodeID]textKeys
	boilerplate boilerplate.Reader

	reading, publishing pace
	unpublished         bool
	oldestFirst         bool
	withoutWords        bool
	indexing            func(done, total int)

	// ignored is told what is wrong with a setting that is not used, said is what it
	// was told last.
	ignored func(error)
	said    string

	// refused are the texts of episodes that the model does not take, refusals
	// what it said and has not been reported yet.
	refused  map[data.EpisodeID]textKey
	refusals []error

	// change is how the model is changed; nil where it never is.
	change *change
}

// embedded are an episode's vectors and the text that they stand for.
type embedded struct {
	text     textKey
	passages [][]float32
}

// job is an episode to be embedded.
type job struct {
	id    data.EpisodeID
	text  textKey
	texts []string
}

// New returns an indexer that keeps the words of c in w. model names the vectors
// that m makes.
func New(c Catalog, w *words.Index, m Embedder, e Engine, model string) *Indexer {
	return &Indexer{
		catalog: c, words: w, embedder: m, engine: e, model: model, revision: -1,
		vectors: map[data.EpisodeID]embedded{}, refused: map[data.EpisodeID]textKey{},
		signatures: map[data.EpisodeID]duplicate.Signature{}, ignored: func(error) {},
	}
}

// OldestFirst makes the indexer work from the oldest episode on. Two processes
// that embed one catalogue from both ends meet in the middle, and neither does
// the other's work again.
func (x *Indexer) OldestFirst() { x.oldestFirst = true }

// WithoutWords leaves the index of words as it is: for who only embeds, while
// another process keeps the words of the same catalogue.
func (x *Indexer) WithoutWords() { x.withoutWords = true }

// OnWords makes report be told how many episodes of those whose words are missing
// have been read to be indexed.
func (x *Indexer) OnWords(report func(done, total int)) { x.indexing = report }

// OnIgnored makes report be told, once, of a setting of the catalogue that cannot be
// used.
func (x *Indexer) OnIgnored(report func(error)) { x.ignored = report }

// Load reads the catalogue and gives the engine what can be answered without
// embedding anything. It returns how far that reaches.
func (x *Indexer) Load(ctx context.Context) (Progress, error) {
	if err := x.reading.time(func() error { return x.read(ctx) }); err != nil {
		return Progress{}, err
	}
	return x.progress(), x.publish(ctx)
}

// Pending goes through the texts that are missing since the catalogue was read, those
// of an episode together, in the order of work.
func (x *Indexer) Pending() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, j := range x.pending {
			if !yield(j.texts) {
				return
			}
		}
	}
}

// Sync loads the catalogue and embeds until nothing is missing. It calls report
// after every step. What was embedded when ctx ends or the model fails is kept.
// Episodes whose text the model refuses are left out; Sync goes on with the
// others and returns what was said of each, once.
func (x *Indexer) Sync(ctx context.Context, report func(Progress)) error {
	done := tally{begin: time.Now(), report: report}
	for changed := true; changed; {
		var err error
		if changed, err = x.pass(ctx, &done); err != nil {
			return err
		}
	}
	refusals := x.refusals
	x.refusals = nil
	return errors.Join(refusals...)
}

// pass reads the catalogue once and embeds what is missing, until the catalogue
// changes.
func (x *Indexer) pass(ctx context.Context, done *tally) (changed bool, err error) {
	if x.turn(ctx) {
		return x.build(ctx, done)
	}
	if _, err := x.Load(ctx); err != nil {
		return false, err
	}
	return x.embed(ctx, func(jobs []job) { done.add(x, jobs) })
}

// tally is what one Sync has embedded.
type tally struct {
	begin           time.Time
	texts, episodes int
	report          func(Progress)
}

// add counts the jobs that x has done and reports how far it is.
func (t *tally) add(x *Indexer, jobs []job) {
	t.episodes += len(jobs)
	for _, j := range jobs {
		t.texts += len(j.texts)
	}
	p := x.progress()
	p.Texts, p.Took = t.texts, time.Since(t.begin)
	p.Remaining = p.Took / time.Duration(t.episodes) * time.Duration(len(x.pending))
	t.report(p)
}

func (x *Indexer) progress() Progress {
	return Progress{Episodes: len(x.episodes), Embedded: len(x.vectors), Model: x.model}
}

// outdated reports whether the catalogue has changed since it was read.
func (x *Indexer) outdated(ctx context.Context) (bool, error) {
	revision, err := x.catalog.Revision(ctx)
	return err == nil && revision != x.revision, err
}
