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
	// listed is the episodes on one page of the catalogue: about three screens.
	listed = 20
	// shownNext is the examples of what to hear next: enough to see the scores fall.
	shownNext = 3
)

// tagline says what Segue is. It is also what search engines show.
const tagline = "Segue finds podcast episodes by what they are about. Ask in your own words, or open an episode and see what to hear after it."

// homeBody is what the template of the catalogue sees.
type homeBody struct {
	Tagline string
	// First is the page with the newest episodes.
	First     bool
	Questions []string
	Progress  *progress
	// Example is what to hear after the newest episode; nil where nothing is near.
	Example  *example
	Episodes []row
	Total    int
	// Show is the title of the only show, empty where there are more.
	Show string
	// Owner says that there is a snippet to make.
	Owner bool
	// Next is the address of the older episodes, empty at the end.
	Next string
}

// example is an episode with what to hear after it.
type example struct {
	After row
	Next  []result
}

func (s *Site) home(r *http.Request) (document, error) {
	cursor := r.URL.Query().Get("cursor")
	list, err := s.catalog.List(r.Context(), catalog.Query{Sort: catalog.NewestFirst, Limit: listed, Cursor: cursor})
	if err != nil {
		return document{}, err
	}
	show, err := s.onlyShow(r.Context(), list)
	if err != nil {
		return document{}, err
	}
	body := homeBody{Tagline: tagline, First: cursor == "", Total: list.Total, Show: show, Owner: s.widget != nil}
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

// homeHead lets search engines list the first page alone: the others change
// with every new episode.
func homeHead(b homeBody) head {
	if !b.First {
		return head{Title: "Older episodes – Segue", Description: tagline}
	}
	return head{Title: "Segue: what to hear next", Description: tagline, Canonical: "/"}
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

// exampleOf is an ornament: a page without it is still whole, so a failure is
// only logged.
func (s *Site) exampleOf(r *http.Request, e data.Episode, withShow bool) *example {
	similar, err := s.engine.Similar(r.Context(), data.Ref{ID: e.ID}, recommend.Options{Limit: shownNext})
	if err != nil {
		s.logCause(r, err)
		return nil
	}
	if len(similar.Results) == 0 {
		return nil
	}
	next := newResults(similar.Results, withShow, ofEpisode)
	for i := range next {
		next[i].Passage = "" // there is no room for it
	}
	return &example{After: newRow(e, withShow), Next: next}
}
