package text

import (
	"slices"
	"strings"
)

// language has the word lists of one language. The lists of all languages apply to every
// text, since many texts mix languages.
type language struct {
	code string
	// abbreviations are words whose full stop does not end a sentence. A new one
	// changes passages, so the affected episodes are embedded again.
	abbreviations string
	// dates are the names and abbreviations of months and days.
	dates string
}

var languages = []language{
	{code: "la", abbreviations: "vs etc e.g i.e cf al ca a.m p.m"},
	{
		code:          "en",
		abbreviations: "mr mrs ms dr prof st jr sr approx inc ltd co corp no vol ch ep fig u.s u.k",
		dates: `january february march april may june july august september october november december
			jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday`,
	},
	{
		code: "de",
		dates: `januar februar märz april mai juni juli august september oktober november dezember
			montag dienstag mittwoch donnerstag freitag samstag sonntag`,
	},
	{
		code: "fr",
		dates: `janvier février mars avril mai juin juillet août septembre octobre novembre décembre
			lundi mardi mercredi jeudi vendredi samedi dimanche`,
	},
	{
		code: "es",
		dates: `enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
			lunes martes miércoles jueves viernes sábado domingo`,
	},
}

// maxAbbreviation is larger than the length of every abbreviation in bytes.
const maxAbbreviation = 16

var abbreviations = func() map[string]bool {
	set := map[string]bool{}
	for _, l := range languages {
		for _, word := range strings.Fields(l.abbreviations) {
			set[word] = true
		}
	}
	return set
}()

// Dates returns the names of months and days in all languages, sorted, in lower case
// and without duplicates.
func Dates() []string {
	var names []string
	for _, l := range languages {
		names = append(names, strings.Fields(l.dates)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
