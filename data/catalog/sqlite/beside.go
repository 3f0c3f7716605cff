package sqlite

import (
	"time"

	"segue/data"
)

// beside is what a publisher offers beside an episode's text, as one column: few
// episodes have any of it, and nothing is asked by it.
type beside struct {
	Transcripts []resource  `json:"transcripts,omitempty"`
	Chapters    []resource  `json:"chapters,omitempty"`
	Soundbites  []soundbite `json:"soundbites,omitempty"`
	Location    string      `json:"location,omitempty"`
}

// resource is address, media type and language.
type resource [3]string

type soundbite struct {
	Start    int64  `json:"start"` // milliseconds, as is the duration
	Duration int64  `json:"duration"`
	Title    string `json:"title,omitempty"`
}

// nothingBeside is the column of an episode with none of it.
const nothingBeside = "{}"

func writeBeside(e data.Episode) any {
	b := beside{Location: e.Location, Transcripts: resources(e.Transcripts), Chapters: resources(e.Chapters)}
	for _, s := range e.Soundbites {
		b.Soundbites = append(b.Soundbites, soundbite{s.Start.Milliseconds(), s.Duration.Milliseconds(), s.Title})
	}
	return encode(b)
}

func resources(list []data.Resource) []resource {
	var out []resource
	for _, r := range list {
		out = append(out, resource{r.URL, r.Type, r.Language})
	}
	return out
}

// storedBeside is an episode whose parts in the column beside are read.
type storedBeside data.Episode

// Scan implements [sql.Scanner].
func (e *storedBeside) Scan(stored any) error {
	var b beside
	if err := decode(stored, &b); err != nil {
		return err
	}
	e.Location, e.Transcripts, e.Chapters = b.Location, offered(b.Transcripts), offered(b.Chapters)
	e.Soundbites = make([]data.Soundbite, 0, len(b.Soundbites))
	for _, s := range b.Soundbites {
		e.Soundbites = append(e.Soundbites, data.Soundbite{
			Start: time.Duration(s.Start) * time.Millisecond, Duration: time.Duration(s.Duration) * time.Millisecond, Title: s.Title,
		})
	}
	return nil
}

func offered(list []resource) []data.Resource {
	out := make([]data.Resource, 0, len(list))
	for _, r := range list {
		out = append(out, data.Resource{URL: r[0], Type: r[1], Language: r[2]})
	}
	return out
}
