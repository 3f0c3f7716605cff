package boilerplate_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/boilerplate/boilerplatetest"
	"segue/data/datatest"
)

// catalogue reads a real catalogue of the shared folder. text is the field with the
// description.
func catalogue(t testing.TB, name, text string) []data.Episode {
	t.Helper()
	file, err := os.Open(datatest.Shared(t, "data", name, "episodes.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	var all []data.Episode
	for lines.Scan() {
		var line map[string]any
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		field := func(name string) string { s, _ := line[name].(string); return s }
		all = append(all, data.Episode{
			ID: data.EpisodeID(field("id")), Title: field("title"), Description: field(text),
			Show: data.Show{ID: data.NewShowID(field("show")), Title: field("show")},
		})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func find(episodes []data.Episode) *boilerplate.Set {
	sketches := make([]boilerplate.Sketch, len(episodes))
	for i, e := range episodes {
		sketches[i] = boilerplate.NewSketch(e)
	}
	return boilerplate.Find(sketches)
}

// score has the word counts for precision and recall.
type score struct{ right, found, injected int }

// scoreOf compares the stripped text with the injected text.
func scoreOf(t *testing.T, list []boilerplatetest.Injected) score {
	t.Helper()
	episodes := make([]data.Episode, len(list))
	for i, e := range list {
		episodes[i] = e.Episode
	}
	set, s := find(episodes), score{}
	for _, e := range list {
		kept := set.Strip(e.Show.ID, e.Description)
		for _, a := range e.Added {
			s.injected += words(a)
		}
		found := words(e.Description) - words(kept)
		s.found += found
		s.right += found - lost(t, e.Own, kept)
	}
	return s
}

// lost counts the words of the sentences of own that are not in kept.
func lost(t *testing.T, own, kept string) (n int) {
	t.Helper()
	for _, sentence := range strings.SplitAfter(own, ". ") {
		if !strings.Contains(kept, strings.TrimSpace(sentence)) {
			t.Logf("lost: %q", sentence)
			n += words(sentence)
		}
	}
	return n
}

func words(text string) int { return len(strings.Fields(text)) }

func TestFindFindsInjectedBoilerplate(t *testing.T) {
	list := boilerplatetest.Inject(catalogue(t, "gcppodcast", "description"), 1)
	for _, tt := range []struct {
		episodes int
		recall   float64
	}{{4, 0}, {5, .77}, {10, .97}, {20, .97}, {40, .99}, {80, .99}, {160, .99}, {329, .99}} {
		s := scoreOf(t, list[:tt.episodes])
		recall := float64(s.right) / float64(s.injected)
		t.Logf("%d episodes: %d of %d injected words found, recall %.3f", tt.episodes, s.right, s.injected, recall)
		if s.right != s.found || recall < tt.recall {
			t.Errorf("%d episodes: %d words found that were not injected, want 0; recall %.3f, want at least %.3f", tt.episodes, s.found-s.right, recall, tt.recall)
		}
	}
}

// TestRealCatalogues checks the counts for real catalogues, which were reviewed by hand.
func TestRealCatalogues(t *testing.T) {
	type counts struct {
		Episodes, Stripped, Wholly int
		Bytes                      int
		Paragraphs                 int
	}
	for _, tt := range []struct {
		name, catalogue, field string
		want                   counts
	}{
		{"descriptions of two sentences have no boilerplate", "gcppodcast", "description", counts{Episodes: 329}},
		{"lists of links have little boilerplate", "gcppodcast", "show_notes", counts{329, 34, 0, 2831, 10}},
		{"conferences repeat text below their talks", "pyvideo", "description", counts{13883, 2861, 0, 519504, 232}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := catalogue(t, tt.catalogue, tt.field)
			set, got := find(list), counts{Episodes: len(list)}
			for _, e := range list {
				kept := set.Strip(e.Show.ID, e.Description)
				if got.Bytes += len(e.Description) - len(kept); kept != e.Description {
					got.Stripped++
				}
				if kept == "" && e.Description != "" {
					got.Wholly++
				}
			}
			l := listed(t, list)
			for _, show := range l.Shows() {
				got.Paragraphs += len(l.Paragraphs(show))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("counts (-want +got):\n%s", d)
			}
		})
	}
}
