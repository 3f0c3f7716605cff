package boilerplate

import (
	"context"
	"crypto/sha256"
	"maps"
	"slices"

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

// Names returns the names of people in the boilerplate, see [Set.Names]. stripped is the result of
// [Episode.Stripped].
func (e Episode) Names(stripped string) []string {
	if stripped == e.Description {
		return nil
	}
	return e.set.Names(e.Show.ID, e.Description)
}

// Boilerplate returns the parts of the description that [Episode.Stripped] removes.
func (e Episode) Boilerplate() []string { return e.set.Removed(e.Show.ID, e.Description) }

// Reader reads all episodes of a source and finds their boilerplate. It caches the
// boilerplate and the sketches, so the next read needs one pass and only computes the
// sketches of changed episodes. [Reader.Update] reads only changes. A Reader is immutable.
// The zero Reader has an empty cache.
type Reader struct {
	set      *Set
	sketches showSketches
	// edges are those of each show.
	edges map[data.ShowID][]edge
}

// showSketches are the sketches of the episodes of each show.
type showSketches map[data.ShowID]map[data.EpisodeID]cachedSketch

func (s showSketches) of(e data.Episode) (cachedSketch, bool) {
	cached, ok := s[e.Show.ID][e.ID]
	return cached, ok
}

func (s showSketches) add(e data.Episode, c cachedSketch) {
	if s[e.Show.ID] == nil {
		s[e.Show.ID] = map[data.EpisodeID]cachedSketch{}
	}
	s[e.Show.ID][e.ID] = c
}

// cachedSketch is the sketch of an episode. It is valid while the digest is the same.
type cachedSketch struct {
	digest [sha256.Size]byte
	sketch Sketch
}

// Set returns the boilerplate that the last read used.
func (r Reader) Set() *Set { return r.set }

// Removed is an episode that is no longer in a show.
type Removed struct {
	ID   data.EpisodeID
	Show data.ShowID
}

// Update returns a Reader after a change of some episodes. An episode that has moved to another
// show is in both lists. shows are the shows whose boilerplate has changed, in order: all their
// episodes must be stripped again. r must have read the episodes before.
func (r Reader) Update(changed []Episode, removed []Removed) (next Reader, shows []data.ShowID) {
	next = Reader{set: r.set.clone(), sketches: maps.Clone(r.sketches), edges: maps.Clone(r.edges)}
	if next.sketches == nil {
		next.sketches, next.edges = showSketches{}, map[data.ShowID][]edge{}
	}
	affected := map[data.ShowID]bool{}
	own := func(show data.ShowID) {
		if !affected[show] {
			affected[show] = true
			next.sketches[show] = maps.Clone(next.sketches[show])
		}
	}
	for _, e := range removed {
		own(e.Show)
		delete(next.sketches[e.Show], e.ID)
	}
	for _, e := range changed {
		own(e.Show.ID)
		next.sketches.add(e.Episode, cachedSketch{e.Digest, NewSketch(e.Episode)})
	}
	stale := map[data.ShowID]bool{}
	for show := range affected {
		stale[show] = next.updateShow(show)
	}
	for show := range next.updateEveryShow() {
		stale[show] = true
	}
	maps.DeleteFunc(stale, func(_ data.ShowID, s bool) bool { return !s })
	return next, slices.Sorted(maps.Keys(stale))
}

// updateShow computes the boilerplate of a show, and reports whether its episodes must be
// stripped again. The names matter only to a show with boilerplate.
func (r *Reader) updateShow(show data.ShowID) (stale bool) {
	list := r.sketches.list(show)
	if keys := keysOf(list); !maps.Equal(keys, r.set.shows[show]) {
		r.set.replace(show, keys)
		stale = true
	}
	if names := namesOf(list); !maps.Equal(names, r.set.names[show]) {
		r.set.replaceNames(show, names)
		k := r.set.keys(show)
		stale = stale || len(k.show) > 0 || has(list, k.every)
	}
	if r.edges[show] = edgesOf(list); len(list) == 0 {
		delete(r.sketches, show)
		delete(r.edges, show)
	}
	return stale
}

// has reports whether an episode of the list has a unit with one of the keys.
func has(list []*Sketch, keys map[uint64]bool) bool {
	return len(keys) > 0 && slices.ContainsFunc(list, func(s *Sketch) bool {
		return slices.ContainsFunc(s.units, func(u span) bool { return keys[u.key] })
	})
}

// updateEveryShow computes the boilerplate of all shows. It returns the shows in which a text has
// some that is new or gone.
func (r *Reader) updateEveryShow() map[data.ShowID]bool {
	before, now := r.set.shows[everyShow], keysOfEvery(r.edges)
	if maps.Equal(before, now) {
		return nil
	}
	r.set.replace(everyShow, now)
	differ := map[uint64]bool{}
	for key := range before {
		differ[key] = !now[key]
	}
	for key := range now {
		differ[key] = !before[key]
	}
	maps.DeleteFunc(differ, func(_ uint64, d bool) bool { return !d })
	stale := map[data.ShowID]bool{}
	for show := range r.sketches {
		if has(r.sketches.list(show), differ) {
			stale[show] = true
		}
	}
	return stale
}

// list returns the sketches of a show.
func (s showSketches) list(show data.ShowID) []*Sketch {
	list := make([]*Sketch, 0, len(s[show]))
	for _, c := range s[show] {
		list = append(list, &c.sketch)
	}
	return list
}

// Stripping returns an episode of a source as [Reader.Read] passes it on.
func (r Reader) Stripping(e data.Episode, digest [sha256.Size]byte) Episode {
	return Episode{Episode: e, Digest: digest, set: r.set}
}

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
			return Reader{set: before.set, sketches: p.sketches, edges: before.edges}, unknownRevision, nil
		}
		before, unchanged = result, false
	}
}

