package feed

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"

	"segue/data"
	"segue/data/text"
)

// maxPeople is the maximum number of people of an item. A panel has a dozen.
const maxPeople = 100

// people returns the people of an item: the podcast:person elements, else the author, else
// the people of the channel.
func (r *reader) people(it sourceItem, x extensions) []data.Person {
	if named := r.persons(it.place, x); len(named) > 0 {
		return named
	}
	if authors := r.authors(r.authorNames(it.Authors, x)); len(authors) > 0 {
		return authors
	}
	return slices.Clone(r.result.People)
}

func (r *reader) channelPeople() []data.Person {
	if named := r.persons(0, r.channel); len(named) > 0 {
		return named
	}
	return r.authors(r.authorNames(r.src.Feed.Authors, r.channel))
}

// authorNames returns the names of an item's authors. It ignores the authors of plain RSS
// and Dublin Core, who wrote the post and are often "admin".
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

// authors returns authors as hosts. It skips the show itself, its publisher, organisations
// and bare e-mail addresses.
func (r *reader) authors(names []string) []data.Person {
	var out []data.Person
	for _, listed := range names {
		for _, name := range splitNames(author(listed)) {
			if !r.isShow(name) && !r.isPublisher(name) && !Organisation(name) {
				out = addPerson(out, data.Person{Name: name, Role: data.RoleHost})
			}
		}
	}
	return out
}

// isShow reports whether a name is the title of the show.
func (r *reader) isShow(name string) bool {
	return text.FoldAccents(text.Fold(name)) == text.FoldAccents(text.Fold(r.result.Show.Title))
}

// isPublisher reports whether a name of one word is also the owner or publisher of the feed.
// A longer name can be a person who publishes the show.
func (r *reader) isPublisher(name string) bool {
	if strings.ContainsAny(name, " ") {
		return false
	}
	owners := []string{r.channel.text("dc", "publisher"), r.channel.text("media", "credit"), holder.ReplaceAllString(r.src.Copyright, "")}
	for _, owner := range r.channel.elements("itunes", "owner") {
		for _, named := range owner.Children["name"] {
			owners = append(owners, named.Value)
		}
	}
	return slices.ContainsFunc(owners, func(owner string) bool { return strings.EqualFold(title(owner), name) })
}

// holder matches the parts of a copyright notice before and after the name of the holder.
var holder = regexp.MustCompile(`(?i)^(?:copyright|\(c\)|[©℗&#;\d\s,–-])+|[\s.,]*(?:all rights reserved|\d{4})?[\s.]*$`)

var (
	// listing separates a person from an organisation: "Ada Miller | Crumb Media".
	listing   = regexp.MustCompile(` [|/•·–—-] |; `)
	separator = regexp.MustCompile(`,? (?:and|und|et|y|e|&) |, `)
	// fullName matches a name of two to four words.
	fullName = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’-]+){1,3}$`)
)

// splitNames returns the names in "Ada Miller, Bob Ray and Jane Roe" or "Ada Miller | Crumb
// Media". If a part is not a full name, it returns the whole text: "Miller and Ray" is one
// name.
func splitNames(authors string) []string {
	if at := listing.FindStringIndex(authors); at != nil {
		return slices.Concat(splitNames(authors[:at[0]]), splitNames(authors[at[1]:]))
	}
	names := separator.Split(authors, -1)
	for _, name := range names {
		if !fullName.MatchString(name) {
			return []string{authors}
		}
	}
	return names
}

// author returns the name in "Ada Miller (ada@example.com)" or "ada@example.com (Ada
// Miller)". It is empty for a bare address.
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

// persons returns the people of the podcast:person elements who speak: the cast, and hosts
// and guests of any group. It skips companies with their legal forms. Other names count as
// people, because publishers use the element only for people.
func (r *reader) persons(place int, x extensions) []data.Person {
	var out []data.Person
	for _, e := range x.elements("podcast", "person") {
		if title(e.Value) == "" {
			r.drop(place, "podcast:person", "", "a person needs a name")
			continue
		}
		p := data.Person{Name: title(e.Value), Role: data.Role(strings.ToLower(title(attr(e, "role"))))}
		if p.Role == "" {
			p.Role = data.RoleHost
		}
		if legalName(p.Name) {
			continue
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
