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
	summary         string
	descriptionType string
	hasDescription  bool // true also for an empty description
	hasLinks        bool // true also for an empty list of links
}

// Types of a description.
const (
	typeText  = "text"
	typeHTML  = "html"
	typeClean = "clean"
)

// finish completes the episode and checks it.
func (d *draft) finish() (data.Episode, error) {
	if !d.hasDescription {
		d.Description = d.summary
	}
	d.Show.ID = cmp.Or(d.Show.ID, data.NewShowID(d.Show.Title))
	d.sortTimes()
	if err := check(d.Episode); err != nil {
		return data.Episode{}, err
	}
	d.cleanDescription()
	return d.Episode, nil
}

// cleanDescription cleans the description and finds its links.
func (d *draft) cleanDescription() {
	link := clean.IsLink
	switch {
	case d.descriptionType == typeClean:
		d.setLinks(clean.TextLinks)
		return
	case d.descriptionType == typeHTML, d.descriptionType == "" && clean.LooksLikeHTML(d.Description):
		d.setLinks(clean.HTMLLinks)
		d.Description, link = clean.HTMLWithLinks(d.Description)
	default:
		d.setLinks(clean.TextLinks)
	}
	kept, removed := clean.DescriptionWithLinks(d.Description, link)
	d.Description, d.Removed = kept, append(d.Removed, removed...)
}

// setLinks sets the links to the links in the description, unless the line lists links.
func (d *draft) setLinks(find func(string) []string) {
	if !d.hasLinks {
		d.Links = find(d.Description)
	}
}

func readDescription(d *draft, key string, raw json.RawMessage) (err error) {
	d.hasDescription = true
	d.Description, err = text(key, raw)
	return err
}

func readDescriptionType(d *draft, key string, raw json.RawMessage) (err error) {
	if d.descriptionType, err = text(key, raw); err != nil {
		return err
	}
	switch d.descriptionType {
	case typeText, typeHTML, typeClean:
		return nil
	}
	return fieldError(key, "unknown type %q; want %q, %q or %q", d.descriptionType, typeText, typeHTML, typeClean)
}
