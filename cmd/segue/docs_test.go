package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"segue/data/testenv"
	"segue/embed/embedtest"
)

// docCommand is a command in a document and its expected output.
type docCommand struct {
	file    string
	line    int
	command string
	output  []string
}

// skippedCommands start a server, install something or run the tests. Other tests cover
// them.
var skippedCommands = regexp.MustCompile(`^(make( |$)|git clone|\.ci/run|segue serve|npm |apt-get |go run |go test )`)

// progressLine is a line of progress, which a command prints if it takes longer than 15 seconds.
var progressLine = regexp.MustCompile(`(?m)^segue: .*(: \d+( of \d+ \(\d+ %\))? in| for) [0-9hms]+(, about .* left)?\n`)

// TestEveryCommandInTheDocumentsRuns runs the "$ ..." lines of all console blocks and
// compares the output. Each document has its own directory. The line "…" matches any
// lines. The address of the default server is replaced by a server with the bundled
// catalogue, and https://crumb.example by a host with a feed.
func TestEveryCommandInTheDocumentsRuns(t *testing.T) {
	if testenv.OnlyGo() {
		t.Skip("-short uses only Go, and the documents use a shell and curl")
	}
	t.Parallel()
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	server := startServer(t, "--demo")
	server.waitReady(t)
	endpoint := startEndpoint(t)
	addresses := strings.NewReplacer("http://127.0.0.1:8080", server.url, "http://127.0.0.1:11434", endpoint, "https://crumb.example", startFeed(t, 7).URL)
	ran := 0
	for _, document := range append(documents, "../../README.md", "../../CONTRIBUTING.md") {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "archive.txt"), []byte(samplePage), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, s := range commandsIn(t, document) {
			if skippedCommands.MatchString(s.command) {
				continue
			}
			ran++
			cmd := exec.Command("bash", "-c", addresses.Replace(s.command))
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(binary(t))+":"+os.Getenv("PATH"),
				"SEGUE_EMBED_URL="+endpoint, "SEGUE_KEY=secret", "SEGUE_ALLOW_PRIVATE_FEEDS=true")
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%s:%d: %s: %v\n%s", s.file, s.line, s.command, err, out)
				continue
			}
			out = progressLine.ReplaceAll(out, nil)
			if len(s.output) > 0 && !matches(s.output, string(out)) {
				t.Errorf("%s:%d: %s prints\n%s\nbut the document has\n%s", s.file, s.line, s.command, out, strings.Join(s.output, "\n"))
			}
		}
	}
	if ran == 0 {
		t.Error("no commands in the documents")
	}
}

// startEndpoint starts an endpoint with the embeddings API of OpenAI. It returns the
// address.
func startEndpoint(t testing.TB) string {
	t.Helper()
	model := embedtest.NewHashing(256)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil || r.URL.Path != "/v1/embeddings" {
			http.Error(w, "unexpected request", http.StatusBadRequest)
			return
		}
		type item struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		answer := struct {
			Data []item `json:"data"`
		}{}
		vectors, err := model.Embed(r.Context(), request.Input)
		if err != nil {
			return // the client has disconnected
		}
		for i, v := range vectors {
			answer.Data = append(answer.Data, item{i, v})
		}
		json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// samplePage is the archive.txt of the documents.
const samplePage = `Crumb Archives - Crumb Radio
Latest episodes

Mar 5, 2019 • 31min
Baking Bread with Ada Miller
Sourdough needs flour, water, salt and patience. Ada explains how a starter lives.

Mar 1, 2019 • 1h 2min
Milling Grain at Home
A stone mill fits on a table. We compare three of them.
`

func commandsIn(t *testing.T, document string) []docCommand {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var all []docCommand
	block := ""
	for i, line := range strings.Split(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			block = line
		case block == "```console" && strings.HasPrefix(line, "$ "):
			all = append(all, docCommand{file: document, line: i + 1, command: line[2:]})
		case block == "```console" && len(all) > 0:
			all[len(all)-1].output = append(all[len(all)-1].output, line)
		case block == "```sh" && !skippedCommands.MatchString(line):
			t.Errorf("%s:%d: no test runs %q; use a console block", document, i+1, line)
		}
	}
	return all
}

// matches compares output line by line. The line "…" matches any lines, and "…" in a
// line matches any text.
func matches(want []string, got string) bool {
	pattern := "^"
	for _, line := range want {
		if line == "…" {
			pattern += `(.*\n)*?`
			continue
		}
		pattern += strings.ReplaceAll(regexp.QuoteMeta(strings.TrimRight(line, " ")), "…", ".*") + `[ ]*\n`
	}
	return regexp.MustCompile(pattern + "$").MatchString(strings.TrimRight(got, "\n") + "\n")
}

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		want []string
		got  string
		ok   bool
	}{
		{[]string{"a", "b"}, "a\nb\n", true},
		{[]string{"a"}, "a\nb\n", false},
		{[]string{"a", "…"}, "a\nb\nc\n", true},
		{[]string{"took … ms"}, "took 12 ms\n", true},
		{[]string{"…", "c"}, "a\nb\nd\n", false},
	} {
		t.Run(fmt.Sprint(tt.want, tt.got), func(t *testing.T) {
			if got := matches(tt.want, tt.got); got != tt.ok {
				t.Errorf("matches = %v, want %v", got, tt.ok)
			}
		})
	}
}

// TestEveryVariableIsDocumented compares docs/configuration.md with the flags of the
// server.
func TestEveryVariableIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	help := segue(t, "serve", "--help")
	names := regexp.MustCompile(`SEGUE_[A-Z_]+`).FindAllString(help, -1)
	if len(names) < 8 {
		t.Fatalf("the help contains only %q", names)
	}
	for _, name := range names {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/configuration.md does not explain %s", name)
		}
	}
}
