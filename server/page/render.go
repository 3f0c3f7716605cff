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

// document is one page before it is written.
type document struct {
	// Template is the name of the file that fills the layout.
	Template string
	Status   int
	Head     head
	// Query is what stands in the search box.
	Query string
	// Home leaves the small search box out, because the page has a large one.
	Home bool
	// At is the address of the place among those at the top that the page is.
	At string
	// Script is the asset that runs on the page, empty for none.
	Script string
	// Policy is the Content-Security-Policy where the page needs another than [policy].
	Policy string
	Body   any
	// Passing says that the next request may well be answered better, so that
	// nothing keeps this page.
	Passing bool
}

// head is what a page says about itself to machines.
type head struct {
	Title, Description string
	// Canonical is the path of the page, empty for one that search engines
	// should not list.
	Canonical string
	// Article marks a page about one thing, here an episode.
	Article bool
	// Data describes the page in the vocabulary of schema.org; nil for none.
	Data any
}

func parseTemplates(files assets) (map[string]*template.Template, error) {
	funcs := template.FuncMap{"asset": files.path, "count": count, "plural": plural, "code": newCode, "fields": newFields}
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

// fields are the choices of one field of a form.
type fields struct {
	Name, Label string
	Choices     []choice
}

func newFields(name, label string, list []choice) fields { return fields{name, label, list} }

func newCode(where, text string) snippet.Code { return snippet.Code{Where: where, Text: text} }

// layout is what the layout's template sees.
type layout struct {
	document
	Base   string
	Places []link
}

// places are what the top of every page leads to.
func (s *Site) places() []link {
	list := []link{{"Catalogue", "/"}, {"Search", "/search"}, {"Map", "/map"}}
	if s.widget != nil {
		list = append(list, link{"Snippet", builderPath})
	}
	return append(list, link{"API", "/docs"})
}

// write encodes the whole page before the first byte is sent, so that a page
// that cannot be encoded never goes out with a good status.
func (s *Site) write(w http.ResponseWriter, r *http.Request, d document) error {
	var body bytes.Buffer
	if err := s.templates[d.Template].Execute(&body, layout{d, s.base, s.places()}); err != nil {
		return fmt.Errorf("render page %q: %w", d.Template, err)
	}
	res := response{status: d.Status, contentType: "text/html; charset=utf-8", body: body.Bytes()}
	secure(w.Header(), cmp.Or(d.Policy, policy))
	if d.Status == http.StatusOK && !d.Passing {
		// The catalogue changes at any time: keep the page, but ask each time.
		w.Header().Set("Cache-Control", "no-cache")
		res.etag = respond.ETag(body.Bytes())
	} else {
		w.Header().Set("Cache-Control", "no-store")
	}
	send(w, r, res)
	return nil
}

// policy lets a page load its own styles and icon, send its search box to this
// server, and nothing else. No other site may frame it: what looks like a link
// to an episode should be one.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// scripted is the policy of a page with a script, which may ask this server.
const scripted = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func secure(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	// Other sites learn where a visitor comes from, but not the question asked.
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
}

// response is a whole answer; without an etag it is not compared.
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
	_, _ = w.Write(res.body) // an error means that the visitor has gone
}
