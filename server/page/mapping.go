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
	// mapTimeout is the longest time that a page waits for a map. A map of a hundred
	// episodes is ready by then.
	mapTimeout = 300 * time.Millisecond
	// tabled is the episodes on one page of the map's table.
	tabled = 25
	// namedNear is the nearest episodes that the table names for each.
	namedNear = 3
)

// mapBody is what the template of the map sees.
type mapBody struct {
	// Drawing says that the map is not there yet, and Blind that there never will be
	// one, because no episode has a vector.
	Drawing, Blind bool
	// Placed and Episodes are how many are on the map, and how many there are.
	Placed, Episodes int
	// Older says that the catalogue has changed since.
	Older    bool
	Progress *progress
	// Kept is how many of ten neighbours are neighbours on the map too, and Trust the
	// trustworthiness; both empty where there are too few episodes.
	Kept, Trust string
	Colours     []colouring
	// Points is the address of the points, Index names their state.
	Points, Index string
	Rows          []mapRow
	// Shows says that there are several, Topics that there are names of groups.
	Shows, Topics bool
	Pages         pages
}

// mapRow is an episode in the table.
type mapRow struct {
	row
	Topic string
	Near  []link
}

func (s *Site) mapPage(r *http.Request) (document, error) {
	number, err := pageNumber(r.URL.Query())
	if err != nil {
		return document{}, err
	}
	body := mapBody{Progress: s.progress()}
	m, err := s.plane(r.Context())
	switch {
	case errors.Is(err, recommend.ErrNoMap):
		body.Drawing = true
	case err != nil:
		return document{}, err
	case len(m.Placed) == 0:
		body.Blind = true
	default:
		body.fill(m, number)
		body.Older = m.Index != s.engine.Status().Index
	}
	h := head{Title: "Map of the episodes – Segue", Description: "All episodes on a plane: what is near in meaning is near to each other."}
	if number == 1 {
		h.Canonical = "/map"
	}
	d := document{Template: "map", Status: http.StatusOK, Head: h, At: "/map", Body: body, Passing: body.Drawing}
	if !body.Blind {
		d.Script, d.Policy = "map.js", scripted
	}
	return d, nil
}

// plane is the map as it is, or as it will be in a moment.
func (s *Site) plane(ctx context.Context) (recommend.Map, error) {
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
	b.Colours = colourings(m)
	b.Topics, b.Shows = len(m.Topics) > 0, severalShows(m)
	path := func(number int) string {
		query := withPage(url.Values{}, number).Encode()
		return (&url.URL{Path: "/map", RawQuery: query, Fragment: "episodes"}).String()
	}
	b.Pages = newPages(path, number, len(m.Placed), tabled)
	from := min((number-1)*tabled, len(m.Placed))
	for _, p := range m.Placed[from:min(from+tabled, len(m.Placed))] {
		b.Rows = append(b.Rows, newMapRow(m, p, b.Shows))
	}
}

func newMapRow(m recommend.Map, p recommend.Placed, withShow bool) mapRow {
	r := mapRow{row: newRow(p.Episode, withShow), Topic: topicOf(m, p)}
	for _, n := range p.Near[:min(len(p.Near), namedNear)] {
		e := m.Placed[n].Episode
		r.Near = append(r.Near, link{splitTitle(e.Title, e.People).Topic, episodePath(e.ID)})
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
