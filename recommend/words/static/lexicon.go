package static

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf16"
)

// entry is a form with the stem that it stands for.
type entry struct {
	form string
	stem int32
	stop bool
}

// lexicon returns all forms in the order in which a script compares texts. A form
// of several languages has the stem of the one in which it is most frequent, of
// equals the first in the alphabet.
func (b *Builder) lexicon() []entry {
	entries := make([]entry, 0, len(b.forms))
	for form, uses := range b.forms {
		stems := slices.SortedFunc(maps.Keys(uses), func(a, c int32) int {
			return cmp.Or(cmp.Compare(uses[c].times, uses[a].times), cmp.Compare(b.stems[a], b.stems[c]))
		})
		most := uses[stems[0]]
		entries = append(entries, entry{form, stems[0], most.stops*2 > most.times})
	}
	slices.SortFunc(entries, func(a, b entry) int { return compareAsScript(a.form, b.form) })
	return entries
}

// compareAsScript compares by UTF-16, as JavaScript does; bytes give another order
// for signs beyond U+FFFF.
func compareAsScript(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}
