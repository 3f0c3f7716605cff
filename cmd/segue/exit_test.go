package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestExitCodes runs processes, because the built-in model is several times slower with the
// race detector.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"good.jsonl": `{"title":"Rye","show":"Crumb Radio"}`,
		"bad.jsonl":  "{}\n" + `{"title":"Rye","show":"Crumb Radio"}`,
		"prose.txt":  "A letter.",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	used, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer used.Close()
	for _, tt := range []struct {
		args string
		want int
	}{
		{"--help", exitOK},
		{"episodes --demo --limit 1", exitOK},
		{"import --no-embed --data exit.db good.jsonl", exitOK},
		{"export --data exit.db -o out.jsonl", exitOK},
		{"reindex --data exit.db", exitOK},
		{"model list --data exit.db", exitOK},
		{"model use --data exit.db builtin --force", exitOK},
		{"model prune --data exit.db", exitOK},
		{"suggest --demo zeppelin", exitOK},
		{"people --demo --limit 1", exitOK},
		{"recommend --demo --text banks", exitOK},
		{"search --demo --embedder openai --embed-url http://127.0.0.1:1 --embed-model m banks", exitOK},

		{"search --data none.db x", exitFailure},
		{"similar --demo unknown", exitFailure},
		{"recommend --demo --like unknown", exitFailure},
		{"people --demo unknown", exitFailure},
		{"reindex --data none.db", exitFailure},
		{"model list --data none.db", exitFailure},
		{"model back --data exit.db", exitFailure},
		{"model drop --data exit.db builtin --yes", exitFailure},
		{"import --no-embed missing.txt", exitFailure},
		{"import --no-embed --data exit.db prose.txt", exitFailure},
		{"import --no-embed --data exit.db good.jsonl missing.txt", exitFailure},
		{"export --demo -o no/such/folder.jsonl", exitFailure},
		{"eval no-set", exitFailure},
		{"serve --addr " + used.Addr().String(), exitFailure},

		{"", exitUsage},
		{"serch x", exitUsage},
		{"search --demo", exitUsage},
		{"search --demo --limit 0 x", exitUsage},
		{"search --demo --limit 99 x", exitUsage},
		{"search --demo --threshold 2 x", exitUsage},
		{"search --demo --semantic-ratio 2 x", exitUsage},
		{"search --demo --collapse all x", exitUsage},
		{"similar --demo --half-life-days 0 x", exitUsage},
		{"recommend --demo", exitUsage},
		{"recommend --demo " + strings.Repeat("--like x ", 21), exitUsage},
		{"suggest --demo --limit 0 x", exitUsage},
		{"people --demo --offset=-1", exitUsage},
		{"similar --demo --offset=-1 x", exitUsage},
		{"episodes --demo --limit=-3", exitUsage},
		{"episodes --demo --cursor nonsense", exitUsage},
		{"serve --addr foo", exitUsage},
		{"serve --demo --addr 127.0.0.1:0 --trusted-proxies all", exitUsage},
		{"search --demo --embedder openai --embed-dimensions=-1 x", exitUsage},
		{"export --data exit.db -o exit.db", exitUsage},
		{"model", exitUsage},
		{"model use --data exit.db", exitUsage},
		{"model diff --data exit.db", exitUsage},
		{"model build --data exit.db unknown", exitUsage},
		{"model diff --data exit.db builtin --limit=-1", exitUsage},
		{"model diff --data exit.db builtin --sample=-1", exitUsage},
		{"model drop --data exit.db", exitUsage},
		{"search --demo --embedder cohere x", exitUsage},

		{"import --no-embed --data exit.db bad.jsonl", exitPartial},
	} {
		t.Run(fmt.Sprintf("segue %s exits with %d", tt.args, tt.want), func(t *testing.T) {
			cmd := exec.Command(binary(t), strings.Fields(tt.args)...)
			cmd.Dir = dir
			out, _ := cmd.CombinedOutput()
			if got := cmd.ProcessState.ExitCode(); got != tt.want {
				t.Errorf("exit code %d, want %d; it prints: %s", got, tt.want, out)
			}
		})
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "segue.db*")); len(left) > 0 {
		t.Errorf("a failed command created %q", left)
	}
}
