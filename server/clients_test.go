package server_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"segue/data/testenv"
)

// The generators of clients that must understand openapi.json, and a program that compares the
// document with the server.
const (
	goGenerator     = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2"
	pythonGenerator = "openapi-python-client==0.29.1"
	typeGenerator   = "openapi-typescript@7.13.0"
	typeChecker     = "typescript@5.9.2"
	schemathesis    = "schemathesis==4.32.5"
)

// clientDir returns a new folder with the document and the files of testdata/clients.
func clientDir(t *testing.T) string {
	t.Helper()
	if !testenv.Soak() {
		t.Skip("make soak generates clients; it downloads their generators")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "clients"))); err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "openapi.json"), document, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// runIn runs a program in a folder and returns its output. The test fails if the program does.
func runIn(t *testing.T, dir string, w *fixture, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SEGUE_URL="+w.url, "SEGUE_ADMIN_KEY="+adminKey, "PYTHONPATH="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// python returns the interpreter of a new environment with packages.
func python(t *testing.T, dir string, w *fixture, packages ...string) string {
	t.Helper()
	runIn(t, dir, w, testenv.Command(t, "soak", "python3"), "-m", "venv", "venv")
	path := filepath.Join(dir, "venv", "bin", "python")
	runIn(t, dir, w, path, append([]string{"-m", "pip", "install", "-q"}, packages...)...)
	return path
}

func TestAGeneratedGoClientWorks(t *testing.T) {
	dir, w := clientDir(t), newFixture(t, nil)
	if err := os.Mkdir(filepath.Join(dir, "segue"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "main.go.txt"), filepath.Join(dir, "main.go")); err != nil {
		t.Fatal(err)
	}
	runIn(t, dir, w, "go", "mod", "init", "client")
	runIn(t, dir, w, "go", "run", goGenerator, "-generate", "types,client", "-package", "segue", "-o", "segue/segue.go", "openapi.json")
	runIn(t, dir, w, "go", "mod", "tidy")
	if out := runIn(t, dir, w, "go", "run", "."); strings.TrimSpace(out) != "ok" {
		t.Errorf("the client prints %s", out)
	}
}

func TestAGeneratedPythonClientWorks(t *testing.T) {
	dir, w := clientDir(t), newFixture(t, nil)
	path := python(t, dir, w, pythonGenerator)
	runIn(t, dir, w, filepath.Join(filepath.Dir(path), "openapi-python-client"), "generate", "--path", "openapi.json", "--output-path", "client", "--meta", "none")
	if err := os.Rename(filepath.Join(dir, "client"), filepath.Join(dir, "segue_client")); err != nil {
		t.Fatal(err)
	}
	operations := 0
	for range committed(t).operations() {
		operations++
	}
	if files := modules(t, filepath.Join(dir, "segue_client", "api")); files != operations {
		t.Errorf("the client has %d operations, want %d", files, operations)
	}
	if out := runIn(t, dir, w, path, "use.py"); strings.TrimSpace(out) != "ok" {
		t.Errorf("the client prints %s", out)
	}
}

// modules counts the modules of a package, without those that only mark a package.
func modules(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".py" && d.Name() != "__init__.py" {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestGeneratedTypeScriptTypesAreCorrect(t *testing.T) {
	dir, w := clientDir(t), newFixture(t, nil)
	npm := testenv.Command(t, "soak", "npm")
	runIn(t, dir, w, npm, "exec", "--yes", "--package="+typeGenerator, "--", "openapi-typescript", "openapi.json", "-o", "segue.d.ts")
	runIn(t, dir, w, npm, "exec", "--yes", "--package="+typeChecker, "--", "tsc", "--noEmit", "--strict", "use.ts")
}

// TestTheServerAcceptsWhatItsDocumentDescribes sends valid requests that schemathesis derives from
// the document. It leaves out bodies that are not JSON, and feeds, which would have to exist.
func TestTheServerAcceptsWhatItsDocumentDescribes(t *testing.T) {
	dir, w := clientDir(t), newFixture(t, nil)
	path := python(t, dir, w, schemathesis)
	cmd := exec.CommandContext(t.Context(), filepath.Join(filepath.Dir(path), "schemathesis"), "run", w.url+"/openapi.json",
		"--checks", "all", "--header", "Authorization: Bearer "+adminKey, "--max-examples", "30", "--phases", "examples,coverage,fuzzing", "--no-color",
		"--mode", "positive", "--seed", "1", "--exclude-operation-id", "put-episodes", "--exclude-operation-id", "add-feed", "--exclude-operation-id", "import-feeds")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
