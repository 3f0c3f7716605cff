// Package snippet generates the HTML that the owner of a site pastes: the script tag and
// the element with its reserved height. It also generates the Content-Security-Policy and
// instructions for common site software.
package snippet

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"segue/widget"
)

// The elements.
const (
	Related = "related" // episodes related to the episode of a page
	Search  = "search"  // a search of all episodes
)

// Layouts are the layouts of related episodes, the default first.
var Layouts = []string{"list", "grid", "row"}

// Themes are the colour themes of an element, the default first.
var Themes = []string{"auto", "light", "dark"}

// Default and maximum number of episodes of an element.
const (
	DefaultRelated, MaxRelated = 4, 20
	DefaultSearch, MaxSearch   = 10, 50
)

// Options are the options of a snippet. All except Server are optional.
type Options struct {
	// Server is the address of the server's root, such as "https://pod.example".
	Server string
	// Frozen and Integrity are the results of [widget.Handler.Frozen] and
	// [widget.Handler.Integrity]. Without both, [Snippet.Frozen] is empty.
	Frozen, Integrity string
	// Element is [Related] or [Search].
	Element string
	// Layout is one of [Layouts], Theme one of [Themes].
	Layout, Theme string
	// Count is the number of episodes, in a search per page of results.
	Count int
	// Images adds a picture, Reasons a reason to each episode. A search has no reasons.
	Images, Reasons bool
	// Heading replaces the default heading of related episodes. NoHeading removes it.
	Heading   string
	NoHeading bool
	// Language is one of [Languages], empty for the language of the page.
	Language string
	// Show limits the episodes to the show with this id; empty for all shows.
	Show string
	// Episode is the id of the episode or the address of its page. If it is empty, the
	// script uses the address of the page.
	Episode string
	// API is the address of the API, empty for the server of the script.
	API string
	// More is the address of the link that readers without JavaScript see. The default is
	// the server's catalogue.
	More string
}

// Snippet is a generated snippet.
type Snippet struct {
	// Script is the tag of the script that is updated with the server. Frozen is the tag
	// of the script that never changes, empty if its path is unknown.
	Script, Frozen string
	// Element is the element with its height in a style attribute. Plain is the element
	// without the attribute, for pages whose policy forbids style attributes; Rule is the
	// rule for their style sheet.
	Element, Plain, Rule string
	// Styles are the values of the style attributes in Element, for a policy that allows
	// them by hash.
	Styles []string
	// Placeholder replaces Element in editors that remove unknown elements. The script
	// converts it to the element.
	Placeholder string
	// Policy has the directives to add to a Content-Security-Policy.
	Policy string
	// Places are instructions for kinds of sites.
	Places []Place
}

// Whole returns the script tag and the element.
func (s Snippet) Whole() string { return s.Script + "\n" + s.Element }

// New generates a snippet. It returns an error that names the invalid option.
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

// complete sets the defaults and validates the options.
func (o *Options) complete() error {
	server, err := url.Parse(o.Server)
	if err != nil || server.Scheme != "https" && server.Scheme != "http" || server.Host == "" || server.RawQuery != "" || server.Fragment != "" || server.User != nil {
		return fmt.Errorf(`invalid server %q; want an address such as "https://pod.example"`, o.Server)
	}
	o.Server = strings.TrimRight(o.Server, "/")
	if o.More == "" {
		o.More = o.Server + "/"
	}
	defaultCount, maxCount := DefaultRelated, MaxRelated
	if o.Element = cmp.Or(o.Element, Related); o.Element == Search {
		defaultCount, maxCount = DefaultSearch, MaxSearch
		o.Layout, o.Reasons, o.Heading, o.NoHeading, o.Episode = "", false, "", false, ""
	}
	o.Count = cmp.Or(o.Count, defaultCount)
	o.Layout, o.Theme = cmp.Or(o.Layout, Layouts[0]), cmp.Or(o.Theme, Themes[0])
	switch {
	case o.Element != Related && o.Element != Search:
		return fmt.Errorf("unknown element %q; want related or search", o.Element)
	case !slices.Contains(Layouts, o.Layout):
		return fmt.Errorf("unknown layout %q; want %s", o.Layout, oneOf(Layouts))
	case !slices.Contains(Themes, o.Theme):
		return fmt.Errorf("unknown theme %q; want %s", o.Theme, oneOf(Themes))
	case o.Count < 1 || o.Count > maxCount:
		return fmt.Errorf("count is %d; want 1 to %d", o.Count, maxCount)
	case o.Language != "" && linkTexts[o.Language] == nil:
		return fmt.Errorf("unknown language %q; want %s", o.Language, oneOf(slices.Sorted(maps.Keys(linkTexts))))
	case !isAddress(o.More):
		return errors.New("the address of the link must begin with https://, http:// or /")
	}
	return nil
}

// oneOf formats a list of values: "list, grid or row".
func oneOf(values []string) string {
	last := len(values) - 1
	return strings.Join(values[:last], ", ") + " or " + values[last]
}

// isAddress reports whether an address is an http or https address or a path. It rejects
// others, such as javascript: URLs.
func isAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "" && strings.HasPrefix(address, "/"))
}

// policy returns the directives that the widget needs. It needs no styles and no inline
// scripts.
func (o Options) policy() string {
	u, _ := url.Parse(o.Server) // complete has validated it
	origin := u.Scheme + "://" + u.Host
	line := "script-src " + origin + "; connect-src " + origin
	if o.Images {
		line += "; img-src " + origin
	}
	return line
}
