package static

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf16"
)

// formStem is a form with its stem.
type formStem struct {
	form string
	stem int32
	stop bool
}

// lexicon returns all forms in the order in which JavaScript compares strings. A form
// may have different stems in several languages; its most frequent stem is used, of
// equally frequent ones the first in the alphabet.
func (b *Builder) lexicon() []formStem {
	forms := make([]formStem, 0, len(b.forms))
	for form, uses := range b.forms {
		stems := slices.SortedFunc(maps.Keys(uses), func(a, c int32) int {
			return cmp.Or(cmp.Compare(uses[c].times, uses[a].times), cmp.Compare(b.stems[a], b.stems[c]))
		})
		most := uses[stems[0]]
		forms = append(forms, formStem{form, stems[0], most.stops*2 > most.times})
	}
	slices.SortFunc(forms, func(a, b formStem) int { return compareAsScript(a.form, b.form) })
	return forms
}

// compareAsScript compares by UTF-16 code units, as JavaScript does. Bytes have a
// different order for characters beyond U+FFFF.
func compareAsScript(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}
