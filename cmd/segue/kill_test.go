package main

import (
	"crypto/sha256"
	bytesof "encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/data/testenv"
	"segue/embed/openai"
	"segue/recommend/passage"
)

// countingEndpoint is an OpenAI-compatible endpoint with a different vector for each
// text. It counts how often it has embedded each text.
type countingEndpoint struct {
	mu    sync.Mutex
	texts map[string]int
}

const (
	// endpointDimensions is the number of dimensions of its vectors.
	endpointDimensions = 8
	// embedTime is the duration of a request. Embedding then takes as long as the rest
	// of an import.
	embedTime = 8 * time.Millisecond
)

// vectorOf derives a vector from a text.
func vectorOf(text string) []float32 {
	sum := sha256.Sum256([]byte(text))
	v := make([]float32, endpointDimensions)
	for i := range v {
		v[i] = float32(bytesof.LittleEndian.Uint32(sum[4*i:])) + 1
	}
	return v
}

func (h *countingEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var request struct{ Input []string }
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		return // the client was killed while it sent
	}
	type vector struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var list []vector
	h.mu.Lock()
	for i, text := range request.Input {
		h.texts[text]++
		list = append(list, vector{i, vectorOf(text)})
	}
	h.mu.Unlock()
	time.Sleep(embedTime)
	json.NewEncoder(w).Encode(map[string]any{"data": list})
}

// breadEpisodes returns the episodes of an edition. Two thirds of them differ from
// edition to edition.
func breadEpisodes(n, edition int) []data.Episode {
	var list []data.Episode
	for i := range n {
		text := fmt.Sprintf("Loaf %d rises.", i)
		if i%3 > 0 {
			text = fmt.Sprintf("Loaf %d rises, as edition %d tells.", i, edition)
		}
		list = append(list, data.Episode{GUID: fmt.Sprint("loaf-", i), Title: fmt.Sprint("Bread ", i), Description: text})
	}
	return list
}

func asLines(list []data.Episode) string {
	var lines strings.Builder
	for _, e := range list {
		fmt.Fprintf(&lines, `{"guid":%q,"title":%q,"show":"Crumb Radio","description":%q}`+"\n", e.GUID, e.Title, e.Description)
	}
	return lines.String()
}

// embeddedTexts returns the texts that represent an episode.
func embeddedTexts(e data.Episode) []string {
	var texts []string
	for _, p := range passage.Cut(e.Description) {
		texts = append(texts, passage.Text(e.Title, p))
	}
	return texts
}

// TestAKilledImportLosesNothing kills imports at random moments, while they store or
// embed. The episodes change from import to import.
func TestAKilledImportLosesNothing(t *testing.T) {
	t.Parallel() // it mostly waits
	const episodes = 250
	kills := testenv.Times(6, 100)
	importing := func(file string, h *countingEndpoint, edition int) *exec.Cmd {
		endpoint := httptest.NewServer(h)
		t.Cleanup(endpoint.Close)
		cmd := exec.Command(binary(t), "import", "--data", file, "-", "--embedder", "openai",
			"--embed-url", endpoint.URL+"/v1", "--embed-model", "honest", "--embed-dimensions", fmt.Sprint(endpointDimensions))
		cmd.Stdin = strings.NewReader(asLines(breadEpisodes(episodes, edition)))
		return cmd
	}
	whole := importing(filepath.Join(t.TempDir(), "whole.db"), &countingEndpoint{texts: map[string]int{}}, 0)
	begin := time.Now()
	if out, err := whole.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	random, longest := rand.New(rand.NewPCG(1, 2)), time.Since(begin)
	h, file := &countingEndpoint{texts: map[string]int{}}, filepath.Join(t.TempDir(), "segue.db")
	written, killed := map[string]data.Episode{}, 0 // by title and description
	for edition := 0; killed < kills && edition < 4*kills; edition++ {
		for _, e := range breadEpisodes(episodes, edition) {
			written[e.Title+e.Description] = e
		}
		cmd := importing(file, h, edition)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(longest))))
		cmd.Process.Kill()
		cmd.Wait()
		if !cmd.ProcessState.Exited() {
			killed++
		}
		checkKilled(t, file, written)
		if edition%5 > 0 {
			continue
		}
		if out, err := importing(file, h, edition).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		checkWhole(t, file, breadEpisodes(episodes, edition))
	}
	if killed < kills {
		t.Errorf("only %d imports were killed before they ended", killed)
	}
	checkWork(t, h, written, killed)
}

// checkKilled checks the catalogue after a killed import.
func checkKilled(t *testing.T, file string, written map[string]data.Episode) {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		return // killed before the catalogue was created
	}
	c := openCatalog(t, file)
	defer c.Close()
	_, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		if want, ok := written[e.Title+e.Description]; !ok || want.GUID != e.GUID {
			t.Errorf("%q is in the catalogue with GUID %q and description %q, which no edition contains", e.Title, e.GUID, e.Description)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	checkVectors(t, c, slices.Collect(maps.Values(written)), false)
}

// checkWhole checks that the catalogue contains an edition with all vectors.
func checkWhole(t *testing.T, file string, edition []data.Episode) {
	t.Helper()
	c := openCatalog(t, file)
	defer c.Close()
	got := map[string]string{}
	_, err := c.Read(t.Context(), catalog.WithTranscripts, func(e catalog.Stored) error {
		got[e.GUID] = e.Title + e.Description
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(edition) {
		t.Errorf("%d episodes, want %d", len(got), len(edition))
	}
	for _, e := range edition {
		if got[e.GUID] != e.Title+e.Description {
			t.Errorf("%s is %q, want %q", e.GUID, got[e.GUID], e.Title+e.Description)
		}
	}
	checkVectors(t, c, edition, true)
}

// checkVectors checks that the stored vectors belong to their texts. With all, every text
// must have a vector.
func checkVectors(t *testing.T, c catalog.Store, list []data.Episode, all bool) {
	t.Helper()
	var texts []string
	var hashes [][32]byte
	for _, e := range list {
		for _, text := range embeddedTexts(e) {
			texts, hashes = append(texts, text), append(hashes, sha256.Sum256([]byte(text)))
		}
	}
	kept, err := c.Vectors(t.Context(), fmt.Sprintf("openai:honest@%d", endpointDimensions), hashes)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		v, ok := kept[hashes[i]]
		if all && !ok {
			t.Errorf("%q has no vector", text)
		}
		if ok && !parallel(v, vectorOf(text)) {
			t.Errorf("%q has the vector of another text", text)
		}
	}
}

// parallel reports whether one vector is a multiple of the other.
func parallel(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool {
		ratio := (x / y) / (a[0] / b[0])
		return ratio > 0.999 && ratio < 1.001
	})
}

// checkWork checks that each text was embedded once, except for one batch per kill.
func checkWork(t *testing.T, h *countingEndpoint, written map[string]data.Episode, killed int) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	needed := map[string]bool{}
	for _, e := range written {
		for _, text := range embeddedTexts(e) {
			needed[text] = true
		}
	}
	done, embedded := 0, withoutCalibration(h.texts)
	for text, n := range embedded {
		if done += n; !needed[text] {
			t.Errorf("embedded %q, which no episode contains", text)
		}
	}
	if again := done - len(embedded); again > killed*openai.DefaultMaxBatch {
		t.Errorf("%d texts were embedded again after %d kills, want at most a batch of %d each time", again, killed, openai.DefaultMaxBatch)
	}
	t.Logf("%d imports were killed; %d texts were embedded, %d of them again", killed, len(embedded), done-len(embedded))
}
