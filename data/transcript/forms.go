package transcript

import (
	"encoding/json"
	"regexp"
	"strings"

	"segue/data/clean"
)

// segment is a piece of a transcript as the podcast namespace has it; recognisers of
// speech call its body text.
type segment struct {
	Speaker any    `json:"speaker"`
	Body    string `json:"body"`
	Text    string `json:"text"`
}

// json reads the podcast namespace's form, a list of segments alone, or a text alone,
// and reports whether it is one of them.
func (s *speech) json(text string) bool {
	var file struct {
		Segments []segment `json:"segments"`
		Text     string    `json:"text"`
	}
	raw := []byte(text)
	if json.Unmarshal(raw, &file) != nil && json.Unmarshal(raw, &file.Segments) != nil {
		return false
	}
	if len(file.Segments) == 0 && file.Text != "" {
		s.plain(file.Text)
		return true
	}
	for _, seg := range file.Segments {
		who, _ := seg.Speaker.(string) // some number the speakers, which names nobody
		text := seg.Body
		if text == "" {
			text = seg.Text
		}
		s.say(who, text)
	}
	return len(file.Segments) > 0
}

var (
	pageStart = regexp.MustCompile(`(?i)^(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b`)
	// clocks are the times of an HTML transcript.
	clocks = regexp.MustCompile(`(?is)<time\b[^>]*>[^<]*</time>`)
	// cites are its speakers; each begins a paragraph.
	cites = regexp.MustCompile(`(?is)<cite\b[^>]*>([^<]*)</cite>`)
)

// html reads the podcast namespace's form, <cite>, <time> and <p>, and any other page.
func (s *speech) html(text string) {
	text = clocks.ReplaceAllString(text, " ")
	text = cites.ReplaceAllStringFunc(text, func(cite string) string {
		return "<p>" + strings.TrimRight(strings.TrimSpace(cites.FindStringSubmatch(cite)[1]), ":") + ":</p>"
	})
	s.plain(clean.HTML(text))
}

var (
	// moment is a time in brackets, or one that is all of a line.
	moment = regexp.MustCompile(`[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]|^\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*$`)
	// headed is a line of a name and a time, which heads what is said below.
	headed = regexp.MustCompile(`^([\p{Lu}\p{Lo}][\p{L}\p{M}\d.'’_-]*(?: [\p{L}\p{M}\d.'’&_-]+){0,3})\s*[:,-]?\s+[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?$`)
)

// plain reads paragraphs that an empty line separates.
func (s *speech) plain(text string) {
	for paragraph := range strings.SplitSeq(clean.Text(text), "\n\n") {
		s.end()
		for line := range strings.SplitSeq(paragraph, "\n") {
			if m := headed.FindStringSubmatch(clean.Line(line)); m != nil {
				s.say(m[1], "")
				continue
			}
			s.line(moment.ReplaceAllString(line, " "))
		}
	}
}
