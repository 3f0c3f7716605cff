package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"segue/data/testenv"
)

// build makes the real binary once for all tests and benchmarks that need one;
// TestMain removes its folder.
var build = sync.OnceValues(func() (string, error) {
	var err error
	if buildDir, err = os.MkdirTemp("", "segue-test-"); err != nil {
		return "", err
	}
	name := filepath.Join(buildDir, "segue")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", name, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return name, nil
})

// buildDir is empty until there is a binary.
var buildDir string

func binary(t testing.TB) string {
	t.Helper()
	name, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// serving is a real server process.
type serving struct {
	*exec.Cmd
	url string
}

// startServer starts "segue serve" with further arguments on a free port and
// returns as soon as it listens. It is stopped with the test.
func startServer(t testing.TB, args ...string) serving {
	t.Helper()
	cmd := exec.Command(binary(t), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir = t.TempDir()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if _, url, ok := strings.Cut(lines.Text(), "listening on "); ok {
			go func() { // the process must not block on a full pipe
				for lines.Scan() {
				}
			}()
			return serving{cmd, url}
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server ended before it listened")
	return serving{}
}

// waitReady returns when the server has embedded all its episodes.
func (s serving) waitReady(t testing.TB) {
	t.Helper()
	testenv.Wait(t, "the server to be ready", func() bool { return s.ready(t) })
}

// ready reports whether the server has embedded all it has, which is something.
func (s serving) ready(t testing.TB) bool {
	t.Helper()
	res, err := http.Get(s.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	var body struct{ Episodes, Embedded int }
	decode(t, res, &body)
	return res.StatusCode == http.StatusOK && body.Episodes > 0 && body.Embedded == body.Episodes
}
