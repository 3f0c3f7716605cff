package api

import (
	"math"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/data/jsonl"
	"segue/recommend"
)

// Episode is an episode of a list with its topics.
type Episode struct {
	jsonl.Episode
	Topics []string `json:"topics" nullable:"false" doc:"Key phrases of the episode: the publisher's tags first, then phrases of the text and titles of chapters. They have no names of people. They depend on the whole catalogue." example:"GitOps,continuous delivery"`
}

// newEpisode returns e for a list.
func newEpisode(e data.Episode, topics []string) Episode {
	return Episode{Episode: jsonl.NewEpisode(e), Topics: append([]string{}, topics...)}
}

// SimilarBody is the answer with the episodes that are similar to one.
type SimilarBody struct {
	Episode Episode  `json:"episode" doc:"The episode of the request. It is never among the results."`
	Results []Result `json:"results" nullable:"false" doc:"Results in order: highest score first, then newest, then by id."`
	Answer
}

// SearchBody is the answer to a search.
type SearchBody struct {
	Query      string   `json:"query" doc:"The query, with white space normalised." example:"how do I deploy to Kubernets from Git"`
	DidYouMean *string  `json:"did_you_mean" doc:"The query with corrected spelling: words that are not in the catalogue are replaced by similar ones. The corrected words are searched too. Null if there is no correction." example:"how do I deploy to Kubernetes from Git"`
	Total      int      `json:"total" minimum:"0" doc:"The number of results on all pages: the episodes with at least half of the telling words of the query, weighted by their rarity (of a query of more than six telling words: three words, but at least a quarter), and those that are near in meaning." example:"4"`
	Results    []Result `json:"results" nullable:"false" doc:"Results in order: highest score first, then newest, then by id."`
	Weak       []Result `json:"weak" nullable:"false" doc:"Only if results is empty because nothing matches better than by chance: the best of the episodes that were left out, at most three. Label them as weak, or hide them."`
	Facets     Facets   `json:"facets" doc:"Counts of shows, people, tags and topics over the results of all pages."`
	Answer
}

// Answer holds the members that all ranked answers share.
type Answer struct {
	Offset int     `json:"offset" minimum:"0" example:"0"`
	Limit  int     `json:"limit" minimum:"1" maximum:"50" example:"5"`
	More   bool    `json:"more" doc:"Whether a next page exists." example:"true"`
	Mode   string  `json:"mode" enum:"hybrid,semantic,keyword" doc:"How the results were found: hybrid uses words and meaning, semantic only meaning, keyword only words. It is also keyword if the model did not answer in time." example:"hybrid"`
	Empty  *string `json:"empty" doc:"The reason why no page has a result, for people. Null if there are results." example:"no episode has these words"`
	Model  string  `json:"model" doc:"The model of the vectors. Empty if there are no vectors yet." example:"all-MiniLM-L6-v2"`
	Index  string  `json:"index" doc:"The version of the index. It changes when the episodes change." example:"7-10"`
}

// Result is one episode of an answer.
type Result struct {
	Episode    Episode     `json:"episode"`
	Score      float64     `json:"score" minimum:"0" maximum:"1" doc:"The relevance from 0 to 1, with at most six decimals. Scores are comparable only within one answer and are not probabilities." example:"0.712345"`
	Confidence string      `json:"confidence,omitempty" doc:"How sure it is that the episode is related to the request, with the same meaning in every catalogue. low may be chance: a text about another subject often finds an episode as good. fair is better than the best results of nine in ten such texts, high than those of nearly all. Absent if unknown, such as before the catalogue is embedded." enum:"low,fair,high" example:"fair"`
	Weak       bool        `json:"weak,omitempty" doc:"True in the list weak: the episode is no result."`
	Source     string      `json:"source" enum:"semantic,keyword,people,tags,show,latest" doc:"The signal that contributes most to the score." example:"semantic"`
	Reasons    []Reason    `json:"reasons" nullable:"false" doc:"The reasons for the result. Each is a fact about the episodes."`
	Duplicates []Duplicate `json:"duplicates" nullable:"false" doc:"Re-runs and near-duplicates of the episode. They are not in the results."`
	Scores     *Scores     `json:"scores,omitempty" doc:"The parts of the score. Only with explain=true."`
	Moment     *Moment     `json:"moment,omitempty" doc:"The passage of the transcript that answers the query best. Only in a search, and only if it answers better than the description."`
	Snippet    *Snippet    `json:"snippet,omitempty" doc:"The passage that matches the query best. Only in a search, and only if a passage matches."`
}

