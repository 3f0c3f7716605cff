// Package indexer keeps an engine up to date with its catalogue: it indexes the words of
// episodes, cuts them into passages, embeds new passages and gives the engine revisions.
//
// A search finds an episode by its words as soon as it is read, and by its meaning as soon
// as it is embedded; the newest are embedded first. The catalogue may change at any time,
// also by another process: [Indexer.Run] polls its revision.
package indexer

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"time"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/local"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

// Catalog is the source of episodes.
type Catalog interface {
	Revision(ctx context.Context) (int64, error)
	Changes(ctx context.Context, since int64) (catalog.Changes, error)
	Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (int64, error)
	OfShow(ctx context.Context, show data.ShowID, with catalog.Contents, each func(catalog.Stored) error) error
	Each(ctx context.Context, ids []data.EpisodeID, with catalog.Contents, each func(catalog.Stored) error) error
	Setting(ctx context.Context, key string) (value string, ok bool, err error)
	// Derived and SaveDerived are those of [catalog.DerivedStore].
	Derived(ctx context.Context, kind string, inputs [][32]byte) (map[[32]byte][]byte, error)
	SaveDerived(ctx context.Context, kind string, values map[[32]byte][]byte) error
}

// Embedder turns passages and the texts of searches into unit vectors.
type Embedder interface {
	recommend.QueryEmbedder
	// Passages embeds texts and caches their vectors. The vectors are in the order of texts.
	Passages(ctx context.Context, texts []string) ([][]float32, error)
	// Queries embeds the texts of searches. The vectors are in the order of texts.
	Queries(ctx context.Context, texts []string) ([][]float32, error)
	// Cached returns the cached vectors, nil for a text without one.
	Cached(ctx context.Context, texts []string) ([][]float32, error)
	// TextsAtFault reports whether an error of Passages is about the texts, so that other
	// texts may succeed.
	TextsAtFault(err error) bool
	// RetryAfter returns the delay that the model requests after an error of Passages, 0 if
	// it requests none.
	RetryAfter(err error) time.Duration
}

// Engine receives the revisions and answers from the last one.
type Engine interface {
	Use(recommend.Revision)
}

// Progress is the progress of embedding.
type Progress struct {
	// Episodes is the number of episodes, Embedded the number of those with vectors.
	Episodes, Embedded int
	// Texts is the number of passages embedded since work began, Took the time it took.
	Texts int
	Took  time.Duration
	// Remaining is the estimated time for the rest at the same rate.
	Remaining time.Duration
	// Model is the name of the vectors. During a switch it is the next model.
	Model string
}

// Rate is the number of texts per second; 0 before the first.
func (p Progress) Rate() float64 {
	if p.Took <= 0 {
		return 0
	}
	return float64(p.Texts) / p.Took.Seconds()
}

// Indexer indexes and embeds a catalogue with one model. It may switch to another; see
// [Indexer.WatchModel]. Its methods must not be called concurrently.
type Indexer struct {
	*settings
	// engine is the engine of New. The active index publishes to it.
	engine Engine
	// active is the index that answers.
	active *modelIndex
	// watch switches to another model; nil if the model never changes.
	watch *modelWatch
}

// settings are the parts and the options that all models share.
type settings struct {
	catalog      Catalog
	words        *words.Index
	oldestFirst  bool
	withoutWords bool
	calibrates   bool
	// leases divide the work among processes; nil if there is only this one. holder is the
	// name of this process.
	leases    Leases
	holder    string
	retrieval vectors.Engine
	// indexing is called as OnWords documents; nil for no reports.
	indexing func(done, total int)
	// ignored is called as OnIgnored documents.
	ignored func(error)
	// storeFailure is the last error of storing derived data that ignored was called with.
	storeFailure string
}

// modelIndex is the state of the catalogue as it is indexed with one model.
type modelIndex struct {
	*settings
	model  Model
	engine Engine
	// index is the state of the last read, with the vectors so far; nil before the first.
	index    *local.Index
	revision int64
	weights  recommend.Weights
	// calibration is from the last read, or newer.
	calibration recommend.Calibration
	// known identifies the texts of the episodes of index.
	known       map[data.EpisodeID]textKeys
	boilerplate boilerplate.Reader
	pending     []job // not embedded yet, in the order of work

	readPace, publishPace pace
	// readEverything is set after a read of the whole catalogue.
	readEverything bool
	// unpublished is set if the engine does not have all vectors yet.
	unpublished bool
	// calibrationFailure is the last error of a calibration that ignored was called with.
	calibrationFailure string
	// reported is the last error of the weights that ignored was called with.
	reported string

	// refused are the texts of episodes that the model does not accept; refusals are its
	// errors that Sync has not returned yet.
	refused  map[data.EpisodeID]textKey
	refusals []error
}

func newModelIndex(s *settings, m Model, e Engine) *modelIndex {
	return &modelIndex{
		settings: s, model: m, engine: e, revision: unknownRevision,
		known: map[data.EpisodeID]textKeys{}, refused: map[data.EpisodeID]textKey{},
	}
}

// job is an episode to embed.
type job struct {
	id        data.EpisodeID
	published time.Time
	text      textKey
}

