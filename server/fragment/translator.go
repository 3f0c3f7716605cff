package fragment

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"segue/data"
	"segue/recommend"
)

// translator writes reasons, durations and dates in one language.
type translator struct {
	tag   string
	words map[string]string
}

// reason formats the first reason that has a translation, as the widget does. A passage
// has none.
func (tr translator) reason(reasons []recommend.Reason) string {
	for _, r := range reasons {
		if words, ok := tr.words[string(r.Kind)]; ok {
			return strings.Replace(words, "{text}", r.Text, 1)
		}
	}
	return ""
}

// length formats a duration in minutes; see [data.Minutes]. It is empty if the duration is
// unknown.
func (tr translator) length(d time.Duration) string {
	minutes := data.Minutes(d)
	if minutes == 0 {
		return ""
	}
	return strings.Replace(tr.words["minutes"], "{n}", strconv.Itoa(minutes), 1)
}

// months are the short names of months in the languages that use names in dates. They are
// from [Unicode CLDR], like the names in browsers.
//
// [Unicode CLDR]: https://cldr.unicode.org
var months = map[string][]string{
	"en":    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	"en-GB": {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"},
	"es":    {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
	"fr":    {"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
}

// rightToLeft is the mark that keeps a date of digits in its order in Arabic.
const rightToLeft = "\u200f"

// date formats a time in UTC for programs and for people. The form for people is the
// medium date format of CLDR. Great Britain is the only region with its own format.
func (tr translator) date(t time.Time) (machine, people string) {
	t = t.UTC()
	language, region, _ := strings.Cut(tr.tag, "-")
	names := months[language]
	switch {
	case language == "en" && strings.EqualFold(region, "GB"):
		people = fmt.Sprintf("%d %s %d", t.Day(), months["en-GB"][t.Month()-1], t.Year())
	case language == "en":
		people = fmt.Sprintf("%s %d, %d", names[t.Month()-1], t.Day(), t.Year())
	case names != nil:
		people = fmt.Sprintf("%d %s %d", t.Day(), names[t.Month()-1], t.Year())
	case language == "de":
		people = t.Format("02.01.2006")
	case language == "ja":
		people = t.Format("2006/01/02")
	default: // Arabic
		people = t.Format("02" + rightToLeft + "/01" + rightToLeft + "/2006")
	}
	return t.Format(time.RFC3339Nano), people
}
