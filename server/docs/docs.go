// Package docs serves the documentation of the API: the OpenAPI document, a page that
// shows it and sends requests, and a page that explains all error codes. All files are
// part of the program. The pages load nothing from other servers.
package docs

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

// DocumentPath is the path of the OpenAPI document.
const DocumentPath = "/openapi.json"

const (
	pagePath  = "/docs"
	assetPath = "/docs/assets/"
)

// policy is the Content-Security-Policy of the pages. Scripts and styles are files. The
// style sheet of Swagger UI contains icons, which need "data:".
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageCache is short, because a new version of the program may change a page.
const pageCache = "public, max-age=300, stale-while-revalidate=86400"

//go:embed templates.html
var templateFiles embed.FS

// Manual is the documentation of the API.
type Manual struct {
	document, api, errors constant
	assets                assets
}

// New returns the documentation of the API that an OpenAPI document describes.
func New(document []byte) (*Manual, error) {
	files, err := loadAssets()
	if err != nil {
		return nil, err
	}
	m := &Manual{document: constant{"application/json", document}, assets: files}
	if m.api, err = renderPage("api", files); err != nil {
		return nil, err
	}
	if m.errors, err = renderPage("errors", files); err != nil {
		return nil, err
	}
	return m, nil
}

// Document answers GET [DocumentPath].
func (m *Manual) Document(c *gin.Context) { m.document.send(c.Writer, c.Request) }

// Register adds a GET route for each page and for the files of the pages.
func (m *Manual) Register(routes gin.IRoutes) {
	routes.GET(pagePath, setPolicy, gin.WrapF(m.api.send))
	routes.GET(respond.ProblemsPath, setPolicy, gin.WrapF(m.errors.send))
	routes.GET(assetPath+":name", m.assets.serve)
}

// view holds the data for the templates.
type view struct {
	assets
	Kinds []respond.Kind
}

func renderPage(name string, files assets) (constant, error) {
	t, err := template.ParseFS(templateFiles, "templates.html")
	if err != nil {
		return constant{}, fmt.Errorf("docs: %w", err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, view{files, respond.Kinds()}); err != nil {
		return constant{}, fmt.Errorf("docs: page %q: %w", name, err)
	}
	return constant{"text/html; charset=utf-8", b.Bytes()}, nil
}

func setPolicy(c *gin.Context) { c.Header("Content-Security-Policy", policy) }

// constant is an answer that never changes while the program runs.
type constant struct {
	contentType string
	body        []byte
}

func (c constant) send(w http.ResponseWriter, r *http.Request) {
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
