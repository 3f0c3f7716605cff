package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"segue/data/datatest"
	"segue/data/testenv"
)

// talks writes the first n talks of the shared data, or all if n is negative, as JSON
// lines. It returns the name of the file.
func talks(t testing.TB, n int) string {
	t.Helper()
	return sharedEpisodes(t, "pyvideo", n)
}

// sharedEpisodes writes the first n episodes of a set of the shared data, like talks.
func sharedEpisodes(t testing.TB, set string, n int) string {
	t.Helper()
	in, err := os.Open(datatest.Shared(t, "data", set, "episodes.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	name := filepath.Join(t.TempDir(), set+".jsonl")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for i := 0; lines.Scan() && i != n; i++ {
		if err := writeTalk(out, lines.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	return name
}

// writeTalk writes a talk as an episode. Its id becomes the GUID. It omits durations of
// weeks and empty speakers, which a few talks have.
func writeTalk(out io.Writer, line []byte) error {
	var talk struct {
		ID, Title, Description, Published, URL, Show string
		Tags, Speakers                               []string
		Duration                                     *float64 `json:"duration_seconds"`
	}
	if err := json.Unmarshal(line, &talk); err != nil {
		return err
	}
	speakers := slices.DeleteFunc(talk.Speakers, func(name string) bool { return strings.TrimSpace(name) == "" })
	episode := map[string]any{
		"guid": talk.ID, "title": talk.Title, "description": talk.Description, "published": talk.Published,
		"show": talk.Show, "tags": talk.Tags, "people": speakers,
	}
	if talk.Duration != nil && *talk.Duration < (24*time.Hour).Seconds() {
		episode["duration"] = *talk.Duration
	}
	if strings.HasPrefix(talk.URL, "http") {
		episode["url"] = talk.URL
	}
	return json.NewEncoder(out).Encode(episode)
}

// TestTalksAreListedWhileTheyAreImported imports talks into the catalogue of a running
// server and requests its list at the same time.
func TestTalksAreListedWhileTheyAreImported(t *testing.T) {
	t.Parallel()
	total := testenv.Times(3000, 13_883) // all talks
	lines := talks(t, total)
	file := filepath.Join(t.TempDir(), "segue.db")
	s := startServer(t, "--data", file)
	imported := make(chan error, 1)
	go func() {
		imported <- exec.Command(binary(t), "import", "--no-embed", "--data", file, lines).Run()
	}()
	var list struct{ Total int }
	for requests := 0; ; requests++ {
		select {
		case err := <-imported:
			if err != nil || requests == 0 {
				t.Fatalf("import: %v, with %d requests meanwhile", err, requests)
			}
			res, err := http.Get(s.url + "/v1/episodes?limit=20")
			if err != nil {
				t.Fatal(err)
			}
			decode(t, res, &list)
			if list.Total != total {
				t.Errorf("%d talks are listed, want %d", list.Total, total)
			}
			return
		default:
			before := list.Total
			if decode(t, getOK(t, s.url+"/v1/episodes?limit=20"), &list); list.Total < before {
				t.Fatalf("%d talks are listed after %d", list.Total, before)
			}
		}
	}
}

// getOK requests a URL. The status must be 200.
func getOK(t testing.TB, url string) *http.Response {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s", url, res.Status)
	}
	return res
}
