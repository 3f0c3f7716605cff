package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"segue/cmd/segue/internal/app"
	"segue/data/testenv"
	"segue/embed/embedtest"
)

// otherName is what the vectors of the tests' second model are called. Its dimensions
// are not those of the built-in one, so whatever compares both fails.
const otherName = "openai:hashing@256"

// probeText is embedded to see whether a model answers.
const probeText = "podcast"

// startOther starts an endpoint of the second model.
func startOther(t *testing.T) (m *model, flags []string) {
	t.Helper()
	hashing := embedtest.NewHashing(256)
	m = &model{texts: map[string]int{}, vectorOf: func(text string) []float32 {
		vectors, _ := hashing.Embed(context.Background(), []string{text})
		return vectors[0]
	}}
	endpoint := httptest.NewServer(m)
	t.Cleanup(endpoint.Close)
	return m, []string{"--embedder", "openai", "--embed-url", endpoint.URL, "--embed-model", "hashing"}
}

// calls counts the requests so far.
func (m *model) calls() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests
}

// listed lists the models of a catalogue by "segue model list".
func listed(t *testing.T, file string) map[string]app.ListedModel {
	t.Helper()
	var list app.ModelList
	if err := json.Unmarshal([]byte(segue(t, "model", "list", "--data", file, "--json")), &list); err != nil {
		t.Fatal(err)
	}
	byName := map[string]app.ListedModel{}
	for _, m := range list.Models {
		byName[m.Name] = m
	}
	return byName
}

