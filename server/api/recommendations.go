package api

import (
	"cmp"
	"context"

	"segue/data"
	"segue/recommend"
)

// RecommendationsBody is what to hear after an episode, in the form that the element
// podcast:recommendations of a feed points at (its proposal, version 1.0).
type RecommendationsBody struct {
	Version         string           `json:"version" enum:"1.0"`
	Title           string           `json:"title" doc:"The title of the episode." example:"GitOps: Kubernetes Continuous Delivery with Alexis Richardson"`
	Feed            string           `json:"feed,omitempty" doc:"The feed of its show at this server."`
	GUID            string           `json:"guid" doc:"The publisher's identifier, or else the id." example:"https://softwareengineeringdaily.com/?p=5543"`
	URL             string           `json:"url,omitempty" doc:"The address of its audio."`
	Recommendations []Recommendation `json:"recommendations" nullable:"false" doc:"Best first."`
}

// Recommendation is an episode to hear.
type Recommendation struct {
	LinkType  string  `json:"linkType" enum:"item,generic,none" doc:"item is an episode with audio or in a feed, generic one with a page alone, none one with neither."`
	Medium    string  `json:"medium" enum:"podcast"`
	Title     string  `json:"title" example:"Kubernetes in the Enterprise with Aparna Sinha"`
	URL       string  `json:"url,omitempty" doc:"The audio, or else the page."`
	Image     string  `json:"image,omitempty"`
	Feed      string  `json:"feed,omitempty" doc:"The feed of its show at this server."`
	GUID      string  `json:"guid" doc:"The publisher's identifier, or else the id." example:"https://softwareengineeringdaily.com/?p=5499"`
	Duration  float64 `json:"duration,omitempty" minimum:"0" doc:"Seconds." example:"3000"`
	Motive    string  `json:"motive,omitempty" enum:"content-based recommendation,made by the same people" doc:"Why it is there, in the words of the proposal; left out where none of them is true."`
	Relevance float64 `json:"relevance" minimum:"0" maximum:"1" doc:"The score; 0 where an episode only follows because others run out." example:"0.71"`
}

// The motives of the proposal that are true here: nobody pays, and nobody's listening
// is counted.
const (
	contentBased = "content-based recommendation"
	samePeople   = "made by the same people"
)

type recommendationsInput struct {
	ID    string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"Most results." example:"3"`
}

func (s Service) recommendations(ctx context.Context, in *recommendationsInput) (RecommendationsBody, error) {
	found, err := s.Recommender.Similar(ctx, data.Ref{ID: data.EpisodeID(in.ID)}, recommend.Options{Limit: in.Limit})
	if err != nil {
		return RecommendationsBody{}, unknownAt("path.id", in.ID, err)
	}
	e := found.Episode
	body := RecommendationsBody{
		Version: "1.0", Title: e.Title, GUID: cmp.Or(e.GUID, string(e.ID)), URL: e.Audio, Feed: s.address(showFeedPath(e.Show.ID)),
	}
	body.Recommendations = each(found.Results, s.recommendation)
	return body, nil
}

func (s Service) recommendation(r recommend.Result) Recommendation {
	e := r.Episode
	x := Recommendation{
		LinkType: "none", Medium: "podcast", Title: e.Title, URL: cmp.Or(e.Audio, e.URL), Image: e.Image, Feed: s.address(showFeedPath(e.Show.ID)),
		GUID: cmp.Or(e.GUID, string(e.ID)), Duration: e.Duration.Seconds(), Motive: motive(r), Relevance: round(min(max(r.Score, 0), 1)),
	}
	switch {
	case e.Audio != "" || x.Feed != "":
		x.LinkType = "item"
	case e.URL != "":
		x.LinkType = "generic"
	}
	return x
}

// motive is that of a result that is there for what it is about, or for its show, whose
// makers are the same. A shared guest has made neither, and the latest have no motive.
func motive(r recommend.Result) string {
	switch r.Source {
	case recommend.SourceSemantic, recommend.SourceKeyword, recommend.SourceTags:
		return contentBased
	case recommend.SourceShow:
		return samePeople
	}
	return ""
}
