package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"segue/data/testenv"
	"segue/recommend/calibrate"
)

// modelEndpoint is an OpenAI-compatible endpoint that counts how often it has embedded
// each text.
type modelEndpoint struct {
	// vectorOf embeds a text. If it is nil, all texts have the same vector.
	vectorOf func(string) []float32

	mu       sync.Mutex
	texts    map[string]int
	requests int
	// The request with the number at is passed to handle; 0 means none.
	at     int
	handle func(*http.Request)
}

// interrupt passes a later request to do: 1 is the next one.
func (m *modelEndpoint) interrupt(at int, do func(*http.Request)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at, m.handle = m.requests+at, do
}

// embedded returns how often each text was embedded, without the texts of package calibrate.
func (m *modelEndpoint) embedded() map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return withoutCalibration(maps.Clone(m.texts))
}

// withoutCalibration deletes the texts that measure a catalogue. They are embedded whenever it
// has grown by a quarter, and their vectors are not kept.
func withoutCalibration(texts map[string]int) map[string]int {
	for _, text := range calibrate.Texts() {
		delete(texts, text)
	}
	return texts
}

func (m *modelEndpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	// The server only detects the end of the connection after the whole body was read.
	body, err := io.ReadAll(r.Body)
	var request struct{ Input []string }
	if err := errors.Join(err, json.Unmarshal(body, &request)); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if m.requests++; m.requests == m.at {
		m.handle(r)
		return
	}
	for _, text := range request.Input {
		m.texts[text]++
	}
	type vector struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []vector
	for i, text := range request.Input {
		v := []float32{1, 0}
		if m.vectorOf != nil {
			v = m.vectorOf(text)
		}
		data = append(data, vector{i, v})
	}
	json.NewEncoder(w).Encode(map[string]any{"data": data})
}

func TestAnInterruptedImportContinuesWithoutEmbeddingTwice(t *testing.T) {
	const episodes = 100 // more than one request
	var lines strings.Builder
	for i := range episodes {
		fmt.Fprintf(&lines, `{"title":"Bread %d","show":"Crumb Radio","description":"Loaf number %d."}`+"\n", i, i)
	}
	m := &modelEndpoint{texts: map[string]int{}}
	endpoint := httptest.NewServer(m)
	defer endpoint.Close()
	file := filepath.Join(t.TempDir(), "segue.db")
	importing := func() *exec.Cmd {
		cmd := exec.Command(binary(t), "import", "--data", file, "-", "--embedder", "openai",
			"--embed-url", endpoint.URL+"/v1", "--embed-model", "m", "--embed-dimensions", "2")
		cmd.Stdin = strings.NewReader(lines.String())
		return cmd
	}

	started := make(chan *os.Process, 1)
	m.interrupt(2, func(r *http.Request) {
		process := <-started
		process.Signal(os.Interrupt)
		<-r.Context().Done()
	})
	first := importing()
	var stderr bytes.Buffer
	first.Stderr = &stderr
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	started <- first.Process
	first.Wait()
	if got := first.ProcessState.ExitCode(); got != exitInterrupted || !strings.Contains(stderr.String(), "finished work is kept") {
		t.Fatalf("exit code %d after an interrupt, want %d: %s", got, exitInterrupted, &stderr)
	}
	if n := len(m.embedded()); n == 0 || n >= episodes {
		t.Fatalf("%d texts were embedded before the interrupt", n)
	}
	if out, err := importing().CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	times := m.embedded()
	for text, n := range times {
		if n != 1 {
			t.Errorf("embedded %d times: %q", n, text)
		}
	}
	if len(times) != episodes {
		t.Errorf("%d texts were embedded, want %d", len(times), episodes)
	}
}

func TestAnImportCanBeInterruptedWhileItWaitsForInput(t *testing.T) {
	cmd := exec.Command(binary(t), "import", "--no-embed", "--data", filepath.Join(t.TempDir(), "segue.db"), "-")
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
	// Pipes and buffers hold fewer lines, so the command has started to read.
	if _, err := stdin.Write(bytes.Repeat([]byte("\n"), 1<<20)); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Signal(os.Interrupt)
	testenv.Receive(t, "the end of the import", ended)
	if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
		t.Errorf("exit code %d, want %d", got, exitInterrupted)
	}
}

// TestASecondInterruptEndsAServerAtOnce interrupts a server during an endless request.
// The first interrupt waits for this request. The server gives up a request without a
// complete header after 5 seconds, which can come first on a busy machine. Then the test
// tries again.
func TestASecondInterruptEndsAServerAtOnce(t *testing.T) {
	for range 5 {
		status := interruptTwice(t)
		if status.Signaled() {
			return
		}
		t.Logf("the server ended with exit code %d, not by the second signal", status.ExitStatus())
	}
	t.Error("no server ended by the second signal")
}

// interruptTwice interrupts a server until it ends.
func interruptTwice(t *testing.T) syscall.WaitStatus {
	t.Helper()
	s := startServer(t, "--data", filepath.Join(t.TempDir(), "segue.db"))
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	io.WriteString(slow, "GET /v1/episodes HTTP/1.1\r\n")
	get(t, s.url+"/healthz") // so the first connection is accepted
	ended := make(chan error, 1)
	go func() { ended <- s.Wait() }()
	for {
		s.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			return s.ProcessState.Sys().(syscall.WaitStatus)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
