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

// previewBody is what the template of the preview sees: a page of a site that has the
// snippet in it.
type previewBody struct {
	// Scheme is "light" or "dark", empty for the visitor's.
	Scheme     string
	Title      string
	Paragraphs []string
	Script     string
	// Element is the very text that the owner pastes.
	Element template.HTML
}

// preview is the real widget in a page of its own. Only pages of this server may frame
// it.
func (s *Site) preview(r *http.Request) (document, error) {
	b := s.builtOf(r)
	e, err := s.besides(r, b)
	if err != nil {
		return document{}, err
	}
	b.Episode, b.API = string(e.ID), "/"
	made, err := snippet.New(b.Options)
	if err != nil {
		return document{}, errBadSnippet
	}
	body := previewBody{Scheme: schemeOf(b.scheme), Title: e.Title, Paragraphs: paragraphs(e.Summary()), Script: scriptPath}
	body.Element = template.HTML(made.Element) // written by package snippet, which lets nothing out of its attributes
	return document{Template: "preview", Status: http.StatusOK, Policy: s.previewPolicy(made.Styles), Body: body}, nil
}

// besides is the episode that the preview is about: the chosen one, or the newest.
func (s *Site) besides(r *http.Request, b built) (data.Episode, error) {
	if data.ValidateID(string(b.beside)) == nil {
		if e, err := s.catalog.Find(r.Context(), data.Ref{ID: b.beside}); err == nil {
			return e, nil
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

func schemeOf(asked string) string {
	if asked == "light" || asked == "dark" {
		return asked
	}
	return ""
}

// previewPolicy allows the style attributes of the snippet by their hashes, and nothing
// that a strict site would not allow. A script that knows its public address loads its
// parts from there, so that is allowed too.
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
