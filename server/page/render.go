package page

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"segue/server/respond"
	"segue/widget/snippet"
)

//go:embed templates
var templateFiles embed.FS

// document is a page before it is rendered.
type document struct {
	// Template is the name of the page's template, without its ending.
	Template string
	Status   int
	Head     head
	// Query is the text in the search box.
	Query string
	// Home is true if the page has a large search box. It then has no small one.
	Home bool
	// At is the address of the active link in the navigation.
	At string
	// Script is the page's script file, empty for none.
	Script string
	// Policy is the Content-Security-Policy, empty for [policy].
	Policy string
	Body   any
	// NoStore forbids caching, because a later request may give a better page.
	NoStore bool
}

// head is the page's metadata.
type head struct {
	Title, Description string
	// Canonical is the path of the page. It is empty if search engines should not index
	// the page.
	Canonical string
	// Article is true for the page of an episode.
	Article bool
	// Data describes the page in the schema.org vocabulary; nil for none.
	Data any
}

func parseTemplates(files assets) (map[string]*template.Template, error) {
	funcs := template.FuncMap{"asset": files.path, "count": count, "plural": plural, "code": newCode, "field": newFormField}
	layout, err := template.New("layout.html").Funcs(funcs).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html", "templates/crossfade.html")
	if err != nil {
		return nil, fmt.Errorf("parse layout: %w", err)
	}
	templates := map[string]*template.Template{}
	for _, name := range []string{"home", "search", "episode", "person", "map", "builder", "problem"} {
		t, err := template.Must(layout.Clone()).ParseFS(templateFiles, "templates/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("parse template: %w", err)
		}
		templates[name] = t
	}
	preview, err := template.New("preview.html").Funcs(funcs).ParseFS(templateFiles, "templates/preview.html")
	if err != nil {
		return nil, fmt.Errorf("parse template: %w", err)
	}
	templates["preview"] = preview
	return templates, nil
}

// formField is a form field with its choices.
type formField struct {
	Name, Label string
	Choices     []choice
}

func newFormField(name, label string, list []choice) formField { return formField{name, label, list} }

func newCode(where, text string) snippet.Code { return snippet.Code{Where: where, Text: text} }

// layout is the data for the layout template.
type layout struct {
	document
	Base   string
	Places []link
}

// places returns the links of the navigation.
func (s *Site) places() []link {
	list := []link{{"Catalogue", "/"}, {"Search", "/search"}, {"Map", "/map"}}
	if s.widget != nil {
		list = append(list, link{"Snippet", builderPath})
	}
	return append(list, link{"API", "/docs"})
}

// write renders the whole page before it sends the first byte, so that a failure can still
// set the status.
func (s *Site) write(w http.ResponseWriter, r *http.Request, d document) error {
	var body bytes.Buffer
	if err := s.templates[d.Template].Execute(&body, layout{d, s.base, s.places()}); err != nil {
		return fmt.Errorf("render page %q: %w", d.Template, err)
	}
	res := response{status: d.Status, contentType: "text/html; charset=utf-8", body: body.Bytes()}
	secure(w.Header(), cmp.Or(d.Policy, policy))
	if d.Status == http.StatusOK && !d.NoStore {
		// The catalogue changes at any time, so browsers revalidate cached pages.
		w.Header().Set("Cache-Control", "no-cache")
		res.etag = respond.ETag(body.Bytes())
	} else {
		w.Header().Set("Cache-Control", "no-store")
	}
	send(w, r, res)
	return nil
}

// policy allows a page to load styles and images from this server and to submit forms to
// it, nothing else. No site may frame the page, which prevents clickjacking.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// scriptPolicy is the policy of a page with a script, which may send requests to this
// server.
const scriptPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func secure(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	// Other sites see the origin in the referrer, but not the query.
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
}

// response is a complete HTTP response. Without an etag, If-None-Match is ignored.
type response struct {
	status            int
	contentType, etag string
	body              []byte
}

func send(w http.ResponseWriter, r *http.Request, res response) {
	h := w.Header()
	if res.etag != "" {
		h.Set("ETag", res.etag)
		if known, ok := respond.MatchETag(r.Header, res.etag); ok {
			h.Set("ETag", known)
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", res.contentType)
	h.Set("Content-Length", fmt.Sprint(len(res.body)))
	w.WriteHeader(res.status)
	_, _ = w.Write(res.body) // an error means that the client disconnected
}
