package indexer

import (
	"context"
	"crypto/sha256"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
)

// Source returns the episodes of a catalogue as the input of a [boilerplate.Reader].
func Source(c EpisodeReader) boilerplate.Source { return source{c} }

// EpisodeReader reads all episodes of a catalogue.
type EpisodeReader interface {
	Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (int64, error)
}

type source struct{ catalogue EpisodeReader }

// Episodes implements [boilerplate.Source].
func (s source) Episodes(ctx context.Context, transcripts bool, each func(data.Episode, [sha256.Size]byte) error) (int64, error) {
	contents := catalog.WithoutTranscripts
	if transcripts {
		contents = catalog.WithTranscripts
	}
	return s.catalogue.Read(ctx, contents, func(e catalog.Stored) error { return each(e.Episode, e.Digest) })
}
