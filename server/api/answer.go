package api

import (
	"math"

	"segue/recommend"
)

// SimilarBody answers what to hear after an episode.
type SimilarBody struct {
	Episode Episode  `json:"episode" doc:"The episode that was asked about; it is never among the results."`
	Results []Result `json:"results" nullable:"false" doc:"Best first: higher score, then newer, then id."`
	Answer
}

// SearchBody answers which episodes talk about a text.
type SearchBody struct {
	Query   string   `json:"query" doc:"The text as it was understood." example:"how do I deploy to Kubernetes from Git"`
	Total   int      `json:"total" minimum:"0" doc:"The number of results on all pages." example:"4"`
	Results []Result `json:"results" nullable:"false" doc:"Best first: higher score, then newer, then id."`
	Facets  Facets   `json:"facets" doc:"What the results on all pages share."`
	Answer
}

// Answer is what all ranked answers end with.
type Answer struct {
	Offset int    `json:"offset" minimum:"0" example:"0"`
	Limit  int    `json:"limit" minimum:"1" maximum:"50" example:"5"`
	More   bool   `json:"more" doc:"Whether a next page exists." example:"true"`
	Mode   string `json:"mode" enum:"hybrid,semantic,keyword" doc:"What the results were found by: words and meaning, meaning alone, or words alone." example:"semantic"`
	Model  string `json:"model" doc:"The model whose vectors answered, empty before there are any." example:"all-MiniLM-L6-v2"`
	Index  string `json:"index" doc:"The state of the index; it changes when episodes do." example:"7-10"`
}

// Result is one episode of an answer.
type Result struct {
	Episode Episode  `json:"episode"`
	Score   float64  `json:"score" minimum:"0" maximum:"1" doc:"0 to 1, with at most six decimals." example:"0.712345"`
	Source  string   `json:"source" enum:"semantic,keyword,people,tags,show,latest" doc:"What the result was found by." example:"semantic"`
	Reasons []Reason `json:"reasons" nullable:"false" doc:"Why the episode is here; each of them is true."`
	Scores  *Scores  `json:"scores,omitempty" doc:"How the score came about, only with explain=true."`
	Snippet *Snippet `json:"snippet,omitempty" doc:"The passage that answers best, only in a search and where there is one."`
}

// Reason is one true statement on why an episode is in an answer.
type Reason struct {
	Kind string `json:"kind" example:"person"`
	Text string `json:"text" example:"Alexis Richardson"`
}

// Scores are the parts of a score. Each is rounded for itself, so their sum may
// differ from the score in the last decimal.
type Scores struct {
	Semantic  float64 `json:"semantic" example:"0.68"`
	Keyword   float64 `json:"keyword" example:"0.0523"`
	People    float64 `json:"people" example:"0"`
	Recency   float64 `json:"recency" example:"0"`
	Diversity float64 `json:"diversity" example:"-0.02"`
}

// Snippet is a piece of a description.
type Snippet struct {
	Text       string   `json:"text" example:"GitOps keeps what runs in a cluster in a repository."`
	Highlights [][2]int `json:"highlights" nullable:"false" doc:"Half-open ranges of text, counted in Unicode code points." example:"[[0,6]]"`
}

// Facets are counts, highest first, then by label.
type Facets struct {
	Shows  []FacetCount `json:"shows" nullable:"false"`
	People []FacetCount `json:"people" nullable:"false"`
	Tags   []FacetCount `json:"tags" nullable:"false"`
}

// FacetCount is the number of results that share a value.
type FacetCount struct {
	Value string `json:"value" doc:"What the parameter takes." example:"software-engineering-daily"`
	Label string `json:"label" doc:"What a person reads." example:"Software Engineering Daily"`
	Count int    `json:"count" minimum:"1" example:"4"`
}

// NewSimilarBody returns the answer that shows s.
func NewSimilarBody(s recommend.Similar) SimilarBody {
	return SimilarBody{Episode: NewEpisode(s.Episode), Results: each(s.Results, newResult), Answer: newAnswer(s.Answer)}
}

// NewSearchBody returns the answer that shows s.
func NewSearchBody(s recommend.Search) SearchBody {
	return SearchBody{
		Query:   s.Query,
		Total:   s.Total,
		Results: each(s.Results, newResult),
		Facets: Facets{
			Shows:  each(s.Facets.Shows, newCount),
			People: each(s.Facets.People, newCount),
			Tags:   each(s.Facets.Tags, newCount),
		},
		Answer: newAnswer(s.Answer),
	}
}

func newAnswer(a recommend.Answer) Answer {
	return Answer{Offset: a.Offset, Limit: a.Limit, More: a.More, Mode: string(a.Mode), Model: a.Model, Index: a.Index}
}

func newResult(r recommend.Result) Result {
	out := Result{
		Episode: NewEpisode(r.Episode),
		Score:   round(r.Score),
		Source:  string(r.Source),
		Reasons: each(r.Reasons, func(reason recommend.Reason) Reason { return Reason(reason) }),
	}
	if s := r.Scores; s != nil {
		out.Scores = &Scores{
			Semantic: round(s.Semantic), Keyword: round(s.Keyword), People: round(s.People),
			Recency: round(s.Recency), Diversity: round(s.Diversity),
		}
	}
	if s := r.Snippet; s != nil {
		out.Snippet = &Snippet{Text: s.Text, Highlights: each(s.Highlights, func(h [2]int) [2]int { return h })}
	}
	return out
}

func newCount(c recommend.FacetCount) FacetCount { return FacetCount(c) }

// decimals of a score. A cosine of float32 numbers is known to about seven, so
// six drop the noise that differs between processors and keep every difference
// that decided the order.
const decimals = 1e6

// round also turns -0 into 0, which JSON would tell apart.
func round(score float64) float64 { return math.Round(score*decimals)/decimals + 0 }
