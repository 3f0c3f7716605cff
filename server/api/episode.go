package api

import (
	"time"

	"segue/data"
)

// Episode is an episode in a list. What is unknown is null, never an empty text
// or a zero, so that a client has one test for it.
type Episode struct {
	ID        string     `json:"id" doc:"Stable, readable and safe in an address." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	GUID      *string    `json:"guid" doc:"The publisher's own identifier, null where there is none." example:"https://example.com/?p=5543"`
	URL       *string    `json:"url" doc:"The episode's page on the web, null where unknown." example:"https://example.com/gitops"`
	Show      Show       `json:"show"`
	Title     string     `json:"title" example:"GitOps: Kubernetes Continuous Delivery with Alexis Richardson"`
	Summary   string     `json:"summary" doc:"The beginning of the description, one line of at most 200 characters. Empty where there is no description." example:"Continuous delivery is a way of releasing software …"`
	Published *time.Time `json:"published" doc:"When it came out, in UTC, null where unknown." example:"2018-08-13T00:00:00Z"`
	Duration  *int64     `json:"duration" minimum:"1" doc:"The playing time in seconds, null where unknown." example:"2520"`
	People    []Person   `json:"people" nullable:"false" doc:"Hosts and guests."`
	Tags      []string   `json:"tags" nullable:"false" doc:"The publisher's keywords." example:"kubernetes,gitops"`
	Image     *string    `json:"image" doc:"The address of a picture, null where unknown." example:"https://example.com/gitops.jpg"`
	Audio     *string    `json:"audio" doc:"The address of the recording, null where unknown." example:"https://example.com/gitops.mp3"`
	Language  *string    `json:"language" doc:"What is spoken, a BCP 47 tag, null where unknown." example:"en"`
	Type      *string    `json:"type" doc:"\"full\", \"trailer\" or \"bonus\", null where the publisher does not say, which counts as full." example:"full"`
	Explicit  *bool      `json:"explicit" doc:"Whether the publisher marks it as explicit, null where unknown." example:"false"`
	Season    *int       `json:"season" minimum:"1" doc:"The publisher's count of seasons, null where unknown." example:"2"`
	Number    *int       `json:"number" minimum:"1" doc:"The publisher's count of episodes, null where unknown." example:"7"`
}

// Show is the podcast of an episode.
type Show struct {
	ID    string `json:"id" doc:"What the parameter show takes." example:"software-engineering-daily"`
	Title string `json:"title" example:"Software Engineering Daily"`
}

// Person is somebody who is heard in an episode.
type Person struct {
	Name string `json:"name" doc:"What the parameter person takes." example:"Alexis Richardson"`
	Role string `json:"role" doc:"\"host\", \"guest\", or what the publisher says." example:"guest"`
}

// EpisodeBody is one episode, whole. It has the transcript's text and not just
// a mark that there is one: there is no other address for the text, and lists
// and answers, which are asked for often, leave it out.
type EpisodeBody struct {
	Episode
	Description string      `json:"description" doc:"Plain text in paragraphs, separated by an empty line. Empty where there is none." example:"Continuous delivery is a way of releasing software without a long manual step."`
	Transcript  *string     `json:"transcript" doc:"What is said, as plain text, null where there is none."`
	Removed     []Removal   `json:"removed" nullable:"false" doc:"What cleaning took out of the description, in its order."`
	Links       []string    `json:"links" nullable:"false" doc:"The addresses that the description names, in its order." example:"https://example.com/gitops"`
	Location    *string     `json:"location" doc:"The place that it is about, null where the publisher does not say." example:"Vienna"`
	Transcripts []File      `json:"transcripts" nullable:"false" doc:"Files with what is said, best first."`
	Chapters    []File      `json:"chapters" nullable:"false" doc:"Files that divide it."`
	Soundbites  []Soundbite `json:"soundbites" nullable:"false" doc:"Pieces that the publisher recommends."`
}

// File is a file that a publisher offers beside an episode.
type File struct {
	URL      string  `json:"url" doc:"Its address." example:"https://example.com/gitops.vtt"`
	Type     *string `json:"type" doc:"Its media type, null where unknown." example:"text/vtt"`
	Language *string `json:"language" doc:"A BCP 47 tag, null where unknown." example:"en"`
}

// Soundbite is a piece of the recording.
type Soundbite struct {
	Start    float64 `json:"start" minimum:"0" doc:"Where it begins, in seconds." example:"73.5"`
	Duration float64 `json:"duration" minimum:"0" doc:"How long it is, in seconds." example:"60"`
	Title    *string `json:"title" doc:"What it is called, null where it has no name." example:"Why Git"`
}

// Removal is a piece of a description that is not about the episode.
type Removal struct {
	Text string `json:"text" doc:"What was removed, as plain text." example:"The post GitOps appeared first on Software Engineering Daily."`
	Rule string `json:"rule" doc:"Why." example:"appeared-first"`
}

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
		Tags:      each(e.Tags, func(tag string) string { return tag }),
		Image:     orNull(e.Image),
		Audio:     orNull(e.Audio),
		Language:  orNull(e.Language),
		Type:      orNull(string(e.Type)),
		Explicit:  knownMark(e.Explicit),
		Season:    orNull(e.Season),
		Number:    orNull(e.Number),
	}
}

// NewEpisodeBody returns the answer that shows e whole.
func NewEpisodeBody(e data.Episode) EpisodeBody {
	return EpisodeBody{
		Episode:     NewEpisode(e),
		Description: e.Description,
		Transcript:  orNull(e.Transcript),
		Removed:     each(e.Removed, func(r data.Removal) Removal { return Removal(r) }),
		Links:       each(e.Links, func(link string) string { return link }),
		Location:    orNull(e.Location),
		Transcripts: each(e.Transcripts, newFile),
		Chapters:    each(e.Chapters, newFile),
		Soundbites: each(e.Soundbites, func(s data.Soundbite) Soundbite {
			return Soundbite{Start: s.Start.Seconds(), Duration: s.Duration.Seconds(), Title: orNull(s.Title)}
		}),
	}
}

func newFile(r data.Resource) File {
	return File{URL: r.URL, Type: orNull(r.Type), Language: orNull(r.Language)}
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
