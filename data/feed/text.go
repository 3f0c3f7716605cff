package feed

import (
	"path"
	"strings"

	"segue/data"
	"segue/data/clean"
)

const (
	// maxTitle is the maximum length of a title in runes. A longer title is a text in
	// the wrong element.
	maxTitle = 500
	// maxDerivedTitle is the maximum length of a title derived from a text, in runes.
	maxDerivedTitle = 80
)

// title returns a title as one line of plain text. Publishers write tags and references into
// titles.
func title(s string) string {
	if clean.LooksLikeHTML(s) {
		s = clean.HTML(s)
	}
	return data.Shorten(clean.Line(s), maxTitle)
}

// readTexts reads title, description and links. The title of an item without one is the
// beginning of its description, else the show's title with the date, else the name of its
// audio file. It is empty if the item has none of them.
func (r *reader) readTexts(e *data.Episode, it sourceItem, x extensions) {
	e.Title = title(firstText(it.Title, x.text("itunes", "title"), groupText(x, "title")))
	r.readNotes(e, it, x)
	line, _, _ := strings.Cut(e.Description, "\n")
	switch {
	case e.Title != "":
	case line != "":
		e.Title = data.Shorten(clean.Line(line), maxDerivedTitle)
	case e.Audio == "":
	case !e.Published.IsZero() && r.result.Show.Title != "":
		e.Title = r.result.Show.Title + ", " + e.Published.Format("2006-01-02")
	default:
		e.Title = fileTitle(e.Audio)
	}
}

// readNotes reads the longest of an item's texts, since many feeds have a summary in one
// element and the show notes in another. Of texts with the same length it prefers the first.
func (r *reader) readNotes(e *data.Episode, it sourceItem, x extensions) {
	link := clean.IsLink
	for _, text := range []string{it.Content, it.Description, x.text("itunes", "summary"), groupText(x, "description"), x.text("itunes", "subtitle")} {
		plain, links, isLink := clean.Text(text), clean.TextLinks, clean.IsLink
		if clean.LooksLikeHTML(text) {
			plain, isLink = clean.HTMLWithLinks(text)
			links = clean.HTMLLinks
		}
		if len(plain) <= len(e.Description) {
			continue
		}
		e.Description, e.Links, link = plain, links(text), isLink
	}
	e.Description, e.Removed = clean.DescriptionWithLinks(e.Description, link)
}

// fileTitle returns the name of a file without its extension.
func fileTitle(address string) string {
	u := parsed(address)
	if u == nil {
		return ""
	}
	name := path.Base(u.Path)
	return title(strings.Trim(strings.TrimSuffix(name, path.Ext(name)), "/."))
}
