// Package page serves the HTML pages of Segue: the catalogue with a search box
// (/), the answers to a question (/search), one episode with what to hear after it
// (/episodes/{id}), somebody's episodes (/people/{id}), a map of all episodes (/map), and
// what an owner pastes into another site (/snippet).
//
// The pages are made on the server. All can be read and used without scripts; the map
// and the snippet builder have one file each, which draws and shows at once what a
// reload would show. A strict Content-Security-Policy says so to the browser: styles,
// images and scripts come from this server alone, and nothing else is loaded at all.
//
// An unknown path gets a page that explains the error and links to other pages. No page
// shows the cause of a failure; the log gets the cause.
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

// Catalog gives the episodes that the pages list and show.
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

// Engine answers the questions that the pages ask.
type Engine interface {
	Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error)
	Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error)
	// Person returns who has the id, or an error wrapping [recommend.ErrUnknownPerson].
	Person(id string) (recommend.Person, error)
	// Facets counts the episodes that f chooses by show, person and tag.
	Facets(f data.Filter) recommend.Facets
	// Map returns the episodes on a plane. It waits for one that is being drawn until
	// ctx ends, and its error may then wrap [recommend.ErrNoMap].
	Map(ctx context.Context) (recommend.Map, error)
	Status() recommend.Status
}

// Config is what the pages are made from. Catalog and Engine are needed, the
// rest may be zero.
type Config struct {
	Catalog Catalog
	Engine  Engine
	// BaseURL is the address under which visitors reach the root of this server,
	// such as "https://podcast.example". Without it canonical addresses are
	// relative and no og:url is given.
	BaseURL string
	// Questions are offered below the search box. Without them the topics of
	// some of the newest episodes are.
	Questions []string
	// Widget is the script that other sites include. Without it there is no snippet
	// builder.
	Widget *widget.Handler
	// Logger gets the cause of every failure; nil stands for [slog.Default].
	Logger *slog.Logger
}

// Site holds the parts that all pages share.
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
		return nil, errors.New("page: a catalogue and an engine are needed")
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

// Register adds a GET route for each page and for the files of the pages.
func (s *Site) Register(routes gin.IRoutes) {
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
	routes.GET("/assets/:name", s.asset)
	routes.GET("/favicon.ico", s.favicon)
}

// checkBase returns the base without a slash at its end.
func checkBase(base string) (string, error) {
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	if !isWeb(u) || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New(`it must be a scheme and a host alone, such as "https://podcast.example"`)
	}
	return u.Scheme + "://" + u.Host, nil
}

// isWeb reports whether a visitor may be sent to u.
func isWeb(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
