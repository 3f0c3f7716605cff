package boilerplate

import (
	"context"
	"crypto/sha256"

	"segue/data"
)

// Source provides the episodes of a catalogue.
type Source interface {
	// Episodes calls each with every episode of one state of the catalogue and returns
	// the revision of this state. The digest covers all content of an episode.
	// Transcripts are empty unless transcripts is true.
	Episodes(ctx context.Context, transcripts bool, each func(e data.Episode, digest [sha256.Size]byte) error) (revision int64, err error)
}

// Episode is an episode read by a [Reader]. Its description is complete.
type Episode struct {
	data.Episode
	// Digest covers all content of the episode.
	Digest [sha256.Size]byte
	// Unchanged is true if the digest and the boilerplate are the same as in the previous
	// read.
	Unchanged bool

	set *Set
}

// Stripped returns the description without boilerplate.
func (e Episode) Stripped() string { return e.set.Strip(e.Show.ID, e.Description) }

// Boilerplate returns the parts of the description that [Episode.Stripped] removes.
func (e Episode) Boilerplate() []string { return e.set.Removed(e.Show.ID, e.Description) }

// Reader reads all episodes of a source and finds their boilerplate. It caches the
// boilerplate and the sketches, so the next read needs one pass and only computes the
// sketches of changed episodes. A Reader is immutable.
// The zero Reader has an empty cache.
type Reader struct {
	set      *Set
	sketches map[data.EpisodeID]cachedSketch
}

// cachedSketch is the sketch of an episode. It is valid while the digest is the same.
type cachedSketch struct {
	digest [sha256.Size]byte
	sketch Sketch
}

// Set returns the boilerplate that the last read used.
func (r Reader) Set() *Set { return r.set }

const (
	// maxPasses is the maximum number of passes of one read. Two suffice unless another
	// process changes the catalogue at the same time.
	maxPasses = 3
	// unknownRevision is not the revision of any catalogue.
	unknownRevision = -1
)

// Read passes every episode to a function returned by begin, and returns a Reader with an
// updated cache. If a pass finds other boilerplate than it used, Read makes another pass.
// It calls begin at the start of each pass; begin must discard the results of the previous
// pass.
//
// The revision is -1 if even the last pass found other boilerplate. The caller must then
// call Read again soon.
func (r Reader) Read(ctx context.Context, s Source, transcripts bool, begin func() func(Episode) error) (next Reader, revision int64, err error) {
	before, unchanged := r, true
	if r.set == nil {
		p := newPass(r, false)
		if _, err := p.run(ctx, s, false, func(Episode) error { return nil }); err != nil {
			return r, 0, err
		}
		before, unchanged = p.result(), false
	}
	for n := 1; ; n++ {
		p := newPass(before, unchanged)
		revision, err := p.run(ctx, s, transcripts, begin())
		if err != nil {
			return r, 0, err
		}
		result := p.result()
		if result.set.Equal(before.set) {
			return result, revision, nil
		}
		if n == maxPasses {
			return Reader{set: before.set, sketches: p.sketches}, unknownRevision, nil
		}
		before, unchanged = result, false
	}
}

// pass is one pass over the episodes of a source.
type pass struct {
	before Reader
	// unchanged is true if the caller has the episodes of before, stripped with its set.
	unchanged bool
	sketches  map[data.EpisodeID]cachedSketch
	// changed is true if an episode is new or has changed.
	changed bool
}

func newPass(before Reader, unchanged bool) *pass {
	return &pass{before: before, unchanged: unchanged, sketches: make(map[data.EpisodeID]cachedSketch, len(before.sketches))}
}

func (p *pass) run(ctx context.Context, s Source, transcripts bool, each func(Episode) error) (revision int64, err error) {
	return s.Episodes(ctx, transcripts, func(e data.Episode, digest [sha256.Size]byte) error {
		cached := p.addSketch(e, digest)
		return each(Episode{Episode: e, Digest: digest, Unchanged: cached && p.unchanged, set: p.before.set})
	})
}

// addSketch adds the sketch of an episode and reports whether it was cached.
func (p *pass) addSketch(e data.Episode, digest [sha256.Size]byte) bool {
	if cached, ok := p.before.sketches[e.ID]; ok && cached.digest == digest {
		p.sketches[e.ID] = cached
		return true
	}
	p.changed = true
	p.sketches[e.ID] = cachedSketch{digest, NewSketch(e)}
	return false
}

// result returns a Reader with the boilerplate of the episodes of the pass. It reuses the
// set if no episode has changed.
func (p *pass) result() Reader {
	if p.before.set != nil && !p.changed && len(p.sketches) == len(p.before.sketches) {
		return Reader{set: p.before.set, sketches: p.sketches}
	}
	list := make([]Sketch, 0, len(p.sketches))
	for _, s := range p.sketches {
		list = append(list, s.sketch)
	}
	return Reader{set: Find(list), sketches: p.sketches}
}
