package indexer

import (
	"context"
	"crypto/sha256"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend/words"
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

// unknownRevision is the revision of contents that must be read again.
const unknownRevision = -1

// textKeys identify the texts of an episode without boilerplate: its indexed words and
// its embedded passages.
type textKeys struct {
	words words.Key
	text  textKey
}

// readEpisodes reads all episodes without their boilerplate.
func (x *modelIndex) readEpisodes(ctx context.Context) (*catalogReader, int64, error) {
	var next *catalogReader
	reader, revision, err := x.boilerplate.Read(ctx, source{x.catalog}, false, func() func(boilerplate.Episode) error {
		next = x.newCatalogReader()
		return func(e boilerplate.Episode) error { return next.add(ctx, e) }
	})
	if err != nil {
		return nil, 0, err
	}
	next.boilerplate = reader
	return next, revision, next.flush(ctx)
}
