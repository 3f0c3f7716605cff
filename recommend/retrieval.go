package recommend

import (
	"context"
	"time"

	"segue/data"
	"segue/recommend/cosine"
)

// Index retrieves the candidates of answers from one revision of a catalogue. It is
// immutable and safe for concurrent use. Package local implements it in process; other
// implementations may use other engines. Package retrievaltest tests all of them.
//
// All lists are in a total order: highest score first, then newest, then by id.
type Index interface {
	// Info describes the revision.
	Info() Info
	PassageIndex
	WordIndex
	EntryIndex
	TopicIndex
	Directory
}

// Info describes a revision of a catalogue.
type Info struct {
	// Name identifies the content and the vectors: equal names mean equal answers.
	Name string
	// Model is the name of the model of the vectors; empty if there is none.
	Model string
	// Retrieval is the name of the implementation that finds the nearest passages.
	Retrieval string
	// Episodes is the number of episodes, Embedded the number of those with vectors, Passages the
	// number of their passages.
	Episodes, Embedded, Passages int
	// Newest is the date of the newest episode.
	Newest time.Time
}

// CaughtUp reports whether enough episodes have vectors to rank the catalogue by meaning: nine
// in ten. So one new episode does not turn ranking by meaning off, and a search does not find
// only the few episodes that were embedded first.
func (i Info) CaughtUp() bool { return i.Embedded > 0 && i.Embedded*10 >= i.Episodes*9 }

// Scope is the part of a catalogue that a retrieval may return.
type Scope struct {
	Filter data.Filter
	// Without are episodes that are left out.
	Without []data.EpisodeID
	// Query restricts the scope to episodes with its phrases and without its excluded
	// words; nil for no restriction.
	Query *WordQuery
}

// PassageIndex compares vectors with the passages of episodes.
type PassageIndex interface {
	// NearestPassages returns, for each query, the K passages of its scope with the highest cosines,
	// and all others that are equal to the last of them.
	NearestPassages(ctx context.Context, queries []PassageQuery) ([][]PassageHit, error)
	// Embeddings returns the vectors of each entry.
	Embeddings(ctx context.Context, entries []*Entry) ([]cosine.Embedding, error)
}

// PassageQuery asks for the passages that are nearest to a vector.
type PassageQuery struct {
	// Vector is a unit vector.
	Vector []float32
	Scope  Scope
	// K is the number of passages, at least 1.
	K int
	// FirstOnly compares only the first passage of each episode.
	FirstOnly bool
}

// PassageHit is a passage near a vector.
type PassageHit struct {
	Entry *Entry
	// Passage is the number of the passage in its episode.
	Passage int
	Cosine  float32
}

// WordIndex compares words with the texts of episodes.
type WordIndex interface {
	// Parse parses the text of a search. Every text is valid.
	Parse(ctx context.Context, text string) (WordQuery, error)
	// Match finds the episodes of the scope with words of q, and returns at most k of them.
	// Their weight is the BM25 weight over all fields.
	Match(ctx context.Context, q WordQuery, s Scope, k int) (Matches, error)
	// Like finds the episodes of the scope with some of the terms, and returns at most k of
	// them. Their weight is the sum, over all terms, of the term's weight times its BM25
	// weight in the episode. Weights of terms may be negative.
	Like(ctx context.Context, terms []Term, s Scope, k int) (Matches, error)
	// Terms returns at most limit terms of an episode, the most distinctive first. A short text
	// may have fewer, because its other terms are mentioned in passing. Their weight is for Like,
	// to find episodes about the same subject. Names that several people have are left out: two
	// guests with one first name say nothing about the subject.
	Terms(ctx context.Context, e *Entry, limit int) ([]Term, error)
	// Shared returns the terms that an episode has, as written in the episode. Their weight is
	// their contribution to its weight in Like; highest first.
	Shared(ctx context.Context, terms []Term, e *Entry) ([]Term, error)
	// Highlights returns the half-open ranges of runes in text that match q, in order and
	// without overlap.
	Highlights(q WordQuery, text string) [][2]int
}

// Matches are the episodes that match a retrieval by words. Call Close after the last use.
type Matches interface {
	// Hits returns the episodes with the highest weights.
	Hits() []WordHit
	// Weights returns the weight of each entry, 0 for entries that do not match.
	Weights(ctx context.Context, entries []*Entry) ([]float32, error)
	// Shares returns the share of the telling words that each entry has, 0 to 1, and 0 for
	// entries that do not match; see [WordQuery.Telling]. It is 0 for the matches of Like.
	Shares(ctx context.Context, entries []*Entry) ([]float32, error)
	// Count counts the matches with at least a share of the telling words, and the given other
	// entries. Of a group of duplicates it counts the representative.
	Count(ctx context.Context, least float32, others []*Entry) (total int, facets Facets, err error)
	// Spoken returns the share of the transcripts in the weights of a search, 0 to 1, if every
	// word occurred once in each of its episodes.
	Spoken() float64
	// Close releases the matches.
	Close()
}

