package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// episodeUpload is an episode of an upload as the OpenAPI document describes it. It is
// read by package jsonl, which also takes other forms of some members.
type episodeUpload struct {
	ID              string          `json:"id,omitempty" maxLength:"120" doc:"Without it the catalogue finds the episode by its GUID, or by show, title and day, and gives a new one an id."`
	GUID            string          `json:"guid,omitempty" doc:"The publisher's own identifier."`
	URL             string          `json:"url,omitempty" doc:"The episode's page, an absolute address."`
	Show            showUpload      `json:"show" doc:"The podcast. The title alone, as a text, is taken too."`
	Title           string          `json:"title"`
	Summary         string          `json:"summary,omitempty" doc:"Read only where there is no description."`
	Published       string          `json:"published,omitempty" doc:"A time in RFC 3339, or a day, in UTC where it has no zone."`
	Duration        float64         `json:"duration,omitempty" minimum:"0" maximum:"604800" doc:"The playing time in seconds."`
	People          []personUpload  `json:"people,omitempty" doc:"Hosts and guests. A name alone, as a text, is a guest's."`
	Tags            []string        `json:"tags,omitempty"`
	Image           string          `json:"image,omitempty" doc:"The address of a picture."`
	Audio           string          `json:"audio,omitempty" doc:"The address of the recording."`
	Language        string          `json:"language,omitempty" doc:"A BCP 47 tag."`
	Type            string          `json:"type,omitempty" enum:"full,trailer,bonus"`
	Explicit        bool            `json:"explicit,omitempty"`
	Season          int             `json:"season,omitempty" minimum:"1"`
	Episode         int             `json:"episode,omitempty" minimum:"1" doc:"The publisher's count of episodes. The name number is taken too."`
	Description     string          `json:"description,omitempty" doc:"Text or HTML, which is cleaned."`
	DescriptionType string          `json:"description_type,omitempty" enum:"text,html,clean" doc:"Without it the text decides between text and html. What is clean is kept as it stands."`
	Removed         []removalUpload `json:"removed,omitempty" doc:"What was cut from a description that is clean."`
	Links           []string        `json:"links,omitempty" doc:"Without it those that the description names."`
	Location        string          `json:"location,omitempty" doc:"The place that the episode is about."`
	Transcripts     []fileUpload    `json:"transcripts,omitempty" doc:"Files with what is said, best first. An address alone is taken too."`
	Chapters        []fileUpload    `json:"chapters,omitempty" doc:"Files that divide the episode. An address alone is taken too."`
	Soundbites      []biteUpload    `json:"soundbites,omitempty" doc:"Pieces that the publisher recommends."`
	Transcript      string          `json:"transcript,omitempty" doc:"What is said, as plain text."`
}

type showUpload struct {
	ID    string `json:"id,omitempty" maxLength:"120"`
	Title string `json:"title"`
}

type personUpload struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

type removalUpload struct {
	Text string `json:"text"`
	Rule string `json:"rule"`
}

type fileUpload struct {
	URL      string `json:"url"`
	Type     string `json:"type,omitempty" doc:"The media type."`
	Language string `json:"language,omitempty"`
}

type biteUpload struct {
	Start    float64 `json:"start" minimum:"0" doc:"In seconds."`
	Duration float64 `json:"duration" minimum:"0" doc:"In seconds."`
	Title    string  `json:"title,omitempty"`
}

// episodeUploads describes the body of an upload in its formats.
func episodeUploads(schemas huma.Registry) map[string]*huma.MediaType {
	episode := schemas.Schema(reflect.TypeFor[episodeUpload](), true, "")
	lines := &huma.MediaType{
		Schema:  &huma.Schema{Type: huma.TypeString, Description: "JSON lines: one EpisodeUpload a line, in UTF-8."},
		Example: uploadExample + "\n",
	}
	return map[string]*huma.MediaType{
		"application/json":     {Schema: &huma.Schema{Type: huma.TypeArray, Items: episode}, Example: []any{jsonText(uploadExample)}},
		"application/x-ndjson": lines, "application/jsonl": lines,
	}
}

const uploadExample = `{"show":{"title":"Daily Cups"},"title":"Green Tea with Jane Roe","guid":"cup-7","published":"2018-08-13T00:00:00Z","duration":2520,` +
	`"people":[{"name":"Jane Roe","role":"guest"}],"description":"<p>It is hot.</p>"}`

// jsonText stands in the document as the JSON that it is.
type jsonText string

// MarshalJSON implements [json.Marshaler].
func (t jsonText) MarshalJSON() ([]byte, error) { return []byte(t), nil }
