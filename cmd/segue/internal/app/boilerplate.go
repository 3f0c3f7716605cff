package app

import (
	"context"
	"fmt"
	"slices"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/catalog"
	"segue/recommend/indexer"
)

// ShowBoilerplate is the boilerplate of a show, as commands print it in JSON.
type ShowBoilerplate struct {
	Show       data.ShowID            `json:"show"`
	Paragraphs []BoilerplateParagraph `json:"paragraphs"`
}

// BoilerplateParagraph is a paragraph that repeats across the episodes of a show.
type BoilerplateParagraph struct {
	// Text is the most frequent variant of the text.
	Text string `json:"text"`
	// Episodes is the number of episodes with the paragraph, and Share their share of
	// the show, from 0 to 1.
	Episodes int     `json:"episodes"`
	Share    float64 `json:"share"`
}

// ListBoilerplate returns the boilerplate of the named shows, or of all shows, with up to
// limit paragraphs for each show; 0 means all. Shows without boilerplate are left out.
func ListBoilerplate(ctx context.Context, c catalog.Store, names []string, limit int) ([]ShowBoilerplate, error) {
	var lister *boilerplate.Lister
	_, _, err := boilerplate.Reader{}.Read(ctx, indexer.Source(c), false, func() func(boilerplate.Episode) error {
		lister = &boilerplate.Lister{}
		return func(e boilerplate.Episode) error {
			lister.Add(e)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	ids, err := findShows(lister.Shows(), names)
	if err != nil {
		return nil, err
	}
	shows := []ShowBoilerplate{}
	for _, id := range ids {
		show := ShowBoilerplate{Show: id}
		for _, p := range lister.Paragraphs(id) {
			if limit > 0 && len(show.Paragraphs) == limit {
				break
			}
			show.Paragraphs = append(show.Paragraphs, BoilerplateParagraph{p.Text, p.Episodes, p.Share})
		}
		if len(show.Paragraphs) > 0 {
			shows = append(shows, show)
		}
	}
	return shows, nil
}

// findShows returns the shows with the given ids, or all shows if there are no ids.
func findShows(all []data.ShowID, names []string) ([]data.ShowID, error) {
	if len(names) == 0 {
		return all, nil
	}
	var shows []data.ShowID
	for _, name := range names {
		if !slices.Contains(all, data.ShowID(name)) {
			return nil, WithHint(fmt.Errorf("unknown show %q", name), `"segue feeds list" and "segue episodes --json" show the ids`)
		}
		shows = append(shows, data.ShowID(name))
	}
	return shows, nil
}
