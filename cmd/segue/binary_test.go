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

// build builds the binary once for all tests and benchmarks. TestMain removes its
// directory.
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

// buildDir is the directory of the binary, or "" before it is built.
var buildDir string

func binary(t testing.TB) string {
	t.Helper()
	name, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// serverProcess is a process that runs "segue serve".
type serverProcess struct {
	*exec.Cmd
	url string
}

// startServer starts "segue serve" with the arguments on a free port, and waits until it
// listens. The test stops it.
func startServer(t testing.TB, args ...string) serverProcess {
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
			s := serverProcess{cmd, url}
			testenv.Wait(t, "the first answer to be possible", func() bool { return s.answers(t) })
			return s
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server ended before it listened")
	return serverProcess{}
}

// answers reports whether the first answer is possible.
func (s serverProcess) answers(t testing.TB) bool {
	t.Helper()
	res, err := http.Get(s.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// waitReady waits until the server has embedded all episodes.
func (s serverProcess) waitReady(t testing.TB) {
	t.Helper()
	testenv.Wait(t, "the server to be ready", func() bool { return s.ready(t) })
}

// ready reports whether the server has episodes and has embedded all of them.
func (s serverProcess) ready(t testing.TB) bool {
	t.Helper()
	res, err := http.Get(s.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	var body struct{ Episodes, Embedded int }
	decode(t, res, &body)
	return res.StatusCode == http.StatusOK && body.Episodes > 0 && body.Embedded == body.Episodes
}
