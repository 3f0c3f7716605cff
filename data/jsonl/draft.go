package jsonl

import (
	"cmp"
	"encoding/json"

	"segue/data"
	"segue/data/clean"
)

// draft is an episode while its line is read.
type draft struct {
	data.Episode
	summary     string
	described   bool // there is a description, which may be empty
	linked      bool // there is a list of links, which may be empty
	contentType string
}

// The types of a description.
const (
	typeText  = "text"
	typeHTML  = "html"
	typeClean = "clean"
)

func (d *draft) finish() (data.Episode, error) {
	if !d.described {
		d.Description = d.summary
	}
	d.Show.ID = cmp.Or(d.Show.ID, data.NewShowID(d.Show.Title))
	if err := check(d.Episode); err != nil {
		return data.Episode{}, err
	}
	d.clean()
	return d.Episode, nil
}

// clean brings the description to the form that an episode has.
func (d *draft) clean() {
	switch {
	case d.contentType == typeClean:
		d.link(clean.TextLinks)
		return
	case d.contentType == typeHTML, d.contentType == "" && clean.LooksLikeHTML(d.Description):
		d.link(clean.HTMLLinks)
		d.Description = clean.HTML(d.Description)
	default:
		d.link(clean.TextLinks)
	}
	kept, removed := clean.Description(d.Description)
	d.Description, d.Removed = kept, append(d.Removed, removed...)
}

// link finds the links of the description, unless the line lists them.
func (d *draft) link(find func(string) []string) {
	if !d.linked {
		d.Links = find(d.Description)
	}
}

func readDescription(d *draft, key string, raw json.RawMessage) (err error) {
	d.described = true
	d.Description, err = text(key, raw)
	return err
}

func readDescriptionType(d *draft, key string, raw json.RawMessage) (err error) {
	if d.contentType, err = text(key, raw); err != nil {
		return err
	}
	switch d.contentType {
	case typeText, typeHTML, typeClean:
		return nil
	}
	return bad(key, "%q is none of %q, %q and %q", d.contentType, typeText, typeHTML, typeClean)
}
