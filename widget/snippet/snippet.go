// Package snippet writes what the owner of a site pastes: the script's tag and the
// element, with the height that keeps the page still, the line for a
// Content-Security-Policy, and where to put it all in the software that sites are
// made with.
package snippet

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"segue/widget"
)

// The elements.
const (
	Related = "related" // what to hear after the episode of a page
	Search  = "search"  // which episodes talk about something
)

// Layouts are those of related episodes, the usual one first.
var Layouts = []string{"list", "grid", "row"}

// Themes are what an element takes its colours from, the usual one first.
var Themes = []string{"auto", "light", "dark"}

// Counts that an element has unless its attribute says otherwise, and at most.
const (
	UsualRelated, MostRelated = 4, 20
	UsualSearch, MostSearch   = 10, 50
)

// Options say what the snippet is to show. The zero value of each but Server is
// what is usual.
type Options struct {
	// Server is the address of the server's root, such as "https://pod.example".
	Server string
	// Frozen is the path of the script that never changes and Integrity the hash of
	// its bytes, as [widget.Handler] gives them; without both there is no such tag.
	Frozen, Integrity string
	// Element is [Related] or [Search].
	Element string
	// Layout is one of [Layouts], Theme one of [Themes].
	Layout, Theme string
	// Count is how many episodes there are, of a search on each page of results.
	Count int
	// Images and Reasons are shown beside each episode; a search has no reasons.
	Images, Reasons bool
	// Heading stands above related episodes in the place of the usual one, and
	// NoHeading leaves it out.
	Heading   string
	NoHeading bool
	// Language is one of [Languages], empty for that of the page.
	Language string
	// Show is the id of the only show that episodes are from, empty for all.
	Show string
	// Episode is the id of the episode or the address of its page, empty where the page
	// itself says which it is.
	Episode string
	// API is where the API is asked, empty for where the script comes from.
	API string
	// More is the address that the link inside of the element leads to: what readers
	// without JavaScript see. It is the server's own catalogue where it is empty.
	More string
}

// Snippet is the parts of what is pasted.
type Snippet struct {
	// Script is the tag of the script that changes with the server, Frozen that of the
	// one that never does, empty where it is not known.
	Script, Frozen string
	// Element is the element with its height in a style attribute. Plain is the same
	// without, for pages whose policy forbids such attributes, and Rule what their style
	// sheet has instead.
	Element, Plain, Rule string
	// Styles are what stands in the style attributes of Element, for a policy that allows
	// them by their hashes.
	Styles []string
	// Placeholder stands for Element where an editor takes unknown elements away: the
	// script puts the element in its place.
	Placeholder string
	// Policy is what a Content-Security-Policy must allow.
	Policy string
	// Places are where to put it.
	Places []Place
}

// Whole is the snippet as it is mostly pasted.
func (s Snippet) Whole() string { return s.Script + "\n" + s.Element }

// New writes a snippet. It returns an error that names the option that cannot be.
func New(o Options) (Snippet, error) {
	if err := o.complete(); err != nil {
		return Snippet{}, fmt.Errorf("snippet: %w", err)
	}
	r := o.reserve()
	s := Snippet{
		Script:  script(o.Server+widget.Prefix+"v1.js", ""),
		Element: o.markup(r.attribute, r.around("style", r.placeStyle)),
		Plain:   o.markup("", r.around("class", placeClass)),
		Rule:    r.rule, Styles: []string{r.attribute}, Placeholder: o.placeholder(r),
		Policy: o.policy(),
	}
	if r.placeStyle != "" {
		s.Styles = append(s.Styles, r.placeStyle)
	}
	if o.Frozen != "" && o.Integrity != "" {
		s.Frozen = script(o.Server+o.Frozen, o.Integrity)
	}
	s.Places = o.places(s)
	return s, nil
}

// complete puts in what is usual, and refuses what cannot be.
func (o *Options) complete() error {
	server, err := url.Parse(o.Server)
	if err != nil || server.Scheme != "https" && server.Scheme != "http" || server.Host == "" || server.RawQuery != "" || server.Fragment != "" || server.User != nil {
		return fmt.Errorf(`server %q is no address of a server, such as "https://pod.example"`, o.Server)
	}
	o.Server = strings.TrimRight(o.Server, "/")
	if o.More == "" {
		o.More = o.Server + "/"
	}
	usual, most := UsualRelated, MostRelated
	if o.Element = orFirst(o.Element, Related); o.Element == Search {
		usual, most = UsualSearch, MostSearch
		o.Layout, o.Reasons, o.Heading, o.NoHeading, o.Episode = "", false, "", false, ""
	}
	if o.Count == 0 {
		o.Count = usual
	}
	o.Layout, o.Theme = orFirst(o.Layout, Layouts[0]), orFirst(o.Theme, Themes[0])
	switch {
	case o.Element != Related && o.Element != Search:
		return fmt.Errorf("element %q is none; it is related or search", o.Element)
	case !slices.Contains(Layouts, o.Layout):
		return fmt.Errorf("layout %q is none; it is one of %s", o.Layout, strings.Join(Layouts, ", "))
	case !slices.Contains(Themes, o.Theme):
		return fmt.Errorf("theme %q is none; it is one of %s", o.Theme, strings.Join(Themes, ", "))
	case o.Count < 1 || o.Count > most:
		return fmt.Errorf("count %d is not 1 to %d", o.Count, most)
	case o.Language != "" && more[o.Language] == nil:
		return fmt.Errorf("language %q is none that the widget speaks", o.Language)
	case !isAddress(o.More):
		return errors.New("the address of the link must begin with https://, http:// or /")
	}
	return nil
}

// isAddress refuses what would run instead of leading somewhere.
func isAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "" && strings.HasPrefix(address, "/"))
}

func orFirst(given, usual string) string {
	if given == "" {
		return usual
	}
	return given
}

// policy names the three directives that the widget needs, the third for images
// alone. It needs neither styles nor inline scripts.
func (o Options) policy() string {
	u, _ := url.Parse(o.Server) // it was read before
	origin := u.Scheme + "://" + u.Host
	line := "script-src " + origin + "; connect-src " + origin
	if o.Images {
		line += "; img-src " + origin
	}
	return line
}
