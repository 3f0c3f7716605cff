package api

import (
	"math"

	"github.com/danielgtaylor/huma/v2"

	"segue/data/jsonl"
	"segue/recommend"
)

// SimilarBody answers what to hear after an episode.
type SimilarBody struct {
	Episode jsonl.Episode `json:"episode" doc:"The episode that was asked about; it is never among the results."`
	Results []Result      `json:"results" nullable:"false" doc:"Best first: higher score, then newer, then id."`
	Answer
}

// SearchBody answers which episodes talk about a text.
type SearchBody struct {
	Query      string   `json:"query" doc:"The text as it was understood." example:"how do I deploy to Kubernets from Git"`
	DidYouMean *string  `json:"did_you_mean" doc:"The text with words that the catalogue does not know replaced by known ones, which were searched for too; null where there are none." example:"how do I deploy to Kubernetes from Git"`
	Total      int      `json:"total" minimum:"0" doc:"The number of results on all pages." example:"4"`
	Results    []Result `json:"results" nullable:"false" doc:"Best first: higher score, then newer, then id."`
	Facets     Facets   `json:"facets" doc:"What the results on all pages share."`
	Answer
}

// Answer is what all ranked answers end with.
type Answer struct {
	Offset int     `json:"offset" minimum:"0" example:"0"`
	Limit  int     `json:"limit" minimum:"1" maximum:"50" example:"5"`
	More   bool    `json:"more" doc:"Whether a next page exists." example:"true"`
	Mode   string  `json:"mode" enum:"hybrid,semantic,keyword" doc:"What the results were found by: words and meaning, meaning alone, or words alone, also where the model did not answer in time." example:"hybrid"`
	Empty  *string `json:"empty" doc:"Why there is no result on any page, for people; null where there is one." example:"no episode has these words"`
	Model  string  `json:"model" doc:"The model whose vectors answered, empty before there are any." example:"all-MiniLM-L6-v2"`
	Index  string  `json:"index" doc:"The state of the index; it changes when episodes do." example:"7-10"`
}

// Result is one episode of an answer.
type Result struct {
	Episode    jsonl.Episode `json:"episode"`
	Score      float64       `json:"score" minimum:"0" maximum:"1" doc:"0 to 1, with at most six decimals. It compares results of one answer and is no probability." example:"0.712345"`
	Source     string        `json:"source" enum:"semantic,keyword,people,tags,show,latest" doc:"What the result was found by, the largest part of its score." example:"semantic"`
	Reasons    []Reason      `json:"reasons" nullable:"false" doc:"Why the episode is here; each of them is true."`
	Duplicates []Duplicate   `json:"duplicates" nullable:"false" doc:"Re-runs and near-duplicates that the episode stands for; they are left out of the answer."`
	Scores     *Scores       `json:"scores,omitempty" doc:"How the score came about, only with explain=true."`
	Snippet    *Snippet      `json:"snippet,omitempty" doc:"The passage that answers best, only in a search and where there is one."`
}

// Reason is one true statement on why an episode is in an answer.
type Reason struct {
	Kind string `json:"kind" doc:"What is shared: terms of both texts, a guest, the series, a tag or the show; passage is what of the episode is nearest in meaning." example:"person"`
	Text string `json:"text" doc:"What is shared, such as the person's name." example:"Alexis Richardson"`
}

// TransformSchema lists the kinds of reasons in the OpenAPI document.
func (Reason) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["kind"].Enum = each(recommend.ReasonKinds, func(k recommend.ReasonKind) any { return string(k) })
	return s
}

// Duplicate is an episode that is left out because another stands for it.
type Duplicate struct {
	ID     string `json:"id" example:"gitops-rerun"`
	Title  string `json:"title" example:"GitOps: Kubernetes Continuous Delivery (Rerun)"`
	Reason string `json:"reason" doc:"How it is known to be the same, for people." example:"same audio"`
}

// Scores are the contributions of the signals to a score, in the JSON form of
// [recommend.Scores]. Each is rounded separately, so their sum may differ from the score in
// the last decimal.
type Scores recommend.Scores

// Snippet is a piece of a description.
type Snippet struct {
	Text       string   `json:"text" example:"GitOps keeps what runs in a cluster in a repository."`
	Highlights [][2]int `json:"highlights" nullable:"false" doc:"Half-open ranges of text, counted in Unicode code points." example:"[[0,6]]"`
}

// NewSimilarBody returns the answer that shows s.
func NewSimilarBody(s recommend.Similar) SimilarBody {
	return SimilarBody{Episode: jsonl.NewEpisode(s.Episode), Results: each(s.Results, newResult), Answer: newAnswer(s.Answer)}
}

// NewSearchBody returns the answer that shows s.
func NewSearchBody(s recommend.Search) SearchBody {
	return SearchBody{
		Query:      s.Query,
		DidYouMean: orNull(s.DidYouMean),
		Total:      s.Total,
		Results:    each(s.Results, newResult),
		Facets: Facets{
			Shows:  each(s.Facets.Shows, newCount),
			People: each(s.Facets.People, newCount),
			Tags:   each(s.Facets.Tags, newCount),
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
		Episode: jsonl.NewEpisode(r.Episode),
		Score:   round(r.Score),
		Source:  string(r.Source),
		Reasons: each(r.Reasons, func(x recommend.Reason) Reason { return Reason{Kind: string(x.Kind), Text: x.Text} }),
		Duplicates: each(r.Duplicates, func(d recommend.Duplicate) Duplicate {
			return Duplicate{ID: string(d.ID), Title: d.Title, Reason: d.Reason}
		}),
	}
	if s := r.Scores; s != nil {
		rounded := Scores(s.Map(round))
		out.Scores = &rounded
	}
	if s := r.Snippet; s != nil {
		out.Snippet = &Snippet{Text: s.Text, Highlights: each(s.Highlights, func(h [2]int) [2]int { return h })}
	}
	return out
}

// decimals of a score. A cosine of float32 numbers is known to about seven, so
// six drop the noise that differs between processors and keep every difference
// that decided the order.
const decimals = 1e6

// round also turns -0 into 0, which JSON would tell apart.
func round(score float64) float64 { return math.Round(score*decimals)/decimals + 0 }
