// Package page serves the HTML pages of Segue: the catalogue with a search box (/), search
// results (/search), an episode with related episodes (/episodes/{id}), a person's
// episodes (/people/{id}), a map of all episodes (/map), and the builder for the widget's
// snippet (/snippet).
//
// The server renders the pages. All of them work without scripts. The map and the snippet
// builder have one script each: the first draws the map, the second updates the preview
// without a reload. A strict Content-Security-Policy allows styles, images and scripts
// from this server only.
//
// An unknown path gets a page that explains the error and links to other pages. Pages do
// not show the cause of a failure; it is logged.
package page

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/widget"
)

// Catalog provides the episodes of the pages.
type Catalog interface {
	// Find returns a whole episode, or an error wrapping [data.ErrUnknownEpisode].
	Find(ctx context.Context, ref data.Ref) (data.Episode, error)
	// List returns one page of the catalogue, or an error wrapping
	// [catalog.ErrBadCursor].
	List(ctx context.Context, q catalog.Query) (catalog.Page, error)
	// Episodes returns the episodes with the given ids, by id. Ids that are not in
	// the catalogue are left out.
	Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error)
}

// Engine provides the search results, related episodes and maps of the pages.
type Engine interface {
	Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error)
	Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error)
	// Person returns the person with the id, or an error wrapping
	// [recommend.ErrUnknownPerson].
	Person(ctx context.Context, id string) (recommend.Person, error)
	// Facets counts the episodes that match f by show, person and tag.
	Facets(ctx context.Context, f data.Filter) (recommend.Facets, error)
	// Map returns the map of all episodes. If there is none yet, it waits for one until
	// ctx ends, and then returns an error that wraps [recommend.ErrNoMap].
	Map(ctx context.Context) (recommend.Map, error)
	Status() recommend.Status
}

// Config configures the pages. Catalog and Engine are required; the rest is optional.
type Config struct {
	Catalog Catalog
	Engine  Engine
	// BaseURL is the public address of the root of this server, such as
	// "https://podcast.example". Without it, canonical addresses are paths and pages have
	// no og:url.
	BaseURL string
	// Questions are the suggested searches below the search box. The default is the
	// topics of some of the newest episodes.
	Questions []string
	// Widget serves the script for other sites. Without it there is no snippet builder.
	Widget *widget.Handler
	// Logger logs the cause of every failure; nil means [slog.Default].
	Logger *slog.Logger
}

// Site serves the pages. It is safe for concurrent use.
type Site struct {
	catalog   Catalog
	engine    Engine
	base      string
	questions []string
	widget    *widget.Handler
	log       *slog.Logger
	assets    assets
	templates map[string]*template.Template
}

// New returns the pages.
func New(c Config) (*Site, error) {
	if c.Catalog == nil || c.Engine == nil {
		return nil, errors.New("page: Catalog and Engine are required")
	}
	base, err := checkBase(c.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("page: base URL %q: %w", c.BaseURL, err)
	}
	files, err := loadAssets()
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	templates, err := parseTemplates(files)
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	s := &Site{
		catalog: c.Catalog, engine: c.Engine, base: base, questions: slices.Clone(c.Questions),
		widget: c.Widget,
		log:    c.Logger, assets: files, templates: templates,
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	return s, nil
}

// Register adds the GET routes of the pages and of their files.
func (s *Site) Register(routes, files gin.IRoutes) {
	routes.GET("/", s.show(s.home))
	routes.GET("/search", s.show(s.search))
	routes.GET("/episodes/:id", s.show(s.episode))
	routes.GET("/people/:id", s.show(s.person))
	routes.GET("/map", s.show(s.mapPage))
	routes.GET("/map/points.json", s.json(s.points))
	routes.GET("/map/episode.json", s.json(s.mapEpisode))
	routes.GET("/map/found.json", s.json(s.mapFound))
	if s.widget != nil {
		routes.GET(builderPath, s.show(s.builder))
		routes.GET(previewPath, s.show(s.preview))
	}
	files.GET("/assets/:name", s.asset)
	files.GET("/favicon.ico", s.favicon)
}

// checkBase validates a base URL and returns it without a trailing slash.
func checkBase(base string) (string, error) {
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	if !isWeb(u) || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New(`want only a scheme and a host, such as "https://podcast.example"`)
	}
	return u.Scheme + "://" + u.Host, nil
}

// isWeb reports whether u is an http or https address with a host.
func isWeb(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
