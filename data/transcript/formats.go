package transcript

import (
	"encoding/json"
	"regexp"
	"strings"

	"segue/data/clean"
)

// segment is a part of a transcript in the JSON format of the podcast namespace. Speech
// recognisers use the key "text" instead of "body".
type segment struct {
	Speaker any    `json:"speaker"`
	Body    string `json:"body"`
	Text    string `json:"text"`
}

// readJSON reads the podcast namespace's format, a plain list of segments, or an object
// with only a text. It reports whether the text has one of these formats.
func (b *builder) readJSON(text string) bool {
	var file struct {
		Segments []segment `json:"segments"`
		Text     string    `json:"text"`
	}
	raw := []byte(text)
	if json.Unmarshal(raw, &file) != nil && json.Unmarshal(raw, &file.Segments) != nil {
		return false
	}
	if len(file.Segments) == 0 && file.Text != "" {
		b.readText(file.Text)
		return true
	}
	for _, seg := range file.Segments {
		speaker, _ := seg.Speaker.(string) // some files number the speakers; a number is no name
		text := seg.Body
		if text == "" {
			text = seg.Text
		}
		b.add(speaker, text)
	}
	return len(file.Segments) > 0
}

var (
	pageStart = regexp.MustCompile(`(?i)^(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b`)
	// clocks matches the times of an HTML transcript.
	clocks = regexp.MustCompile(`(?is)<time\b[^>]*>[^<]*</time>`)
	// cites matches the speakers. Each begins a paragraph.
	cites = regexp.MustCompile(`(?is)<cite\b[^>]*>([^<]*)</cite>`)
)

// readHTML reads the podcast namespace's format, with <cite>, <time> and <p>, and any
// other page.
func (b *builder) readHTML(text string) {
	text = clocks.ReplaceAllString(text, " ")
	text = cites.ReplaceAllStringFunc(text, func(cite string) string {
		return "<p>" + strings.TrimRight(strings.TrimSpace(cites.FindStringSubmatch(cite)[1]), ":") + ":</p>"
	})
	b.readText(clean.HTML(text))
}

var (
	// timestamp matches a time in brackets, or a time alone on a line.
	timestamp = regexp.MustCompile(`[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]|^\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*$`)
	// speakerHeading matches a line of a name and a time. The speech follows below.
	speakerHeading = regexp.MustCompile(`^([\p{Lu}\p{Lo}][\p{L}\p{M}\d.'’_-]*(?: [\p{L}\p{M}\d.'’&_-]+){0,3})\s*[:,-]?\s+[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?$`)
)

// readText reads paragraphs that are separated by empty lines.
func (b *builder) readText(text string) {
	for paragraph := range strings.SplitSeq(clean.Text(text), "\n\n") {
		b.endParagraph()
		for line := range strings.SplitSeq(paragraph, "\n") {
			if m := speakerHeading.FindStringSubmatch(clean.Line(line)); m != nil {
				b.add(m[1], "")
				continue
			}
			b.addLine(timestamp.ReplaceAllString(line, " "))
		}
	}
}
