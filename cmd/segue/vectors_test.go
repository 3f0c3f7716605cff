package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segue/data/testenv"
)

// TestTheGoProgramInTheDocumentsLoadsAFile runs the program of docs/vectors.md with the
// arguments of the document, and compares its output.
func TestTheGoProgramInTheDocumentsLoadsAFile(t *testing.T) {
	const document = "../../docs/vectors.md"
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	_, program, _ := strings.Cut(string(text), "\n```go\n")
	program, _, found := strings.Cut(program, "\n```\n")
	all := commandsIn(t, document)
	at := slices.IndexFunc(all, func(c docCommand) bool { return strings.HasPrefix(c.command, "go run main.go demo.gob ") })
	if !found || at < 0 {
		t.Fatal("docs/vectors.md has no program, or does not run it")
	}
	dir := t.TempDir()
	source, file := filepath.Join(dir, "main.go"), filepath.Join(dir, "demo.gob")
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	segue(t, "vectors", "export", "--demo", file)
	// The program is outside of the module, but is built with its libraries.
	args := strings.Fields(all[at].command)[4:]
	out, err := exec.Command("go", slices.Concat([]string{"run", source, file}, args)...).CombinedOutput()
	if err != nil || !matches(all[at].output, string(out)) {
		t.Errorf("the program prints %s (%v), but the document has\n%s", out, err, strings.Join(all[at].output, "\n"))
	}
	if lines := strings.Count(program, "\n"); lines > 40 {
		t.Errorf("the program has %d lines; a short one is easier to read", lines)
	}
}

func TestAVectorsImportCanBeInterruptedWhileItWaitsForInput(t *testing.T) {
	data := breadCatalogue(t, 100)
	file := filepath.Join(t.TempDir(), "vectors.gob")
	segue(t, "vectors", "export", "--data", data, file)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary(t), "vectors", "import", "--data", data, "-")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	// A pipe holds fewer bytes, so the command has started to read.
	if _, err := stdin.Write(content[:len(content)-1]); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Signal(os.Interrupt)
	testenv.Receive(t, "the end of the import", ended)
	if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
		t.Errorf("exit code %d, want %d: %s", got, exitInterrupted, &stderr)
	}
}
