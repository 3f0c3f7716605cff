package api

import (
	"context"

	"segue/data"
	"segue/recommend"
)

type momentsInput struct {
	ID    string    `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Q     queryText `query:"q" doc:"Words or a question, at most 1000 characters." example:"why is git the source of truth"`
	Limit int       `query:"limit" minimum:"1" maximum:"50" default:"3" doc:"The maximum number of moments." example:"3"`
}

// MomentsBody is the answer with the passages of one episode that answer a query.
type MomentsBody struct {
	Episode Episode        `json:"episode"`
	Query   string         `json:"query" doc:"The query, with white space normalised." example:"why is git the source of truth"`
	Moments []MomentResult `json:"moments" nullable:"false" doc:"Passages of the transcript in order: highest score first, then by time."`
	Empty   *string        `json:"empty" doc:"The reason why there are no moments, for people. Null if there are some." example:"the episode has no transcript with times"`
}

// MomentResult is a passage of a transcript with its score.
type MomentResult struct {
	Moment
	Score   float64 `json:"score" minimum:"0" maximum:"1" doc:"The relevance from 0 to 1. The best moment has 1. Scores are comparable only within one answer." example:"0.71"`
	Snippet Snippet `json:"snippet" doc:"The part of the passage with most words of the query."`
}

// NewMomentsBody returns the answer in the form of the API.
func NewMomentsBody(m recommend.Moments) MomentsBody {
	return MomentsBody{
		Episode: newEpisode(m.Episode, m.Topics), Query: m.Query, Empty: orNull(m.Empty),
		Moments: each(m.Moments, func(m recommend.Moment) MomentResult {
			return MomentResult{newMoment(m), round(m.Score), newSnippet(m.Snippet)}
		}),
	}
}

func newMoment(m recommend.Moment) Moment {
	return Moment{Start: m.Start.Seconds(), End: m.End.Seconds(), Speaker: orNull(m.Speaker), Chapter: orNull(m.Chapter), URL: orNull(m.URL)}
}

func (s Service) moments(ctx context.Context, in *momentsInput) (MomentsBody, error) {
	found, err := s.Recommender.Moments(ctx, data.Ref{ID: data.EpisodeID(in.ID)}, string(in.Q), in.Limit)
	if err != nil {
		return MomentsBody{}, unknownAt("path.id", in.ID, err)
	}
	return NewMomentsBody(found), nil
}
