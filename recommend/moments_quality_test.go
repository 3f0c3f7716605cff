package recommend_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/datatest"
)

// momentsVariable is the environment variable that makes TestQualityOfMoments run.
const momentsVariable = "SEGUE_QUALITY_MOMENTS"

// nearLabel is the largest distance of a moment from its label. The publishers' own times differ by up
// to half a minute.
const nearLabel = time.Minute

// TestQualityOfMoments logs how often the first moment, and one of the first three, begins within a
// minute of the publisher's own time of a topic (docs/quality.md).
func TestQualityOfMoments(t *testing.T) {
	if os.Getenv(momentsVariable) == "" {
		t.Skip("set " + momentsVariable + "=1 to measure the moments of ../shared/data/syntax")
	}
	root := datatest.Shared(t, "data", "syntax")
	w := newFixture(t, syntaxEpisodes(t, filepath.Join(root, "episodes.jsonl")), func(data.Episode) [][]float32 { return nil })
	labels, first, three := 0, 0, 0
	for line := range strings.Lines(readText(t, filepath.Join(root, "moments.tsv"))) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		at, err := strconv.Atoi(cells[1])
		if err != nil {
			continue // the heading
		}
		found, err := w.Moments(t.Context(), data.Ref{ID: data.EpisodeID(cells[0])}, cells[2], 3)
		if err != nil {
			t.Fatal(err)
		}
		labels++
		for i, m := range found.Moments {
			if (m.Start - time.Duration(at)*time.Second).Abs() <= nearLabel {
				three++
				if i == 0 {
					first++
				}
				break
			}
		}
	}
	t.Logf("%d labels: first %.3f, one of three %.3f", labels, float64(first)/float64(labels), float64(three)/float64(labels))
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// syntaxEpisodes reads episodes whose segments begin with the name of the speaker.
func syntaxEpisodes(t *testing.T, name string) (list []data.Episode) {
	t.Helper()
	lines := bufio.NewScanner(strings.NewReader(readText(t, name)))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var e struct {
			ID, Title, Description string
			Segments               []struct {
				Start float64
				Text  string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		episode := data.Episode{ID: data.EpisodeID(e.ID), GUID: e.ID, Title: e.Title, Show: data.Show{ID: "syntax", Title: "Syntax"}, Description: e.Description}
		for i, s := range e.Segments {
			_, text, named := strings.Cut(s.Text, ": ")
			if !named {
				text = s.Text
			}
			end := s.Start
			if i+1 < len(e.Segments) {
				end = max(end, e.Segments[i+1].Start)
			}
			if text = strings.Join(strings.Fields(text), " "); text == "" {
				continue
			}
			segment := data.Segment{Start: time.Duration(s.Start) * time.Second, End: time.Duration(end) * time.Second, Text: text}
			if n := len(episode.Segments); n > 0 && segment.Start < episode.Segments[n-1].Start {
				continue
			}
			episode.Segments = append(episode.Segments, segment)
			episode.Transcript += text + " "
		}
		list = append(list, episode)
	}
	return list
}
