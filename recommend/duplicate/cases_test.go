package duplicate

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/datatest"
)

// TestMarksOfReruns checks pairs of an original ("o-…") and its re-run ("r-…") with the same
// text and length and any of many marks.
func TestMarksOfReruns(t *testing.T) {
	episodes := readCase(t, "related-rerun-marks")
	groups, slots, pairs := New(signAll(episodes)), map[string]int{}, 0
	for slot, e := range episodes {
		slots[string(e.ID)] = slot
	}
	for slot, e := range episodes {
		number, marked := strings.CutPrefix(string(e.ID), "r-")
		if !marked {
			continue
		}
		pairs++
		if original := slots["o-"+number]; groups.Representative(slot) != original {
			t.Errorf("%q is not a re-run of %q", e.Title, episodes[original].Title)
		}
	}
	if pairs == 0 {
		t.Error("no re-runs")
	}
}

func TestSameRecording(t *testing.T) {
	episodes := readCase(t, "related-same-recording")
	groups := New(signAll(episodes))
	for slot, e := range episodes {
		want := string(e.ID)
		if strings.HasPrefix(want, "d") || strings.HasPrefix(want, "s") {
			want = want[:1] + "1"
		}
		if got := string(episodes[groups.Representative(slot)].ID); got != want {
			t.Errorf("%s is represented by %s, want %s", e.ID, got, want)
		}
	}
}

// readCase reads the episodes of a case in the shared folder.
func readCase(t *testing.T, name string) []data.Episode {
	t.Helper()
	file, err := os.Open(datatest.Shared(t, "cases", name, "eps.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []data.Episode
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var line struct {
			ID, Title, Description, Show, Audio string
			Published                           time.Time
			Duration                            int
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, data.Episode{
			ID: data.EpisodeID(line.ID), Title: line.Title, Description: line.Description, Audio: line.Audio, Published: line.Published,
			Duration: time.Duration(line.Duration) * time.Second, Show: data.Show{ID: data.NewShowID(line.Show), Title: line.Show},
		})
	}
	return all
}
