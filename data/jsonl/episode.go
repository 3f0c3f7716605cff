package jsonl

import (
	"time"

	"segue/data"
)

// Episode is an episode as a list of the HTTP interface shows it. An unknown value is
// null, never an empty text or a zero, so that a client has one test for it.
//
// The tags describe each member: doc and example where it is shown, upload where a
// client sends it and the description differs. The tag uploadRequired marks what a
// client must send.
type Episode struct {
	ID        string     `json:"id" doc:"Stable, readable and safe in an address." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	GUID      *string    `json:"guid" doc:"The publisher's own identifier, null where there is none." example:"https://example.com/?p=5543"`
	URL       *string    `json:"url" doc:"The episode's page on the web, null where unknown." example:"https://example.com/gitops"`
	Show      Show       `json:"show" upload:"The podcast. The title alone, as a text, is taken too." uploadRequired:"true"`
	Title     string     `json:"title" example:"GitOps: Kubernetes Continuous Delivery with Alexis Richardson" uploadRequired:"true"`
	Summary   string     `json:"summary" doc:"The beginning of the description, one line of at most 200 characters. Empty where there is no description." example:"Continuous delivery is a way of releasing software …" upload:"Read only where there is no description."`
	Published *time.Time `json:"published" doc:"When it came out, in UTC, null where unknown." example:"2018-08-13T00:00:00Z" upload:"A time in RFC 3339, or a day, in UTC where it has no zone."`
	Duration  *int64     `json:"duration" minimum:"1" doc:"The playing time in seconds, null where unknown." example:"2520" upload:"The playing time in seconds, at most 604800, a week; null where unknown."`
	People    []Person   `json:"people" nullable:"false" doc:"Hosts and guests." upload:"Hosts and guests. A name alone, as a text, is a guest's."`
	Tags      []string   `json:"tags" nullable:"false" doc:"The publisher's keywords." example:"kubernetes,gitops"`
	Image     *string    `json:"image" doc:"The address of a picture, null where unknown." example:"https://example.com/gitops.jpg"`
	Audio     *string    `json:"audio" doc:"The address of the recording, null where unknown." example:"https://example.com/gitops.mp3"`
	Language  *string    `json:"language" doc:"What is spoken, a BCP 47 tag, null where unknown." example:"en"`
	Type      *string    `json:"type" doc:"\"full\", \"trailer\" or \"bonus\", null where the publisher does not say, which counts as full." example:"full"`
	Explicit  *bool      `json:"explicit" doc:"Whether the publisher marks it as explicit, null where unknown." example:"false"`
	Season    *int       `json:"season" minimum:"1" doc:"The publisher's count of seasons, null where unknown." example:"2"`
	Number    *int       `json:"number" minimum:"1" doc:"The publisher's count of episodes, null where unknown." example:"7" upload:"The publisher's count of episodes, null where unknown. The name episode, which older exports have, is taken too."`
}

// EpisodeBody is one episode, whole. It has the transcript's text and not just a mark
// that there is one: no other address has the text, and lists and answers, which are
// requested often, leave it out.
type EpisodeBody struct {
	Episode
	Description string      `json:"description" doc:"Plain text in paragraphs, separated by an empty line. Empty where there is none." example:"Continuous delivery is a way of releasing software without a long manual step." upload:"Text or HTML, which is cleaned."`
	Transcript  *string     `json:"transcript" doc:"What is said, as plain text, null where there is none."`
	Removed     []Removal   `json:"removed" nullable:"false" doc:"What cleaning took out of the description, in its order." upload:"What was cut from a description that is clean."`
	Links       []string    `json:"links" nullable:"false" doc:"The addresses that the description names, in its order." example:"https://example.com/gitops" upload:"Without it those that the description names."`
	Location    *string     `json:"location" doc:"The place that it is about, null where the publisher does not say." example:"Vienna"`
	Transcripts []File      `json:"transcripts" nullable:"false" doc:"Files with what is said, best first." upload:"Files with what is said, best first. An address alone is taken too."`
	Chapters    []File      `json:"chapters" nullable:"false" doc:"Files that divide it." upload:"Files that divide it. An address alone is taken too."`
	Soundbites  []Soundbite `json:"soundbites" nullable:"false" doc:"Pieces that the publisher recommends."`
}

// Line is an episode as a client sends it, and as a [Writer] writes it. Of its
// description it says how to read it.
type Line struct {
	ID *string `json:"id" maxLength:"120" doc:"Without it the catalogue finds the episode by its GUID, or by show, title and day, and gives a new one an id."`
	EpisodeBody
	DescriptionType string `json:"description_type" enum:"text,html,clean" doc:"Without it the text decides between text and html. What is clean is kept as it stands."`
}

// fields are the members of a [Line]: how each is read, and what it may hold in an
// [data.Episode]. Members are checked in this order.
var fields = []field{
	{"id", textField(func(d *draft, s string) { d.ID = data.EpisodeID(s) }), func(e data.Episode) error { return checkID("id", string(e.ID)) }},
	{"guid", textField(func(d *draft, s string) { d.GUID = s }), nil},
	{"url", addressField(func(d *draft) *string { return &d.URL }), func(e data.Episode) error { return checkURL("url", e.URL) }},
	{"title", lineField(func(d *draft) *string { return &d.Title }), func(e data.Episode) error { return checkTitle(e.Title) }},
	{"show", readShow, func(e data.Episode) error { return checkShow(e.Show) }},
	{"summary", textField(func(d *draft, s string) { d.summary = s }), nil},
	{"published", readPublished, func(e data.Episode) error { return checkPublished(e.Published) }},
	{"duration", readDuration, func(e data.Episode) error { return checkDuration(e.Duration) }},
	{"people", listField(person, func(d *draft) *[]data.Person { return &d.People }), func(e data.Episode) error { return checkPeople(e.People) }},
	{"tags", listField(line, func(d *draft) *[]string { return &d.Tags }), func(e data.Episode) error { return checkTags(e.Tags) }},
	{"image", addressField(func(d *draft) *string { return &d.Image }), func(e data.Episode) error { return checkURL("image", e.Image) }},
	{"audio", addressField(func(d *draft) *string { return &d.Audio }), func(e data.Episode) error { return checkURL("audio", e.Audio) }},
	{"language", readLanguage, func(e data.Episode) error { return checkLanguage("language", e.Language) }},
	{"type", readType, func(e data.Episode) error { return checkType(e.Type) }},
	{"explicit", readExplicit, func(e data.Episode) error { return checkExplicit(e.Explicit) }},
	{"season", countField(func(d *draft) *int { return &d.Season }), func(e data.Episode) error { return checkCount("season", e.Season) }},
	{"number", countField(func(d *draft) *int { return &d.Number }), func(e data.Episode) error { return checkCount("number", e.Number) }},
	{"location", lineField(func(d *draft) *string { return &d.Location }), func(e data.Episode) error { return checkLine("location", e.Location) }},
	{"description", readDescription, nil},
	{"description_type", readDescriptionType, nil},
	{"removed", listField(removal, func(d *draft) *[]data.Removal { return &d.Removed }), nil},
	{"links", readLinks, func(e data.Episode) error { return checkLinks(e.Links) }},
	{"transcripts", listField(resource, func(d *draft) *[]data.Resource { return &d.Transcripts }), func(e data.Episode) error { return checkResources("transcripts", e.Transcripts) }},
	{"chapters", listField(resource, func(d *draft) *[]data.Resource { return &d.Chapters }), func(e data.Episode) error { return checkResources("chapters", e.Chapters) }},
	{"soundbites", listField(soundbite, func(d *draft) *[]data.Soundbite { return &d.Soundbites }), func(e data.Episode) error { return checkSoundbites(e.Soundbites) }},
	{"transcript", textField(func(d *draft, s string) { d.Transcript = s }), nil},
}

// otherNames are further names of members. Exports of earlier versions call the number
// of an episode "episode".
var otherNames = map[string]string{"episode": "number"}

// NewEpisode returns e as it stands in a list.
func NewEpisode(e data.Episode) Episode {
	return Episode{
		ID:        string(e.ID),
		GUID:      orNull(e.GUID),
		URL:       orNull(e.URL),
		Show:      Show{ID: string(e.Show.ID), Title: e.Show.Title},
		Title:     e.Title,
		Summary:   e.Summary(),
		Published: orNull(e.Published.UTC()),
		Duration:  orNull(int64(e.Duration / time.Second)),
		People:    each(e.People, func(p data.Person) Person { return Person{Name: p.Name, Role: string(p.Role)} }),
		Tags:      append([]string{}, e.Tags...),
		Image:     orNull(e.Image),
		Audio:     orNull(e.Audio),
		Language:  orNull(e.Language),
		Type:      orNull(string(e.Type)),
		Explicit:  knownMark(e.Explicit),
		Season:    orNull(e.Season),
		Number:    orNull(e.Number),
	}
}

// NewEpisodeBody returns e whole.
func NewEpisodeBody(e data.Episode) EpisodeBody {
	return EpisodeBody{
		Episode:     NewEpisode(e),
		Description: e.Description,
		Transcript:  orNull(e.Transcript),
		Removed:     each(e.Removed, func(r data.Removal) Removal { return Removal(r) }),
		Links:       append([]string{}, e.Links...),
		Location:    orNull(e.Location),
		Transcripts: each(e.Transcripts, newFile),
		Chapters:    each(e.Chapters, newFile),
		Soundbites:  each(e.Soundbites, newSoundbite),
	}
}

func newLine(e data.Episode) Line {
	return Line{ID: orNull(string(e.ID)), EpisodeBody: NewEpisodeBody(e), DescriptionType: typeClean}
}

// knownMark is nil where the publisher does not say.
func knownMark(x data.Explicitness) *bool {
	marked, known := x.Known()
	if !known {
		return nil
	}
	return &marked
}

// orNull is nil for the zero value, which stands for unknown.
func orNull[T comparable](v T) *T {
	var unknown T
	if v == unknown {
		return nil
	}
	return &v
}

// each translates a list. The result is never nil, because nil would be null.
func each[A, B any](list []A, translate func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, translate(a))
	}
	return out
}
