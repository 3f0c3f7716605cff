package wordpress_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"

	"segue/data/testenv"
)

// php returns the path of the PHP executable.
func php(t testing.TB) string {
	t.Helper()
	readAll(t)
	return testenv.Command(t, "php", "php")
}

// readAll reads the PHP files, because the go command only reruns a cached test if a file that
// the test has read has changed.
func readAll(t testing.TB) {
	t.Helper()
	for _, name := range []string{"segue.php", "testdata/run.php", "testdata/wordpress.php"} {
		if _, err := os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
}

// site is the state of a WordPress site and the steps of a test, in the format of the stub in
// testdata.
type site struct {
	Options   map[string]any  `json:"options"`
	Posts     map[string]post `json:"posts"`
	Current   int             `json:"current"` // the post of the loop
	Queried   int             `json:"queried"` // the post of the page
	Singular  bool            `json:"singular"`
	Loop      bool            `json:"loop"`
	Main      bool            `json:"main"`
	Feed      bool            `json:"feed"`
	Rest      bool            `json:"rest"`
	Editor    bool            `json:"editor"` // whether WordPress has blocks
	Locale    string          `json:"locale"`
	Structure string          `json:"structure"`       // of permalinks
	Can       []string        `json:"can"`             // capabilities of the user
	Doing     []string        `json:"doing"`           // running filters
	Sites     []int           `json:"sites"`           // of a network
	Throw     string          `json:"throw,omitempty"` // what a request ends with
	Takes     float64         `json:"takes"`           // seconds that a request takes by the plugin's clock
	Meanwhile bool            `json:"meanwhile"`       // another visitor comes during the first request
	Steps     [][]any         `json:"steps"`
}

type post struct {
	ID        int    `json:"ID"`
	Type      string `json:"post_type"`
	Status    string `json:"post_status"`
	Content   string `json:"post_content"`
	Permalink string `json:"permalink"`
	Password  bool   `json:"password"`
}

// result is what came of it.
type result struct {
	Out        []any          `json:"out"` // what each step returned
	Requests   []request      `json:"requests"`
	Transients map[string]int `json:"transients"` // the seconds that each is kept for
	Options    map[string]any `json:"options"`
	Scripts    []string       `json:"scripts"`
	Errors     []string       `json:"errors"`
	Visited    []any          `json:"visited"` // sites of a network
}

type request struct {
	URL       string            `json:"url"`
	Timeout   float64           `json:"timeout"`
	Redirects int               `json:"redirection"`
	Most      int               `json:"limit_response_size"`
	Agent     string            `json:"user-agent"`
	Headers   map[string]string `json:"headers"`
}

// newSite returns a site whose page is a post, with the Segue server at base, and
// those changes.
func newSite(base string, changes ...func(*site)) site {
	episode := post{ID: 7, Type: "post", Status: "publish", Permalink: "https://site.example/rye/"}
	s := site{
		Options: map[string]any{"segue": map[string]any{"base": base}},
		Posts:   map[string]post{"7": episode},
		Current: 7, Queried: 7, Singular: true, Loop: true, Main: true, Editor: true,
		Locale: "en_US", Structure: "/%postname%/", Can: []string{"manage_options"},
		Doing: []string{}, Sites: []int{},
	}
	for _, change := range changes {
		change(&s)
	}
	return s
}

// with sets options of the plugin.
func with(options map[string]any) func(*site) {
	return func(s *site) {
		for name, value := range options {
			s.Options["segue"].(map[string]any)[name] = value
		}
	}
}

// episode changes the post of the page.
func episode(change func(*post)) func(*site) {
	return func(s *site) {
		p := s.Posts["7"]
		change(&p)
		s.Posts["7"] = p
	}
}

// do runs the plugin there.
func (s site) do(t testing.TB, steps ...[]any) result {
	t.Helper()
	s.Steps = steps
	input, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), php(t), "-d", "display_errors=stderr", "testdata/run.php")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("PHP: %v\n%s%s", err, stderr.Bytes(), out)
	}
	var r result
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return r
}

// step is one thing that is done, see testdata/run.php.
func step(what ...any) []any { return what }

// related is the usual step.
func related() []any { return step("shortcode", "segue_related") }

// segue is a Segue server that only serves the fragment.
type segue struct {
	*httptest.Server
	mu       sync.Mutex
	answer   http.HandlerFunc
	requests []*http.Request
}

func newSegue(t testing.TB, answer http.HandlerFunc) *segue {
	s := &segue{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r)
		s.mu.Unlock()
		s.answer(w, r)
	}))
	t.Cleanup(s.CloseClientConnections)
	return s
}

// sends returns a handler that sends HTML.
func sends(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(body))
	}
}

// busy returns a handler that answers with 503 and a header Retry-After.
func busy(after string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", after)
		http.Error(w, "busy", http.StatusServiceUnavailable)
	}
}

// fails returns a handler that answers with a status.
func fails(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", status) }
}

// inTurn returns a handler that answers in another way each time, at last always
// the same.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		answer := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		mu.Unlock()
		answer(w, r)
	}
}

// unused returns a server that is already closed.
func unused() *httptest.Server {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	return s
}
