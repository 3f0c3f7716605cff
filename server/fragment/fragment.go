// Package fragment writes related episodes as HTML for other sites, which put it
// into their pages while they make them: no script is needed to show it, and
// crawlers see the links. It knows no HTTP, so that an export writes the same into
// files.
//
// [Light] is a plain list in the style of the page around it, [Shadow] the
// widget's own element with its answer inside. Both are made of what publishers
// wrote and stand on pages of others: everything goes in as text, and only http and
// https addresses are linked.
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

// Options say what is shown of the episodes, and how. The zero value works.
type Options struct {
	// Episode is what the others are related to.
	Episode data.Episode
	// Base is the address under which visitors reach the service, such as
	// "https://podcast.example". Without one, episodes that have no page of their own
	// are left out, and so are images.
	Base string
	// Language is that of the fragment's own words, a BCP 47 tag. Without one it is
	// the episode's, and English where there are no words for it.
	Language string
	// Heading replaces the usual heading where it is not nil; an empty one leaves it
	// out.
	Heading *string
	// Reasons and Images say whether each episode has a line with what it shares, and
	// a picture from the service.
	Reasons, Images bool
	// Layout is "list", which is the usual, "grid" or "row"; Theme is "auto", which is
	// the usual, "light" or "dark". In a light fragment both are names of classes.
	Layout, Theme string
	// Count and Show are the attributes of that name of [Shadow], which it asks by
	// after the page has changed them: how many episodes, and of which show alone.
	Count int
	Show  string
}

// Light writes the episodes as a section of plain links, and nothing where there is
// none to show. It writes all or nothing but for an error of w.
func Light(w io.Writer, o Options, results []recommend.Result) error {
	return write(w, "light.html", o, results)
}

// Shadow writes the episodes as <segue-related> with a declarative shadow root: it
// looks as the widget's own answer, and a page that has the script too takes it for
// that and asks for nothing. Nothing is written where there is no episode to show.
func Shadow(w io.Writer, o Options, results []recommend.Result) error {
	return write(w, "shadow.html", o, results)
}

// Count returns how many of the results a fragment shows: those that have a title and
// somewhere to lead to.
func Count(o Options, results []recommend.Result) int { return len(newView(o, results).Items) }

//go:embed templates
var files embed.FS

var templates = template.Must(template.ParseFS(files, "templates/*.html"))

// write makes the whole before it writes anything.
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

// view is what the templates see.
type view struct {
	Options
	// Tag is the language, Direction "rtl" where it is written from right to left, and
	// Title the heading, empty for none.
	Tag, Direction, Title string
	// Label names the list where no heading does.
	Label string
	Items []item
	// Data describes the list to search engines.
	Data  itemList
	Style template.CSS
}

func newView(o Options, results []recommend.Result) view {
	o.Base = webAddress(strings.TrimRight(o.Base, "/"))
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

// Named is what the attribute heading of the element says; nil stands for none.
func (v view) Named() *string {
	if v.Heading == nil {
		return nil
	}
	return &v.Title
}

// ID is the episode's id.
func (v view) ID() string { return string(v.Episode.ID) }
