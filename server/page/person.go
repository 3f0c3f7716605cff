package page

import (
	"fmt"
	"net/http"
	"net/url"

	"segue/data"
	"segue/recommend"
)

// personBody is the data for the template of a person.
type personBody struct {
	Name string
	// Roles are the labels of the person's roles.
	Roles    []string
	Episodes []row
	Total    int
	// Show is the title of the only show on this page, empty if there are several.
	Show string
	// With are the other people in these episodes.
	With  []facetValue
	Pages pages
}

func (s *Site) person(r *http.Request) (document, error) {
	id := r.PathValue("id")
	number, err := pageNumber(r.URL.Query())
	if err != nil {
		return document{}, err
	}
	p, err := s.engine.Person(r.Context(), id)
	if err != nil {
		return document{}, err
	}
	from := min((number-1)*pageSize, len(p.Episodes))
	ids := p.Episodes[from:min(from+pageSize, len(p.Episodes))]
	found, err := s.catalog.Episodes(r.Context(), ids)
	if err != nil {
		return document{}, err
	}
	body := newPersonBody(p, ids, found)
	path := func(number int) string {
		query := withPage(url.Values{}, number).Encode()
		return (&url.URL{Path: "/people/" + id, RawQuery: query}).String()
	}
	body.Pages = newPages(path, number, body.Total, pageSize)
	return document{Template: "person", Status: http.StatusOK, Head: personHead(p, number), Body: body}, nil
}

func newPersonBody(p recommend.Person, ids []data.EpisodeID, found map[data.EpisodeID]data.Episode) personBody {
	b := personBody{Name: p.Name, Total: len(p.Episodes)}
	for _, role := range p.Roles {
		b.Roles = append(b.Roles, roleLabel(role, 1))
	}
	var episodes []data.Episode
	for _, id := range ids {
		if e, ok := found[id]; ok { // it may have been removed since the last index update
			episodes = append(episodes, e)
		}
	}
	b.Show = commonShow(episodes)
	for _, e := range episodes {
		b.Episodes = append(b.Episodes, newRow(e, b.Show == ""))
	}
	for _, other := range p.With {
		b.With = append(b.With, facetValue{link{other.Label, personPath(other.Label)}, other.Count})
	}
	return b
}

// commonShow returns the title of the show that all episodes belong to, or "".
func commonShow(episodes []data.Episode) string {
	for _, e := range episodes {
		if e.Show.ID != episodes[0].Show.ID {
			return ""
		}
	}
	if len(episodes) == 0 {
		return ""
	}
	return episodes[0].Show.Title
}

// personPath returns the path of a person's page, or "" for an empty name.
func personPath(name string) string {
	id := data.PersonID(name)
	if id == "" {
		return ""
	}
	return "/people/" + id
}

func personHead(p recommend.Person, number int) head {
	n := len(p.Episodes)
	h := head{
		Title:       p.Name + " – Segue",
		Description: fmt.Sprintf("%s %s with %s, and the other people in them.", count(n), plural(n, "episode", "episodes"), p.Name),
	}
	if number == 1 {
		h.Canonical = "/people/" + p.ID
	}
	return h
}
