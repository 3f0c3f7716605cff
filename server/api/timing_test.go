package api

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/recommend"
)

func TestServerTiming(t *testing.T) {
	for _, tt := range []struct {
		name   string
		timing recommend.Timing
		want   string
	}{
		{"an answer that ranks nothing has only a total", recommend.Timing{}, "total;dur=5.000"},
		{"a search by words has no engine", recommend.Timing{Words: 1500 * time.Microsecond, Rank: time.Millisecond}, "words;dur=1.500, rank;dur=1.000, total;dur=5.000"},
		{"a search names the engine", recommend.Timing{Retrieval: "chromem", Nearest: 1234567, Words: 1, Embed: 2 * time.Millisecond, Rank: time.Microsecond},
			`words;dur=0.000, embed;dur=2.000, retrieval;desc="chromem";dur=1.235, rank;dur=0.001, total;dur=5.000`},
		{"the engine is named even if its time is 0", recommend.Timing{Retrieval: "packed"}, `retrieval;desc="packed";dur=0.000, total;dur=5.000`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, serverTiming(tt.timing, 5*time.Millisecond)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
