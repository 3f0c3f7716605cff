package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/recommend"
	"segue/recommend/evaluate"
	"segue/recommend/indexer"
)

// syllables form words that are unknown to models and unique to an episode.
var syllables = []string{"zor", "vak", "mip", "tul", "gren", "quo", "bel"}

func inventedWord(i int) string {
	return syllables[i%7] + syllables[i/7%7] + syllables[(i+3)%7]
}

// breadCatalogue creates a catalogue whose episodes differ in one invented word. Words
// find them and meaning does not. It returns the file.
func breadCatalogue(t *testing.T, episodes int) string {
	t.Helper()
	var lines strings.Builder
	for i := range episodes {
		word := inventedWord(i)
		fmt.Fprintf(&lines, `{"title":"Loaf %d","show":"Crumb Radio","description":"Today we talk for a long while about the bread that is called %s, which many of you have asked us for in letters and in calls from all over the country, and which is older than the mills. Every baker should remember that %s wants patience, water, flour, warmth and salt."}`+"\n",
			i, word, word)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bread.jsonl"), []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "bread.db")
	runProcess(t, "import", "--data", file, filepath.Join(dir, "bread.jsonl"))
	return file
}

// modelOf returns the model that answers a search.
func modelOf(t *testing.T, file string) string {
	t.Helper()
	var found struct{ Model string }
	if err := json.Unmarshal([]byte(runProcess(t, "search", "--data", file, "--json", "bread")), &found); err != nil || found.Model == "" {
		t.Fatalf("no model in an answer: %v", err)
	}
	return found.Model
}

func openCatalog(t *testing.T, file string) catalog.Store {
	t.Helper()
	c, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestEvalWriteStoresTheChosenWeight(t *testing.T) {
	file := breadCatalogue(t, 40)
	model := modelOf(t, file)
	before := recommend.DefaultWeights()
	before.Search, before.People = .97, .77 // nearly no words, and one weight that differs from the default
	c := openCatalog(t, file)
	if err := indexer.WriteWeights(t.Context(), c, model, before); err != nil {
		t.Fatal(err)
	}

	out := runProcess(t, "eval", "--from-catalogue", "--data", file)
	for _, want := range []string{
		"bread.db, sentences: 40 episodes, 40 queries, 40 labels\n", " instead of .97, with nDCG@10 ", "40 queries from sentences.",
		`"segue eval --from-catalogue --write" stores it.` + "\n", "\nsimilar: 0 labelled queries are too few",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output has no %q:\n%s", want, out)
		}
	}
	if got, err := indexer.ReadWeights(t.Context(), c, model); err != nil || got != before {
		t.Errorf("without --write the weights are %+v, %v", got, err)
	}

	chosen := chosenForSearch(t, runProcess(t, "eval", "--from-catalogue", "--data", file, "--write", "--json"))
	want := before
	want.Search, want.SearchSpoken = chosen, 1 // the weight was measured for words in any text
	got, err := indexer.ReadWeights(t.Context(), c, model)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("weights of the catalogue (-want +got):\n%s", d)
	}
	if weight := semanticWeight(t, file); math.Abs(weight-chosen) > 1e-6 {
		t.Errorf("another process uses the semantic weight %v, want %v", weight, chosen)
	}
}

// runProcess runs a command in a new process and returns its standard output.
func runProcess(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(binary(t), args...).Output()
	if err != nil {
		t.Fatalf("segue %q: %v", args, err)
	}
	return string(out)
}

// chosenForSearch returns the weight that was chosen and stored for search.
func chosenForSearch(t *testing.T, measured string) float64 {
	t.Helper()
	var m struct {
		Choices []struct {
			Kind    evaluate.Kind
			Weight  *float64
			Current float64
			Kept    bool
		}
	}
	if err := json.Unmarshal([]byte(measured), &m); err != nil {
		t.Fatal(err)
	}
	c := m.Choices[0]
	if c.Kind != evaluate.Search || c.Weight == nil || *c.Weight >= c.Current || !c.Kept {
		t.Fatalf("the choice for search is %+v, want a lower, stored weight", c)
	}
	return *c.Weight
}

// semanticWeight returns the semantic weight that another process uses for a sentence: the
// highest semantic component of a score.
func semanticWeight(t *testing.T, file string) float64 {
	t.Helper()
	out := runProcess(t, "search", "--data", file, "--json", "--explain", "--limit", "50", "today we talk for a long while about the bread that is called")
	var found struct {
		Results []struct{ Scores struct{ Semantic float64 } }
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	highest := 0.0
	for _, r := range found.Results {
		highest = max(highest, r.Scores.Semantic)
	}
	return highest
}

func TestEvalDoesNotChangeTheCatalogueWithoutWrite(t *testing.T) {
	file := breadCatalogue(t, 5)
	c := openCatalog(t, file)
	revision, err := c.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	runProcess(t, "eval", "--from-catalogue", "--data", file)
	if after, err := c.Revision(t.Context()); err != nil || after != revision {
		t.Errorf("the revision is %d, %v, and was %d", after, err, revision)
	}
}

func TestAnInterruptedEvalContinuesWithoutEmbeddingTwice(t *testing.T) {
	const episodes = 100 // more than one request
	dir := t.TempDir()
	var lines strings.Builder
	for i := range episodes {
		fmt.Fprintf(&lines, `{"id":"%d","title":"Bread %d","show":"Crumb Radio","description":"Loaf number %d."}`+"\n", i, i, i)
	}
	for name, text := range map[string]string{"episodes.jsonl": lines.String(), "related.tsv": "source_id\ttarget_id\n1\t2\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	started := make(chan *os.Process, 1)
	m := &modelEndpoint{texts: map[string]int{}, at: 2, handle: func(r *http.Request) {
		process := <-started
		process.Signal(os.Interrupt)
		<-r.Context().Done()
	}}
	endpoint := httptest.NewServer(m)
	defer endpoint.Close()
	kept := filepath.Join(t.TempDir(), "vectors.db")
	evaluation := func() *exec.Cmd {
		return exec.Command(binary(t), "eval", dir, "--vectors", kept, "--embedder", "openai",
			"--embed-url", endpoint.URL+"/v1", "--embed-model", "m", "--embed-dimensions", "2")
	}

	first := evaluation()
	var stderr bytes.Buffer
	first.Stdout, first.Stderr = &stderr, &stderr
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	started <- first.Process
	first.Wait()
	if got := first.ProcessState.ExitCode(); got != exitInterrupted || progressLine.ReplaceAllString(stderr.String(), "") != "segue: interrupted; finished work is kept\n" {
		t.Fatalf("exit code %d after an interrupt, want %d: %s", got, exitInterrupted, &stderr)
	}
	for range 2 {
		if out, err := evaluation().CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	times := m.embedded()
	for text, n := range times {
		if n != 1 {
			t.Errorf("embedded %d times: %q", n, text)
		}
	}
	if len(times) != episodes {
		t.Errorf("%d texts were embedded, want %d", len(times), episodes)
	}
}
