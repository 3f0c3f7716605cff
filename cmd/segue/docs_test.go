package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shown is a command in a document with the output that the document shows.
type shown struct {
	file    string
	line    int
	command string
	output  []string
}

// notRun are commands that start a server or this very test; others test them.
var notRun = regexp.MustCompile(`^(make( |$)|git clone|\.ci/run|segue serve|npm |apt-get |go run |go test )`)

// TestEveryCommandInTheDocumentsRuns runs the "$ ..." lines of all console
// blocks, one document after the other in a directory of its own, and compares
// what they print with what is shown. A line "…" stands for any lines. Addresses
// of the default server go to a server with the bundled catalogue.
func TestEveryCommandInTheDocumentsRuns(t *testing.T) {
	documents, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	server := startServer(t, "--demo")
	server.waitReady(t)
	ran := 0
	for _, document := range append(documents, "../../README.md", "../../CONTRIBUTING.md") {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "archive.txt"), []byte(samplePage), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, s := range commandsIn(t, document) {
			if notRun.MatchString(s.command) {
				continue
			}
			ran++
			cmd := exec.Command("bash", "-c", strings.ReplaceAll(s.command, "http://127.0.0.1:8080", server.url))
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(binary(t))+":"+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%s:%d: %s: %v\n%s", s.file, s.line, s.command, err, out)
				continue
			}
			if len(s.output) > 0 && !matches(s.output, string(out)) {
				t.Errorf("%s:%d: %s prints\n%s\nbut the document shows\n%s", s.file, s.line, s.command, out, strings.Join(s.output, "\n"))
			}
		}
	}
	if ran == 0 {
		t.Error("the documents show no command")
	}
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

func commandsIn(t *testing.T, document string) []shown {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var all []shown
	inside := false
	for i, line := range strings.Split(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console"
		case inside && strings.HasPrefix(line, "$ "):
			all = append(all, shown{file: document, line: i + 1, command: line[2:]})
		case inside && len(all) > 0:
			all[len(all)-1].output = append(all[len(all)-1].output, line)
		}
	}
	return all
}

// matches compares line by line, where "…" alone stands for any lines and within
// a line for any text.
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

// TestTheConfigurationTableHasEveryVariable holds the README's table to the
// flags of the server.
func TestTheConfigurationTableHasEveryVariable(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	help := segue(t, "serve", "--help")
	names := regexp.MustCompile(`SEGUE_[A-Z_]+`).FindAllString(help, -1)
	if len(names) < 8 {
		t.Fatalf("help names only %q", names)
	}
	for _, name := range names {
		if !strings.Contains(string(readme), "`"+name+"`") {
			t.Errorf("README.md does not explain %s", name)
		}
	}
}
