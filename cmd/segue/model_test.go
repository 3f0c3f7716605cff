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

// otherName is the name of a second model. It has other dimensions than the built-in
// model, so comparing vectors of both fails.
const otherName = "openai:hashing@256"

// probeText is the text that checks whether a model answers.
const probeText = "podcast"

// startOther starts the endpoint of the second model. It returns the flags that select
// it.
func startOther(t *testing.T) (m *modelEndpoint, flags []string) {
	t.Helper()
	hashing := embedtest.NewHashing(256)
	m = &modelEndpoint{texts: map[string]int{}, vectorOf: func(text string) []float32 {
		vectors, _ := hashing.Embed(context.Background(), []string{text})
		return vectors[0]
	}}
	endpoint := httptest.NewServer(m)
	t.Cleanup(endpoint.Close)
	return m, []string{"--embedder", "openai", "--embed-url", endpoint.URL, "--embed-model", "hashing"}
}

// calls returns the number of requests so far.
func (m *modelEndpoint) calls() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.requests
}

// listed returns the output of "segue model list" by name.
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

// builtinName returns the name of the vectors of the built-in model.
func builtinName(t *testing.T) string {
	t.Helper()
	name, err := app.ModelSpec{Embedder: app.Builtin}.VectorName()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func TestAKilledModelBuildContinuesWithoutEmbeddingTwice(t *testing.T) {
	if !testenv.Soak() {
		t.Skip("make soak runs it: the next build waits until the lease of the killed one ends")
	}
	const episodes = 70 // more than two requests
	file := breadCatalogue(t, episodes)
	m, flags := startOther(t)
	building := func(args ...string) *exec.Cmd {
		return exec.Command(binary(t), slices.Concat([]string{"model", "build", "--data", file}, args)...)
	}
	started := make(chan *os.Process, 1)
	m.interrupt(3, func(r *http.Request) { // the first request determines the dimensions
		process := <-started
		process.Kill()
		<-r.Context().Done()
	})
	first := building(flags...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	started <- first.Process
	first.Wait()
	if n := len(m.embedded()); n != 1+8 {
		t.Fatalf("%d texts were embedded before the process was killed, want the first step and the probe", n)
	}

	before := listed(t, file)
	if got := before[otherName]; got.Passages != 8 || got.Active {
		t.Errorf("the list after a part: %+v", got)
	}
	for _, command := range []string{"use", "diff"} {
		code, _, stderr := runCommand("", "model", command, "--data", file, otherName)
		if code != exitFailure || !strings.Contains(stderr, "62 of 70 episodes have no vectors") || !strings.Contains(stderr, `segue model build openai:hashing@256`) {
			t.Errorf("%s with missing vectors: exit code %d: %s", command, code, stderr)
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

// loadClient sends requests to a server until it is stopped, and counts the answers of
// each model.
type loadClient struct {
	tasks   sync.WaitGroup
	stopped atomic.Bool
	mu      sync.Mutex
	by      map[string]int
}

func (a *loadClient) start(t *testing.T, s serverProcess) {
	a.by = map[string]int{}
	for _, path := range []string{"/v1/search?q=patience+and+flour", "/v1/search?q=bread&semantic_ratio=1", "/v1/episodes/loaf-7/similar"} {
		a.tasks.Go(func() {
			for !a.stopped.Load() {
				var body struct{ Model, Mode string }
				decode(t, getOK(t, s.url+path), &body)
				if body.Mode == "keyword" {
					t.Errorf("%s is answered with words only", path)
				}
				a.mu.Lock()
				a.by[body.Model]++
				a.mu.Unlock()
			}
		})
	}
}

// answeredBy waits until the server answers with a model. It returns the duration.
func (s serverProcess) answeredBy(t *testing.T, model string) time.Duration {
	t.Helper()
	begin := time.Now()
	testenv.Wait(t, "an answer with "+model, func() bool {
		var body struct{ Model string }
		decode(t, getOK(t, s.url+"/v1/episodes/loaf-3/similar"), &body) // needs no request to a model
		return body.Model == model
	})
	return time.Since(begin)
}

func TestARunningServerSwitchesTheModelAndBack(t *testing.T) {
	file := breadCatalogue(t, 50)
	m, flags := startOther(t)
	own := builtinName(t)
	segue(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	s := startServer(t, "--data", file)
	s.waitReady(t)
	var a loadClient
	a.start(t, s)
	want := fmt.Sprintf("switched from %s to %s; \"segue model back\" switches back\n", own, otherName)
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
	a.tasks.Wait()
	if len(a.by) != 2 || a.by[own] == 0 || a.by[otherName] == 0 {
		t.Errorf("answers by model: %v", a.by)
	}

	calls := m.calls()
	segue(t, "model", "back", "--data", file)
	t.Logf("back to the endpoint after %s", s.answeredBy(t, otherName))
	if n := m.calls() - calls; n != 0 {
		t.Errorf("switching back sent %d requests to the endpoint", n)
	}
	for text, n := range m.embedded() {
		if n > 1 && text != probeText {
			t.Errorf("embedded %d times: %q", n, text)
		}
	}
	var found struct{ Model, Mode string }
	if err := json.Unmarshal([]byte(segue(t, "search", "--data", file, "--json", "flour")), &found); err != nil || found.Model != otherName || found.Mode != "hybrid" {
		t.Errorf("a search without flags uses %+v, %v", found, err)
	}
	if err := json.Unmarshal([]byte(segue(t, "search", "--data", file, "--json", "--embedder", "builtin", "flour")), &found); err != nil || found.Model != own {
		t.Errorf("a search with --embedder uses %+v, %v", found, err)
	}
}

func TestModelUseRefusesAModelThatDoesNotAnswer(t *testing.T) {
	file := breadCatalogue(t, 20)
	m, flags := startOther(t)
	segue(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	s := startServer(t, "--data", file)
	s.waitReady(t)
	m.interrupt(1, func(*http.Request) {}) // an empty response
	code, _, stderr := runCommand("", "model", "use", "--data", file, otherName)
	if code != exitFailure || !strings.Contains(stderr, "the model does not answer") || !strings.Contains(stderr, "--force") {
		t.Errorf("use of a model that does not answer: exit code %d: %s", code, stderr)
	}
	m.interrupt(1, func(*http.Request) {})
	segue(t, "model", "use", "--force", "--data", file, otherName)
	s.answeredBy(t, otherName) // the server tries again
}

func TestDropAndPruneDeleteUnneededVectors(t *testing.T) {
	file := breadCatalogue(t, 20)
	_, flags := startOther(t)
	segue(t, slices.Concat([]string{"model", "build", "--data", file}, flags)...)
	own := builtinName(t)
	for _, name := range []string{own, "builtin"} {
		code, _, stderr := runCommand("", "model", "drop", "--yes", "--data", file, name)
		if code != exitFailure || !strings.Contains(stderr, "is the current model") {
			t.Errorf("drop %s: exit code %d: %s", name, code, stderr)
		}
	}
	if code, _, stderr := runCommand("", "model", "drop", "--yes", "--data", file, "none"); code != exitFailure || !strings.Contains(stderr, `hint: "segue model list"`) {
		t.Errorf("drop none: exit code %d: %s", code, stderr)
	}

	// A changed text leaves the vectors of the old text for both models.
	changed := `{"id":"loaf-3","title":"Loaf 3","show":"Crumb Radio","description":"All is new."}`
	if code, _, stderr := runCommand(changed, "import", "--data", file, "-"); code != exitOK {
		t.Fatal(stderr)
	}
	const would = builtinPlaceholder + ": 1 vectors (0.00 MB)\n" + otherName + ": 1 vectors (0.00 MB)\n2 vectors of texts that no episode contains would be deleted (2560 bytes)\n"
	if got := segue(t, "model", "prune", "--dry-run", "--data", file); got != strings.ReplaceAll(would, builtinPlaceholder, own) {
		t.Errorf("a dry run prints %s", got)
	}
	if got := segue(t, "model", "prune", "--data", file, "--json"); !strings.Contains(got, `"vectors":2,"bytes":2560,"deleted":true}`) {
		t.Errorf("prune prints %s", got)
	}
	if got := listed(t, file); got[own].Vectors != 20 || got[own].Passages != 20 || got[otherName].Vectors != 19 || got[otherName].Passages != 19 {
		t.Errorf("the list after pruning: %+v", got)
	}

	segue(t, "model", "use", "--force", "--data", file, otherName)
	if code, _, stderr := runCommand("", "model", "drop", "--yes", "--data", file, "builtin"); code != exitFailure || !strings.Contains(stderr, "segue model back") {
		t.Errorf("drop the previous model: exit code %d: %s", code, stderr)
	}
	c := openCatalog(t, file)
	if err := c.SetModel(t.Context(), app.ModelSpec{Embedder: app.Builtin}.String(), ""); err != nil {
		t.Fatal(err)
	}
	if got := segue(t, "model", "drop", "--data", file, otherName); got != "19 vectors of "+otherName+" would be deleted (0.02 MB); --yes deletes them\n" || listed(t, file)[otherName].Vectors != 19 {
		t.Errorf("drop without --yes prints %s", got)
	}
	segue(t, "model", "drop", "--yes", "--data", file, otherName)
	if _, there := listed(t, file)[otherName]; there {
		t.Error("the model is still listed")
	}
}

// builtinPlaceholder is replaced by the name of the built-in model.
const builtinPlaceholder = "BUILTIN"

func TestFlagsOfAnUnknownModelAreRefusedByEveryCommand(t *testing.T) {
	for _, tt := range []struct{ flags, want string }{
		{"--embed-like foo", `--embed-like: unknown model "foo"`},
		{"--embed-dimensions 4 --embed-expect-dimensions 5", "--embed-dimensions and --embed-expect-dimensions can't be used together"},
	} {
		for _, command := range []string{"serve --demo", "search --demo a", "recommend --demo --text a", "embed", "doctor", "eval --demo --from-catalogue", "model build builtin"} {
			code, _, stderr := runCommand("", strings.Fields(command+" "+tt.flags)...)
			if code != exitUsage || !strings.Contains(stderr, tt.want) {
				t.Errorf("segue %s %s: exit code %d, %s", command, tt.flags, code, stderr)
			}
		}
	}
}
