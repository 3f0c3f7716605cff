package evaluate

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"segue/data"
)

// maxSeries is the most episodes of one series. A beginning of more titles is a
// column of the show, such as "Interview".
const maxSeries = 15

// parts are the ways in which titles number the parts of a series.
var parts = []*regexp.Regexp{
	regexp.MustCompile(`(?i)[\s,;:–—(\[-]+(?:part|pt\.?)\s*(?:\d{1,3}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)\b[)\]]*`),
	regexp.MustCompile(`(?i)[\s,;:–—-]*[(\[]\s*\d{1,3}\s*(?:/|of)\s*\d{1,3}\s*[)\]]`),
	regexp.MustCompile(`[\s,;:–—-]+#\d{1,4}$`),
	regexp.MustCompile(`\s+(?:I|II|III|IV|V|VI|VII|VIII|IX|X)$`),
}

// beginning is what stands before the first colon, dash or bar of a title.
var beginning = regexp.MustCompile(`^(.{2,}?)(?::\s|\s+[–—|]\s)`)

// fromSeries relates the parts of a series: episodes of one show whose titles
// differ only by a part's number, or have the same beginning, other than the show's name or a format.
func fromSeries(episodes []data.Episode) Task {
	series, numbered := newGroups(), map[string]bool{}
	for _, e := range episodes {
		whole, isPart := withoutPart(e.Title)
		if key, ok := seriesKey("whole", e, whole); ok {
			series.add(key, e.ID)
			numbered[key] = numbered[key] || isPart
		}
		if key, ok := seriesKey("beginning", e, topicOf(e)); ok {
			series.add(key, e.ID)
			numbered[key] = true
		}
	}
	related := pairs{}
	for _, key := range series.order {
		// Equal titles without a number are a repetition or a standing title.
		if ids := series.ids[key]; numbered[key] && len(ids) <= maxSeries {
			related.group(ids)
		}
	}
	t := related.task("series", episodes)
	t.Without = []Signal{SignalSeries}
	t.Made = t.counted(fmt.Sprintf("Titles differ only by the number of a part, or share what stands before a colon, dash or bar with at most %d others", maxSeries-1))
	t.Caution = "The titles share words, which flatters every ranking of the text and most of all one by words."
	return t
}

// withoutPart returns a title without the number of a part, and whether it had
// one.
func withoutPart(title string) (string, bool) {
	whole := title
	for _, part := range parts {
		whole = part.ReplaceAllString(whole, "")
	}
	return whole, whole != title
}

// topicOf is the beginning of a title, and empty where it has none or its
// beginning is the name of the show or a format, such as "Keynote".
func topicOf(e data.Episode) string {
	m := beginning.FindStringSubmatch(e.Title)
	if m == nil || namesShow(m[1], e.Show.Title) || (LabelRule{Drop: EventWords}).drops(m[1]) {
		return ""
	}
	return m[1]
}

// seriesKey is false for a text without letters and digits.
func seriesKey(kind string, e data.Episode, text string) (string, bool) {
	folded := fold(text, func(r rune) bool { return wordRune(r) || unicode.IsSpace(r) })
	words := strings.Join(strings.Fields(folded), " ")
	return kind + "\n" + string(e.Show.ID) + "\n" + words, words != ""
}
