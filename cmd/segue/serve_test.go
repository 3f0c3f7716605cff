package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func decode(t testing.TB, res *http.Response, into any) {
	t.Helper()
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%s %s: %v in %q", res.Request.URL, res.Status, err, body)
	}
}

func get(t testing.TB, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s, %v: %s", url, res.Status, err, body)
	}
	return string(body)
}

func TestTheServerAndTheCommandLineReturnTheSame(t *testing.T) {
	s := startServer(t, "--demo")
	s.waitReady(t)
	for path, args := range map[string][]string{
		"/v1/search?q=payments+api&limit=3&explain=true":                                                     {"search", "--demo", "--json", "--limit", "3", "--explain", "payments", "api"},
		"/v1/episodes/graalvm-with-thomas-wuerthinger/similar":                                               {"similar", "--demo", "--json", "graalvm-with-thomas-wuerthinger"},
		"/v1/episodes/graalvm-with-thomas-wuerthinger":                                                       {"episodes", "--demo", "--json", "graalvm-with-thomas-wuerthinger"},
		"/v1/search?q=kuberntes&semantic_ratio=0.3&diversity=0.4&recency=0.2&half_life_days=30&explain=true": {"search", "--demo", "--json", "--explain", "--semantic-ratio", "0.3", "--diversity", "0.4", "--recency", "0.2", "--half-life-days", "30", "kuberntes"},
		"/v1/search?q=payments&collapse=show":                                                                {"search", "--demo", "--json", "--collapse", "show", "payments"},
		"/v1/people?limit=3&offset=1&type=full":                                                              {"people", "--demo", "--json", "--limit", "3", "--offset", "1", "--type", "full"},
		"/v1/people/venkat-yalla":                                                                            {"people", "--demo", "--json", "Venkat Yalla"},
		"/v1/suggest?q=kube":                                                                                 {"suggest", "--demo", "--json", "kube"},
		"/v1/episodes?limit=2&sort=published":                                                                {"episodes", "--demo", "--json", "--limit", "2", "--sort", "published"},
		"/v1/similar?id=graalvm-with-thomas-wuerthinger&published_before=2018-07-01T00:00:00Z":               {"similar", "--demo", "--json", "--published-before", "2018-07-01", "graalvm-with-thomas-wuerthinger"},
	} {
		out, err := exec.Command(binary(t), args...).Output()
		if err != nil {
			t.Fatalf("segue %v: %v", args, err)
		}
		if d := cmp.Diff(string(out), get(t, s.url+path)); d != "" {
			t.Errorf("%s (-command line +HTTP):\n%s", path, d)
		}
	}
}

func TestTheServerAndTheCommandLineRecommendTheSame(t *testing.T) {
	s := startServer(t, "--demo")
	s.waitReady(t)
	out := segue(t, "recommend", "--demo", "--json", "--explain", "--diversity", "0.2", "--text", "payments",
		"--like", "graalvm-with-thomas-wuerthinger", "--dislike", "klarna-engineering-with-marcus-granstrom")
	res, err := http.Post(s.url+"/v1/recommend?explain=true&diversity=0.2", "application/json", strings.NewReader(
		`{"liked": ["graalvm-with-thomas-wuerthinger"], "disliked": ["klarna-engineering-with-marcus-granstrom"], "text": "payments"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if d := cmp.Diff(out, string(body)); d != "" || err != nil {
		t.Errorf("%v (-command line +HTTP):\n%s", err, d)
	}
}

func TestServeStopsOnASignalAndLeavesNoFiles(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		s := startServer(t, "--demo")
		get(t, s.url+"/v1/episodes")
		if err := s.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := s.Wait(); err != nil {
			t.Errorf("after %v: %v", signal, err)
		}
		if left, _ := filepath.Glob(filepath.Join(s.Dir, "*")); len(left) > 0 {
			t.Errorf("files after %v: %v", signal, left)
		}
	}
}

func TestAServerNoticesImportsOfAnotherProcess(t *testing.T) {
	file := filepath.Join(t.TempDir(), "segue.db")
	s := startServer(t, "--data", file)
	cmd := exec.Command(binary(t), "import", "--data", file, "-")
	cmd.Stdin = strings.NewReader(`{"title":"Rye bread","show":"Crumb Radio","description":"Rye, water and salt."}` + "\n" +
		`{"title":"Wheat bread","show":"Crumb Radio","description":"Wheat, water and yeast."}` + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s.waitReady(t)
	if body := get(t, s.url+"/v1/episodes/rye-bread/similar"); !strings.Contains(body, `"id":"wheat-bread"`) {
		t.Errorf("similar to the imported episode: %s", body)
	}
}
