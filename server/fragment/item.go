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
	// URL is the absolute URL of the link.
	URL, Title, Language string
	// Picture is the URL of the image, or empty.
	Picture string
	facts
	// Reason is the text of a reason, or empty.
	Reason string
}

// facts are shown in one line below the title. Unknown ones are empty.
type facts struct {
	// Published is the date for programs, Date the date for people.
	Published, Date string
	Length, Show    string
}

// Rest returns the facts after the date, with separators.
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

// newItem returns the item for a result, in the same form as the widget (src/view.js). It
// returns false if the result has no title or no URL.
func newItem(o Options, tr translator, r recommend.Result) (item, bool) {
	e := r.Episode
	i := item{URL: linkOf(o.Base, e), Title: e.Title, Language: e.Language, facts: newFacts(o, tr, e)}
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

// linkOf returns the URL of an episode's page. If the episode has no page, it returns the
// page on the server. It is empty if base is empty too, and if the URL is not a web URL.
func linkOf(base string, e data.Episode) string {
	if e.URL == "" && base != "" {
		return base + "/episodes/" + url.PathEscape(string(e.ID))
	}
	return webURL(e.URL)
}

// webURL returns an absolute http or https URL in normal form. It is empty for any other
// text.
func webURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !host.MatchString(u.Host) {
		return ""
	}
	return u.String()
}

// host matches a host name or an IP address with an optional port. Package url also
// accepts invalid hosts.
var host = regexp.MustCompile(`^[-.:\[\]\w\pL\pM\pN]+$`)
