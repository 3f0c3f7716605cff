// Package docs serves the documentation of the API: the OpenAPI document, a page
// that shows it and tries it out, and a page that explains all error codes.
// Everything comes from this program; no page loads anything from elsewhere.
package docs

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"segue/server/respond"
)

// DocumentPath is where the OpenAPI document is.
const DocumentPath = "/openapi.json"

const (
	pagePath  = "/docs"
	assetPath = "/docs/assets/"
)

// Paths are what a handler of New answers, in the notation of gin.
var Paths = []string{DocumentPath, pagePath, respond.ProblemsPath, assetPath + ":name"}

// policy is the Content-Security-Policy of the pages. Scripts and styles are
// files; the icons of Swagger UI are in its style sheet, hence "data:".
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageCache lets a page that changes with the program be looked up anew soon.
const pageCache = "public, max-age=300, stale-while-revalidate=86400"

//go:embed templates.html
var templateFiles embed.FS

// New returns a handler of all [Paths], for GET.
func New(document []byte) (http.Handler, error) {
	files, err := loadAssets()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(DocumentPath, constant{"application/json", document})
	mux.Handle(assetPath, http.StripPrefix(assetPath, files))
	for path, name := range map[string]string{pagePath: "api", respond.ProblemsPath: "errors"} {
		page, err := render(name, files)
		if err != nil {
			return nil, fmt.Errorf("docs: page %q: %w", name, err)
		}
		mux.Handle(path, withPolicy(constant{"text/html; charset=utf-8", page}))
	}
	return mux, nil
}

// view is what the templates see.
type view struct {
	assets
	Kinds []respond.Kind
}

func render(name string, files assets) ([]byte, error) {
	t, err := template.ParseFS(templateFiles, "templates.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.ExecuteTemplate(&b, name, view{files, respond.Kinds()})
	return b.Bytes(), err
}

func withPolicy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		next.ServeHTTP(w, r)
	})
}

// constant is an answer that stays the same as long as the program does.
type constant struct {
	contentType string
	body        []byte
}

func (c constant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", pageCache)
	tag := respond.ETag(c.body)
	if known, ok := respond.MatchETag(r.Header, tag); ok {
		h.Set("Etag", known)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Etag", tag)
	h.Set("Content-Type", c.contentType)
	h.Set("Content-Length", strconv.Itoa(len(c.body)))
	w.Write(c.body)
}
