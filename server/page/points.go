package page

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"segue/data"
	"segue/recommend"
	"segue/server/respond"
)

const (
	// mapResolution is the number of positions in each direction: twice the pixels of a
	// large screen, so that zooming in separates points.
	mapResolution = 5_000
	// maxMarked is the maximum number of episodes that a search marks on the map.
	maxMarked = recommend.MaxLimit
)

// pointsBody is the data of the drawing. It has one array per column, because columns
// compress best.
type pointsBody struct {
	Index   string         `json:"index"`
	X       []int          `json:"x"`
	Y       []int          `json:"y"`
	Colours []colourScheme `json:"colours"`
}

// cardBody is the details of one episode on the map.
type cardBody struct {
	Number     int        `json:"n"`
	Title      string     `json:"title"`
	Show       string     `json:"show,omitempty"`
	Date       string     `json:"date,omitempty"`
	Topic      string     `json:"topic,omitempty"`
	URL        string     `json:"url"`
	Neighbours []cardBody `json:"near,omitempty"`
}

// foundBody is the points that a search marks, best first.
type foundBody struct {
	Numbers []int `json:"numbers"`
	Total   int   `json:"total"`
}

// errOldMap is returned if a request refers to points of an earlier map.
var errOldMap = errors.New("the map has been replaced by a newer one; reload the page")

// points returns the points of the map.
func (s *Site) points(r *http.Request) (any, error) {
	m, err := s.currentMap(r.Context())
	if err != nil {
		return nil, err
	}
	b := pointsBody{Index: m.Index, X: []int{}, Y: []int{}, Colours: colourSchemes(m)}
	for _, p := range m.Placed {
		b.X = append(b.X, int(math.Round(p.X*mapResolution)))
		b.Y = append(b.Y, int(math.Round(p.Y*mapResolution)))
	}
	return b, nil
}

// mapEpisode returns the card of one point, with the cards of its neighbours.
func (s *Site) mapEpisode(r *http.Request) (any, error) {
	m, err := s.requestedMap(r)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(r.URL.Query().Get("n"))
	if err != nil || n < 0 || n >= len(m.Placed) {
		return nil, data.ErrUnknownEpisode
	}
	shows := severalShows(m)
	c := newCard(m, n, shows)
	for _, neighbour := range m.Placed[n].Near {
		c.Neighbours = append(c.Neighbours, newCard(m, int(neighbour), shows))
	}
	return c, nil
}

func newCard(m recommend.Map, n int, withShow bool) cardBody {
	p := m.Placed[n]
	c := cardBody{Number: n, Title: p.Episode.Title, Date: date(p.Episode.Published).Text, Topic: topicOf(m, p), URL: episodePath(p.Episode.ID)}
	if withShow {
		c.Show = p.Episode.Show.Title
	}
	return c
}

// mapFound returns the points that a search marks.
func (s *Site) mapFound(r *http.Request) (any, error) {
	m, err := s.requestedMap(r)
	if err != nil {
		return nil, err
	}
	request, err := newSearchRequest(r.URL.Query())
	if err != nil {
		return nil, err
	}
	found, err := s.engine.Search(r.Context(), request.query, recommend.Options{Limit: maxMarked})
	if err != nil && !errors.Is(err, recommend.ErrBlankQuery) {
		return nil, err
	}
	return foundBody{numbersOf(m, found.Results), found.Total}, nil
}

// numbersOf returns the point numbers of results. It omits results that are not on the map.
func numbersOf(m recommend.Map, results []recommend.Result) []int {
	number := map[data.EpisodeID]int{}
	for n, p := range m.Placed {
		number[p.Episode.ID] = n
	}
	list := []int{}
	for _, x := range results {
		if n, ok := number[x.Episode.ID]; ok {
			list = append(list, n)
		}
	}
	return list
}

// requestedMap returns the current map, or [errOldMap] if the request refers to an earlier
// one.
func (s *Site) requestedMap(r *http.Request) (recommend.Map, error) {
	m, err := s.currentMap(r.Context())
	if err == nil && m.Index != r.URL.Query().Get("index") {
		return m, errOldMap
	}
	return m, err
}

// json returns a handler that sends the result of load as JSON. Only the map's script uses
// it; other programs use the API.
func (s *Site) json(load func(*http.Request) (any, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		content, err := load(c.Request)
		var body []byte
		if err == nil {
			body, err = json.Marshal(content)
		}
		secure(c.Writer.Header(), policy)
		switch {
		case errors.Is(err, recommend.ErrNoMap): // not a failure: the script retries
			c.Header("Cache-Control", "no-store")
			send(c.Writer, c.Request, response{status: http.StatusAccepted, contentType: "application/json", body: []byte(`{"drawing":true}`)})
		case err != nil:
			s.fail(c.Writer, c.Request, err)
		default:
			c.Header("Cache-Control", "no-cache")
			send(c.Writer, c.Request, response{status: http.StatusOK, contentType: "application/json", etag: respond.ETag(body), body: body})
		}
	}
}
