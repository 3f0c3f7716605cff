package passage

import (
	"strings"
	"time"

	"segue/data"
)

// Timed is a passage of a transcript.
type Timed struct {
	// Start and End are offsets from the beginning of the recording.
	Start, End time.Duration
	// Speaker is the speaker of all segments; empty if there are several or the name is unknown.
	Speaker string
	// Chapter is the title of the chapter at the start; empty if there is none.
	Chapter string
	// Text is one line.
	Text string
}

// Heading returns the title that comes before the text of the passage: that of the episode and of
// the chapter.
func (t Timed) Heading(title string) string {
	if t.Chapter == "" {
		return title
	}
	return title + ". " + t.Chapter
}

// CutTranscript returns the passages of a transcript in the order of time: runs of whole segments
// with about [TargetWords] words. A passage is within one chapter. Both lists are in the order of
// time. There is no limit of passages, because a transcript is limited by [data.MaxSegments].
func CutTranscript(segments []data.Segment, chapters []data.Chapter) []Timed {
	var all []Timed
	for len(segments) > 0 {
		chapter, _ := data.ChapterAt(chapters, segments[0].Start)
		n := 1
		for n < len(segments) {
			if other, _ := data.ChapterAt(chapters, segments[n].Start); other != chapter {
				break
			}
			n++
		}
		all = append(all, cutChapter(segments[:n], chapter.Title)...)
		segments = segments[n:]
	}
	return all
}

// cutChapter returns the passages of one chapter. They have about equal lengths, like those of [Cut].
func cutChapter(segments []data.Segment, chapter string) []Timed {
	counts, words := make([]int, len(segments)), 0
	for i, s := range segments {
		counts[i] = len(strings.Fields(s.Text))
		words += counts[i]
	}
	share := float64(words) / float64(max(1, (words+TargetWords/2)/TargetWords))
	var all []Timed
	from, done, end := 0, 0, share
	for i := range segments {
		if i > from && float64(done)+float64(counts[i])/2 > end {
			all = append(all, join(segments[from:i], chapter))
			from, end = i, end+share
		}
		done += counts[i]
	}
	return append(all, join(segments[from:], chapter))
}

// join returns the passage of some segments.
func join(segments []data.Segment, chapter string) Timed {
	t := Timed{Start: segments[0].Start, Speaker: segments[0].Speaker, Chapter: chapter}
	texts := make([]string, len(segments))
	for i, s := range segments {
		texts[i] = s.Text
		t.End = max(t.End, s.End)
		if s.Speaker != t.Speaker {
			t.Speaker = ""
		}
	}
	t.Text = strings.Join(texts, " ")
	return t
}
