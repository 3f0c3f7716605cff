package evaluate

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"segue/data"
)

// maxSeries is the highest number of episodes of one series. A beginning that more titles
// share is a recurring format of the show, such as "Interview".
const maxSeries = 15

// parts match the number of a part of a series in a title.
var parts = []*regexp.Regexp{
	regexp.MustCompile(`(?i)[\s,;:–—(\[-]+(?:part|pt\.?)\s*(?:\d{1,3}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)\b[)\]]*`),
	regexp.MustCompile(`(?i)[\s,;:–—-]*[(\[]\s*\d{1,3}\s*(?:/|of)\s*\d{1,3}\s*[)\]]`),
	regexp.MustCompile(`[\s,;:–—-]+#\d{1,4}$`),
	regexp.MustCompile(`\s+(?:I|II|III|IV|V|VI|VII|VIII|IX|X)$`),
}

// beginning matches the text before the first colon, dash or bar of a title.
var beginning = regexp.MustCompile(`^(.{2,}?)(?::\s|\s+[–—|]\s)`)

// fromSeries relates the parts of a series: episodes of one show whose titles differ only by
// the number of a part, or have the same beginning. The name of the show or of a format is not
// such a beginning.
func fromSeries(episodes []data.Episode) Task {
	series, numbered := newEpisodeGroups(), map[string]bool{}
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
		// Equal titles without a number are re-runs or a recurring title.
		if ids := series.ids[key]; numbered[key] && len(ids) <= maxSeries {
			related.group(ids)
		}
	}
	t := related.task("series", episodes)
	t.Without = []Signal{SignalSeries}
	t.Origin = t.describe(fmt.Sprintf("Two episodes are related if their titles differ only by a part number, or have the same text before a colon, dash or bar; a series has at most %d episodes", maxSeries))
	t.Caution = "The titles share words, which favours every ranking of texts, and ranking by words most."
	return t
}

// withoutPart returns a title without the number of a part, and whether it had one.
func withoutPart(title string) (string, bool) {
	whole := title
	for _, part := range parts {
		whole = part.ReplaceAllString(whole, "")
	}
	return whole, whole != title
}

// topicOf returns the beginning of a title. It returns "" if the title has none, or if the
// beginning is the name of the show or of a format, such as "Keynote".
func topicOf(e data.Episode) string {
	m := beginning.FindStringSubmatch(e.Title)
	if m == nil || namesShow(m[1], e.Show.Title) || (LabelRule{Drop: EventWords}).drops(m[1]) {
		return ""
	}
	return m[1]
}

// seriesKey returns a key for the episodes of a series, or false for a text without letters
// and digits.
func seriesKey(kind string, e data.Episode, text string) (string, bool) {
	folded := foldRunes(text, func(r rune) bool { return isLabelRune(r) || unicode.IsSpace(r) })
	words := strings.Join(strings.Fields(folded), " ")
	return kind + "\n" + string(e.Show.ID) + "\n" + words, words != ""
}
