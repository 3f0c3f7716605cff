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
	// maxHeading is the maximum length of a heading in runes. It fits on one line.
	maxHeading = 100
	// maxLink is the maximum length of an address in bytes.
	maxLink = 1000
	// maxPreviewEpisodes limits the list of episodes for the preview.
	maxPreviewEpisodes = 10
	// maxShows limits the list of shows. A user has to scroll through it.
	maxShows = 100
)

// builderBody is the data for the template of the snippet builder.
type builderBody struct {
	// The options of the form, in display order.
	Elements, Layouts, Themes, Languages, Shows, PreviewEpisodes []choice
	Count, Heading, More                                         string
	Images, Reasons, NoHeading                                   bool
	// Error explains why there is no snippet. It is empty if there is one.
	Error   string
	Snippet snippet.Snippet
	// Server is the server's address in the snippet. Guessed is true if the server does
	// not know its public address and Server was taken from this request.
	Server  string
	Guessed bool
	// Preview is the address of the preview page.
	Preview string
}

// choice is one value of a form field.
type choice struct {
	Value, Label string
	Selected     bool
}

// builderRequest is a parsed request to the snippet builder.
type builderRequest struct {
	snippet.Options
	// episodeID is the episode on the preview page, empty for the newest.
	episodeID data.EpisodeID
	// scheme is the colour scheme of the preview: "light", "dark", or empty for the
	// visitor's scheme.
	scheme string
}

func (s *Site) builder(r *http.Request) (document, error) {
	b := s.parseBuilderRequest(r)
	body, err := s.builderBody(r.Context(), b)
	if err != nil {
		return document{}, err
	}
	status := http.StatusOK
	if body.Snippet, err = snippet.New(b.Options); err != nil {
		status, body.Error = http.StatusBadRequest, sentence(strings.TrimPrefix(err.Error(), "snippet: "))
	}
	body.Server, body.Guessed = b.Server, s.base == ""
	body.Preview = (&url.URL{Path: previewPath, RawQuery: r.URL.Query().Encode()}).String()
	return document{
		Template: "builder", Status: status, At: builderPath, Script: "builder.js", Policy: builderPolicy, Body: body,
		Head: head{Title: "Add Segue to your site", Description: "A few lines of HTML add related episodes or a search to any site.", Canonical: builderPath},
	}, nil
}

// builderPolicy is [scriptPolicy] plus the frame of the preview.
var builderPolicy = strings.Replace(scriptPolicy, "script-src", "frame-src 'self'; script-src", 1)

// parseBuilderRequest reads the form. It does not validate the values: [snippet.New] does.
func (s *Site) parseBuilderRequest(r *http.Request) builderRequest {
	v := r.URL.Query()
	count, err := strconv.Atoi(v.Get("count"))
	if err != nil && v.Get("count") != "" {
		count = -1
	}
	server := s.base
	if server == "" {
		server = serverOf(r)
	}
	return builderRequest{
		Options: snippet.Options{
			Server: server, Frozen: s.widget.Frozen(), Integrity: s.widget.Integrity(),
			Element: v.Get("element"), Layout: v.Get("layout"), Theme: v.Get("theme"), Count: count,
			Images: v.Has("images"), Reasons: v.Has("reasons"), NoHeading: v.Has("noheading"),
			Heading: truncate(singleLine(v.Get("heading")), maxHeading), Language: v.Get("lang"), Show: truncate(singleLine(v.Get("show")), maxHeading),
			More: truncate(singleLine(v.Get("more")), maxLink),
		},
		episodeID: data.EpisodeID(v.Get("beside")), scheme: v.Get("scheme"),
	}
}

// serverOf returns the server's address from the request. It may have the wrong scheme
// behind a proxy, so the page marks the address as a guess.
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

// truncate returns the first limit runes of text.
func truncate(text string, limit int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), limit)])
}

func (s *Site) builderBody(ctx context.Context, b builderRequest) (builderBody, error) {
	o := b.Options
	body := builderBody{
		Elements: choices(o.Element, []string{snippet.Related, snippet.Search}, "Related episodes", "Search"),
		Layouts:  choices(o.Layout, snippet.Layouts, "List", "Cards", "One row"),
		Themes:   choices(o.Theme, snippet.Themes, "Same as the page", "Light", "Dark"),
		Heading:  o.Heading, More: o.More, Images: o.Images, Reasons: o.Reasons, NoHeading: o.NoHeading,
	}
	if o.Count > 0 {
		body.Count = strconv.Itoa(o.Count)
	}
	body.Languages = []choice{{"", "Same as the page", o.Language == ""}}
	for _, l := range snippet.Languages {
		body.Languages = append(body.Languages, choice{l.Tag, l.Name, l.Tag == o.Language})
	}
	list, err := s.catalog.List(ctx, catalog.Query{Filter: filterOf(o.Show), Sort: catalog.NewestFirst, Limit: maxPreviewEpisodes})
	if err != nil {
		return builderBody{}, err
	}
	for _, e := range list.Episodes {
		body.PreviewEpisodes = append(body.PreviewEpisodes, choice{string(e.ID), e.Title, e.ID == b.episodeID})
	}
	facets, err := s.engine.Facets(ctx, data.Filter{})
	body.Shows = showChoices(facets.Shows, o.Show)
	return body, err
}

func filterOf(show string) data.Filter {
	if show == "" {
		return data.Filter{}
	}
	return data.Filter{Shows: []data.ShowID{data.ShowID(show)}}
}

// choices pairs values with their labels. It selects the first value if selected is empty.
func choices(selected string, values []string, labels ...string) []choice {
	var list []choice
	for i, value := range values {
		list = append(list, choice{value, labels[i], value == selected || selected == "" && i == 0})
	}
	return list
}

// showChoices returns the choices of the show field, or nil if there is only one show.
func showChoices(shows []recommend.FacetCount, selected string) []choice {
	if len(shows) < 2 {
		return nil
	}
	list := []choice{{"", "All shows", selected == ""}}
	for _, show := range shows[:min(len(shows), maxShows)] {
		list = append(list, choice{show.Value, fmt.Sprintf("%s (%s)", show.Label, count(show.Count)), show.Value == selected})
	}
	return list
}

// scriptPath is the path of the widget's script. The preview loads it from this server.
const scriptPath = widget.Prefix + "v1.js"
