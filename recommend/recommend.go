// Package recommend ranks episodes: those similar to an episode ([Engine.Similar]), those
// that match a text ([Engine.Search]), and those that fit liked and disliked episodes and a
// text ([Engine.Recommend]).
//
// An [Engine] answers from a [Revision] of a catalogue. The [Index] of the revision retrieves
// candidates by their words and by their meaning, and the engine ranks them. It reads the
// episodes of the results from a [Catalog]. [Engine.Use] replaces the revision as a whole, so
// one answer ranks one state of the catalogue.
//
// # Order
//
// The best episodes by words and the nearest passages by meaning are candidates. Candidates
// have exact scores, and are in a total order: higher score, then newer date, then id. The
// same catalogue, model and request give the same answer. Filters apply before retrieval. The
// pages of an answer come from one order, but later pages have more candidates; see
// docs/design.md.
//
// # Scores
//
// A score compares an episode with the best of the same answer: 1 is the best by meaning and
// by words. It is not a probability, and scores of different answers cannot be compared. It
// is the sum of the contributions of all signals ([Scores]). The table of signals is in
// signals.go.
//
// # Errors
//
// Errors that a caller can correct have their own values: [data.ErrUnknownEpisode],
// [ErrBlankQuery], [ErrNothingGiven], [ErrUnknownPerson] and the error of
// [Options.Validate]. Other errors come from the context, the catalogue or the index. A failing
// model is not an error: the engine then ranks by words; see [Answer.Mode].
package recommend

import (
	"context"
	"errors"

	"segue/data"
)

// Errors of this package, for [errors.Is].
var (
	// ErrBlankQuery is returned for a search without text.
	ErrBlankQuery = errors.New("query is blank")
	// ErrNothingGiven is returned for a [Request] with neither episodes nor text.
	ErrNothingGiven = errors.New("nothing to recommend from")
	// ErrUnknownPerson is returned if no person of the catalogue has the ID.
	ErrUnknownPerson = errors.New("unknown person")
)

// QueryEmbedder turns the text of a search into a unit vector of the model of its
// [Revision].
// It is declared here so that this package does not import an embedding client.
type QueryEmbedder interface {
	Query(ctx context.Context, text string) ([]float32, error)
}

// Catalog reads the episodes of an answer.
type Catalog interface {
	// Find returns the episode that ref points at, or an error that wraps
	// [data.ErrUnknownEpisode].
	Find(ctx context.Context, ref data.Ref) (data.Episode, error)
	// Episodes returns the episodes with the given ids, by id. It ignores ids that are not in
	// the catalogue.
	Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error)
	// Segments returns the transcripts with times of the episodes with the given ids. It leaves
	// out episodes without them.
	Segments(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID][]data.Segment, error)
}
