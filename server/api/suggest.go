package api

import (
	"context"
	"strings"

	"segue/recommend"
)

// SuggestBody has the completions of a text.
type SuggestBody struct {
	Query       string       `json:"query" doc:"The text, with white space normalised." example:"kube"`
	Suggestions []Suggestion `json:"suggestions" nullable:"false" doc:"First the completions that begin with the text, then the completions with a later word that begins with it."`
}

// Suggestion is one completion.
type Suggestion struct {
	Kind       string   `json:"kind" enum:"episode,person,tag,show" example:"episode"`
	Text       string   `json:"text" doc:"The full title or name." example:"Kubernetes in the Enterprise with Aparna Sinha"`
	ID         string   `json:"id" doc:"The id of the episode, person or show, or the tag." example:"kubernetes-in-the-enterprise-with-aparna-sinha"`
	Highlights [][2]int `json:"highlights" nullable:"false" doc:"Half-open ranges of text that match the query, in Unicode code points." example:"[[0,4]]"`
	Count      int      `json:"count" minimum:"1" doc:"The number of episodes." example:"1"`
}

type suggestInput struct {
	Q     queryText `query:"q" doc:"The typed text, at most 1000 characters. A blank text has no completions." example:"kube"`
	Limit int       `query:"limit" minimum:"1" maximum:"20" default:"8" doc:"The maximum number of completions." example:"5"`
}

// NewSuggestBody returns the body for the completions of query.
func NewSuggestBody(query string, list []recommend.Suggestion) SuggestBody {
	return SuggestBody{Query: query, Suggestions: each(list, func(s recommend.Suggestion) Suggestion {
		return Suggestion{
			Kind: s.Kind, Text: s.Text, ID: s.ID, Count: s.Count,
			Highlights: each(s.Highlights, func(h [2]int) [2]int { return h }),
		}
	})}
}

func (s Service) suggest(ctx context.Context, in *suggestInput) (SuggestBody, error) {
	query := strings.Join(strings.Fields(string(in.Q)), " ")
	found, err := s.Recommender.Suggest(ctx, query, in.Limit)
	return NewSuggestBody(query, found), err
}