// New returns an indexer that keeps the words of c in w, embeds with m and publishes to e.
// model is the name of the vectors that m makes.
func New(c Catalog, w *words.Index, m Embedder, e Engine, model string) *Indexer {
	s := &settings{catalog: c, words: w, retrieval: vectors.Auto, ignored: func(error) {}}
	return &Indexer{settings: s, engine: e, active: newModelIndex(s, Model{Embedder: m, Name: model}, e)}
}

// OldestFirst makes the indexer start with the oldest episode. So two processes can embed one
// catalogue from both ends without doing the same work.
func (x *Indexer) OldestFirst() { x.oldestFirst = true }

// Leases give work to one of several processes, as [catalog.LeaseStore] documents.
type Leases interface {
	Claim(ctx context.Context, purpose, holder string, keys [][32]byte, until time.Time) (claimed map[[32]byte]bool, err error)
	Release(ctx context.Context, holder string) error
}

// Share makes the indexer claim the lease of an episode before it embeds it, so that several
// processes do not embed one text twice. The holder is the name of this process.
func (x *Indexer) Share(l Leases, holder string) { x.leases, x.holder = l, holder }

// WithoutWords makes the indexer leave the index of words unchanged: for a process that only
// embeds while another one indexes the words of the same catalogue.
func (x *Indexer) WithoutWords() { x.withoutWords = true }

// Retrieval sets the implementation that finds the nearest passages. Call it before the first
// read.
func (x *Indexer) Retrieval(e vectors.Engine) { x.retrieval = e }

// OnWords sets a function that is called with the number of episodes whose words were indexed
// and the number of those to index.
func (x *Indexer) OnWords(report func(done, total int)) { x.indexing = report }

// OnIgnored sets a function that is called with the reason why a setting of the catalogue is
// not used, or why computed data cannot be stored, once per reason.
func (x *Indexer) OnIgnored(report func(error)) { x.ignored = report }

// Load reads the catalogue and publishes a revision without embedding anything. It returns the
// progress so far.
func (x *Indexer) Load(ctx context.Context) (Progress, error) { return x.active.load(ctx) }

// EachPending calls each with the texts that had no vectors when the catalogue was read, one
// episode at a time, in the order of work.
func (x *Indexer) EachPending(ctx context.Context, each func(texts []string) error) error {
	for jobs := range slices.Chunk(x.active.pending, stepTexts) {
		if err := x.active.eachText(ctx, jobs, func(_ job, texts []string) error { return each(texts) }); err != nil {
			return err
		}
	}
	return nil
}

// Sync loads the catalogue and embeds until no vector is missing. It calls report after every
// step. If ctx ends or the model fails, it keeps the vectors that it has. It skips episodes
// whose text the model refuses, and returns the error of each once, at the end.
func (x *Indexer) Sync(ctx context.Context, report func(Progress)) error {
	done := tally{begin: time.Now(), report: report}
	for changed := true; changed; {
		var err error
		if changed, err = x.pass(ctx, &done); err != nil {
			return err
		}
	}
	refusals := x.active.refusals
	x.active.refusals = nil
	return errors.Join(refusals...)
}

// pass reads the catalogue once and embeds missing vectors. It reports whether the catalogue
// changed meanwhile.
func (x *Indexer) pass(ctx context.Context, done *tally) (changed bool, err error) {
	if x.checkModel(ctx) {
		return x.passWithNext(ctx, done)
	}
	return x.active.pass(ctx, done)
}

func (x *modelIndex) pass(ctx context.Context, done *tally) (changed bool, err error) {
	if _, err := x.load(ctx); err != nil {
		return false, err
	}
	return x.embed(ctx, func(jobs, texts int) { done.add(x, jobs, texts) })
}

func (x *modelIndex) load(ctx context.Context) (Progress, error) {
	if err := x.readPace.time(func() error { return x.read(ctx) }); err != nil {
		return Progress{}, err
	}
	if err := x.publish(); err != nil {
		return Progress{}, err
	}
	if x.readEverything {
		// A full read needs several times the memory of its result. Without this, the process
		// would keep that memory.
		x.readEverything = false
		debug.FreeOSMemory()
	}
	return x.progress(), nil
}

// tally counts the texts that one Sync has embedded.
type tally struct {
	begin           time.Time
	texts, episodes int
	report          func(Progress)
}

// add counts the jobs that x has done, with the given number of texts, and reports the progress.
func (t *tally) add(x *modelIndex, jobs, texts int) {
	t.episodes += jobs
	t.texts += texts
	p := x.progress()
	p.Texts, p.Took = t.texts, time.Since(t.begin)
	p.Remaining = p.Took / time.Duration(max(t.episodes, 1)) * time.Duration(len(x.pending))
	t.report(p)
}

func (x *modelIndex) progress() Progress {
	p := Progress{Model: x.model.Name}
	if x.index != nil {
		p.Episodes, p.Embedded = x.index.Info().Episodes, x.index.Info().Embedded
	}
	return p
}

// outdated reports whether the catalogue has changed since it was read.
func (x *modelIndex) outdated(ctx context.Context) (bool, error) {
	revision, err := x.catalog.Revision(ctx)
	return err == nil && revision != x.revision, err
}