// pass is one pass over the episodes of a source.
type pass struct {
	before Reader
	// unchanged is true if the caller has the episodes of before, stripped with its set.
	unchanged bool
	sketches  showSketches
	// changed is true if an episode is new or has changed; count is their number.
	changed bool
	count   int
}

func newPass(before Reader, unchanged bool) *pass {
	return &pass{before: before, unchanged: unchanged, sketches: showSketches{}}
}

func (p *pass) run(ctx context.Context, s Source, transcripts bool, each func(Episode) error) (revision int64, err error) {
	return s.Episodes(ctx, transcripts, func(e data.Episode, digest [sha256.Size]byte) error {
		cached := p.addSketch(e, digest)
		return each(Episode{Episode: e, Digest: digest, Unchanged: cached && p.unchanged, set: p.before.set})
	})
}

// addSketch adds the sketch of an episode and reports whether it was cached.
func (p *pass) addSketch(e data.Episode, digest [sha256.Size]byte) bool {
	p.count++
	if cached, ok := p.before.sketches.of(e); ok && cached.digest == digest {
		p.sketches.add(e, cached)
		return true
	}
	p.changed = true
	p.sketches.add(e, cachedSketch{digest, NewSketch(e)})
	return false
}

// result returns a Reader with the boilerplate of the episodes of the pass. It reuses the
// set if no episode has changed.
func (p *pass) result() Reader {
	if p.before.set != nil && !p.changed && p.count == p.before.sketches.count() {
		return Reader{set: p.before.set, sketches: p.sketches, edges: p.before.edges}
	}
	r := Reader{set: newSet(), sketches: p.sketches, edges: map[data.ShowID][]edge{}}
	for show := range p.sketches {
		list := p.sketches.list(show)
		r.set.replace(show, keysOf(list))
		r.set.replaceNames(show, namesOf(list))
		r.edges[show] = edgesOf(list)
	}
	r.set.replace(everyShow, keysOfEvery(r.edges))
	return r
}

func (s showSketches) count() (n int) {
	for _, list := range s {
		n += len(list)
	}
	return n
}
