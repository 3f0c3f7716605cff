// Package indexer keeps an engine in step with its catalogue: it cuts episodes
// into passages, embeds those that are new and hands the engine a snapshot.
//
// Episodes can be found as soon as their own vectors are there; the newest are
// embedded first. A catalogue may change at any time, also by another process:
// [Indexer.Run] notices by the catalogue's revision.
package indexer

import (
	"context"
	"fmt"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/recommend/vectors"
)

// Catalog is where episodes are read from.
type Catalog interface {
	Revision(ctx context.Context) (int64, error)
	Read(ctx context.Context, with catalog.Contents, each func(data.Episode) error) (int64, error)
}

// Embedder turns passages into unit vectors, in the order of the texts.
type Embedder interface {
	// Passages embeds texts and keeps their vectors.
	Passages(ctx context.Context, texts []string) ([][]float32, error)
	// Cached returns the vectors that are kept, and nil for the other texts.
	Cached(ctx context.Context, texts []string) ([][]float32, error)
}

// Engine answers from the snapshots that it is given.
type Engine interface {
	Use(*recommend.Snapshot)
}

// Progress is how far the indexer has come.
type Progress struct {
	// Episodes counts the catalogue, Embedded those with vectors.
	Episodes, Embedded int
	// Texts and Took are the passages embedded since work began, and in what time.
	Texts int
	Took  time.Duration
	// Remaining is the time that the rest will take at that rate.
	Remaining time.Duration
}

// Rate is in texts a second; 0 before the first.
func (p Progress) Rate() float64 {
	if p.Took <= 0 {
		return 0
	}
	return float64(p.Texts) / p.Took.Seconds()
}

// Indexer embeds a catalogue with one model. Its methods must not be called
// concurrently.
type Indexer struct {
	catalog  Catalog
	embedder Embedder
	engine   Engine
	model    string

	// Of the revision that was read last:
	revision int64
	content  string         // names the episodes with their texts
	episodes []data.Episode // without texts
	pending  []job          // not embedded, newest first
	vectors  map[data.EpisodeID]embedded
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

// New returns an indexer. model names the vectors that embedder makes.
func New(c Catalog, m Embedder, e Engine, model string) *Indexer {
	return &Indexer{catalog: c, embedder: m, engine: e, model: model, revision: -1, vectors: map[data.EpisodeID]embedded{}}
}

// Load reads the catalogue and gives the engine what can be answered without
// embedding anything. It returns how far that reaches.
func (x *Indexer) Load(ctx context.Context) (Progress, error) {
	if err := x.read(ctx); err != nil {
		return Progress{}, err
	}
	return x.progress(), x.publish(ctx)
}

// Sync loads the catalogue and embeds until nothing is missing. It calls report
// after every step. What was embedded when ctx ends or the model fails is kept.
func (x *Indexer) Sync(ctx context.Context, report func(Progress)) error {
	begin, texts, episodes := time.Now(), 0, 0
	for {
		if _, err := x.Load(ctx); err != nil {
			return err
		}
		changed, err := x.embed(ctx, func(jobs []job) {
			episodes += len(jobs)
			for _, j := range jobs {
				texts += len(j.texts)
			}
			p := x.progress()
			p.Texts, p.Took = texts, time.Since(begin)
			p.Remaining = p.Took / time.Duration(episodes) * time.Duration(p.Episodes-p.Embedded)
			report(p)
		})
		if err != nil || !changed {
			return err
		}
	}
}

func (x *Indexer) progress() Progress {
	return Progress{Episodes: len(x.episodes), Embedded: len(x.vectors)}
}

// stepTexts is how many texts are embedded before progress is reported and the
// catalogue looked at again: a whole batch of the built-in model, which is one or
// two seconds of work.
const stepTexts = 64

// publishShare is how many times longer embedding must have taken than the last
// publishing before the next: an index is built anew as a whole, so this bounds
// its cost to a tenth of the work.
const publishShare = 9

// embed works through what is pending, and stops early when the catalogue has
// changed. done is told what each step embedded.
func (x *Indexer) embed(ctx context.Context, done func([]job)) (changed bool, err error) {
	published, cost, unpublished := time.Now(), time.Duration(0), false
	publish := func() error {
		begin := time.Now()
		err := x.publish(ctx)
		published, cost, unpublished = time.Now(), time.Since(begin), false
		return err
	}
	for len(x.pending) > 0 {
		jobs, err := x.step(ctx)
		if err != nil {
			if unpublished && ctx.Err() == nil {
				return false, joinPublish(err, publish())
			}
			return false, err
		}
		unpublished = true
		if time.Since(published) > publishShare*cost {
			if err := publish(); err != nil {
				return false, err
			}
		}
		done(jobs)
		if revision, err := x.catalog.Revision(ctx); err != nil || revision != x.revision {
			return err == nil, err
		}
	}
	if unpublished {
		return false, publish()
	}
	return false, nil
}

func joinPublish(embedding, publishing error) error {
	if publishing != nil {
		return fmt.Errorf("%w; and then %w", embedding, publishing)
	}
	return embedding
}

// step embeds the next few episodes and returns them.
func (x *Indexer) step(ctx context.Context) ([]job, error) {
	jobs, texts := x.next()
	vectors, err := x.embedder.Passages(ctx, texts)
	if err != nil {
		return nil, fmt.Errorf("embedding %d episodes from %q on: %w", len(jobs), jobs[0].id, err)
	}
	for _, j := range jobs {
		x.vectors[j.id] = embedded{text: j.text, passages: vectors[:len(j.texts)]}
		vectors = vectors[len(j.texts):]
	}
	x.pending = x.pending[len(jobs):]
	return jobs, nil
}

// next returns the pending jobs of the next step, at least one, with their texts.
func (x *Indexer) next() (jobs []job, texts []string) {
	n := 0
	for n < len(x.pending) && (n == 0 || len(texts)+len(x.pending[n].texts) <= stepTexts) {
		texts = append(texts, x.pending[n].texts...)
		n++
	}
	return x.pending[:n], texts
}

// publish gives the engine a snapshot of what is embedded now.
func (x *Indexer) publish(ctx context.Context) error {
	list := make([]vectors.Episode, 0, len(x.vectors))
	for _, e := range x.episodes {
		if v, ok := x.vectors[e.ID]; ok {
			list = append(list, vectors.Episode{ID: e.ID, Passages: v.passages})
		}
	}
	index, err := vectors.Build(ctx, list)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	x.engine.Use(recommend.NewSnapshot(recommend.State{
		Episodes: x.episodes, Content: x.content, Index: index, Model: x.model,
	}))
	return nil
}
