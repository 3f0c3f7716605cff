package sqlite

import (
	"cmp"
	"encoding/json"
	"math"
	"strings"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/text"
)

// condition is a part of a WHERE clause with its arguments.
type condition struct {
	terms []string
	args  []any
}

func (c *condition) and(term string, args ...any) {
	c.terms = append(c.terms, term)
	c.args = append(c.args, args...)
}

// String returns the condition in SQL.
func (c *condition) String() string {
	if len(c.terms) == 0 {
		return "true"
	}
	return strings.Join(c.terms, " AND ")
}

// plan selects how SQLite searches episodes. All plans find the same episodes; they differ
// in speed.
type plan struct {
	sort catalog.Sort
	// inOrder checks the episodes one by one in the order of the sort. That is fast if
	// many episodes match and only the first ones are needed. Otherwise the search begins
	// with shows, people and tags, which is fast if few episodes match.
	inOrder bool
}

// where returns the condition of [data.Filter.Match] in SQL.
func (p plan) where(f data.Filter) *condition {
	c := &condition{}
	if len(f.Shows) > 0 {
		c.and(p.showColumn()+" IN "+placeholders(len(f.Shows)), textArgs(f.Shows, func(id data.ShowID) string { return string(id) })...)
	}
	if len(f.People) > 0 {
		c.and(p.hasName("people", len(f.People)), textArgs(f.People, text.Fold)...)
	}
	if len(f.Tags) > 0 {
		c.and(p.hasName("tags", len(f.Tags)), textArgs(f.Tags, text.Fold)...)
	}
	if !f.PublishedAfter.IsZero() {
		p.after(c, ceilMicro(f.PublishedAfter))
	}
	if !f.PublishedBefore.IsZero() {
		p.before(c, ceilMicro(f.PublishedBefore))
	}
	if f.MinDuration > 0 {
		c.and("duration >= ?", int64((f.MinDuration-1)/time.Second)+1) // rounded up
	}
	if f.MaxDuration > 0 {
		c.and("duration BETWEEN 1 AND ?", int64(f.MaxDuration/time.Second))
	}
	c.addKinds(f)
	return c
}

// addKinds adds the conditions on language, type and explicit. Every index has these
// columns.
func (c *condition) addKinds(f data.Filter) {
	if len(f.Languages) > 0 {
		c.addLanguages(f.Languages)
	}
	if len(f.Types) > 0 {
		c.and("coalesce(nullif(type, ''), 'full') IN "+placeholders(len(f.Types)),
			textArgs(f.Types, func(t data.EpisodeType) string { return string(cmp.Or(t, data.TypeFull)) })...)
	}
	if f.Explicit != nil {
		c.and("(explicit = 'explicit') = ?", *f.Explicit)
	}
}

// addLanguages adds a condition for tags that equal one of the ranges, or continue it
// after a hyphen. The full stop is the character after the hyphen in ASCII.
func (c *condition) addLanguages(ranges []string) {
	var terms []string
	var args []any
	for _, r := range ranges {
		r = lowerASCII(r)
		terms = append(terms, "lower(language) = ? OR lower(language) >= ? AND lower(language) < ?")
		args = append(args, r, r+"-", r+".")
	}
	c.and("("+strings.Join(terms, " OR ")+")", args...)
}

// lowerASCII does the same as the SQL function lower: it only changes A to Z.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, x := range b {
		if 'A' <= x && x <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// showColumn returns the column of the show's id. The plus prevents the use of its
// index.
func (p plan) showColumn() string {
	if p.inOrder {
		return "+show_id"
	}
	return "show_id"
}

// hasName returns the condition that an episode has one of n names in a table. The
// plus makes SQLite search the few names of the episode instead of all n names.
func (p plan) hasName(table string, n int) string {
	if p.inOrder {
		return "EXISTS (SELECT 1 FROM " + table + " WHERE episode = n AND +name IN " + placeholders(n) + ")"
	}
	return "n IN (SELECT episode FROM " + table + " WHERE name IN " + placeholders(n) + ")"
}

// after adds a lower bound of the date. Like before, it compares the column of the
// sort, so that SQLite finds the first episode in the index. In that column an unknown
// date is the greatest number.
func (p plan) after(c *condition, micro int64) {
	if p.sort == catalog.OldestFirst {
		c.and("oldest >= ? AND oldest < ?", micro, int64(math.MaxInt64))
		return
	}
	c.and("newest <= ?", -micro)
}

// before adds an upper bound of the date.
func (p plan) before(c *condition, micro int64) {
	if p.sort == catalog.OldestFirst {
		c.and("oldest < ?", micro)
		return
	}
	c.and("newest > ? AND newest < ?", -micro, int64(math.MaxInt64))
}

// only adds the condition that an episode is in a list, unless the list is nil. The list may be
// longer than the number of parameters that SQLite allows.
func (c *condition) only(ids []data.EpisodeID) {
	if ids == nil {
		return
	}
	list, _ := json.Marshal(ids) // texts are always valid
	c.and("id IN (SELECT value FROM json_each(?))", string(list))
}

// countQuery returns the query for the number of episodes on all pages. A
// single person or tag is counted in its own table, which is fast even if every episode
// has it.
func countQuery(q catalog.Query) (query string, args []any) {
	f := q.Filter
	people, tags := f.People, f.Tags
	f.People, f.Tags = nil, nil
	switch {
	case q.Only != nil:
	case f.IsZero() && len(people) == 1 && len(tags) == 0:
		return "SELECT count(*) FROM people WHERE name = ?", []any{text.Fold(people[0])}
	case f.IsZero() && len(people) == 0 && len(tags) == 1:
		return "SELECT count(*) FROM tags WHERE name = ?", []any{text.Fold(tags[0])}
	}
	f.People, f.Tags = people, tags
	c := plan{}.where(f)
	c.only(q.Only)
	return "SELECT count(*) FROM episodes WHERE " + c.String(), c.args
}

// ceilMicro rounds a time up to microseconds, so that a comparison with whole
// microseconds has the same result. It limits times outside the range of episodes,
// because they could overflow.
func ceilMicro(t time.Time) int64 {
	if year := t.UTC().Year(); year < 0 || year > catalog.MaxYear+1 {
		t = time.Date(min(max(year, 0), catalog.MaxYear+2), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	micro := t.UnixMicro()
	if t.Nanosecond()%int(time.Microsecond) != 0 {
		micro++
	}
	return micro
}

// placeholders returns a list of n parameters in SQL.
func placeholders(n int) string { return "(" + strings.Repeat("?, ", n-1) + "?)" }

// textArgs converts a list to arguments of a query.
func textArgs[T any](list []T, convert func(T) string) []any {
	out := make([]any, 0, len(list))
	for _, x := range list {
		out = append(out, convert(x))
	}
	return out
}
