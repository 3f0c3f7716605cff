package sqlite

import (
	"time"

	"segue/data"
)

// extras are the resources that a publisher offers with an episode. They are stored
// as JSON in one column, because few episodes have any and no query filters by them.
type extras struct {
	Transcripts []resource  `json:"transcripts,omitempty"`
	Files       []resource  `json:"chapters,omitempty"` // chapter files
	Chapters    []chapter   `json:"chapter_list,omitempty"`
	Soundbites  []soundbite `json:"soundbites,omitempty"`
	Location    string      `json:"location,omitempty"`
}

// resource is [address, media type, language].
type resource [3]string

type soundbite struct {
	Start    int64  `json:"start"`    // in milliseconds
	Duration int64  `json:"duration"` // in milliseconds
	Title    string `json:"title,omitempty"`
}

type chapter struct {
	Start int64  `json:"start"`         // in milliseconds
	End   int64  `json:"end,omitempty"` // in milliseconds
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
	Image string `json:"image,omitempty"`
}

// noExtras is the column of an episode without extras.
const noExtras = "{}"

func writeExtras(e data.Episode) any {
	x := extras{Location: e.Location, Transcripts: writeResources(e.Transcripts), Files: writeResources(e.ChapterFiles)}
	for _, c := range e.Chapters {
		x.Chapters = append(x.Chapters, chapter{c.Start.Milliseconds(), c.End.Milliseconds(), c.Title, c.URL, c.Image})
	}
	for _, s := range e.Soundbites {
		x.Soundbites = append(x.Soundbites, soundbite{s.Start.Milliseconds(), s.Duration.Milliseconds(), s.Title})
	}
	return encode(x)
}

func writeResources(list []data.Resource) []resource {
	var out []resource
	for _, r := range list {
		out = append(out, resource{r.URL, r.Type, r.Language})
	}
	return out
}

// storedExtras is stored as JSON of the type extras.
type storedExtras data.Episode

// Scan implements [sql.Scanner].
func (e *storedExtras) Scan(stored any) error {
	var x extras
	if err := decode(stored, &x); err != nil {
		return err
	}
	e.Location, e.Transcripts, e.ChapterFiles = x.Location, readResources(x.Transcripts), readResources(x.Files)
	e.Chapters = nil
	for _, c := range x.Chapters {
		e.Chapters = append(e.Chapters, data.Chapter{
			Start: time.Duration(c.Start) * time.Millisecond, End: time.Duration(c.End) * time.Millisecond, Title: c.Title, URL: c.URL, Image: c.Image,
		})
	}
	e.Soundbites = make([]data.Soundbite, 0, len(x.Soundbites))
	for _, s := range x.Soundbites {
		e.Soundbites = append(e.Soundbites, data.Soundbite{
			Start: time.Duration(s.Start) * time.Millisecond, Duration: time.Duration(s.Duration) * time.Millisecond, Title: s.Title,
		})
	}
	return nil
}

func readResources(list []resource) []data.Resource {
	out := make([]data.Resource, 0, len(list))
	for _, r := range list {
		out = append(out, data.Resource{URL: r[0], Type: r[1], Language: r[2]})
	}
	return out
}
