package feed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"segue/data"
)

// dropped is a kind of invalid field that was left out of at least one item.
type dropped struct {
	// place is the position of the first such item, value its value.
	place        int
	field, value string
	want         string
	count        int
}

// drop records that an item's field was left out because its value is invalid. want
// describes valid values.
func (r *reader) drop(place int, field, value, want string) {
	same := func(d *dropped) bool { return d.field == field && d.want == want }
	if i := slices.IndexFunc(r.dropped, same); i >= 0 {
		r.dropped[i].count++
		return
	}
	r.dropped = append(r.dropped, &dropped{place, field, value, want, 1})
}

// reportDropped adds one problem for each kind of invalid field, because a generator makes
// the same mistake in every item.
func (r *reader) reportDropped() {
	slices.SortStableFunc(r.dropped, func(a, b *dropped) int { return cmp.Compare(a.place, b.place) })
	for _, d := range r.dropped {
		reason := fmt.Sprintf("%s %q was left out: %s", d.field, data.Shorten(strings.TrimSpace(d.value), maxQuoted), d.want)
		if strings.TrimSpace(d.value) == "" {
			reason = fmt.Sprintf("an empty %s was left out: %s", d.field, d.want)
		}
		if d.count > 1 {
			reason += fmt.Sprintf(" (so were %d others)", d.count-1)
		}
		r.result.Problems = append(r.result.Problems, newProblem(d.place, "%s", reason))
	}
}
