package site

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"strings"

	"segue/data"
)

//go:embed templates
var templateFiles embed.FS

//go:embed assets/site.css
var style []byte

var templates = template.Must(template.ParseFS(templateFiles, "templates/*.html"))

// maxNewest is how many episodes the index page lists. The page is a demonstration, not an
// archive.
const maxNewest = 20

// view is the data for a template.
type view struct {
	// Root is the relative path to the site's folder: empty, or such as "../../".
	Root, Title string
	Episode     episodeView
	// Newest are the episodes of the index page.
	Newest []episodeView
	// Base is the address of the site, or [basePlaceholder].
	Base     string
	Episodes int
}

// episodeView is an episode on a page.
type episodeView struct {
	data.Episode
	// Reference identifies the episode for the widget. Link is the address of its page.
	Reference, Link string
}

// Paragraphs returns the paragraphs of the description.
func (e episodeView) Paragraphs() []string {
	if e.Description == "" {
		return nil
	}
	return strings.Split(e.Description, "\n\n")
}

// Date returns the date of publication for people, empty if it is unknown.
func (e episodeView) Date() string {
	if e.Published.IsZero() {
		return ""
	}
	return e.Published.UTC().Format("2 January 2006")
}

// Day returns the date of publication as YYYY-MM-DD.
func (e episodeView) Day() string { return e.Published.UTC().Format("2006-01-02") }

// basePlaceholder is used in examples if the address of the site is unknown.
const basePlaceholder = "https://YOUR-SITE.example/segue"

func (w *writer) pages(ctx context.Context) error {
	if err := w.add("site.css", style); err != nil {
		return err
	}
	first := view{Title: w.title(), Base: w.BaseURL, Episodes: len(w.Episodes)}
	if first.Base == "" {
		first.Base = basePlaceholder
	}
	for _, e := range w.Episodes[:min(maxNewest, len(w.Episodes))] {
		first.Newest = append(first.Newest, w.episodeView(e, ""))
	}
	if len(first.Newest) > 0 {
		first.Episode = first.Newest[0]
	}
	if err := w.page("index.html", "index.html", first); err != nil {
		return err
	}
	for _, e := range w.Episodes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if e.URL != "" {
			continue
		}
		w.report.Pages++
		v := view{Root: "../../", Title: e.Title, Episode: w.episodeView(e, "../../")}
		if err := w.page("episodes/"+string(e.ID)+"/index.html", "episode.html", v); err != nil {
			return err
		}
	}
	return nil
}

// title returns the show's title if there is only one show, or "Episodes".
func (w *writer) title() string {
	title := ""
	for _, e := range w.Episodes {
		if title != "" && e.Show.Title != title {
			return "Episodes"
		}
		title = e.Show.Title
	}
	if title == "" {
		return "Episodes"
	}
	return title
}

func (w *writer) episodeView(e data.Episode, root string) episodeView {
	s := episodeView{Episode: e, Reference: w.reference(e), Link: e.URL}
	if s.Link == "" {
		s.Link = root + "episodes/" + string(e.ID) + "/"
	}
	return s
}

func (w *writer) page(path, name string, v view) error {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, v); err != nil {
		return err
	}
	return w.add(path, out.Bytes())
}
