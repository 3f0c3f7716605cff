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

// two are episodes as "segue import" reads them.
const two = `{"title":"Rye","show":"Crumb Radio","description":"Dark bread with a zeppelin."}
{"title":"Wheat","show":"Crumb Radio","description":"Bright bread."}
`

// running runs a command in this process.
func running(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func TestCommandsWorkBesideAServerThatKeepsTheWords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "segue.db")
	s := startServer(t, "--data", file)
	if code, _, said := running(two, "import", "--data", file, "-"); code != exitOK {
		t.Fatalf("import ended with %d: %s", code, said)
	}
	s.waitReady(t)
	var found api.SearchBody
	decode(t, must(t, s.url+"/v1/search?q=zeppelin&limit=1"), &found)
	if len(found.Results) != 1 || found.Results[0].Episode.ID != "rye" {
		t.Errorf("the server finds %+v", found.Results)
	}
	out := segue(t, "search", "--data", file, "--semantic-ratio", "0", "--json", "zeppelin")
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found.Results) != 1 {
		t.Errorf("beside the server, search prints %s", out)
	}
	code, _, said := running("", "reindex", "--data", file)
	if code != exitFailure || !strings.Contains(said, "another process has opened this index") || !strings.Contains(said, "hint: stop the server") {
		t.Errorf("reindex beside a server ended with %d: %s", code, said)
	}
	s.Process.Kill()
	s.Wait()
	if out := segue(t, "reindex", "--data", file); out != "2 episodes indexed\n" {
		t.Errorf("reindex after the server was killed says %q", out)
	}
}

func TestWordsAnswerWhereTheModelFails(t *testing.T) {
	m := &model{texts: map[string]int{}}
	endpoint := httptest.NewServer(m)
	file := filepath.Join(t.TempDir(), "segue.db")
	flags := []string{"--data", file, "--embedder", "openai", "--embed-url", endpoint.URL + "/v1", "--embed-model", "m", "--embed-dimensions", "2"}
	if code, _, said := running(two, append([]string{"import", "-"}, flags...)...); code != exitOK {
		t.Fatalf("import ended with %d: %s", code, said)
	}
	endpoint.Close()
	code, out, said := running("", append([]string{"search", "--json", "zeppelin"}, flags...)...)
	if code != exitOK || !strings.Contains(out, `"id":"rye"`) || !strings.Contains(out, `"mode":"keyword"`) {
		t.Errorf("search ended with %d and prints %s", code, out)
	}
	if !strings.Contains(said, "segue: answered by words alone: ") || strings.Contains(said, "no vectors yet") {
		t.Errorf("search says %s", said)
	}
	code, out, said = running("", append([]string{"similar", "--json", "rye"}, flags...)...)
	if code != exitOK || !strings.Contains(out, `"mode":"hybrid"`) || said != "" {
		t.Errorf("similar, which needs no model, ended with %d, prints %s and says %q", code, out, said)
	}
}
