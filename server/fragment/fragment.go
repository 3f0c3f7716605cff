// Package fragment writes related episodes as HTML. Other sites include the HTML when
// they render their pages, so that it works without a script and crawlers see the links.
// The package does not depend on HTTP, so that an export can write the same HTML to files.
//
// [Light] writes a plain list in the style of the page. [Shadow] writes the element of the
// widget with its content. Both show text of publishers on pages of other sites, so all
// values are escaped, and only http and https URLs become links.
package fragment

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"io"
	"strings"

	"segue/data"
	"segue/recommend"
	"segue/widget"
)

// Options control the content and the appearance of a fragment. The zero value is valid.
type Options struct {
	// Episode is the episode that the results are related to.
	Episode data.Episode
	// Base is the URL of the server for visitors, such as "https://podcast.example". If
	// it is empty, the fragment has no images and no episodes without their own page.
	Base string
	// Language is the language of the fragment's own words, a BCP 47 tag. The default is
	// the language of the episode. English replaces a language without a translation.
	Language string
	// Heading replaces the default heading if it is not nil. An empty one removes the
	// heading.
	Heading *string
	// Reasons and Images report whether each episode has a line with a reason, and an
	// image from the server.
	Reasons, Images bool
	// Layout is "list" (the default), "grid" or "row". Theme is "auto" (the default),
	// "light" or "dark". In a light fragment both are names of classes.
	Layout, Theme string
	// Count and Show are the attributes count and show of the element that [Shadow]
	// writes. The widget uses them if a script changes the element: the number of
	// episodes, and the id of the only show.
	Count int
	Show  string
}

// Light writes the episodes as a section of plain links. It writes nothing if there is no
// episode to show. It fails before the first byte, except for an error of w.
func Light(w io.Writer, o Options, results []recommend.Result) error {
	return write(w, "light.html", o, results)
}

// Shadow writes the episodes as <segue-related> with a declarative shadow root. It looks
// like the widget. If the page also has the script of the widget, the script uses the
// content and sends no request. Shadow writes nothing if there is no episode to show.
func Shadow(w io.Writer, o Options, results []recommend.Result) error {
	return write(w, "shadow.html", o, results)
}

// Count returns the number of results that a fragment shows. A result needs a title and a
// URL.
func Count(o Options, results []recommend.Result) int { return len(newView(o, results).Items) }

//go:embed templates
var files embed.FS

var templates = template.Must(template.ParseFS(files, "templates/*.html"))

// write renders the whole fragment before it writes the first byte.
func write(w io.Writer, name string, o Options, results []recommend.Result) error {
	v := newView(o, results)
	if len(v.Items) == 0 {
		return nil
	}
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, v); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

// view holds the data for the templates.
type view struct {
	Options
	// Tag is the language. Direction is "rtl" if it is written from right to left. Title
	// is the heading, or empty.
	Tag, Direction, Title string
	// Label is the accessible name of a list without a heading.
	Label string
	Items []item
	// Data describes the list for search engines.
	Data  itemList
	Style template.CSS
}

func newView(o Options, results []recommend.Result) view {
	o.Base = webURL(strings.TrimRight(o.Base, "/"))
	o.Layout, o.Theme = cmp.Or(o.Layout, "list"), cmp.Or(o.Theme, "auto")
	tag, words := widget.Words(cmp.Or(o.Language, o.Episode.Language))
	v := view{Options: o, Tag: tag, Title: words["heading"], Style: template.CSS(widget.Style())}
	if o.Heading != nil {
		v.Title = strings.TrimSpace(*o.Heading)
	}
	if v.Title == "" {
		v.Label = words["heading"]
	}
	if strings.HasPrefix(tag, "ar") {
		v.Direction = "rtl"
	}
	tr := translator{tag, words}
	for _, r := range results {
		if i, ok := newItem(o, tr, r); ok {
			v.Items = append(v.Items, i)
		}
	}
	v.Data = newItemList(cmp.Or(v.Title, v.Label), v.Items)
	return v
}

// HeadingAttribute returns the value of the element's attribute heading. It is nil if the
// element has no such attribute.
func (v view) HeadingAttribute() *string {
	if v.Heading == nil {
		return nil
	}
	return &v.Title
}

// ID returns the id of the episode.
func (v view) ID() string { return string(v.Episode.ID) }
