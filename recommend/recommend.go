// Package recommend is the product: it says which episodes are like one
// ([Engine.Similar]), which talk about something ([Engine.Search]) and what to hear
// after several ([Engine.Recommend]).
//
// An [Engine] answers from a [Snapshot] of a catalogue, which has [Vectors] for what
// episodes mean and [Words] for what they say, and takes the episodes that it shows
// from a [Catalog]. The snapshot is replaced as a whole by [Engine.Use], so every
// answer comes from one state of the catalogue.
//
// # Order
//
// Answers are exact and in a total order: higher score, then newer date, then
// id. The same catalogue, model and request give the same answer. Filters apply
// before anything is ranked; pages of one answer join without gap or repetition.
//
// # Scores
//
// A score says how well an episode answers beside the best of the same answer: 1
// is the best by meaning and by words at once. It is no probability, and scores of
// two answers cannot be compared. [Scores] are its parts, which sum to it.
//
// # Errors
//
// What a caller can mend has an error of its own: [data.ErrUnknownEpisode],
// [ErrBlankQuery] and [ErrNothingGiven]. Others are those of the context, the
// catalogue or the index. A model that fails is no error: the answer is then by
// words, and says so in [Answer.Mode].
package recommend

import (
	"context"
	"errors"

	"segue/data"
)

// Errors of this package, to be told apart by [errors.Is].
var (
	// ErrBlankQuery says that a search has no text.
	ErrBlankQuery = errors.New("query is blank")
	// ErrNothingGiven says that a recommendation has neither episodes nor text to
	// begin with.
	ErrNothingGiven = errors.New("nothing to recommend from")
	// ErrUnknownPerson says that nobody in the catalogue has the id.
	ErrUnknownPerson = errors.New("unknown person")
)

// QueryEmbedder turns the text of a search into a unit vector of its [State]'s
// model. Declared here so that ranking needs no embedding client.
type QueryEmbedder interface {
	Query(ctx context.Context, text string) ([]float32, error)
}

// Catalog gives the episodes that an answer shows.
type Catalog interface {
	// Find returns the episode that ref points at, or an error wrapping
	// [data.ErrUnknownEpisode].
	Find(ctx context.Context, ref data.Ref) (data.Episode, error)
	// Episodes returns the episodes with the given ids, by id. Ids that are not
	// in the catalogue are left out.
	Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error)
}
