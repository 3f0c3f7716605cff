package fragment

import (
	"net/url"
	"regexp"
	"strings"

	"segue/data"
	"segue/recommend"
)

// item is one episode of a fragment.
type item struct {
	// URL is where it leads to, absolute.
	URL, Title, Language string
	// Picture is the address of its image, empty for none.
	Picture string
	facts
	// Reason is empty for none.
	Reason string
}

// facts stand in one line below a title; what is unknown is empty.
type facts struct {
	// Published is for machines, Date for people.
	Published, Date string
	Length, Show    string
}

// Rest are the facts behind the date, each after what parts it from the one before.
func (f facts) Rest() string {
	var known []string
	for _, fact := range []string{f.Length, f.Show} {
		if fact != "" {
			known = append(known, fact)
		}
	}
	rest := strings.Join(known, " · ")
	if f.Date != "" && rest != "" {
		return " · " + rest
	}
	return rest
}

// newItem returns a result in the form of the widget (src/view.js). It returns false if
// the result cannot be shown.
func newItem(o Options, tr translator, r recommend.Result) (item, bool) {
	e := r.Episode
	i := item{URL: address(o.Base, e), Title: e.Title, Language: e.Language, facts: newFacts(o, tr, e)}
	if o.Reasons {
		i.Reason = tr.reason(r.Reasons)
	}
	if o.Images && o.Base != "" && e.Image != "" {
		i.Picture = o.Base + "/thumbs/" + url.PathEscape(string(e.ID)) + ".jpg"
	}
	return i, i.URL != "" && strings.TrimSpace(e.Title) != ""
}

func newFacts(o Options, tr translator, e data.Episode) facts {
	f := facts{Length: tr.length(e.Duration)}
	if !e.Published.IsZero() {
		f.Published, f.Date = tr.date(e.Published)
	}
	if e.Show.ID != o.Episode.Show.ID {
		f.Show = e.Show.Title
	}
	return f
}

// address is where an episode leads to: its own page, or without one the page that
// the service has for it. It is empty where that is not known, and for what is no
// address of the web.
func address(base string, e data.Episode) string {
	if e.URL == "" && base != "" {
		return base + "/episodes/" + url.PathEscape(string(e.ID))
	}
	return webAddress(e.URL)
}

// webAddress returns a whole http or https address in its usual form, and nothing
// for any other text.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !host.MatchString(u.Host) {
		return ""
	}
	return u.String()
}

// host is a name or an IP address, perhaps with a port. Package url lets more pass
// than there are names for.
var host = regexp.MustCompile(`^[-.:\[\]\w\pL\pM\pN]+$`)
