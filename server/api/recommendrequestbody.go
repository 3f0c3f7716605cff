package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// tasteBody is the body of a recommendation as the OpenAPI document describes it.
// It is read by [parseRecommendRequest], which says more of what is wrong than a schema can.
type tasteBody struct {
	Liked    []reference `json:"liked,omitempty" maxItems:"20" doc:"Episodes to be near to."`
	Disliked []reference `json:"disliked,omitempty" maxItems:"20" doc:"Episodes to keep away from."`
	Text     string      `json:"text,omitempty" maxLength:"1000" doc:"What is wanted, in words or as a question." example:"deploying to Kubernetes from Git"`
}

// reference points at an episode in a body.
type reference struct{}

// Schema describes a reference in the OpenAPI document.
func (reference) Schema(r huma.Registry) *huma.Schema {
	named := r.Schema(reflect.TypeFor[episodeName](), true, "")
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString, Description: "The episode's id.", Examples: []any{"gitops-kubernetes-continuous-delivery-with-alexis-richardson"}},
		named,
	}}
}

// episodeName names an episode by exactly one of its members.
type episodeName struct {
	ID   string `json:"id,omitempty" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	GUID string `json:"guid,omitempty" doc:"The publisher's own identifier." example:"https://example.com/?p=5543"`
	URL  string `json:"url,omitempty" doc:"The address of the episode's page, compared as in /v1/similar." example:"https://example.com/gitops"`
}
