package jsonl

import (
	"fmt"
	"net/url"
	"time"

	"segue/data"
	"segue/data/clean"
)

// maxDuration is the longest playing time: a week. No recording is longer, and it
// catches the common mistake of writing milliseconds from ten minutes on.
const maxDuration = 7 * 24 * time.Hour

const durationBounds = "a playing time is 0 to 604800 seconds, a week; is this in milliseconds?"

// check returns the reason why e cannot stand in a file, or nil. It holds for reading
// and for writing, so that everything written can be read.
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
		return bad("title", "missing: every episode needs one")
	}
	return checkLine("title", title)
}

func checkLine(field, s string) error {
	if s != clean.Line(s) {
		return bad(field, "%q is not one line with single spaces: write %q", s, clean.Line(s))
	}
	return nil
}

func checkID(field, id string) error {
	if id == "" {
		return nil
	}
	if err := data.ValidateID(id); err != nil {
		return bad(field, "%v", err)
	}
	return nil
}

func checkShow(s data.Show) error {
	if s.ID == "" {
		return bad("show", `missing: every episode belongs to one, such as {"title": "Daily Cups"}`)
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
		return bad(field, "%q is no absolute address: write one such as \"https://example.com/green-tea\"", address)
	}
	return nil
}

func checkDuration(d time.Duration) error {
	if d < 0 || d > maxDuration || d%time.Second != 0 {
		return bad("duration", "%v: %s", d, durationBounds)
	}
	return nil
}

func checkPublished(t time.Time) error {
	if year := t.UTC().Year(); year < 1 || year > 9999 {
		return bad("published", "the year %d is not between 1 and 9999", year)
	}
	return nil
}

func checkPeople(people []data.Person) error {
	for i, p := range people {
		field := fmt.Sprintf("people[%d].name", i)
		if p.Name == "" {
			return bad(field, "missing: every person needs one")
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
			return bad(field, "empty: leave it out")
		}
		if err := checkLine(field, tag); err != nil {
			return err
		}
	}
	return nil
}

func checkLanguage(field, tag string) error {
	usual, err := data.ParseLanguage(tag)
	switch {
	case err != nil:
		return bad(field, "%v", err)
	case usual != tag:
		return bad(field, "%q is not in its usual form: write %q", tag, usual)
	}
	return nil
}

func checkType(t data.EpisodeType) error {
	usual, err := data.ParseEpisodeType(string(t))
	switch {
	case err != nil:
		return bad("type", "%v", err)
	case usual != t:
		return bad("type", "%q is not in its usual form: write %q", t, usual)
	}
	return nil
}

func checkExplicit(x data.Explicitness) error {
	if _, known := x.Known(); !known && x != data.ExplicitUnknown {
		return bad("explicit", "%q is neither %q nor %q", x, data.ExplicitYes, data.ExplicitNo)
	}
	return nil
}

func checkCount(field string, n int) error {
	if n < 0 || n > data.MaxNumber {
		return bad(field, "%d: %s", n, countBounds)
	}
	return nil
}

func checkLinks(links []string) error {
	if len(links) > data.MaxLinks {
		return bad("links", "%d of at most %d: leave out those that are not about the episode", len(links), data.MaxLinks)
	}
	for i, link := range links {
		field := fmt.Sprintf("links[%d]", i)
		if link == "" {
			return bad(field, "empty: leave it out")
		}
		if err := checkURL(field, link); err != nil {
			return err
		}
	}
	return nil
}