// builtinName is what the vectors of the built-in model are called.
func builtinName(t *testing.T) string {
	t.Helper()
	name, err := app.ModelSpec{Embedder: app.Builtin}.VectorName()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func TestABuildThatIsKilledIsResumedWithoutEmbeddingAnythingTwice(t *testing.T) {
	const episodes = 70 // more than two requests
	file := bakery(t, episodes)
	m, flags := startOther(t)
	building := func(args ...string) *exec.Cmd {
		return exec.Command(binary(t), slices.Concat([]string{"model", "build", "--data", file}, args)...)
	}
	begun := make(chan *os.Process, 1)
	m.interrupt(3, func(r *http.Request) { // the first asks for the dimensions
		process := <-begun
		process.Kill()
		<-r.Context().Done()
	})
	first := building(flags...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	begun <- first.Process
	first.Wait()
	if n := len(m.embedded()); n != 1+8 {
		t.Fatalf("%d texts were embedded before the process was killed, want the first step and the probe", n)
	}

	before := listed(t, file)
	if got := before[otherName]; got.Passages != 8 || got.Active {
		t.Errorf("after a part the list has %+v", got)
	}
	for _, command := range []string{"use", "diff"} {
		code, _, said := running("", "model", command, "--data", file, otherName)
		if code != exitFailure || !strings.Contains(said, "62 of 70 episodes have no vectors") || !strings.Contains(said, `segue model build openai:hashing@256`) {
			t.Errorf("%s of half a model ended with %d: %s", command, code, said)
		}
	}
	if got := modelOf(t, file); got != builtinName(t) {
		t.Errorf("%q answers while another is built", got)
	}

	if out, err := building(otherName).CombinedOutput(); err != nil || !strings.Contains(string(out), "70 of 70 episodes have vectors of openai:hashing@256") {
		t.Fatalf("%v: %s", err, out)
	}
	times := m.embedded()
	delete(times, probeText)
	for text, n := range times {
		if n != 1 {
			t.Errorf("embedded %d times: %q", n, text)
		}
	}
	if len(times) != episodes || listed(t, file)[otherName].Passages != episodes {
		t.Errorf("%d texts were embedded, want %d; the list has %+v", len(times), episodes, listed(t, file))
	}
}

// asker asks a server until it is stopped, and notes which models answer.
type asker struct {
	working sync.WaitGroup
	stopped atomic.Bool
	asked   atomic.Int64
	mu      sync.Mutex
	by      map[string]int
}

func (a *asker) start(t *testing.T, s serving) {
	a.by = map[string]int{}
	for _, path := range []string{"/v1/search?q=patience+and+flour", "/v1/search?q=bread&semantic_ratio=1", "/v1/episodes/loaf-7/similar"} {
		a.working.Go(func() {
			for !a.stopped.Load() {
				var body struct{ Model, Mode string }
				decode(t, must(t, s.url+path), &body)
				if body.Mode == "keyword" {
					t.Errorf("%s is answered by words alone", path)
				}
				a.asked.Add(1)
				a.mu.Lock()
				a.by[body.Model]++
				a.mu.Unlock()
			}
		})
	}
}

// answeredBy waits until the server answers by a model, and returns how long that took.
func (s serving) answeredBy(t *testing.T, model string) time.Duration {
	t.Helper()
	begin := time.Now()
	testenv.Wait(t, "an answer by "+model, func() bool {
		var body struct{ Model string }
		decode(t, must(t, s.url+"/v1/episodes/loaf-3/similar"), &body) // which asks no model
		return body.Model == model
	})
	return time.Since(begin)
}

func TestARunningServerChangesItsModelAndGoesBackWithoutAskingAny(t *testing.T) {
	file := bakery(t, 50)
	m, flags := startOther(t)
	own := builtinName(t)
	segue(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	s := startServer(t, "--data", file)
	s.waitReady(t)
	var a asker
	a.start(t, s)
	want := fmt.Sprintf("%s is in use, instead of %s; \"segue model back\" returns\n", otherName, own)
	if got := segue(t, "model", "use", "--data", file, otherName); got != want {
		t.Errorf("use prints %q", got)
	}
	t.Logf("used after %s", s.answeredBy(t, otherName))
	segue(t, "model", "back", "--data", file)
	t.Logf("back after %s", s.answeredBy(t, own))
	if got := listed(t, file); !got[own].Active || !got[otherName].Previous || got[own].Previous {
		t.Errorf("the list has %+v", got)
	}
	a.stopped.Store(true)
	a.working.Wait()
	if len(a.by) != 2 || a.by[own] == 0 || a.by[otherName] == 0 {
		t.Errorf("answers by model: %v", a.by)
	}

	calls := m.calls()
	segue(t, "model", "back", "--data", file)
	t.Logf("back to the endpoint after %s", s.answeredBy(t, otherName))
	if n := m.calls() - calls; n != 0 {
		t.Errorf("to go back, the endpoint was asked %d times", n)
	}
	for text, n := range m.embedded() {
		if n > 1 && text != probeText {
			t.Errorf("embedded %d times: %q", n, text)
		}
	}
	var found struct{ Model, Mode string }
	if err := json.Unmarshal([]byte(segue(t, "search", "--data", file, "--json", "flour")), &found); err != nil || found.Model != otherName || found.Mode != "hybrid" {
		t.Errorf("without flags, a search is answered by %+v, %v", found, err)
	}
	if err := json.Unmarshal([]byte(segue(t, "search", "--data", file, "--json", "--embedder", "builtin", "flour")), &found); err != nil || found.Model != own {
		t.Errorf("with --embedder, a search is answered by %+v, %v", found, err)
	}
}

func TestAServerKeepsTheModelThatAnswersWhereTheNewOneDoesNot(t *testing.T) {
	file := bakery(t, 20)
	m, flags := startOther(t)
	segue(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	s := startServer(t, "--data", file)
	s.waitReady(t)
	m.interrupt(1, func(*http.Request) {}) // an answer that is none
	code, _, said := running("", "model", "use", "--data", file, otherName)
	if code != exitFailure || !strings.Contains(said, "the model does not answer") || !strings.Contains(said, "--force") {
		t.Errorf("use of a model that does not answer ended with %d: %s", code, said)
	}
	m.interrupt(1, func(*http.Request) {})
	segue(t, "model", "use", "--force", "--data", file, otherName)
	s.answeredBy(t, otherName) // the server tries again
}

func TestDropAndPruneDeleteWhatNobodyNeeds(t *testing.T) {
	file := bakery(t, 20)
	_, flags := startOther(t)
	segue(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	own := builtinName(t)
	for _, name := range []string{own, "builtin"} {
		code, _, said := running("", "model", "drop", "--yes", "--data", file, name)
		if code != exitFailure || !strings.Contains(said, "is in use") {
			t.Errorf("dropping %s ended with %d: %s", name, code, said)
		}
	}
	if code, _, said := running("", "model", "drop", "--yes", "--data", file, "none"); code != exitFailure || !strings.Contains(said, `hint: "segue model list"`) {
		t.Errorf("dropping none ended with %d: %s", code, said)
	}

	// A new text leaves the vector of the old one, by both models.
	changed := `{"id":"loaf-3","title":"Loaf 3","show":"Crumb Radio","description":"All is new."}`
	if code, _, said := running(changed, "import", "--data", file, "-"); code != exitOK {
		t.Fatal(said)
	}
	const would = own384 + ": 1 vectors (0.00 MB)\n" + otherName + ": 1 vectors (0.00 MB)\n2 vectors of texts that no episode has would be deleted (2560 bytes)\n"
	if got := segue(t, "model", "prune", "--dry-run", "--data", file); got != strings.ReplaceAll(would, own384, own) {
		t.Errorf("a dry run prints %s", got)
	}
	if got := segue(t, "model", "prune", "--data", file, "--json"); !strings.Contains(got, `"vectors":2,"bytes":2560,"deleted":true}`) {
		t.Errorf("prune prints %s", got)
	}
	if got := listed(t, file); got[own].Vectors != 20 || got[own].Passages != 20 || got[otherName].Vectors != 19 || got[otherName].Passages != 19 {
		t.Errorf("after pruning the list has %+v", got)
	}

	segue(t, "model", "use", "--force", "--data", file, otherName)
	if code, _, said := running("", "model", "drop", "--yes", "--data", file, "builtin"); code != exitFailure || !strings.Contains(said, "segue model back") {
		t.Errorf("dropping the model before ended with %d: %s", code, said)
	}
	c := openCatalogue(t, file)
	if err := c.SetModel(t.Context(), app.ModelSpec{Embedder: app.Builtin}.String(), ""); err != nil {
		t.Fatal(err)
	}
	if got := segue(t, "model", "drop", "--data", file, otherName); got != "19 vectors of "+otherName+" would be deleted (0.02 MB); --yes deletes them\n" || listed(t, file)[otherName].Vectors != 19 {
		t.Errorf("drop without --yes prints %s", got)
	}
	segue(t, "model", "drop", "--yes", "--data", file, otherName)
	if _, there := listed(t, file)[otherName]; there {
		t.Error("the model is still there")
	}
}

// own384 stands for the name of the built-in model.
const own384 = "BUILTIN"
