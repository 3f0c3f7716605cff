package main

import (
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/datatest"
	"segue/data/testenv"
)

// engineServer is a server with the engine that it names.
type engineServer struct {
	serverProcess
	name string
}

// answer returns the body of an answer. It checks that the answer names the engine if it
// compared vectors.
func (s engineServer) answer(t *testing.T, method, path, body string, comparesVectors bool) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v: %s", path, res.Status, err, got)
	}
	want := `^words;dur=[\d.]+, rank;dur=[\d.]+, total;dur=[\d.]+$`
	if comparesVectors {
		want = `^words;dur=[\d.]+, (embed;dur=[\d.]+, )?retrieval;desc="` + s.name + `";dur=[\d.]+, rank;dur=[\d.]+, total;dur=[\d.]+$`
	}
	if timing := res.Header.Get("Server-Timing"); !regexp.MustCompile(want).MatchString(timing) {
		t.Errorf("%s has Server-Timing %q, want %s", path, timing, want)
	}
	return string(got)
}

// startEngine starts a server of an embedded catalogue, which must name the engine.
func startEngine(t *testing.T, engine, name string, flags []string) engineServer {
	t.Helper()
	s := engineServer{startServer(t, append([]string{"--engine", engine}, flags...)...), name}
	s.waitReady(t)
	var ready struct{ Engine string }
	if err := json.Unmarshal([]byte(get(t, s.url+"/readyz")), &ready); err != nil || ready.Engine != name {
		t.Errorf("with --engine %s, /readyz names %q, want %q; %v", engine, ready.Engine, name, err)
	}
	return s
}

func TestAServerNamesTheEngineAndAnswersTheSameWithEach(t *testing.T) {
	t.Parallel()
	_, hashing := startOther(t)
	for _, tt := range []struct {
		name string
		// file has episodes, of which query finds some. Flags select the model.
		file  func(*testing.T) string
		flags []string
		query string
		// auto is the engine that auto selects.
		auto string
	}{
		{"the archive page with the built-in model", func(t *testing.T) string { return datatest.SeedPage(t) }, nil, "payments", "chromem"},
		{"a podcast below the limit", func(t *testing.T) string { return sharedEpisodes(t, "gcppodcast", -1) }, hashing, "kubernetes", "chromem"},
		{"talks above the limit", func(t *testing.T) string { return talks(t, 1500) }, hashing, "database", "packed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			flags := append([]string{"--data", filepath.Join(t.TempDir(), "segue.db")}, tt.flags...)
			if code, _, stderr := runCommand("", append([]string{"import", "--no-embed", tt.file(t)}, flags[:2]...)...); code != exitOK {
				t.Fatalf("import: exit code %d: %s", code, stderr)
			}
			first := startEngine(t, "auto", tt.auto, flags)
			waitCalibrated(t, first.url, tt.query)
			id := newestEpisode(t, first.url)
			for _, engine := range []string{"chromem", "packed"} {
				other := startEngine(t, engine, engine, flags)
				for _, request := range []struct {
					method, path, body string
					comparesVectors    bool
				}{
					{"GET", "/v1/search?explain=true&q=" + tt.query, "", true},
					{"GET", "/v1/search?semantic_ratio=0&q=" + tt.query, "", false},
					{"GET", "/v1/episodes/" + id + "/similar?explain=true&limit=20", "", true},
					{"GET", "/v1/similar?id=" + id, "", true},
					{"GET", "/v1/related.html?id=" + id, "", true},
					{"POST", "/v1/recommend?explain=true", `{"liked": ["` + id + `"], "text": "` + tt.query + `"}`, true},
				} {
					want := first.answer(t, request.method, request.path, request.body, request.comparesVectors)
					got := other.answer(t, request.method, request.path, request.body, request.comparesVectors)
					if d := cmp.Diff(want, got); d != "" {
						t.Errorf("%s %s (-%s +%s):\n%s", request.method, request.path, tt.auto, engine, d)
					}
				}
			}
		})
	}
}

// waitCalibrated waits until a server has measured its catalogue after embedding it. Results of
// a search then have a confidence.
func waitCalibrated(t *testing.T, url, query string) {
	t.Helper()
	testenv.Wait(t, "the calibration of the catalogue", func() bool {
		return strings.Contains(get(t, url+"/v1/search?q="+query), `"confidence"`)
	})
}

// newestEpisode returns the id of the newest episode of a server.
func newestEpisode(t *testing.T, url string) string {
	t.Helper()
	var list struct{ Episodes []struct{ ID string } }
	if decode(t, getOK(t, url+"/v1/episodes?limit=1"), &list); len(list.Episodes) != 1 {
		t.Fatalf("%d episodes, want 1", len(list.Episodes))
	}
	return list.Episodes[0].ID
}

func TestAnUnknownEngineIsRefused(t *testing.T) {
	for _, args := range [][]string{
		{"serve", "--demo"}, {"search", "--demo", "a"}, {"similar", "--demo", "a"}, {"recommend", "--demo", "--text", "a"}, {"doctor"},
		{"eval", "--demo", "--from-catalogue"}, {"export", "site", "--demo", "--out", t.TempDir()}, {"model", "diff", "builtin"},
	} {
		code, _, stderr := runCommand("", append(args, "--engine", "fast")...)
		if want := `unknown engine "fast"; use "auto", "chromem" or "packed"`; code != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("segue %v: exit code %d, %s", args, code, stderr)
		}
	}
}

func TestTheEngineCanBeSetByAVariable(t *testing.T) {
	t.Setenv("SEGUE_ENGINE", "packed")
	s := startServer(t, "--demo")
	s.waitReady(t)
	if body := get(t, s.url+"/readyz"); !strings.Contains(body, `"engine":"packed"`) {
		t.Errorf("/readyz returns %s", body)
	}
	t.Setenv("SEGUE_ENGINE", "fast")
	if code, _, stderr := runCommand("", "search", "--demo", "a"); code != exitUsage || !strings.Contains(stderr, "SEGUE_ENGINE") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
