package sqlite

import (
	"cmp"
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

// String is the condition in SQL.
func (c *condition) String() string {
	if len(c.terms) == 0 {
		return "true"
	}
	return strings.Join(c.terms, " AND ")
}

// plan is how SQLite should look for episodes. All plans find the same ones.
type plan struct {
	sort catalog.Sort
	// inOrder asks each episode in the order of the sort, which is fast where
	// many are chosen and only the first are wanted. Otherwise the search begins
	// with the shows, people and tags, which is fast where few are chosen.
	inOrder bool
}

// filtered is [data.Filter.Match] in SQL.
func (p plan) filtered(f data.Filter) *condition {
	c := &condition{}
	if len(f.Shows) > 0 {
		c.and(p.show()+" IN "+places(len(f.Shows)), texts(f.Shows, func(id data.ShowID) string { return string(id) })...)
	}
	if len(f.People) > 0 {
		c.and(p.having("people", len(f.People)), texts(f.People, text.Fold)...)
	}
	if len(f.Tags) > 0 {
		c.and(p.having("tags", len(f.Tags)), texts(f.Tags, text.Fold)...)
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
	c.kinds(f)
	return c
}

// kinds asks what kind of episode it is. All of it stands in every index.
func (c *condition) kinds(f data.Filter) {
	if len(f.Languages) > 0 {
		c.languages(f.Languages)
	}
	if len(f.Types) > 0 {
		c.and("coalesce(nullif(type, ''), 'full') IN "+places(len(f.Types)),
			texts(f.Types, func(t data.EpisodeType) string { return string(cmp.Or(t, data.TypeFull)) })...)
	}
	if f.Explicit != nil {
		c.and("(explicit = 'explicit') = ?", *f.Explicit)
	}
}

// languages asks for a tag that is one of the ranges or continues it behind a
// hyphen, after which the full stop is the next character.
func (c *condition) languages(ranges []string) {
	var terms []string
	var args []any
	for _, r := range ranges {
		r = lowerASCII(r)
		terms = append(terms, "lower(language) = ? OR lower(language) >= ? AND lower(language) < ?")
		args = append(args, r, r+"-", r+".")
	}
	c.and("("+strings.Join(terms, " OR ")+")", args...)
}

// lowerASCII is SQLite's lower: no letter beside A to Z has a small one.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, x := range b {
		if 'A' <= x && x <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// show is the show's id; the plus keeps SQLite from using its index.
func (p plan) show() string {
	if p.inOrder {
		return "+show_id"
	}
	return "show_id"
}

// having is the condition that an episode has one of n names of a table. The
// plus makes SQLite go through the episode's few names and not through the n.
func (p plan) having(table string, n int) string {
	if p.inOrder {
		return "EXISTS (SELECT 1 FROM " + table + " WHERE episode = n AND +name IN " + places(n) + ")"
	}
	return "n IN (SELECT episode FROM " + table + " WHERE name IN " + places(n) + ")"
}

// after and before compare the column of the order, whose index then leads to
// the first episode. In that column an unknown time is the greatest number.

func (p plan) after(c *condition, micro int64) {
	if p.sort == catalog.OldestFirst {
		c.and("oldest >= ? AND oldest < ?", micro, int64(math.MaxInt64))
		return
	}
	c.and("newest <= ?", -micro)
}

func (p plan) before(c *condition, micro int64) {
	if p.sort == catalog.OldestFirst {
		c.and("oldest < ?", micro)
		return
	}
	c.and("newest > ? AND newest < ?", -micro, int64(math.MaxInt64))
}

// counting is the query for the number of episodes that a filter chooses. A
// single person or tag, such as a host of every episode, is counted without a
// look at the episodes.
func counting(f data.Filter) (query string, args []any) {
	people, tags := f.People, f.Tags
	f.People, f.Tags = nil, nil
	switch {
	case f.IsZero() && len(people) == 1 && len(tags) == 0:
		return "SELECT count(*) FROM people WHERE name = ?", []any{text.Fold(people[0])}
	case f.IsZero() && len(people) == 0 && len(tags) == 1:
		return "SELECT count(*) FROM tags WHERE name = ?", []any{text.Fold(tags[0])}
	}
	f.People, f.Tags = people, tags
	c := plan{}.filtered(f)
	return "SELECT count(*) FROM episodes WHERE " + c.String(), c.args
}

// ceilMicro rounds up, so that it compares with whole microseconds as t does.
// Times before and after all that an episode can have stay there.
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

// places is a list of n parameters.
func places(n int) string { return "(" + strings.Repeat("?, ", n-1) + "?)" }

func texts[T any](list []T, convert func(T) string) []any {
	out := make([]any, 0, len(list))
	for _, x := range list {
		out = append(out, convert(x))
	}
	return out
}
