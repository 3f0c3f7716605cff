package recommend

import "segue/data"

// Mode says what an answer was found by.
type Mode string

// The modes of an answer.
const (
	ModeHybrid   Mode = "hybrid"   // words and meaning
	ModeSemantic Mode = "semantic" // meaning alone
	ModeKeyword  Mode = "keyword"  // words alone
)

// Source says which rung of the ladder a result came from.
type Source string

// The sources of a result, best first. Where a taste has only dislikes, what they
// leave comes from the latest.
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
	// Duplicates are re-runs and near-duplicates that the episode stands for.
	Duplicates []Duplicate
}

// ReasonKind says what a [Reason] is about.
type ReasonKind string

// The kinds of reasons.
const (
	// ReasonTopics names terms that are in both texts (in the search and in the
	// episode), those that carried the score first.
	ReasonTopics ReasonKind = "topics"
	// ReasonPerson names a guest of both, or one whom the search names.
	ReasonPerson ReasonKind = "person"
	// ReasonSeries names the series that both belong to.
	ReasonSeries ReasonKind = "series"
	// ReasonTag names a tag of both.
	ReasonTag ReasonKind = "tag"
	// ReasonShow names the show of both.
	ReasonShow ReasonKind = "show"
	// ReasonPassage is the passage of the result that is nearest in meaning.
	ReasonPassage ReasonKind = "passage"
)

// Reason is one true statement on why an episode is in an answer.
type Reason struct {
	Kind ReasonKind
	// Text is what is shared, such as the person's name.
	Text string
}

// Scores are the parts of a score; they sum to it.
type Scores struct {
	// Semantic and Keyword are what meaning and words have in the score. Where a taste
	// has only dislikes, every episode begins with a Keyword of 1.
	Semantic, Keyword float64
	// People and Series are what shared guests and a shared series add, Show what
	// another show takes.
	People, Series, Show float64
	// Disliked is what nearness to disliked episodes takes.
	Disliked float64
	// Recency and Diversity are what these options add or take.
	Recency, Diversity float64
}

// Snippet is a piece of a description, in whole sentences where they are short
// enough.
type Snippet struct {
	Text string
	// Highlights are half-open ranges of runes in Text.
	Highlights [][2]int
}

// Duplicate is an episode that is left out because another stands for it.
type Duplicate struct {
	ID     data.EpisodeID
	Title  string
	Reason string
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
	// DidYouMean is the query with words that the catalogue does not know replaced
	// by known ones, which were searched for too; empty where there are none. Where
	// nothing has what is quoted, it is the query without quotes.
	DidYouMean string
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
	// Empty says why there is no result on any page; empty where there is one.
	Empty string
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

// Suggestion completes what somebody types.
type Suggestion struct {
	// Kind is "episode", "person", "tag" or "show".
	Kind string
	// Text is the whole title or name, ID what it is asked for by: an episode's or a
	// show's id, a [data.PersonID], or the tag.
	Text, ID string
	// Highlights are half-open ranges of runes in Text that were typed.
	Highlights [][2]int
	// Count is the number of episodes.
	Count int
}

// Person is somebody who is heard in the catalogue.
type Person struct {
	// ID is that of [data.PersonID], Name how it is written in the newest episode.
	ID, Name string
	// Roles are what the person does, most often first.
	Roles []data.Role
	// Episodes are all of the person's, newest first, by id.
	Episodes []data.EpisodeID
	// With are the people of the same episodes, hosts left out, most often first;
	// their value is a name, as in [Facets].
	With []FacetCount
}

// Status is how far the engine has come with the catalogue.
type Status struct {
	// Episodes counts the catalogue, Embedded those with vectors.
	Episodes, Embedded int
	// Model and Index are as in an [Answer], and empty before [Engine.Use].
	Model, Index string
}