// Reason is one fact that explains a result.
type Reason struct {
	Kind string `json:"kind" doc:"The kind of the reason: key phrases of the result that the search mentions or that both episodes have, a shared person, series, tag or show. A passage is the text of the episode with the nearest meaning." example:"person"`
	Text string `json:"text" doc:"The shared value, such as the name of the person." example:"Alexis Richardson"`
	// Highlights are those of a passage.
	Highlights [][2]int `json:"highlights,omitempty" nullable:"false" doc:"Only with a passage: half-open ranges of text, counted in Unicode code points. They are the words of the request, or the first sentence if the passage has none." example:"[[0,6]]"`
}

// TransformSchema lists the kinds of reasons in the OpenAPI document.
func (Reason) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["kind"].Enum = each(recommend.ReasonKinds, func(k recommend.ReasonKind) any { return string(k) })
	return s
}

// Duplicate is an episode that is left out, because the results have another episode
// with the same content.
type Duplicate struct {
	ID     string `json:"id" example:"gitops-rerun"`
	Title  string `json:"title" example:"GitOps: Kubernetes Continuous Delivery (Rerun)"`
	Reason string `json:"reason" doc:"Why it counts as a duplicate, for people." example:"same audio"`
}

// Scores are the contributions of the signals to a score, in the JSON form of
// [recommend.Scores]. Each is rounded separately, so their sum may differ from the score in
// the last decimal.
type Scores recommend.Scores

// Moment is a passage of a transcript.
type Moment struct {
	Start   float64 `json:"start" minimum:"0" doc:"The start in the recording, in seconds." example:"73.5"`
	End     float64 `json:"end" minimum:"0" doc:"The end in seconds." example:"101"`
	Speaker *string `json:"speaker" doc:"The name of the speaker, null if unknown or if several people speak." example:"Alexis Richardson"`
	Chapter *string `json:"chapter" doc:"The title of the chapter, null if there is none." example:"Why Git"`
	URL     *string `json:"url" doc:"The address of the recording with the start as its fragment, or that of the episode's page if there is no recording. Null if both are unknown." example:"https://example.com/gitops.mp3#t=73"`
}

// Snippet is a piece of a description or of a transcript.
type Snippet struct {
	Text       string   `json:"text" example:"GitOps keeps what runs in a cluster in a repository."`
	Highlights [][2]int `json:"highlights" nullable:"false" doc:"Half-open ranges of text, counted in Unicode code points." example:"[[0,6]]"`
}

// NewSimilarBody returns the answer that shows s.
func NewSimilarBody(s recommend.Similar) SimilarBody {
	return SimilarBody{Episode: newEpisode(s.Episode, s.Topics), Results: each(s.Results, newResult), Answer: newAnswer(s.Answer)}
}

// NewSearchBody returns the answer that shows s.
func NewSearchBody(s recommend.Search) SearchBody {
	return SearchBody{
		Query:      s.Query,
		DidYouMean: orNull(s.DidYouMean),
		Total:      s.Total,
		Results:    each(s.Results, newResult),
		Weak:       each(s.Weak, newResult),
		Facets: Facets{
			Shows:  each(s.Facets.Shows, newCount),
			People: each(s.Facets.People, newCount),
			Tags:   each(s.Facets.Tags, newCount),
			Topics: each(s.Facets.Topics, newCount),
		},
		Answer: newAnswer(s.Answer),
	}
}

func newAnswer(a recommend.Answer) Answer {
	return Answer{
		Offset: a.Offset, Limit: a.Limit, More: a.More, Mode: string(a.Mode), Empty: orNull(a.Empty), Model: a.Model, Index: a.Index,
	}
}

func newResult(r recommend.Result) Result {
	out := Result{
		Episode:    newEpisode(r.Episode, r.Topics),
		Score:      round(r.Score),
		Confidence: string(r.Confidence),
		Weak:       r.Weak,
		Source:     string(r.Source),
		Reasons: each(r.Reasons, func(x recommend.Reason) Reason {
			return Reason{Kind: string(x.Kind), Text: x.Text, Highlights: x.Highlights}
		}),
		Duplicates: each(r.Duplicates, func(d recommend.Duplicate) Duplicate {
			return Duplicate{ID: string(d.ID), Title: d.Title, Reason: d.Reason}
		}),
	}
	if s := r.Scores; s != nil {
		rounded := Scores(s.Map(round))
		out.Scores = &rounded
	}
	if r.Moment != nil {
		moment := newMoment(*r.Moment)
		out.Moment = &moment
	}
	if s := r.Snippet; s != nil {
		snippet := newSnippet(*s)
		out.Snippet = &snippet
	}
	return out
}

func newSnippet(s recommend.Snippet) Snippet {
	return Snippet{Text: s.Text, Highlights: each(s.Highlights, func(h [2]int) [2]int { return h })}
}

// decimals is the precision of a score. A cosine of float32 numbers has about seven
// correct decimals. Six hide the differences between processors and keep every
// difference that decides the order.
const decimals = 1e6

// round rounds a score. It also turns -0, which has another form in JSON, into 0.
func round(score float64) float64 { return math.Round(score*decimals)/decimals + 0 }
