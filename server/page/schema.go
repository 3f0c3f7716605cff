package page

import (
	"time"

	"segue/data"
)

// podcastEpisode describes an episode to search engines in the schema.org vocabulary.
type podcastEpisode struct {
	Context     string     `json:"@context"`
	Type        string     `json:"@type"`
	Name        string     `json:"name"`
	URL         string     `json:"url,omitempty"`
	SameAs      string     `json:"sameAs,omitempty"`
	Description string     `json:"description,omitempty"`
	Published   string     `json:"datePublished,omitempty"`
	Duration    string     `json:"timeRequired,omitempty"`
	Series      thing      `json:"partOfSeries"`
	Actors      []thing    `json:"actor,omitempty"`
	Media       *mediaFile `json:"associatedMedia,omitempty"`
}

type thing struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type mediaFile struct {
	Type string `json:"@type"`
	URL  string `json:"contentUrl"`
}

func newPodcastEpisode(base string, e data.Episode, b episodeBody) podcastEpisode {
	p := podcastEpisode{
		Context: "https://schema.org", Type: "PodcastEpisode",
		Name: e.Title, SameAs: b.Page, Description: e.Summary(), Duration: b.Length.ISO,
		Series: thing{"PodcastSeries", e.Show.Title},
	}
	if base != "" {
		p.URL = base + b.URL
	}
	if !e.Published.IsZero() {
		p.Published = e.Published.Format(time.DateOnly)
	}
	for _, person := range e.People {
		p.Actors = append(p.Actors, thing{"Person", person.Name})
	}
	if b.Audio != "" {
		p.Media = &mediaFile{"AudioObject", b.Audio}
	}
	return p
}
