package api

import (
	"cmp"
	"context"

	"segue/data"
	"segue/recommend"
)

// RecommendationsBody has the recommendations for an episode in the format of the
// proposal for the feed element podcast:recommendations, version 1.0.
type RecommendationsBody struct {
	Version         string           `json:"version" enum:"1.0"`
	Title           string           `json:"title" doc:"The title of the episode." example:"GitOps: Kubernetes Continuous Delivery with Alexis Richardson"`
	Feed            string           `json:"feed,omitempty" doc:"The feed of the show on this server."`
	GUID            string           `json:"guid" doc:"The GUID of the episode, or its id if it has no GUID." example:"https://softwareengineeringdaily.com/?p=5543"`
	URL             string           `json:"url,omitempty" doc:"The address of the audio file."`
	Recommendations []Recommendation `json:"recommendations" nullable:"false" doc:"The recommended episodes, best first."`
}

// Recommendation is a recommended episode.
type Recommendation struct {
	LinkType  string  `json:"linkType" enum:"item,generic,none" doc:"item: the episode has audio or is in a feed. generic: it only has a page. none: it has no link."`
	Medium    string  `json:"medium" enum:"podcast"`
	Title     string  `json:"title" example:"Kubernetes in the Enterprise with Aparna Sinha"`
	URL       string  `json:"url,omitempty" doc:"The address of the audio file, or of the page if there is no audio."`
	Image     string  `json:"image,omitempty"`
	Feed      string  `json:"feed,omitempty" doc:"The feed of the show on this server."`
	GUID      string  `json:"guid" doc:"The GUID of the episode, or its id if it has no GUID." example:"https://softwareengineeringdaily.com/?p=5499"`
	Duration  float64 `json:"duration,omitempty" minimum:"0" doc:"The duration in seconds." example:"3000"`
	Motive    string  `json:"motive,omitempty" enum:"content-based recommendation,made by the same people" doc:"The reason for the recommendation, as defined by the proposal. Missing if no reason applies."`
	Relevance float64 `json:"relevance" minimum:"0" maximum:"1" doc:"The score. It is 0 for episodes that are added because there are too few similar ones." example:"0.71"`
}

// The motives of the proposal that apply here. Other motives need paid placement or data
// about listeners.
const (
	contentBased = "content-based recommendation"
	samePeople   = "made by the same people"
)

type recommendationsInput struct {
	ID    string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"The maximum number of results." example:"3"`
}

func (s Service) recommendations(ctx context.Context, in *recommendationsInput) (RecommendationsBody, error) {
	found, err := s.Recommender.Similar(ctx, data.Ref{ID: data.EpisodeID(in.ID)}, recommend.Options{Limit: in.Limit})
	if err != nil {
		return RecommendationsBody{}, unknownAt("path.id", in.ID, err)
	}
	e := found.Episode
	body := RecommendationsBody{
		Version: "1.0", Title: e.Title, GUID: cmp.Or(e.GUID, string(e.ID)), URL: e.Audio, Feed: s.absoluteURL(showFeedPath(e.Show.ID)),
	}
	body.Recommendations = each(found.Results, s.recommendation)
	return body, nil
}

func (s Service) recommendation(r recommend.Result) Recommendation {
	e := r.Episode
	x := Recommendation{
		LinkType: "none", Medium: "podcast", Title: e.Title, URL: cmp.Or(e.Audio, e.URL), Image: e.Image, Feed: s.absoluteURL(showFeedPath(e.Show.ID)),
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

// motive returns the motive of a result. Results of the same show have the same makers.
// A shared guest is not a maker, and the latest episodes have no motive.
func motive(r recommend.Result) string {
	switch r.Source {
	case recommend.SourceSemantic, recommend.SourceKeyword, recommend.SourceTags:
		return contentBased
	case recommend.SourceShow:
		return samePeople
	}
	return ""
}
