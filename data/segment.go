package data

import (
	"fmt"
	"sort"
	"time"
)

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

// Clock writes an offset as minutes and seconds, with hours if there are any: "1:13", "1:02:03".
func Clock(at time.Duration) string {
	s := int(at / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// ChapterAt returns the last chapter that begins at or before a time, and false if there is none
// or the chapter has ended. The chapters must be in the order of time.
func ChapterAt(chapters []Chapter, at time.Duration) (Chapter, bool) {
	n := sort.Search(len(chapters), func(i int) bool { return chapters[i].Start > at })
	if n == 0 || chapters[n-1].End > 0 && at >= chapters[n-1].End {
		return Chapter{}, false
	}
	return chapters[n-1], true
}
