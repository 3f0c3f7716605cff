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
)

// model is an OpenAI-compatible endpoint that counts how often it has embedded a
// text.
type model struct {
	// vectorOf embeds a text; nil gives all the same vector.
	vectorOf func(string) []float32

	mu       sync.Mutex
	texts    map[string]int
	requests int
	// at is the request that is left to meanwhile; 0 for none.
	at        int
	meanwhile func(*http.Request)
}

// interrupt leaves a request, of those after the ones until now, to do.
func (m *model) interrupt(at int, do func(*http.Request)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.at, m.meanwhile = m.requests+at, do
}

// embedded returns how often each text was embedded.
func (m *model) embedded() map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.texts)
}

func (m *model) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	// The whole body: only behind its end the end of the request is noticed.
	body, err := io.ReadAll(r.Body)
	var asked struct{ Input []string }
	if err := errors.Join(err, json.Unmarshal(body, &asked)); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if m.requests++; m.requests == m.at {
		m.meanwhile(r)
		return
	}
	for _, text := range asked.Input {
		m.texts[text]++
	}
	type vector struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []vector
	for i, text := range asked.Input {
		v := []float32{1, 0}
		if m.vectorOf != nil {
			v = m.vectorOf(text)
		}
		data = append(data, vector{i, v})
	}
	json.NewEncoder(w).Encode(map[string]any{"data": data})
}

func TestAnInterruptedImportIsResumedWithoutEmbeddingAnythingTwice(t *testing.T) {
	const episodes = 100 // more than one request takes
	var lines strings.Builder
	for i := range episodes {
		fmt.Fprintf(&lines, `{"title":"Bread %d","show":"Crumb Radio","description":"Loaf number %d."}`+"\n", i, i)
	}
	m := &model{texts: map[string]int{}}
	endpoint := httptest.NewServer(m)
	defer endpoint.Close()
	file := filepath.Join(t.TempDir(), "segue.db")
	importing := func() *exec.Cmd {
		cmd := exec.Command(binary(t), "import", "--data", file, "-", "--embedder", "openai",
			"--embed-url", endpoint.URL+"/v1", "--embed-model", "m", "--embed-dimensions", "2")
		cmd.Stdin = strings.NewReader(lines.String())
		return cmd
	}

	begun := make(chan *os.Process, 1)
	m.interrupt(2, func(r *http.Request) {
		process := <-begun
		process.Signal(os.Interrupt)
		<-r.Context().Done()
	})
	first := importing()
	var said bytes.Buffer
	first.Stderr = &said
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	begun <- first.Process
	first.Wait()
	if got := first.ProcessState.ExitCode(); got != exitInterrupted || !strings.Contains(said.String(), "what was finished is kept") {
		t.Fatalf("exit code %d after an interrupt, want %d: %s", got, exitInterrupted, &said)
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

func TestAnImportThatWaitsForInputCanBeInterrupted(t *testing.T) {
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
	// More empty lines than pipes and buffers hold: the command is reading them.
	if _, err := stdin.Write(bytes.Repeat([]byte("\n"), 1<<20)); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Signal(os.Interrupt)
	testenv.Receive(t, "the end of the import", ended)
	if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
		t.Errorf("exit code %d, want %d", got, exitInterrupted)
	}
}

// TestASecondInterruptEndsAServerAtOnce sends interrupts while a request is under
// way that never ends, for which one interrupt waits.
func TestASecondInterruptEndsAServerAtOnce(t *testing.T) {
	s := startServer(t, "--demo")
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	io.WriteString(slow, "GET /v1/episodes HTTP/1.1\r\n")
	get(t, s.url+"/v1/episodes") // so that the connection before it is accepted
	ended := make(chan error, 1)
	go func() { ended <- s.Wait() }()
	for {
		s.Process.Signal(os.Interrupt)
		select {
		case <-ended:
			if status := s.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() {
				t.Errorf("the server ended with %v, not by the second signal", s.ProcessState)
			}
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}
