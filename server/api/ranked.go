package api

import (
	"context"
	"slices"

	"segue/data"
	"segue/recommend"
	"segue/server/respond"
)

type similarInput struct {
	ID string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Filter
	Ranking
	Limit int             `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"The maximum number of results." example:"3"`
	At    optionalSeconds `query:"at" doc:"A time in the recording, in seconds. The results are then similar to the passage of the transcript at that time, not to the whole episode." example:"73"`
}

type lookupInput struct {
	URL  string `query:"url" doc:"The address of the episode's page. The scheme, \"www.\", tracking parameters and a trailing slash are ignored." example:"https://softwareengineeringdaily.com/2018/08/13/gitops/"`
	GUID string `query:"guid" doc:"The GUID that the publisher gave the episode." example:"https://softwareengineeringdaily.com/?p=5543"`
	ID   string `query:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Filter
	Ranking
	Limit int             `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"The maximum number of results." example:"3"`
	At    optionalSeconds `query:"at" doc:"A time in the recording, in seconds. The results are then similar to the passage of the transcript at that time, not to the whole episode." example:"73"`
}

type searchInput struct {
	Q queryText `query:"q" doc:"Words or a question, at most 1000 characters." example:"how do I deploy to Kubernetes from Git"`
	Filter
	Ranking
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"10" doc:"The maximum number of results." example:"3"`
}

func (s Service) similar(ctx context.Context, in *similarInput) (SimilarBody, error) {
	found, err := s.Recommender.Similar(ctx, data.Ref{ID: data.EpisodeID(in.ID)}, in.At.option(in.options(in.Filter, in.Limit)))
	if err != nil {
		return SimilarBody{}, unknownAt("path.id", in.ID, err)
	}
	return NewSimilarBody(found), nil
}

// lookup is similar for a page that only knows the URL or the GUID of its episode.
func (s Service) lookup(ctx context.Context, in *lookupInput) (SimilarBody, error) {
	given, err := in.reference()
	if err != nil {
		return SimilarBody{}, err
	}
	found, err := s.Recommender.Similar(ctx, in.ref(), in.At.option(in.options(in.Filter, in.Limit)))
	if err != nil {
		return SimilarBody{}, unknownAt("query."+given.name, given.value, err)
	}
	return NewSimilarBody(found), nil
}

func (in *lookupInput) ref() data.Ref {
	return data.Ref{ID: data.EpisodeID(in.ID), GUID: in.GUID, URL: in.URL}
}

// parameter is a query parameter with its value.
type parameter struct{ name, value string }

// reference returns the parameter that refers to the episode. It returns a problem unless
// exactly one parameter is given.
func (in *lookupInput) reference() (parameter, error) {
	given := slices.DeleteFunc([]parameter{{"url", in.URL}, {"guid", in.GUID}, {"id", in.ID}},
		func(p parameter) bool { return p.value == "" })
	if len(given) == 1 {
		return given[0], nil
	}
	problem := respond.NewProblem(respond.InvalidReference, "want exactly one of url, guid and id, got %d", len(given))
	for _, p := range given {
		problem.At("query."+p.name, p.value, "one of several")
	}
	return parameter{}, problem
}

// temporary reports whether the model did not answer in time. A later answer may be
// better.
func (in *searchInput) temporary(body SearchBody) bool { return in.lacksMeaning(body.Answer) }

// lacksMeaning reports whether an answer uses only words, although the request allows
// meaning.
func (r Ranking) lacksMeaning(a Answer) bool {
	ratio := r.SemanticRatio.pointer()
	return a.Mode == string(recommend.ModeKeyword) && (ratio == nil || *ratio > 0)
}

func (s Service) search(ctx context.Context, in *searchInput) (SearchBody, error) {
	found, err := s.Recommender.Search(ctx, string(in.Q), in.options(in.Filter, in.Limit))
	if err != nil {
		return SearchBody{}, err
	}
	return NewSearchBody(found), nil
}
