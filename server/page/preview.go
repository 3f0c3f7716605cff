package page

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"

	"segue/data"
	"segue/data/catalog"
	"segue/widget/snippet"
)

// previewBody is the data for the template of the preview: an example page that contains
// the snippet.
type previewBody struct {
	// Scheme is the colour scheme: "light", "dark", or empty for the visitor's scheme.
	Scheme     string
	Title      string
	Paragraphs []string
	Script     string
	// Element is the element exactly as in the snippet.
	Element template.HTML
}

// preview serves a page with the real widget. Only pages of this server may frame it.
func (s *Site) preview(r *http.Request) (document, error) {
	b := s.parseBuilderRequest(r)
	e, err := s.previewEpisode(r, b)
	if err != nil {
		return document{}, err
	}
	b.Episode, b.API = string(e.ID), "/"
	built, err := snippet.New(b.Options)
	if err != nil {
		return document{}, errBadSnippet
	}
	body := previewBody{Scheme: schemeOf(b.scheme), Title: e.Title, Paragraphs: paragraphs(e.Summary()), Script: scriptPath}
	body.Element = template.HTML(built.Element) // package snippet escapes all values
	return document{Template: "preview", Status: http.StatusOK, Policy: s.previewPolicy(built.Styles), Body: body}, nil
}

// previewEpisode returns the episode of the preview page: the selected one, or the newest.
func (s *Site) previewEpisode(r *http.Request, b builderRequest) (data.Episode, error) {
	if data.ValidateID(string(b.episodeID)) == nil {
		found, err := s.catalog.Episodes(r.Context(), []data.EpisodeID{b.episodeID})
		if e, ok := found[b.episodeID]; ok || err != nil {
			return e, err
		}
	}
	list, err := s.catalog.List(r.Context(), catalog.Query{Filter: filterOf(b.Show), Sort: catalog.NewestFirst, Limit: 1})
	if err != nil {
		return data.Episode{}, err
	}
	if len(list.Episodes) == 0 {
		return data.Episode{Title: "A page of your site"}, nil
	}
	return list.Episodes[0], nil
}

func schemeOf(given string) string {
	if given == "light" || given == "dark" {
		return given
	}
	return ""
}

// previewPolicy is a strict policy that allows the style attributes of the snippet by
// their hashes. It also allows the server's public address, because the script loads its
// parts from there if it is known.
func (s *Site) previewPolicy(styles []string) string {
	hashes := ""
	for _, style := range styles {
		sum := sha256.Sum256([]byte(style))
		hashes += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return strings.Join([]string{
		"default-src 'none'", "style-src 'self' 'unsafe-hashes'" + hashes, "img-src 'self'",
		strings.TrimSpace("script-src 'self' " + s.base), "connect-src 'self'",
		"form-action 'none'", "base-uri 'none'", "frame-ancestors 'self'",
	}, "; ")
}
