package jsonl

import (
	"fmt"
	"net/url"
	"time"

	"segue/data"
	"segue/data/clean"
)

// maxDuration is the maximum duration: a week. No recording is longer. The limit detects
// a common mistake: milliseconds instead of seconds, from ten minutes on.
const maxDuration = 7 * 24 * time.Hour

const durationRange = "want 0 to 604800 seconds (a week), not milliseconds"

// check returns an error if e is not a valid line. It applies to reading and to writing,
// so every written line can be read.
func check(e data.Episode) error {
	for _, f := range fields {
		if f.check == nil {
			continue
		}
		if err := f.check(e); err != nil {
			return err
		}
	}
	return nil
}

func checkTitle(title string) error {
	if title == "" {
		return fieldError("title", "missing: every episode needs a title")
	}
	return checkLine("title", title)
}

func checkLine(field, s string) error {
	if s != clean.Line(s) {
		return fieldError(field, "%q is not one line with single spaces: write %q", s, clean.Line(s))
	}
	return nil
}

func checkID(field, id string) error {
	if id == "" {
		return nil
	}
	if err := data.ValidateID(id); err != nil {
		return fieldError(field, "%v", err)
	}
	return nil
}

func checkShow(s data.Show) error {
	if s.ID == "" {
		return fieldError("show", `missing: every episode needs a show, such as {"title": "Daily Cups"}`)
	}
	if err := checkID("show.id", string(s.ID)); err != nil {
		return err
	}
	return checkLine("show.title", s.Title)
}

func checkURL(field, address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fieldError(field, "%q is not an absolute address: write it like \"https://example.com/green-tea\"", address)
	}
	return nil
}

func checkDuration(d time.Duration) error {
	if d < 0 || d > maxDuration || d%time.Second != 0 {
		return fieldError("duration", "%v is out of range: %s", d, durationRange)
	}
	return nil
}

func checkPublished(t time.Time) error {
	if year := t.UTC().Year(); year < 1 || year > 9999 {
		return fieldError("published", "year %d is out of range: want 1 to 9999", year)
	}
	return nil
}

func checkPeople(people []data.Person) error {
	for i, p := range people {
		field := fmt.Sprintf("people[%d].name", i)
		if p.Name == "" {
			return fieldError(field, "missing: every person needs a name")
		}
		if err := checkLine(field, p.Name); err != nil {
			return err
		}
	}
	return nil
}

func checkTags(tags []string) error {
	for i, tag := range tags {
		field := fmt.Sprintf("tags[%d]", i)
		if tag == "" {
			return fieldError(field, "empty: remove it")
		}
		if err := checkLine(field, tag); err != nil {
			return err
		}
	}
	return nil
}

func checkLanguage(field, tag string) error {
	canonical, err := data.ParseLanguage(tag)
	switch {
	case err != nil:
		return fieldError(field, "%v", err)
	case canonical != tag:
		return fieldError(field, "%q is not in canonical form: write %q", tag, canonical)
	}
	return nil
}

func checkType(t data.EpisodeType) error {
	canonical, err := data.ParseEpisodeType(string(t))
	switch {
	case err != nil:
		return fieldError("type", "%v", err)
	case canonical != t:
		return fieldError("type", "%q is not in canonical form: write %q", t, canonical)
	}
	return nil
}

func checkExplicit(x data.Explicitness) error {
	if _, known := x.Known(); !known && x != data.ExplicitUnknown {
		return fieldError("explicit", "unknown mark %q; want %q or %q", x, data.ExplicitYes, data.ExplicitNo)
	}
	return nil
}

func checkCount(field string, n int) error {
	if n < 0 || n > data.MaxNumber {
		return fieldError(field, "%d is out of range: %s", n, numberRange)
	}
	return nil
}

func checkLinks(links []string) error {
	if len(links) > data.MaxLinks {
		return fieldError("links", "%d links; the maximum is %d: remove links that are not about the episode", len(links), data.MaxLinks)
	}
	for i, link := range links {
		field := fmt.Sprintf("links[%d]", i)
		if link == "" {
			return fieldError(field, "empty: remove it")
		}
		if err := checkURL(field, link); err != nil {
			return err
		}
	}
	return nil
}
