package transcript

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"segue/data/clean"
	txt "segue/data/text"
)

// tableHead matches the first line of a table of the recogniser Whisper. Times are in milliseconds.
var tableHead = regexp.MustCompile(`^start\tend\t(?:speaker\t)?text\r?\n`)

// readTable reads a table of tab-separated values.
func (b *builder) readTable(text string) {
	lines := strings.Split(lineEnds.Replace(text), "\n")
	columns := len(strings.Split(lines[0], "\t"))
	for _, line := range lines[1:] {
		cells := strings.SplitN(line, "\t", columns)
		if len(cells) < columns {
			continue
		}
		start, err := strconv.ParseInt(strings.TrimSpace(cells[0]), 10, 64)
		end, errEnd := strconv.ParseInt(strings.TrimSpace(cells[1]), 10, 64)
		from, ok := txt.Seconds(float64(start) / 1000)
		to, okEnd := txt.Seconds(float64(end) / 1000)
		if b.timed = err == nil && errEnd == nil && ok && okEnd; b.timed {
			b.at(from, to)
		}
		if columns > 3 {
			b.add(cells[2], "")
		}
		b.addLine(cells[columns-1])
	}
}

// ttmlStart matches the root element of TTML.
var ttmlStart = regexp.MustCompile(`(?i)^(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:\w+:)?tt[\s>]`)

// readTTML reads TTML. Each paragraph is a cue. An agent is a speaker.
func (b *builder) readTTML(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.CharsetReader = false, func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	t := ttml{builder: b, names: map[string]string{}}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !t.found:
			return newError(Malformed, "the transcript is damaged TTML; its publisher must correct it")
		case err != nil: // the rest is missing
			return nil
		}
		t.token(token)
	}
}

// ttml is the state of reading TTML.
type ttml struct {
	*builder
	// names are the speakers by the id of their agent; agent is the id of the current one.
	names map[string]string
	agent string
	// inName and inText report whether a name or a paragraph is being read.
	inName, inText bool
	text           strings.Builder
	speaker        string
	found          bool
}

func (t *ttml) token(token xml.Token) {
	switch x := token.(type) {
	case xml.StartElement:
		t.begin(x)
	case xml.EndElement:
		t.finish(x.Name.Local)
	case xml.CharData:
		switch {
		case t.inName:
			t.names[t.agent] = clean.Line(string(x))
		case t.inText:
			t.text.Write(x)
		}
	}
}

func (t *ttml) begin(x xml.StartElement) {
	switch x.Name.Local {
	case "agent":
		t.agent = attribute(x, "id")
	case "name":
		t.inName = t.agent != ""
	case "br":
		t.text.WriteByte(' ')
	case "p":
		t.inText = true
		t.text.Reset()
		t.speaker = t.names[attribute(x, "agent")]
		start, ok := txt.Clock(attribute(x, "begin"))
		t.timed = ok
		if ok {
			t.at(start, ttmlEnd(x, start))
		}
	}
}

func ttmlEnd(x xml.StartElement, start time.Duration) time.Duration {
	if length, ok := txt.Clock(attribute(x, "dur")); ok {
		return start + length
	}
	end, _ := txt.Clock(attribute(x, "end"))
	return end
}

func (t *ttml) finish(name string) {
	switch name {
	case "name":
		t.inName = false
	case "p":
		if text := spoken(t.text.String()); text != "" {
			t.add(t.speaker, "")
			t.addLine(text)
			t.found = true
		}
		t.inText = false
	}
}

func attribute(x xml.StartElement, name string) string {
	for _, a := range x.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
