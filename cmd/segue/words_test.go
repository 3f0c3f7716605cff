package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"segue/server/api"
)

// two are two episodes as JSON lines.
const two = `{"title":"Rye","show":"Crumb Radio","description":"Dark bread with a zeppelin."}
{"title":"Wheat","show":"Crumb Radio","description":"Bright bread."}
`

// runCommand runs a command in this process.
func runCommand(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func TestCommandsWorkWhileAServerUsesTheWordIndex(t *testing.T) {
	file := filepath.Join(t.TempDir(), "segue.db")
	s := startServer(t, "--data", file)
	if code, _, stderr := runCommand(two, "import", "--data", file, "-"); code != exitOK {
		t.Fatalf("import: exit code %d: %s", code, stderr)
	}
	s.waitReady(t)
	var found api.SearchBody
	decode(t, getOK(t, s.url+"/v1/search?q=zeppelin&limit=1"), &found)
	if len(found.Results) != 1 || found.Results[0].Episode.ID != "rye" {
		t.Errorf("the server found %+v", found.Results)
	}
	out := segue(t, "search", "--data", file, "--semantic-ratio", "0", "--json", "zeppelin")
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found.Results) != 1 {
		t.Errorf("search while the server runs: %s", out)
	}
	code, _, stderr := runCommand("", "reindex", "--data", file)
	if code != exitFailure || !strings.Contains(stderr, "another process has opened this index") || !strings.Contains(stderr, "hint: stop the server") {
		t.Errorf("reindex while the server runs: exit code %d: %s", code, stderr)
	}
	s.Process.Kill()
	s.Wait()
	if out := segue(t, "reindex", "--data", file); out != "2 episodes indexed\n" {
		t.Errorf("reindex after the server was killed: %q", out)
	}
}

func TestSearchUsesWordsIfTheModelFails(t *testing.T) {
	m := &modelEndpoint{texts: map[string]int{}}
	endpoint := httptest.NewServer(m)
	file := filepath.Join(t.TempDir(), "segue.db")
	flags := []string{"--data", file, "--embedder", "openai", "--embed-url", endpoint.URL + "/v1", "--embed-model", "m", "--embed-dimensions", "2"}
	if code, _, stderr := runCommand(two, append([]string{"import", "-"}, flags...)...); code != exitOK {
		t.Fatalf("import: exit code %d: %s", code, stderr)
	}
	endpoint.Close()
	code, out, stderr := runCommand("", append([]string{"search", "--json", "zeppelin"}, flags...)...)
	if code != exitOK || !strings.Contains(out, `"id":"rye"`) || !strings.Contains(out, `"mode":"keyword"`) {
		t.Errorf("search: exit code %d: %s", code, out)
	}
	if !strings.Contains(stderr, "segue: answered with words only: ") || strings.Contains(stderr, "have no vectors") {
		t.Errorf("search prints to stderr: %s", stderr)
	}
	code, out, stderr = runCommand("", append([]string{"similar", "--json", "rye"}, flags...)...)
	if code != exitOK || !strings.Contains(out, `"mode":"hybrid"`) || stderr != "" {
		t.Errorf("similar, which needs no model: exit code %d, stdout %s, stderr %q", code, out, stderr)
	}
}
