// Package recommend is the product: it says which episodes are like one
// ([Engine.Similar]) and which talk about something ([Engine.Search]).
//
// An [Engine] answers from an [Index] of vectors and takes the episodes that it
// shows from a [Catalog]. The index is replaced as a whole by [Engine.Use], so
// every answer comes from one state of the catalogue.
//
// # Order
//
// Answers are exact and in a total order: higher score, then newer date, then
// id. The same catalogue, model and request give the same answer.
//
// # Errors
//
// What a caller can mend has an error of its own: [data.ErrUnknownEpisode],
// [ErrBlankQuery] and [ErrEmbedder]. Others are those of the context, the
// catalogue or the index.
package recommend

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
)

// Errors of this package, to be told apart by [errors.Is].
var (
	// ErrBlankQuery says that a search has no text.
	ErrBlankQuery = errors.New("query is blank")
	// ErrEmbedder says that the text of a search could not be embedded.
	ErrEmbedder = errors.New("query could not be embedded")
)

// QueryEmbedder turns the text of a search into a unit vector of the index's
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

// Index compares a vector with every embedded episode. It does not change.
type Index interface {
	// Has reports whether an episode is embedded.
	Has(id data.EpisodeID) bool
	// Vector returns the mean of an episode's passages, as a copy of length one,
	// and false for an episode without vectors.
	Vector(id data.EpisodeID) ([]float32, bool)
	// Episodes compares query with every embedded episode's mean vector, in no
	// particular order.
	Episodes(ctx context.Context, query []float32) ([]Match, error)
	// Passages compares query with every embedded episode's passages and keeps
	// the nearest of each episode, in no particular order.
	Passages(ctx context.Context, query []float32) ([]Match, error)
}

// Match is how near one episode came to a vector.
type Match struct {
	Episode data.EpisodeID
	// Passage is the number of the passage that was compared, from 0; it is 0
	// for a mean vector.
	Passage int
	// Similarity is the cosine, -1 to 1.
	Similarity float32
}

// Limits of an answer.
const (
	// MaxLimit is the most results of one answer: more than anybody reads, and
	// few enough to be shown at once.
	MaxLimit = 50
	// DefaultSimilar fits under an episode without scrolling.
	DefaultSimilar = 5
	// DefaultSearch is one page of results.
	DefaultSearch = 10
)

// Options narrow and shape an answer.
type Options struct {
	// Filter chooses the episodes that may appear, before they are ranked.
	Filter data.Filter
	// Limit is the most results, 1 to [MaxLimit]; 0 stands for the default.
	Limit int
	// Offset is the number of results that are skipped.
	Offset int
	// Threshold is the lowest score that is shown, 0 to 1.
	Threshold float64
	// Explain adds to each result how its score came about.
	Explain bool
}

// Validate reports which option is out of its bounds, or nil.
func (o Options) Validate() error {
	switch {
	case o.Limit < 0 || o.Limit > MaxLimit:
		return fmt.Errorf("limit %d is not between 1 and %d", o.Limit, MaxLimit)
	case o.Offset < 0:
		return fmt.Errorf("offset %d is negative", o.Offset)
	case !(o.Threshold >= 0 && o.Threshold <= 1):
		return fmt.Errorf("threshold %v is not between 0 and 1", o.Threshold)
	}
	return nil
}

// Mode says what an answer was found by.
type Mode string

// The modes of an answer.
const (
	ModeHybrid   Mode = "hybrid"   // words and meaning
	ModeSemantic Mode = "semantic" // meaning alone
	ModeKeyword  Mode = "keyword"  // words alone, or neither where nothing is embedded
)

// Source says which rung of the ladder a result came from.
type Source string

// The sources of a result, best first.
const (
	SourceSemantic Source = "semantic"
	SourceKeyword  Source = "keyword"
	SourcePeople   Source = "people"
	SourceTags     Source = "tags"
	SourceShow     Source = "show"
	SourceLatest   Source = "latest"
)

// Result is one episode of an answer.
type Result struct {
	Episode data.Episode
	// Score is 0 to 1.
	Score  float64
	Source Source
	// Reasons say why the episode is here; each of them is true.
	Reasons []Reason
	// Scores are the parts that sum to Score, only with Options.Explain.
	Scores *Scores
	// Snippet is the passage that answers a search best; nil in other answers.
	Snippet *Snippet
}

// Reason is one true statement on why an episode is in an answer.
type Reason struct {
	// Kind is "person".
	Kind string
	// Text is what is shared, such as the person's name.
	Text string
}

// Scores are the parts of a score.
type Scores struct {
	Semantic, Keyword, People, Recency, Diversity float64
}

// Snippet is a piece of a description.
type Snippet struct {
	Text string
	// Highlights are half-open ranges of runes in Text.
	Highlights [][2]int
}

// Similar answers what to hear after an episode.
type Similar struct {
	// Episode is the one that was asked about; it is never among the results.
	Episode data.Episode
	Answer
}

// Search answers which episodes talk about something.
type Search struct {
	// Query is the text as it was understood, without surrounding space.
	Query string
	// Total counts the results on all pages.
	Total int
	// Facets count the results on all pages by what they share.
	Facets Facets
	Answer
}

// Answer is what all answers have in common.
type Answer struct {
	Results       []Result
	Offset, Limit int
	// More says that a next page exists.
	More bool
	Mode Mode
	// Model names the model whose vectors answered, Index the state of the index.
	Model, Index string
}

// Facets are counts by show, person and tag, highest first, then by label.
type Facets struct {
	Shows, People, Tags []FacetCount
}

// FacetCount is the number of results that share a value.
type FacetCount struct {
	// Value is what a filter takes, Label what a person reads.
	Value, Label string
	Count        int
}

// Status is how far the engine has come with the catalogue.
type Status struct {
	// Episodes counts the catalogue, Embedded those with vectors.
	Episodes, Embedded int
	// Model and Index are as in an [Answer], and empty before [Engine.Use].
	Model, Index string
}
