package api

import (
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"segue/data/jsonl"
)

// episodeUploads describes the body of an upload in all its formats.
func episodeUploads(schemas huma.Registry) map[string]*huma.MediaType {
	episode := addUpload(schemas, reflect.TypeFor[jsonl.Line](), "EpisodeUpload")
	lines := &huma.MediaType{
		Schema:  &huma.Schema{Type: huma.TypeString, Description: "JSON lines: one EpisodeUpload per line, in UTF-8."},
		Example: uploadExample + "\n",
	}
	return map[string]*huma.MediaType{
		"application/json":     {Schema: &huma.Schema{Type: huma.TypeArray, Items: episode}, Example: []any{jsonText(uploadExample)}},
		"application/x-ndjson": lines, "application/jsonl": lines,
	}
}

const uploadExample = `{"show":{"title":"Daily Cups"},"title":"Green Tea with Jane Roe","guid":"cup-7","published":"2018-08-13T00:00:00Z","duration":2520,` +
	`"people":[{"name":"Jane Roe","role":"guest"}],"description":"<p>It is hot.</p>"}`

// jsonText is JSON text that is encoded as it is.
type jsonText string

// MarshalJSON implements [json.Marshaler].
func (t jsonText) MarshalJSON() ([]byte, error) { return []byte(t), nil }

// addUpload adds a schema for an object of package jsonl in a request, under a name. It
// returns a reference to the schema.
//
// The types of package jsonl describe answers. In a request, only members with the tag
// uploadRequired are required, and other members may be null. The tag upload replaces
// the description of a member if it is different for requests.
func addUpload(schemas huma.Registry, object reflect.Type, name string) *huma.Schema {
	described := huma.SchemaFromType(schemas, object)
	described.Required = nil
	for _, f := range reflect.VisibleFields(object) {
		if f.Anonymous {
			continue
		}
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		required := f.Tag.Get("uploadRequired") == "true"
		described.Properties[member] = uploadMember(schemas, f, described.Properties[member], required)
		if required {
			described.Required = append(described.Required, member)
		}
	}
	schemas.Map()[name] = described
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

// uploadMember returns the schema of a member in a request. Sent is its schema in an
// answer.
func uploadMember(schemas huma.Registry, f reflect.StructField, sent *huma.Schema, required bool) *huma.Schema {
	s := *sent
	switch kind := f.Type.Kind(); {
	case kind == reflect.Struct:
		s = *addUpload(schemas, f.Type, f.Type.Name()+"Upload")
	case kind == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
		s.Items = addUpload(schemas, f.Type.Elem(), f.Type.Elem().Name()+"Upload")
	}
	if text := f.Tag.Get("upload"); text != "" {
		s.Description = text
	}
	s.Format = "" // the parser accepts other formats, such as a date without a time
	s.Nullable = !required && s.Ref == ""
	if s.Nullable && len(s.Enum) > 0 {
		s.Enum = append(slices.Clone(s.Enum), nil)
	}
	return &s
}
