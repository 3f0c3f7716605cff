package api

import (
	"reflect"
	"slices"
	"strings"

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

// TransformSchema requires an episode or a text that is not blank. huma calls it.
func (tasteBody) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	one := 1
	for name, needed := range map[string]*huma.Schema{
		"liked": {Type: huma.TypeArray, MinItems: &one}, "disliked": {Type: huma.TypeArray, MinItems: &one},
		"text": {Type: huma.TypeString, Pattern: notBlank},
	} {
		s.AnyOf = append(s.AnyOf, &huma.Schema{Required: []string{name}, Properties: map[string]*huma.Schema{name: needed}})
	}
	slices.SortFunc(s.AnyOf, func(a, b *huma.Schema) int { return strings.Compare(a.Required[0], b.Required[0]) })
	return s
}

// notBlank is the pattern of a text that is not blank.
const notBlank = `\S`

// reference refers to an episode in a body: it is an id or an [episodeName].
type reference struct{}

// Schema describes a reference in the OpenAPI document.
func (reference) Schema(r huma.Registry) *huma.Schema {
	named := r.Schema(reflect.TypeFor[episodeName](), true, "")
	one := 1
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString, MinLength: &one, Description: "The episode's id.", Examples: []any{"gitops-kubernetes-continuous-delivery-with-alexis-richardson"}},
		named,
	}}
}

// episodeName refers to an episode by exactly one of its members.
type episodeName struct {
	ID   string `json:"id,omitempty" minLength:"1" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	GUID string `json:"guid,omitempty" minLength:"1" doc:"The GUID that the publisher gave the episode." example:"https://example.com/?p=5543"`
	URL  string `json:"url,omitempty" minLength:"1" doc:"The address of the episode's page, compared as in /v1/similar." example:"https://example.com/gitops"`
}

// TransformSchema requires exactly one member. huma calls it.
func (episodeName) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	one := 1
	s.MinProperties, s.MaxProperties = &one, &one
	return s
}
