package jsonl

import (
	"bytes"

	"segue/data"
)

// Parse reads one episode, for callers that cut their input into episodes themselves.
// The text is one JSON object, which may span lines here. An error is a [*LineError]
// whose Line is 0.
func Parse(text []byte) (data.Episode, error) {
	text = bytes.TrimSpace(text)
	switch {
	case len(text) == 0:
		return data.Episode{}, bad("", "empty: write an object such as {…}")
	case len(text) > MaxLine:
		return data.Episode{}, bad("", "longer than %d MB, the most that an episode can have", MaxLine>>20)
	}
	return parse(text)
}
