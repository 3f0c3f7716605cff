package passage

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

// speech returns n segments of ten words and ten seconds each.
func speech(n int) (list []data.Segment) {
	for i := range n {
		start := time.Duration(i) * 10 * time.Second
		list = append(list, data.Segment{Start: start, End: start + 10*time.Second, Speaker: "Ada", Text: strings.TrimSpace(strings.Repeat(fmt.Sprint("w", i, " "), 10))})
	}
	return list
}

func TestCutTranscript(t *testing.T) {
	changed := speech(3)
	changed[2].Speaker = "Bo"
	for _, tt := range []struct {
		name     string
		segments []data.Segment
		chapters []data.Chapter
		want     []string // start, end, speaker, chapter and words of each passage
	}{
		{"no segments have no passages", nil, nil, nil},
		{"a short transcript is one passage", speech(3), nil, []string{"0s-30s Ada/ 30"}},
		{"a long one has passages of equal length", speech(20), nil, []string{"0s-1m40s Ada/ 100", "1m40s-3m20s Ada/ 100"}},
		{"several speakers are no speaker", changed, nil, []string{"0s-30s / 30"}},
		{"a passage is within one chapter", speech(12), []data.Chapter{{Start: 20 * time.Second, Title: "Why"}, {Start: 110 * time.Second, Title: "How"}},
			[]string{"0s-20s Ada/ 20", "20s-1m50s Ada/Why 90", "1m50s-2m0s Ada/How 10"}},
		{"a chapter may end before the next one", speech(3), []data.Chapter{{End: 10 * time.Second, Title: "Hello"}}, []string{"0s-10s Ada/Hello 10", "10s-30s Ada/ 20"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range CutTranscript(tt.segments, tt.chapters) {
				got = append(got, fmt.Sprintf("%v-%v %s/%s %d", p.Start, p.End, p.Speaker, p.Chapter, len(strings.Fields(p.Text))))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("passages (-want +got):\n%s", d)
			}
		})
	}
}

func TestHeadingHasTheChapter(t *testing.T) {
	if got := (Timed{Chapter: "Why"}).Heading("Tea"); got != "Tea. Why" {
		t.Errorf("Heading = %q", got)
	}
}
