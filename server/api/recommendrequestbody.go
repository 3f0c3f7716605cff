package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// tasteBody describes the body of a recommendation in the OpenAPI document. Its name is
// the name of the schema, which clients generate code from, so it must not change.
// [parseRecommendRequest] reads the body, because its messages are more precise than a
// schema's.
type tasteBody struct {
	Liked    []reference `json:"liked,omitempty" maxItems:"20" doc:"Liked episodes. Results are similar to them."`
	Disliked []reference `json:"disliked,omitempty" maxItems:"20" doc:"Disliked episodes. Results are not similar to them."`
	Text     string      `json:"text,omitempty" maxLength:"1000" doc:"A topic, in words or as a question." example:"deploying to Kubernetes from Git"`
}

// reference refers to an episode in a body: it is an id or an [episodeName].
type reference struct{}

// Schema describes a reference in the OpenAPI document.
func (reference) Schema(r huma.Registry) *huma.Schema {
	named := r.Schema(reflect.TypeFor[episodeName](), true, "")
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString, Description: "The episode's id.", Examples: []any{"gitops-kubernetes-continuous-delivery-with-alexis-richardson"}},
		named,
	}}
}

// episodeName refers to an episode by exactly one of its members.
type episodeName struct {
	ID   string `json:"id,omitempty" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	GUID string `json:"guid,omitempty" doc:"The GUID that the publisher gave the episode." example:"https://example.com/?p=5543"`
	URL  string `json:"url,omitempty" doc:"The address of the episode's page, compared as in /v1/similar." example:"https://example.com/gitops"`
}
