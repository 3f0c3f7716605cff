package feed

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"

	"segue/data"
)

// maxPeople is the most people of an item: a panel has a dozen.
const maxPeople = 100

// people are those of an item: whom the podcast namespace names, else the author, else
// the people of the channel.
func (r *reader) people(it sourceItem, x extensions) []data.Person {
	if named := persons(x); len(named) > 0 {
		return named
	}
	if authors := r.authors(r.authorNames(it.Authors, x)); len(authors) > 0 {
		return authors
	}
	return slices.Clone(r.result.People)
}

func (r *reader) channelPeople() []data.Person {
	if named := persons(r.channel); len(named) > 0 {
		return named
	}
	return r.authors(r.authorNames(r.src.Feed.Authors, r.channel))
}

// authorNames are the authors of an item. Those of RSS itself and of Dublin Core are
// whoever wrote the post, often "admin".
func (r *reader) authorNames(common []*gofeed.Person, x extensions) []string {
	if name := x.text("itunes", "author"); name != "" || r.src.FeedType == "rss" {
		return []string{name}
	}
	var names []string
	for _, a := range common {
		names = append(names, a.Name)
	}
	return names
}

// authors are hosts, except the show itself and what is only an address.
func (r *reader) authors(names []string) []data.Person {
	var out []data.Person
	for _, listed := range names {
		for _, name := range apart(author(listed)) {
			if !strings.EqualFold(name, r.result.Show.Title) {
				out = addPerson(out, data.Person{Name: name, Role: data.RoleHost})
			}
		}
	}
	return out
}

var (
	between = regexp.MustCompile(`,? (?:and|&) |, `)
	// fullName is a name of two to four words.
	fullName = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’-]+){1,3}$`)
)

// apart are the names in "Ada Miller, Bob Ray and Jane Roe". A text in which not every
// part is a full name stays whole: "Miller and Ray" is an office.
func apart(authors string) []string {
	names := between.Split(authors, -1)
	for _, name := range names {
		if !fullName.MatchString(name) {
			return []string{authors}
		}
	}
	return names
}

// author is the name in "Ada Miller (ada@example.com)" or "ada@example.com (Ada
// Miller)", in whatever order; empty for an address alone.
func author(s string) string {
	s = title(s)
	if !strings.Contains(s, "@") {
		return s
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("()<>", r) }) {
		if part = strings.TrimSpace(part); part != "" && !strings.Contains(part, "@") {
			return part
		}
	}
	return ""
}

// persons are whom podcast:person names: the cast, and hosts and guests of whatever
// group. Who made the show is not heard in it.
func persons(x extensions) []data.Person {
	var out []data.Person
	for _, e := range x.named("podcast", "person") {
		p := data.Person{Name: title(e.Value), Role: data.Role(strings.ToLower(title(attr(e, "role"))))}
		if p.Role == "" {
			p.Role = data.RoleHost
		}
		group := attr(e, "group")
		if group == "" || strings.EqualFold(group, "cast") || p.Role == data.RoleHost || p.Role == data.RoleGuest {
			out = addPerson(out, p)
		}
	}
	return out
}

func addPerson(people []data.Person, p data.Person) []data.Person {
	if p.Name == "" || len(people) == maxPeople || slices.Contains(people, p) {
		return people
	}
	return append(people, p)
}
