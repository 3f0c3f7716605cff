package boilerplate_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"segue/data"
	"segue/data/boilerplate"
	"segue/data/boilerplate/boilerplatetest"
	"segue/data/datatest"
)

// catalogue reads a real catalogue of the shared folder. text names the field that
// stands for the description.
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
		sketches[i] = boilerplate.Read(e)
	}
	return boilerplate.Find(sketches)
}

// words counts the words of a text.
func words(text string) int { return len(strings.Fields(text)) }

// score is precision and recall in words.
type score struct{ right, found, injected int }

// scoreOf compares what is stripped with what was injected. A text is right where it
// stands within an injected one.
func scoreOf(t testing.TB, set *boilerplate.Set, list []boilerplatetest.Injected, missed map[string]int) score {
	var s score
	for _, e := range list {
		kept := set.Strip(e.Show.ID, e.Description)
		left := words(kept) - words(e.Own)
		injected := 0
		for _, a := range e.Added {
			injected += words(a)
		}
		s.injected += injected
		s.found += words(e.Description) - words(kept)
		lost := 0
		for _, sentence := range strings.SplitAfter(e.Own, ". ") {
			if !strings.Contains(kept, strings.TrimSpace(sentence)) {
				lost += words(sentence)
				t.Logf("lost: %q", sentence)
			}
		}
		s.right += injected - left - lost
		if left != 0 {
			missed[strings.Replace(kept, e.Own, "<>", 1)]++
		}
	}
	return s
}

func TestInjectedBoilerplateIsFound(t *testing.T) {
	list := boilerplatetest.Inject(catalogue(t, "gcppodcast", "description"), 1)
	for _, n := range []int{5, 10, 20, 40, 80, 160, len(list)} {
		episodes := make([]data.Episode, n)
		for i, e := range list[:n] {
			episodes[i] = e.Episode
		}
		missed := map[string]int{}
		s := scoreOf(t, find(episodes), list[:n], missed)
		t.Logf("%d episodes: precision %.3f, recall %.3f", n, float64(s.right)/float64(s.found), float64(s.right)/float64(s.injected))
		if n == len(list) || n == 20 {
			for m, n := range missed {
				t.Logf("%d %q", n, m)
			}
		}
	}
}

func TestLook(t *testing.T) {
	for _, c := range [][2]string{{"gcppodcast", "description"}, {"gcppodcast", "show_notes"}, {"pyvideo", "description"}} {
		var f boilerplate.Finder
		list := catalogue(t, c[0], c[1])
		for _, e := range list {
			f.Add(e)
		}
		set := f.Find()
		cut, bytes, of, whole := 0, 0, 0, 0
		for _, e := range list {
			s := set.Strip(e.Show.ID, e.Description)
			of += len(e.Description)
			bytes += len(e.Description) - len(s)
			if s != e.Description {
				cut++
			}
			if s == "" && e.Description != "" {
				whole++
			}
		}
		t.Logf("%v: %d of %d episodes cut, %d of %d bytes, %d wholly", c, cut, len(list), bytes, of, whole)
		for _, show := range f.Shows() {
			for _, p := range f.Paragraphs(set, show) {
				t.Logf("%s %d %.2f %q", show, p.Episodes, p.Share, p.Text)
			}
		}
	}
}
