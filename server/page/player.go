package page

import (
	"strconv"
	"time"

	"segue/data"
	"segue/recommend"
)

// mark is a moment of the recording with a link to it.
type mark struct {
	// At is the time in seconds, Clock the time for people.
	At, Clock string
	// URL is the address of the recording at the time; empty if there is none.
	URL string
	// Speaker is set only where the speaker changes.
	Speaker, Text string
}

func newMark(e data.Episode, at time.Duration, text string) mark {
	return mark{At: strconv.Itoa(int(at / time.Second)), Clock: data.Clock(at), URL: recommend.MomentURL(e, at), Text: text}
}

func chapters(e data.Episode) []mark {
	var list []mark
	for _, c := range e.Chapters {
		list = append(list, newMark(e, c.Start, c.Title))
	}
	return list
}

// spoken returns the transcript with times.
func spoken(e data.Episode) []mark {
	list, speaker := make([]mark, 0, len(e.Segments)), ""
	for _, s := range e.Segments {
		m := newMark(e, s.Start, s.Text)
		if s.Speaker != speaker {
			m.Speaker, speaker = s.Speaker, s.Speaker
		}
		list = append(list, m)
	}
	return list
}

// playerPolicy is the Content-Security-Policy of a page with player.js. The recording may be on any
// host.
const playerPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; media-src http: https:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
