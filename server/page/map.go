package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"segue/data"
	"segue/recommend"
)

const (
	// mapTimeout is how long a page waits for a map. A map of a hundred episodes takes
	// less.
	mapTimeout = 300 * time.Millisecond
	// tablePageSize is the number of episodes on one page of the map's table.
	tablePageSize = 25
	// tableNeighbours is the number of neighbours in a row of the table.
	tableNeighbours = 3
)

// mapBody is the data for the template of the map.
type mapBody struct {
	// Drawing is true while the first map is computed. NoVectors is true if no episode
	// has a vector, so there is no map.
	Drawing, NoVectors bool
	// Placed is the number of episodes on the map, Episodes the number in the catalogue.
	Placed, Episodes int
	// Outdated is true if the catalogue has changed since the map was computed.
	Outdated bool
	Progress *progress
	// Kept is how many of the ten nearest neighbours are also neighbours on the map.
	// Trust is the trustworthiness, from 0 to 1. Both are empty if there are too few
	// episodes to measure them.
	Kept, Trust string
	Colours     []colourScheme
	// Points is the address of the points, Index the version of the map.
	Points, Index string
	Rows          []mapRow
	// Shows is true if there are several shows, Topics if groups have names.
	Shows, Topics bool
	Pages         pages
}

// mapRow is an episode in the table.
type mapRow struct {
	row
	Topic      string
	Neighbours []link
}

func (s *Site) mapPage(r *http.Request) (document, error) {
	number, err := pageNumber(r.URL.Query())
	if err != nil {
		return document{}, err
	}
	body := mapBody{Progress: s.progress()}
	m, err := s.currentMap(r.Context())
	switch {
	case errors.Is(err, recommend.ErrNoMap):
		body.Drawing = true
	case err != nil:
		return document{}, err
	case len(m.Placed) == 0:
		body.NoVectors = true
	default:
		body.fill(m, number)
		body.Outdated = m.Index != s.engine.Status().Index
	}
	h := head{Title: "Episode map – Segue", Description: "A map of all episodes. Episodes with similar content are close together."}
	if number == 1 {
		h.Canonical = "/map"
	}
	d := document{Template: "map", Status: http.StatusOK, Head: h, At: "/map", Body: body, NoStore: body.Drawing}
	if !body.NoVectors {
		d.Script, d.Policy = "map.js", scriptPolicy
	}
	return d, nil
}

// currentMap returns the latest map. It waits up to [mapTimeout] for the first one.
func (s *Site) currentMap(ctx context.Context) (recommend.Map, error) {
	ctx, cancel := context.WithTimeout(ctx, mapTimeout)
	defer cancel()
	return s.engine.Map(ctx)
}

func (b *mapBody) fill(m recommend.Map, number int) {
	b.Placed, b.Episodes, b.Index = len(m.Placed), m.Episodes, m.Index
	b.Points = "/map/points.json?" + url.Values{"index": {m.Index}}.Encode()
	if m.Measured {
		b.Kept, b.Trust = fmt.Sprintf("%.1f", m.Kept*10), fmt.Sprintf("%.2f", m.Trust)
	}
	b.Colours = colourSchemes(m)
	b.Topics, b.Shows = len(m.Topics) > 0, severalShows(m)
	path := func(number int) string {
		query := withPage(url.Values{}, number).Encode()
		return (&url.URL{Path: "/map", RawQuery: query, Fragment: "episodes"}).String()
	}
	b.Pages = newPages(path, number, len(m.Placed), tablePageSize)
	from := min((number-1)*tablePageSize, len(m.Placed))
	for _, p := range m.Placed[from:min(from+tablePageSize, len(m.Placed))] {
		b.Rows = append(b.Rows, newMapRow(m, p, b.Shows))
	}
}

func newMapRow(m recommend.Map, p recommend.Placed, withShow bool) mapRow {
	r := mapRow{row: newRow(p.Episode, withShow), Topic: topicOf(m, p)}
	for _, n := range p.Near[:min(len(p.Near), tableNeighbours)] {
		e := m.Placed[n].Episode
		r.Neighbours = append(r.Neighbours, link{splitTitle(e.Title, e.People).Topic, episodePath(e.ID)})
	}
	return r
}

func topicOf(m recommend.Map, p recommend.Placed) string {
	if p.Topic < 0 {
		return ""
	}
	return m.Topics[p.Topic]
}

func severalShows(m recommend.Map) bool {
	for _, p := range m.Placed {
		if p.Episode.Show.ID != m.Placed[0].Episode.Show.ID {
			return true
		}
	}
	return false
}

func episodePath(id data.EpisodeID) string { return "/episodes/" + string(id) }
