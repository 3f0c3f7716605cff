package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"segue/recommend/calibrate"
)

// flakyEndpoint is an endpoint that fails every fifth request on average, in all the
// ways of real providers, and counts the billed tokens.
type flakyEndpoint struct {
	countingEndpoint
	random *rand.Rand
	faults []func(http.ResponseWriter, *http.Request)

	calls, failed int
	billed        int64
}

// maxTexts is the maximum number of texts in a request.
const maxTexts = 6

func newFlakyEndpoint() *flakyEndpoint {
	status := func(code int, header, value string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			if header != "" {
				w.Header().Set(header, value)
			}
			http.Error(w, `{"error":{"message":"not now"}}`, code)
		}
	}
	return &flakyEndpoint{countingEndpoint: countingEndpoint{texts: map[string]int{}}, random: rand.New(rand.NewPCG(7, 7)), faults: []func(http.ResponseWriter, *http.Request){
		status(http.StatusTooManyRequests, "Retry-After", "0"),
		status(http.StatusTooManyRequests, "", ""),
		status(http.StatusTooManyRequests, "Retry-After", time.Now().UTC().Add(time.Second).Format(http.TimeFormat)),
		status(http.StatusInternalServerError, "", ""),
		status(http.StatusServiceUnavailable, "Retry-After", "1"),
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		func(w http.ResponseWriter, _ *http.Request) { // a truncated response
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, `{"data":[{"index":0,"embedding":[1,`)
		},
	}}
}

func (f *flakyEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request struct{ Input []string }
	if json.NewDecoder(r.Body).Decode(&request) != nil {
		return
	}
	if len(request.Input) > maxTexts {
		http.Error(w, fmt.Sprintf(`{"error":{"message":"batch size %d > maximum allowed batch size %d"}}`, len(request.Input), maxTexts), http.StatusRequestEntityTooLarge)
		return
	}
	f.mu.Lock()
	f.calls++
	fault := -1
	if f.random.IntN(5) == 0 {
		fault = f.failed % len(f.faults)
		f.failed++
	}
	f.mu.Unlock()
	if fault >= 0 {
		f.faults[fault](w, r)
		return
	}
	f.answer(w, request.Input)
}

func (f *flakyEndpoint) answer(w http.ResponseWriter, texts []string) {
	type vector struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var list []vector
	tokens := int64(0)
	f.mu.Lock()
	for i, text := range texts {
		f.texts[text]++
		tokens += int64(len(strings.Fields(text)))
		list = append(list, vector{i, vectorOf(text)})
	}
	f.billed += tokens
	f.mu.Unlock()
	json.NewEncoder(w).Encode(map[string]any{"data": list, "usage": map[string]int64{"prompt_tokens": tokens, "total_tokens": tokens}})
}

// TestEmbedCompletesWithAFlakyEndpointWithinTheBudget embeds with a budget that is
// reached half way, and continues with another budget.
func TestEmbedCompletesWithAFlakyEndpointWithinTheBudget(t *testing.T) {
	t.Parallel() // it mostly waits
	const episodes, price = 120, 1000
	f, file := newFlakyEndpoint(), filepath.Join(t.TempDir(), "segue.db")
	endpoint := httptest.NewServer(f)
	defer endpoint.Close()
	store := exec.Command(binary(t), "import", "--no-embed", "--data", file, "-")
	store.Stdin = strings.NewReader(asLines(breadEpisodes(episodes, 1)))
	if out, err := store.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	embedding := func(budget float64) (string, int) {
		cmd := exec.Command(binary(t), "embed", "--data", file, "--embedder", "openai", "--embed-url", endpoint.URL, "--embed-model", "honest",
			"--embed-dimensions", fmt.Sprint(endpointDimensions), "--embed-price", fmt.Sprint(price), "--budget", fmt.Sprint(budget))
		out, _ := cmd.CombinedOutput()
		return string(out), cmd.ProcessState.ExitCode()
	}
	// The endpoint is idle between the runs.
	spent := func() (dollars float64, texts map[string]int) {
		f.mu.Lock()
		defer f.mu.Unlock()
		return float64(f.billed) * price / 1e6, withoutCalibration(maps.Clone(f.texts))
	}

	const first = 0.5
	out, code := embedding(first)
	if code != exitPartial || !strings.Contains(out, "the next run continues") {
		t.Errorf("a budget that is reached: exit code %d: %s", code, out)
	}
	if dollars, texts := spent(); dollars > first || dollars < first/2 || len(texts) == 0 || len(texts) == episodes {
		t.Errorf("$%.3f of $%.2f were spent on %d texts", dollars, first, len(texts))
	}
	if out, code := embedding(100); code != exitOK {
		t.Errorf("the second run: exit code %d: %s", code, out)
	}
	c := openCatalog(t, file)
	checkVectors(t, c, breadEpisodes(episodes, 1), true)
	total, texts := spent()
	for text, n := range texts {
		if n > 1 {
			t.Errorf("%q was billed %d times", text, n)
		}
	}
	// Batches have up to six texts, a fifth of them fail, and some requests find the
	// maximum. Then the texts of package calibrate are embedded.
	f.mu.Lock()
	defer f.mu.Unlock()
	if most := 3 * (episodes + len(calibrate.Texts())) / maxTexts; f.calls > most {
		t.Errorf("%d calls, want at most %d", f.calls, most)
	}
	if f.failed < len(f.faults) {
		t.Errorf("only %d of %d faults occurred", f.failed, len(f.faults))
	}
	t.Logf("%d episodes, %d calls of which %d failed, $%.3f", episodes, f.calls, f.failed, total)
}
