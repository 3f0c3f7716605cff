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

// listed is how many episodes the first page lists: it shows the elements and is no
// archive.
const listed = 20

// view is what a page of the site shows.
type view struct {
	// Root is the way to the site's folder, empty or such as "../../".
	Root, Title string
	Episode     shownEpisode
	// Newest are listed.
	Newest []shownEpisode
	// Base is where the site is served, or a name for it.
	Base     string
	Episodes int
}

// shownEpisode is an episode on a page.
type shownEpisode struct {
	data.Episode
	// Reference names it for the widget, Link leads to it.
	Reference, Link string
}

// Paragraphs are those of the description.
func (e shownEpisode) Paragraphs() []string {
	if e.Description == "" {
		return nil
	}
	return strings.Split(e.Description, "\n\n")
}

// Date is the day for people, empty where it is not known.
func (e shownEpisode) Date() string {
	if e.Published.IsZero() {
		return ""
	}
	return e.Published.UTC().Format("2 January 2006")
}

// Day is the day for machines.
func (e shownEpisode) Day() string { return e.Published.UTC().Format("2006-01-02") }

// basePlaceholder stands for an address that is not known.
const basePlaceholder = "https://YOUR-SITE.example/segue"

func (w *writer) pages(ctx context.Context) error {
	if err := w.keep("site.css", style); err != nil {
		return err
	}
	first := view{Title: w.title(), Base: w.BaseURL, Episodes: len(w.Episodes)}
	if first.Base == "" {
		first.Base = basePlaceholder
	}
	for _, e := range w.Episodes[:min(listed, len(w.Episodes))] {
		first.Newest = append(first.Newest, w.shown(e, ""))
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
		v := view{Root: "../../", Title: e.Title, Episode: w.shown(e, "../../")}
		if err := w.page("episodes/"+string(e.ID)+"/index.html", "episode.html", v); err != nil {
			return err
		}
	}
	return nil
}

// title is that of the show, if all episodes have the same.
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

func (w *writer) shown(e data.Episode, root string) shownEpisode {
	s := shownEpisode{Episode: e, Reference: w.reference(e), Link: e.URL}
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
	return w.keep(path, out.Bytes())
}
