package jsonl

import (
	"time"

	"segue/data"
)

// Episode is an episode in a list of the HTTP API. An unknown value is null, never an
// empty text or 0, so clients need only one check.
//
// The tags document each member: doc and example for responses, upload for requests if the
// description differs. uploadRequired marks the members that a request must have.
type Episode struct {
	ID        string     `json:"id" doc:"Stable, readable and safe in an address." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	GUID      *string    `json:"guid" doc:"The publisher's identifier, null if there is none." example:"https://example.com/?p=5543"`
	URL       *string    `json:"url" doc:"The address of the episode's web page, null if unknown." example:"https://example.com/gitops"`
	Show      Show       `json:"show" upload:"The podcast: an object, or the title as a text." uploadRequired:"true"`
	Title     string     `json:"title" example:"GitOps: Kubernetes Continuous Delivery with Alexis Richardson" uploadRequired:"true"`
	Summary   string     `json:"summary" doc:"The beginning of the description, one line of at most 200 characters. Empty if there is no description." example:"Continuous delivery is a way of releasing software …" upload:"Used only if there is no description."`
	Published *time.Time `json:"published" doc:"The publication date in UTC, null if unknown." example:"2018-08-13T00:00:00Z" upload:"A time in RFC 3339, or a day. Without a zone it is in UTC."`
	Duration  *int64     `json:"duration" minimum:"1" doc:"The playing time in seconds, null if unknown." example:"2520" upload:"The playing time in seconds, at most 604800 (a week), null if unknown."`
	People    []Person   `json:"people" nullable:"false" doc:"Hosts and guests." upload:"Hosts and guests. A text is the name of a guest."`
	Tags      []string   `json:"tags" nullable:"false" doc:"The publisher's keywords." example:"kubernetes,gitops"`
	Image     *string    `json:"image" doc:"The address of a picture, null if unknown." example:"https://example.com/gitops.jpg"`
	Audio     *string    `json:"audio" doc:"The address of the recording, null if unknown." example:"https://example.com/gitops.mp3"`
	Language  *string    `json:"language" doc:"The spoken language, a BCP 47 tag, null if unknown." example:"en"`
	Type      *string    `json:"type" doc:"\"full\", \"trailer\" or \"bonus\". Null if unknown, which counts as full." example:"full"`
	Explicit  *bool      `json:"explicit" doc:"The publisher's mark for explicit content, null if unknown." example:"false"`
	Season    *int       `json:"season" minimum:"1" doc:"The publisher's season number, null if unknown." example:"2"`
	Number    *int       `json:"number" minimum:"1" doc:"The publisher's episode number, null if unknown." example:"7" upload:"The publisher's episode number, null if unknown. Older exports use the key episode, which is also valid."`
}

// EpisodeBody is a complete episode, with the full text of the transcript. Lists and
// answers contain an [Episode] instead, which is much smaller.
type EpisodeBody struct {
	Episode
	Description  string      `json:"description" doc:"Plain text in paragraphs, separated by an empty line. Empty if there is none." example:"Continuous delivery is a way of releasing software without a long manual step." upload:"Text or HTML. It is cleaned."`
	Transcript   *string     `json:"transcript" doc:"The transcript as plain text, null if there is none."`
	Removed      []Removal   `json:"removed" nullable:"false" doc:"The text that cleaning removed from the description, in order." upload:"The text that was removed from a clean description."`
	Links        []string    `json:"links" nullable:"false" doc:"The addresses in the description, in order." example:"https://example.com/gitops" upload:"The default is the addresses in the description."`
	Location     *string     `json:"location" doc:"The place that the episode is about, null if unknown." example:"Vienna"`
	Transcripts  []File      `json:"transcripts" nullable:"false" doc:"Transcript files, best first." upload:"Transcript files, best first. A text is an address."`
	ChapterFiles []File      `json:"chapter_files" nullable:"false" doc:"Chapter files." upload:"Chapter files. A text is an address."`
	Chapters     []Chapter   `json:"chapters" nullable:"false" doc:"The chapters in the order of their starts, at most 500."`
	Segments     []Segment   `json:"segments" nullable:"false" doc:"The transcript with times, in the order of the starts; empty if the times are unknown." upload:"The transcript with times, at most 20000. Without transcript, the transcript is made from them."`
	Soundbites   []Soundbite `json:"soundbites" nullable:"false" doc:"Highlights of the recording, chosen by the publisher."`
}

// Line is an episode in a request, and in the output of a [Writer]. It also has the type
// of its description.
type Line struct {
	ID *string `json:"id" maxLength:"120" doc:"Without an id the catalogue finds the episode by its GUID, or by show, title and day. A new episode gets an id."`
	EpisodeBody
	// Topics are computed; a line of an export has none.
	Topics          []string `json:"topics,omitempty" doc:"Key phrases from an answer of the API. They are computed, so a request may have them, and they are ignored."`
	DescriptionType string   `json:"description_type" enum:"text,html,clean" doc:"The default is html if the text has HTML tags or entities, otherwise text. A clean description is stored without changes."`
}

// fields are the members of a [Line], with their readers and checks. Checks run in this
// order.
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
	{"chapter_files", readChapterFiles, func(e data.Episode) error { return checkResources("chapter_files", e.ChapterFiles) }},
	{"chapters", readChapters, func(e data.Episode) error { return checkChapters(e.Chapters) }},
	{"segments", listField(segment, func(d *draft) *[]data.Segment { return &d.Segments }), func(e data.Episode) error { return checkSegments(e.Segments) }},
	{"soundbites", listField(soundbite, func(d *draft) *[]data.Soundbite { return &d.Soundbites }), func(e data.Episode) error { return checkSoundbites(e.Soundbites) }},
	{"topics", ignored, nil},
	{"transcript", textField(func(d *draft, s string) { d.Transcript = s }), nil},
}

// otherNames maps other keys to the key of a member. Exports of earlier versions use
// "episode" for the number.
var otherNames = map[string]string{"episode": "number"}

// NewEpisode returns e for a list.
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

// NewEpisodeBody returns e with all members.
func NewEpisodeBody(e data.Episode) EpisodeBody {
	return EpisodeBody{
		Episode:      NewEpisode(e),
		Description:  e.Description,
		Transcript:   orNull(e.Transcript),
		Removed:      each(e.Removed, func(r data.Removal) Removal { return Removal(r) }),
		Links:        append([]string{}, e.Links...),
		Location:     orNull(e.Location),
		Transcripts:  each(e.Transcripts, newFile),
		ChapterFiles: each(e.ChapterFiles, newFile),
		Chapters:     each(e.Chapters, newChapter),
		Segments:     each(e.Segments, newSegment),
		Soundbites:   each(e.Soundbites, newSoundbite),
	}
}

func newLine(e data.Episode) Line {
	return Line{ID: orNull(string(e.ID)), EpisodeBody: NewEpisodeBody(e), DescriptionType: typeClean}
}

// knownMark returns nil if the mark is unknown.
func knownMark(x data.Explicitness) *bool {
	marked, known := x.Known()
	if !known {
		return nil
	}
	return &marked
}

// orNull returns nil for the zero value, which means unknown.
func orNull[T comparable](v T) *T {
	var unknown T
	if v == unknown {
		return nil
	}
	return &v
}

// each converts the items of a list. It never returns nil, since JSON would be null.
func each[A, B any](list []A, translate func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, translate(a))
	}
	return out
}
