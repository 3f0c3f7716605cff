package transcript

import (
	"encoding/json"
	"strings"
	"time"

	txt "segue/data/text"
)

// segment is a part of a transcript in the JSON format of the podcast namespace. Speech
// recognisers and Podlove use other keys.
type segment struct {
	Speaker   any      `json:"speaker"`
	Voice     string   `json:"voice"`
	Body      string   `json:"body"`
	Text      string   `json:"text"`
	StartTime jsonTime `json:"startTime"`
	EndTime   jsonTime `json:"endTime"`
	Start     jsonTime `json:"start"`
	End       jsonTime `json:"end"`
}

// jsonTime is a number of seconds, or a text in a form of [txt.Clock]; -1 if it is missing or
// invalid.
type jsonTime struct {
	at    time.Duration
	known bool
}

// UnmarshalJSON implements [json.Unmarshaler]. It accepts every value.
func (t *jsonTime) UnmarshalJSON(raw []byte) error {
	t.at, t.known = txt.Clock(strings.Trim(string(raw), `"`))
	return nil
}

// jsonFile has the members of all supported formats.
type jsonFile struct {
	Segments    []segment       `json:"segments"`
	Transcripts []segment       `json:"transcripts"` // Podlove
	Text        string          `json:"text"`
	Results     json.RawMessage `json:"results"` // Amazon Transcribe and Deepgram
}

// readJSON reads the podcast namespace's format, a plain list of segments, the formats of speech
// recognisers, or an object with only a text. It reports whether the text has one of these formats.
func (b *builder) readJSON(text string) bool {
	var file jsonFile
	raw := []byte(text)
	if json.Unmarshal(raw, &file) != nil && json.Unmarshal(raw, &file.Segments) != nil {
		return false
	}
	list := append(file.Segments, file.Transcripts...)
	switch {
	case len(list) > 0:
		b.addAll(list)
		return true
	case len(file.Results) > 0 && b.readResults(file.Results):
		return true
	case file.Text != "":
		b.readText(file.Text)
		return true
	}
	return false
}

func (b *builder) addAll(list []segment) {
	for _, s := range list {
		speaker, _ := s.Speaker.(string) // some files number the speakers; a number is no name
		if s.Voice != "" {
			speaker = s.Voice
		}
		text := s.Body
		if text == "" {
			text = s.Text
		}
		start, end := s.Start, s.End
		if !start.known {
			start, end = s.StartTime, s.EndTime
		}
		b.timed = false
		if start.known {
			b.at(start.at, end.at)
		}
		b.add(speaker, spoken(text))
	}
}

// word is a word of a speech recogniser.
type word struct {
	Word       string   `json:"word"`
	Punctuated string   `json:"punctuated_word"`
	Start      jsonTime `json:"start"`
	End        jsonTime `json:"end"`
	// StartTime, EndTime and Alternatives are members of Amazon Transcribe. A sign such as a
	// full stop has no time.
	StartTime    jsonTime `json:"start_time"`
	EndTime      jsonTime `json:"end_time"`
	Alternatives []struct {
		Content string `json:"content"`
	} `json:"alternatives"`
}

// results has the members of Amazon Transcribe (transcripts, items) and of Deepgram (channels).
type results struct {
	Transcripts []struct {
		Transcript string `json:"transcript"`
	} `json:"transcripts"`
	Items    []word `json:"items"`
	Channels []struct {
		Alternatives []struct {
			Transcript string `json:"transcript"`
			Words      []word `json:"words"`
		} `json:"alternatives"`
	} `json:"channels"`
}

// readResults reads the result of a speech recogniser, and reports whether it has a text.
func (b *builder) readResults(raw json.RawMessage) bool {
	var r results
	if json.Unmarshal(raw, &r) != nil {
		return false
	}
	text, words := "", r.Items
	for _, t := range r.Transcripts {
		text += t.Transcript + "\n\n"
	}
	if len(r.Channels) > 0 && len(r.Channels[0].Alternatives) > 0 {
		best := r.Channels[0].Alternatives[0]
		text, words = best.Transcript, best.Words
	}
	if !b.addWords(words) {
		b.readText(text)
	}
	return strings.TrimSpace(text) != "" || len(words) > 0
}

// addWords adds words with times. It adds nothing and returns false if no word has a time.
func (b *builder) addWords(words []word) bool {
	timed := false
	for _, w := range words {
		timed = timed || w.Start.known || w.StartTime.known
	}
	if !timed {
		return false
	}
	for _, w := range words {
		text, start, end := w.Punctuated, w.Start, w.End
		if text == "" {
			text = w.Word
		}
		if len(w.Alternatives) > 0 {
			text, start, end = w.Alternatives[0].Content, w.StartTime, w.EndTime
		}
		if start.known {
			b.at(start.at, end.at)
		}
		b.add("", text)
	}
	return true
}
