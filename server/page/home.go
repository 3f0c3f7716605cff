package page

import (
	"context"
	"net/http"
	"net/url"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
)

const (
	// pageSize is the number of episodes on one page of the catalogue: about three screens.
	pageSize = 20
	// exampleLimit is the number of related episodes in the example. Three are enough to
	// show different scores.
	exampleLimit = 3
)

// tagline describes Segue on the home page and to search engines.
const tagline = "Segue finds podcast episodes by topic and meaning. Search in your own words, or open an episode to see related episodes."

// homeBody is the data for the template of the catalogue.
type homeBody struct {
	Tagline string
	// First is true on the page with the newest episodes.
	First     bool
	Questions []string
	Progress  *progress
	// Example shows episodes related to the newest one. It is nil if there are none.
	Example  *example
	Episodes []row
	Total    int
	// Show is the title of the only show, empty if there are several.
	Show string
	// Snippet is true if the server has a snippet builder.
	Snippet bool
	// Next is the address of the next page, empty on the last page.
	Next string
}

// example is an episode and its related episodes.
type example struct {
	After row
	Next  []result
}

func (s *Site) home(r *http.Request) (document, error) {
	cursor := r.URL.Query().Get("cursor")
	list, err := s.catalog.List(r.Context(), catalog.Query{Sort: catalog.NewestFirst, Limit: pageSize, Cursor: cursor})
	if err != nil {
		return document{}, err
	}
	show, err := s.onlyShow(r.Context(), list)
	if err != nil {
		return document{}, err
	}
	body := homeBody{Tagline: tagline, First: cursor == "", Total: list.Total, Show: show, Snippet: s.widget != nil}
	if list.Total > 0 {
		body.Progress = s.progress()
	}
	body.Questions = s.questionsFor(list.Episodes)
	for _, e := range list.Episodes {
		body.Episodes = append(body.Episodes, newRow(e, show == ""))
	}
	if list.Next != "" {
		body.Next = "/?" + url.Values{"cursor": {list.Next}}.Encode()
	}
	if body.First && len(list.Episodes) > 0 {
		body.Example = s.exampleOf(r, list.Episodes[0], show == "")
	}
	return document{Template: "home", Status: http.StatusOK, Head: homeHead(body), At: "/", Home: body.First, Body: body}, nil
}

// homeHead lets search engines index only the first page: the others change with every
// new episode.
func homeHead(b homeBody) head {
	if !b.First {
		return head{Title: "Older episodes – Segue", Description: tagline}
	}
	return head{Title: "Segue: related podcast episodes", Description: tagline, Canonical: "/"}
}

// onlyShow returns the title of the show that all episodes belong to, or "".
func (s *Site) onlyShow(ctx context.Context, list catalog.Page) (string, error) {
	if len(list.Episodes) == 0 {
		return "", nil
	}
	show := list.Episodes[0].Show
	same, err := s.catalog.List(ctx, catalog.Query{Filter: data.Filter{Shows: []data.ShowID{show.ID}}, Limit: 1})
	if err != nil || same.Total != list.Total {
		return "", err
	}
	return show.Title, nil
}

// exampleOf returns the episodes related to e. It only logs a failure, because the page
// works without the example.
func (s *Site) exampleOf(r *http.Request, e data.Episode, withShow bool) *example {
	similar, err := s.engine.Similar(r.Context(), data.Ref{ID: e.ID}, recommend.Options{Limit: exampleLimit})
	if err != nil {
		s.logCause(r, err)
		return nil
	}
	if len(similar.Results) == 0 {
		return nil
	}
	next := newResults(similar.Results, withShow, ofEpisode)
	for i := range next {
		next[i].Passage = nil // there is no room for it
	}
	return &example{After: newRow(e, withShow), Next: next}
}
