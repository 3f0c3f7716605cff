package indexer

import (
	"context"
	"crypto/sha256"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend/words"
)

// maxReadings is how often a catalogue is read again because what repeats in it is no
// longer what it was read with. Once is enough, unless another process writes
// meanwhile.
const maxReadings = 3

// unknownRevision is that of no catalogue, so that what was read counts as outdated.
const unknownRevision = -1

// noted is what is known of an episode's text as long as its content is the same.
type noted struct {
	digest [sha256.Size]byte
	sketch boilerplate.Sketch
	// key and text are those of its words and of what is embedded of it, without
	// boilerplate.
	key  words.Key
	text textKey
}

// stripping takes what repeats across a show's episodes out of what is read.
type stripping struct {
	boilerplate *boilerplate.Set
	before      map[data.EpisodeID]noted
	// usual says that before was made with the same boilerplate.
	usual bool
	notes map[data.EpisodeID]noted
	// fresh says that an episode is not as it was before.
	fresh bool
}

// readEpisodes reads all episodes without the boilerplate that they themselves have.
// The set of before nearly always is right; where it is not, they are read again.
func (x *modelIndex) readEpisodes(ctx context.Context) (*reading, int64, error) {
	s := stripping{boilerplate: x.boilerplate, before: x.notes, usual: true}
	if x.boilerplate == nil {
		var err error
		if s, err = sketch(ctx, x.catalog); err != nil {
			return nil, 0, err
		}
	}
	for n := 1; ; n++ {
		s.notes, s.fresh = make(map[data.EpisodeID]noted, len(s.before)), false
		next := x.newReading(s)
		revision, err := x.catalog.Read(ctx, catalog.WithoutTranscripts, func(e catalog.Stored) error {
			return next.add(ctx, e)
		})
		if err != nil {
			return nil, 0, err
		}
		found := next.find()
		switch {
		case !found.Equal(s.boilerplate) && n < maxReadings:
			s = stripping{boilerplate: found, before: next.notes}
			continue
		case !found.Equal(s.boilerplate):
			revision = unknownRevision
		}
		return next, revision, next.flush(ctx)
	}
}

// sketch reads only what repeats in a catalogue.
func sketch(ctx context.Context, c Catalog) (stripping, error) {
	s := stripping{notes: map[data.EpisodeID]noted{}}
	_, err := c.Read(ctx, catalog.WithoutTranscripts, func(e catalog.Stored) error {
		s.notes[e.ID], _ = s.note(e)
		return nil
	})
	return stripping{boilerplate: s.find(), before: s.notes}, err
}

// note returns what is known of an episode from before, and reports whether all of it
// is still right. Otherwise only its sketch is.
func (s *stripping) note(stored catalog.Stored) (noted, bool) {
	known, ok := s.before[stored.ID]
	if ok && known.digest == stored.Digest {
		return known, s.usual
	}
	s.fresh = true
	return noted{digest: stored.Digest, sketch: boilerplate.Read(stored.Episode)}, false
}

func (s *stripping) strip(e data.Episode) string {
	return s.boilerplate.Strip(e.Show.ID, e.Description)
}

// find returns what repeats among the episodes that were noted.
func (s *stripping) find() *boilerplate.Set {
	if s.boilerplate != nil && !s.fresh && len(s.notes) == len(s.before) {
		return s.boilerplate // of the same episodes
	}
	sketches := make([]boilerplate.Sketch, 0, len(s.notes))
	for _, n := range s.notes {
		sketches = append(sketches, n.sketch)
	}
	return boilerplate.Find(sketches)
}