// WordHit is an episode that matches words.
type WordHit struct {
	Entry  *Entry
	Weight float32
}

// EntryIndex finds entries without ranking them.
type EntryIndex interface {
	// Entries returns the entries with the given ids. It leaves out unknown ids.
	Entries(ctx context.Context, ids []data.EpisodeID) ([]*Entry, error)
	// Titled returns the entries with a title. Case, spacing and surrounding punctuation do
	// not matter.
	Titled(ctx context.Context, title string) ([]*Entry, error)
	// Latest returns the newest entries of a selection.
	Latest(ctx context.Context, q LatestQuery) ([]*Entry, error)
	// CountFacets counts the values of entries.
	CountFacets(ctx context.Context, entries []*Entry) (Facets, error)
}

// LatestQuery selects entries, newest first.
type LatestQuery struct {
	Scope Scope
	// Common requires something in common; the zero value requires nothing.
	Common Common
	// Distinct returns only one episode of each group of duplicates: the first of those in the
	// scope, in the order of the group.
	Distinct bool
	// OnePerShow returns only the newest episode of each show, and all episodes without show.
	OnePerShow bool
	// Limit is the highest number of entries.
	Limit int
}

// Common selects the episodes that have at least one of its values.
type Common struct {
	// Guests and Tags are folded as in [Entry].
	Guests, Tags []string
	Shows        []data.ShowID
	// Series are ids of [Series].
	Series []string
}

// IsZero reports whether c selects every episode.
func (c Common) IsZero() bool { return len(c.Guests)+len(c.Tags)+len(c.Shows)+len(c.Series) == 0 }

// TopicIndex finds the topics of episodes: key phrases that occur in their texts, and no names of
// people.
type TopicIndex interface {
	// Topics returns the topics of each entry: the publisher's tags, then phrases of the texts,
	// then chapter titles, each with the most important first.
	Topics(ctx context.Context, entries []*Entry) ([][]string, error)
	// SharedTopics returns at most limit topics that occur in the texts of both entries, as b writes
	// them, the most important first. They need not be among the topics of either.
	SharedTopics(ctx context.Context, a, b *Entry, limit int) ([]string, error)
}

// Directory answers questions about the whole catalogue.
type Directory interface {
	// Suggest returns at most limit titles, people, tags and shows that begin with the typed
	// text, then those with a later word that begins with it.
	Suggest(ctx context.Context, typed string, limit int) ([]Suggestion, error)
	// Person returns the person with an ID. Its error wraps [ErrUnknownPerson].
	Person(ctx context.Context, id string) (Person, error)
	// Facets counts the episodes that a filter selects. Duplicates count once.
	Facets(ctx context.Context, f data.Filter) (Facets, error)
}

// Term is a word of a text after analysis.
type Term struct {
	// Stem is compared with other stems, such as "kubernet".
	Stem string
	// Word is the word as written in its text.
	Word string
	// Weight is above 0. The functions that return a Term document its meaning.
	Weight float64
}

// WordQuery is the parsed text of a search.
type WordQuery struct {
	// Plain is the text without quotes and without excluded words: the text to embed.
	Plain string
	// Terms are the words to search for. An episode need not have all of them. The weight of a
	// term is its number of occurrences in the text; a part of a compound, such as node in
	// node.js, counts half.
	Terms []Term
	// Telling are the different words of the text that tell what it is about, in its order: all
	// but stop words, or all if it has only stop words. A word weighs as much as it is rare: its
	// idf ([Matches.Shares]). A word that no episode has weighs as much as one that one episode has.
	Telling []TellingWord
	// Prefix is the last word, in the form in which it is compared, if it may be incomplete;
	// empty if it is complete.
	Prefix string
	// Pairs are adjacent words of the text, as written. An episode in which they are adjacent
	// too is a better match.
	Pairs [][]string
	// Phrases are words that must occur one after the other, as written but in lower case and
	// without accents. A quotation means the exact words, not their stems, including stop
	// words.
	Phrases [][]string
	// Excluded must not occur: each is one stem, or a phrase of several words.
	Excluded [][]string
	// DidYouMean is the text with unknown words replaced by the nearest known ones; empty if
	// all words are known. Terms has the replacements too.
	DidYouMean string
}

// TellingWord is a word of [WordQuery.Telling]. An episode has the word if title, description, people,
// tags or show contain one of the stems. If only the transcript does, half of the word counts: a
// transcript is long enough to contain any word by chance.
type TellingWord struct {
	// Stems are the stems of the word in the languages of the catalogue.
	Stems []string
	// Prefix is WordQuery.Prefix if that is this word, else empty. Half of the word counts in an
	// episode with a longer word.
	Prefix string
	// Corrected is set if the stems belong to another spelling. Half of the word counts.
	Corrected bool
}

// restricts reports whether q has phrases or excluded words.
func (q WordQuery) restricts() bool { return len(q.Phrases)+len(q.Excluded) > 0 }
