package boilerplate

import (
	"context"
	"crypto/sha256"

	"segue/data"
)

// Source has the episodes of a catalogue.
type Source interface {
	// Episodes calls each with every episode of one state of the catalogue, and returns
	// the revision of this state. The digest stands for the whole content of an
	// episode. Transcripts are left out unless they are asked for.
	Episodes(ctx context.Context, transcripts bool, each func(e data.Episode, digest [sha256.Size]byte) error) (revision int64, err error)
}

// Episode is an episode that a [Reader] has read. Its description is complete.
type Episode struct {
	data.Episode
	// Digest stands for the whole content of the episode.
	Digest [sha256.Size]byte
	// Unchanged is true where digest and boilerplate are the same as in the reading
	// before.
	Unchanged bool

	set *Set
}

// Stripped returns the description without boilerplate.
func (e Episode) Stripped() string { return e.set.Strip(e.Show.ID, e.Description) }

// Boilerplate returns the parts of the description that [Episode.Stripped] leaves out.
func (e Episode) Boilerplate() []string { return e.set.Removed(e.Show.ID, e.Description) }

// Reader reads all episodes of a source and finds their boilerplate. It remembers both,
// so that the next reading takes one pass and sketches only the episodes that have
// changed. A Reader does not change. The zero Reader remembers nothing.
type Reader struct {
	set      *Set
	sketches map[data.EpisodeID]sketched
}

// sketched is the sketch of an episode as long as its digest is the same.
type sketched struct {
	digest [sha256.Size]byte
	sketch Sketch
}

// Set returns the boilerplate that the last reading used.
func (r Reader) Set() *Set { return r.set }

const (
	// maxPasses bounds the passes of one reading. Two are enough, unless another
	// process changes the catalogue at the same time.
	maxPasses = 3
	// unknownRevision is the revision of no catalogue.
	unknownRevision = -1
)

// Read passes every episode to a function that begin returns, and returns a reader that
// remembers the reading. Where a pass finds other boilerplate than it was read with, the
// episodes are read again: begin is called at the start of each pass and must drop what
// the pass before has made.
//
// The revision is -1 where even the last pass found other boilerplate. The caller must
// then read again soon.
func (r Reader) Read(ctx context.Context, s Source, transcripts bool, begin func() func(Episode) error) (next Reader, revision int64, err error) {
	before, unchanged := r, true
	if r.set == nil {
		p := newPass(r, false)
		if _, err := p.run(ctx, s, false, func(Episode) error { return nil }); err != nil {
			return r, 0, err
		}
		before, unchanged = p.found(), false
	}
	for n := 1; ; n++ {
		p := newPass(before, unchanged)
		revision, err := p.run(ctx, s, transcripts, begin())
		if err != nil {
			return r, 0, err
		}
		found := p.found()
		if found.set.Equal(before.set) {
			return found, revision, nil
		}
		if n == maxPasses {
			return Reader{set: before.set, sketches: p.sketches}, unknownRevision, nil
		}
		before, unchanged = found, false
	}
}

// pass is one pass over the episodes of a source.
type pass struct {
	before Reader
	// unchanged is true where the caller has the episodes of before with its set.
	unchanged bool
	sketches  map[data.EpisodeID]sketched
	// fresh is true where an episode is new or has changed.
	fresh bool
}

func newPass(before Reader, unchanged bool) *pass {
	return &pass{before: before, unchanged: unchanged, sketches: make(map[data.EpisodeID]sketched, len(before.sketches))}
}

func (p *pass) run(ctx context.Context, s Source, transcripts bool, each func(Episode) error) (revision int64, err error) {
	return s.Episodes(ctx, transcripts, func(e data.Episode, digest [sha256.Size]byte) error {
		known := p.sketch(e, digest)
		return each(Episode{Episode: e, Digest: digest, Unchanged: known && p.unchanged, set: p.before.set})
	})
}

// sketch notes the sketch of an episode, and reports whether it was known.
func (p *pass) sketch(e data.Episode, digest [sha256.Size]byte) bool {
	if known, ok := p.before.sketches[e.ID]; ok && known.digest == digest {
		p.sketches[e.ID] = known
		return true
	}
	p.fresh = true
	p.sketches[e.ID] = sketched{digest, NewSketch(e)}
	return false
}

// found returns the boilerplate of the episodes that were read. The set stays the same
// where the episodes are the same.
func (p *pass) found() Reader {
	if p.before.set != nil && !p.fresh && len(p.sketches) == len(p.before.sketches) {
		return Reader{set: p.before.set, sketches: p.sketches}
	}
	list := make([]Sketch, 0, len(p.sketches))
	for _, s := range p.sketches {
		list = append(list, s.sketch)
	}
	return Reader{set: Find(list), sketches: p.sketches}
}
