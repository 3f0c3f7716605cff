package data

import "time"

const (
	// MaxSegments is the maximum number of segments of a transcript: ten hours of speech with one
	// segment every two seconds.
	MaxSegments = 20_000
	// MaxChapters is the maximum number of chapters of an episode. The longest list in real feeds
	// has about a hundred.
	MaxChapters = 500
)

// Segment is a part of a transcript with its time: one or a few sentences of one speaker.
type Segment struct {
	// Start and End are offsets from the beginning of the audio, in whole milliseconds. End is not
	// before Start.
	Start, End time.Duration
	// Speaker is the name of the speaker; empty if unknown.
	Speaker string
	// Text is one line of plain text and never empty.
	Text string
}

// Chapter is a part of an episode that its publisher has marked.
type Chapter struct {
	// Start and End are offsets from the beginning of the audio, in whole milliseconds. End is 0 if
	// the chapter ends where the next one begins.
	Start, End time.Duration
	// Title is one line of plain text and never empty.
	Title string
	// URL is a page about the chapter, Image a picture. Both are absolute; empty if there is none.
	URL, Image string
}

// ChapterAt returns the last chapter that begins at or before a time, and false if there is none
// or the chapter has ended. The chapters must be in the order of time.
func ChapterAt(chapters []Chapter, at time.Duration) (Chapter, bool) {
	found, ok := Chapter{}, false
	for _, c := range chapters {
		if c.Start <= at {
			found, ok = c, c.End == 0 || at < c.End
		}
	}
	return found, ok
}
