package feed

import (
	"path"
	"strings"

	"segue/data"
	"segue/data/clean"
)

const (
	// maxTitle is the longest title in runes: what is longer is a text in the wrong
	// element.
	maxTitle = 500
	// maxMadeTitle is the longest title that is made of a text, in runes: a line.
	maxMadeTitle = 80
)

// title brings a title to one line of plain text. Publishers write tags and
// references into it, which would be shown.
func title(s string) string {
	if clean.LooksLikeHTML(s) {
		s = clean.HTML(s)
	}
	return data.Shorten(clean.Line(s), maxTitle)
}

// describe reads title, description and links. An item without a title gets the first
// words of its description, else the show's title with the date, else the name of
// its audio file; it stays without where it has none of them.
func (r *reader) describe(e *data.Episode, it sourceItem, x extensions) {
	e.Title = title(firstText(it.Title, x.text("itunes", "title"), x.text("media", "title")))
	r.notes(e, it, x)
	line, _, _ := strings.Cut(e.Description, "\n")
	switch {
	case e.Title != "":
	case line != "":
		e.Title = data.Shorten(clean.Line(line), maxMadeTitle)
	case e.Audio == "":
	case !e.Published.IsZero() && r.result.Show.Title != "":
		e.Title = r.result.Show.Title + ", " + e.Published.Format("2006-01-02")
	default:
		e.Title = fileTitle(e.Audio)
	}
}

// notes takes the longest of the texts that an item has, because a feed that has
// several gives a summary in one and the show notes in another; the order decides
// between texts of one length.
func (r *reader) notes(e *data.Episode, it sourceItem, x extensions) {
	for _, text := range []string{it.Content, it.Description, x.text("itunes", "summary"), x.text("media", "description"), x.text("itunes", "subtitle")} {
		plain, links := clean.Text(text), clean.TextLinks
		if clean.LooksLikeHTML(text) {
			plain, links = clean.HTML(text), clean.HTMLLinks
		}
		if len(plain) <= len(e.Description) {
			continue
		}
		e.Description, e.Links = plain, links(text)
	}
	e.Description, e.Removed = clean.Description(e.Description)
}

// fileTitle is the name of a file without its ending.
func fileTitle(address string) string {
	u := parsed(address)
	if u == nil {
		return ""
	}
	name := path.Base(u.Path)
	return title(strings.Trim(strings.TrimSuffix(name, path.Ext(name)), "/."))
}
