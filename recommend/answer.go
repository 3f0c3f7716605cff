package recommend

import "segue/data"

// Mode is how an answer was found.
type Mode string

// The modes of an answer.
const (
	ModeHybrid   Mode = "hybrid"   // words and meaning
	ModeSemantic Mode = "semantic" // meaning alone
	ModeKeyword  Mode = "keyword"  // words alone
)

// Source is how a result was found: the signal that contributes most to its score, or the
// step of the fallback.
type Source string

// The sources of a result, best first. All results of a request with only disliked episodes
// have SourceLatest.
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
	// Topics are key phrases of the episode, the publisher's tags first.
	Topics []string
	// Score is 0 to 1.
	Score  float64
	Source Source
	// Confidence is how sure it is that the episode is related to the request; empty if that is not
	// known. Unlike a score, it can be compared between answers and catalogues.
	Confidence Confidence
	// Weak marks a result of [Answer.Weak].
	Weak bool
	// Reasons explain why the episode is in the answer. Each of them is true.
	Reasons []Reason
	// Scores is set only with Options.Explain.
	Scores *Scores
	// Snippet is the passage that answers a search best; nil in other answers.
	Snippet *Snippet
	// Moment is the passage of the transcript that answers a search best; nil if a passage of the
	// description does. Its snippet is also the snippet of the result.
	Moment *Moment
	// Duplicates are re-runs and near-duplicates, which the episode represents.
	Duplicates []Duplicate
}

// Scores are the contributions of the signals to a score; they sum to it. The tags describe
// them in the HTTP API.
type Scores struct {
	// If a request has only disliked episodes, Keyword is 1 for every episode.
	Semantic  float64 `json:"semantic" doc:"The part of similarity in meaning in the score." example:"0.38"`
	Keyword   float64 `json:"keyword" doc:"The part of shared words in the score." example:"0.2523"`
	People    float64 `json:"people" doc:"The bonus for a shared guest." example:"0"`
	Series    float64 `json:"series" doc:"The bonus for the same series." example:"0"`
	Show      float64 `json:"show" doc:"The penalty for another show, at most 0." example:"-0.04"`
	Disliked  float64 `json:"disliked" doc:"The penalty for similarity to disliked episodes, at most 0." example:"0"`
	Recency   float64 `json:"recency" doc:"The effect of recency on the score." example:"0"`
	Diversity float64 `json:"diversity" doc:"The effect of diversity on the score." example:"-0.02"`
}

// Snippet is a part of a description. It has whole sentences unless one is too long.
type Snippet struct {
	Text string
	// Highlights are half-open ranges of runes in Text.
	Highlights [][2]int
}

// Duplicate is an episode that is left out because another one represents it.
type Duplicate struct {
	ID     data.EpisodeID
	Title  string
	Reason string
}

// Similar is the answer to [Engine.Similar].
type Similar struct {
	// Episode is the episode of the request. It is not among the results. Topics are its topics.
	Episode data.Episode
	Topics  []string
	Answer
}

// Search is the answer to [Engine.Search].
type Search struct {
	// Query is the text with single spaces between words.
	Query string
	// DidYouMean is the query with unknown words replaced by known ones, which were searched
	// for too; empty if all words are known. If no episode has a quoted phrase, it is the
	// query without quotes.
	DidYouMean string
	// Total is the number of results on all pages: the episodes with at least half of the telling
	// words of the text, and the episodes that are near in meaning; see [Confidence].
	Total int
	// Facets count the results on all pages.
	Facets Facets
	Answer
}

// Answer has the fields that all answers share.
type Answer struct {
	Results []Result
	// Weak are the best matches of a text for which nothing better than chance was found, at most
	// three. They are not results: a client labels or hides them.
	Weak          []Result
	Offset, Limit int
	// More reports whether there is a next page.
	More bool
	Mode Mode
	// Empty explains why no page has a result; it is empty if one has.
	Empty string
	// Model is the name of the model whose vectors were used, Index the name of the
	// revision.
	Model, Index string
}

// Facets count results by show, person, tag and topic: highest count first, then by label.
type Facets struct {
	Shows, People, Tags, Topics []FacetCount
}

// FacetCount is the number of results that share a value.
type FacetCount struct {
	// Value is for filters, Label for display.
	Value, Label string
	Count        int
}

// Suggestion is a completion of a typed text.
type Suggestion struct {
	// Kind is "episode", "person", "tag" or "show".
	Kind string
	// Text is the whole title or name. ID identifies it: the id of an episode or a show, a
	// [data.PersonID], or the tag.
	Text, ID string
	// Highlights are the half-open ranges of runes in Text that match the typed text.
	Highlights [][2]int
	// Count is the number of episodes.
	Count int
}

// Person is a person of the catalogue.
type Person struct {
	// ID is the [data.PersonID]. Name is spelled as in the newest episode.
	ID, Name string
	// Roles are the person's roles, most frequent first.
	Roles []data.Role
	// Episodes are the ids of the person's episodes, newest first.
	Episodes []data.EpisodeID
	// With has the people of the same episodes without hosts, most frequent first. Its values
	// are names, as in [Facets].
	With []FacetCount
}

// Status describes the revision that the engine answers from.
type Status struct {
	// Episodes is the number of episodes, Embedded the number of those with vectors, Passages the
	// number of their passages.
	Episodes, Embedded, Passages int
	// Model and Index are as in an [Answer]. They are empty before [Engine.Use].
	Model, Index string
	// Retrieval is the name of the implementation that finds the nearest passages.
	Retrieval string
}
