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
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"Most results." example:"3"`
}

type lookupInput struct {
	URL  string `query:"url" doc:"The address of the episode's page. Scheme, \"www.\", tracking parameters and a slash at the end do not matter." example:"https://softwareengineeringdaily.com/2018/08/13/gitops/"`
	GUID string `query:"guid" doc:"The publisher's own identifier." example:"https://softwareengineeringdaily.com/?p=5543"`
	ID   string `query:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Filter
	Ranking
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"Most results." example:"3"`
}

type searchInput struct {
	Q question `query:"q" doc:"Words or a question, of at most 1000 characters." example:"how do I deploy to Kubernetes from Git"`
	Filter
	Ranking
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"10" doc:"Most results." example:"3"`
}

func (s Service) similar(ctx context.Context, in *similarInput) (SimilarBody, error) {
	found, err := s.Recommender.Similar(ctx, data.Ref{ID: data.EpisodeID(in.ID)}, in.options(in.Filter, in.Limit))
	if err != nil {
		return SimilarBody{}, unknownAt("path.id", in.ID, err)
	}
	return NewSimilarBody(found), nil
}

// lookup answers a page that knows an episode only by its own address.
func (s Service) lookup(ctx context.Context, in *lookupInput) (SimilarBody, error) {
	name, err := in.name()
	if err != nil {
		return SimilarBody{}, err
	}
	found, err := s.Recommender.Similar(ctx, in.ref(), in.options(in.Filter, in.Limit))
	if err != nil {
		return SimilarBody{}, unknownAt("query."+name.parameter, name.value, err)
	}
	return NewSimilarBody(found), nil
}

func (in *lookupInput) ref() data.Ref {
	return data.Ref{ID: data.EpisodeID(in.ID), GUID: in.GUID, URL: in.URL}
}

// name is one way to point at an episode.
type name struct{ parameter, value string }

// name returns the one that was given.
func (in *lookupInput) name() (name, error) {
	names := slices.DeleteFunc([]name{{"url", in.URL}, {"guid", in.GUID}, {"id", in.ID}},
		func(n name) bool { return n.value == "" })
	if len(names) == 1 {
		return names[0], nil
	}
	p := respond.NewProblem(respond.InvalidReference, "exactly one of url, guid and id is needed, %d are given", len(names))
	for _, n := range names {
		p.At("query."+n.parameter, n.value, "one of several")
	}
	return name{}, p
}

// passing reports that the model did not answer in time: the next answer may well
// be better.
func (in *searchInput) passing(body SearchBody) bool { return in.missed(body.Answer) }

// missed reports that meaning was asked for and has no part in an answer.
func (r Ranking) missed(a Answer) bool {
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
