package page

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/widget"
	"segue/widget/snippet"
)

const (
	builderPath = "/snippet"
	previewPath = builderPath + "/preview"
)

const (
	// maxHeading is the longest heading in runes: one line of a page.
	maxHeading = 100
	// maxLink is the longest address in bytes.
	maxLink = 1000
	// offered is the episodes that a preview can stand beside.
	offered = 10
	// maxShows is the shows that one can be chosen from: a list that a reader scrolls
	// through.
	maxShows = 100
)

// builderBody is what the template of the snippet builder sees.
type builderBody struct {
	// Choices are the options of the form, each list in the order in which it is shown.
	Elements, Layouts, Themes, Languages, Shows, Beside []choice
	Count, Heading, More                                string
	Images, Reasons, NoHeading                          bool
	// Fault says why there is no snippet, empty where there is one.
	Fault   string
	Snippet snippet.Snippet
	// Server is the address that the snippet is written for. Guessed says that it is
	// that of this request, because the server does not know its own.
	Server  string
	Guessed bool
	// Preview is the address of a page with the element in it.
	Preview string
}

// choice is one value of a field.
type choice struct {
	Value, Label string
	Chosen       bool
}

// built is what the address of the builder asks for.
type built struct {
	snippet.Options
	// beside is the episode that the preview stands beside, empty for the newest.
	beside data.EpisodeID
	// scheme is that of the preview, "light" or "dark", empty for the visitor's.
	scheme string
}

func (s *Site) builder(r *http.Request) (document, error) {
	b := s.builtOf(r)
	body, err := s.builderBody(r.Context(), b)
	if err != nil {
		return document{}, err
	}
	status := http.StatusOK
	if body.Snippet, err = snippet.New(b.Options); err != nil {
		status, body.Fault = http.StatusBadRequest, sentence(strings.TrimPrefix(err.Error(), "snippet: "))
	}
	body.Server, body.Guessed = b.Server, s.base == ""
	body.Preview = (&url.URL{Path: previewPath, RawQuery: r.URL.Query().Encode()}).String()
	return document{
		Template: "builder", Status: status, At: builderPath, Script: "builder.js", Policy: builderPolicy, Body: body,
		Head: head{Title: "Put it on your site – Segue", Description: "A few lines of HTML show related episodes or a search on any site.", Canonical: builderPath},
	}, nil
}

// builderPolicy differs from that of other pages with a script in the frame of the
// preview.
var builderPolicy = strings.Replace(scripted, "script-src", "frame-src 'self'; script-src", 1)

// builtOf reads the form. What cannot be is found by [snippet.New].
func (s *Site) builtOf(r *http.Request) built {
	v := r.URL.Query()
	count, err := strconv.Atoi(v.Get("count"))
	if err != nil && v.Get("count") != "" {
		count = -1
	}
	server := s.base
	if server == "" {
		server = serverOf(r)
	}
	return built{
		Options: snippet.Options{
			Server: server, Frozen: s.widget.Frozen(), Integrity: s.widget.Integrity(),
			Element: v.Get("element"), Layout: v.Get("layout"), Theme: v.Get("theme"), Count: count,
			Images: v.Has("images"), Reasons: v.Has("reasons"), NoHeading: v.Has("noheading"),
			Heading: shorten(line(v.Get("heading")), maxHeading), Language: v.Get("lang"), Show: shorten(line(v.Get("show")), maxHeading),
			More: shorten(line(v.Get("more")), maxLink),
		},
		beside: data.EpisodeID(v.Get("beside")), scheme: v.Get("scheme"),
	}
}

// serverOf is the address that the visitor used. Where a proxy is between, its scheme may
// be another, which is why the page says that it is a guess.
func serverOf(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if u, err := url.Parse(scheme + "://" + r.Host); err == nil && u.Host == r.Host && u.Host != "" {
		return u.String()
	}
	return "https://pod.example"
}

// shorten cuts what is longer than anybody means it.
func shorten(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

func (s *Site) builderBody(ctx context.Context, b built) (builderBody, error) {
	o := b.Options
	body := builderBody{
		Elements: choices(o.Element, []string{snippet.Related, snippet.Search}, "Related episodes", "Search"),
		Layouts:  choices(o.Layout, snippet.Layouts, "List", "Cards", "One row"),
		Themes:   choices(o.Theme, snippet.Themes, "The page’s", "Light", "Dark"),
		Heading:  o.Heading, More: o.More, Images: o.Images, Reasons: o.Reasons, NoHeading: o.NoHeading,
	}
	if o.Count > 0 {
		body.Count = strconv.Itoa(o.Count)
	}
	body.Languages = []choice{{"", "The page’s", o.Language == ""}}
	for _, l := range snippet.Languages {
		body.Languages = append(body.Languages, choice{l.Tag, l.Name, l.Tag == o.Language})
	}
	list, err := s.catalog.List(ctx, catalog.Query{Filter: filterOf(o.Show), Sort: catalog.NewestFirst, Limit: offered})
	if err != nil {
		return builderBody{}, err
	}
	for _, e := range list.Episodes {
		body.Beside = append(body.Beside, choice{string(e.ID), e.Title, e.ID == b.beside})
	}
	body.Shows = showChoices(s.engine.Facets(data.Filter{}).Shows, o.Show)
	return body, nil
}

func filterOf(show string) data.Filter {
	if show == "" {
		return data.Filter{}
	}
	return data.Filter{Shows: []data.ShowID{data.ShowID(show)}}
}

// choices are values with their labels, the first of which is chosen where none is.
func choices(chosen string, values []string, labels ...string) []choice {
	var list []choice
	for i, value := range values {
		list = append(list, choice{value, labels[i], value == chosen || chosen == "" && i == 0})
	}
	return list
}

// showChoices are none where there is only one show.
func showChoices(shows []recommend.FacetCount, chosen string) []choice {
	if len(shows) < 2 {
		return nil
	}
	list := []choice{{"", "All shows", chosen == ""}}
	for _, show := range shows[:min(len(shows), maxShows)] {
		list = append(list, choice{show.Value, fmt.Sprintf("%s (%s)", show.Label, count(show.Count)), show.Value == chosen})
	}
	return list
}

// scriptPath is that of the script on this server, which the preview loads from where the
// visitor is.
const scriptPath = widget.Prefix + "v1.js"
