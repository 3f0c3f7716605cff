package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data/testenv"
)

// breadNames are the names of the episodes of a feed, oldest first.
var breadNames = []string{"Rye", "Wheat", "Spelt", "Barley", "Oat", "Corn", "Millet", "Buckwheat", "Emmer"}

// breadFeed is a host with a feed, a page that links to it, and transcripts.
type breadFeed struct {
	*httptest.Server

	mu       sync.Mutex
	loaves   int
	requests map[string]int // by path and status
}

func startFeed(t testing.TB, loaves int) *breadFeed {
	t.Helper()
	f := &breadFeed{loaves: loaves, requests: map[string]int{}}
	f.mu.Lock() // requests need the address
	f.Server = httptest.NewServer(f)
	f.mu.Unlock()
	t.Cleanup(f.Close)
	return f
}

func (f *breadFeed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	status := http.StatusOK
	defer func() { f.requests[fmt.Sprintf("%s %d", r.URL.Path, status)]++ }()
	tag := fmt.Sprintf(`"%d"`, f.loaves)
	switch {
	case r.URL.Path == "/feed.xml" && r.Header.Get("If-None-Match") == tag:
		status = http.StatusNotModified
		w.WriteHeader(status)
	case r.URL.Path == "/feed.xml":
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Type", "application/rss+xml")
		io.WriteString(w, f.body())
	case r.URL.Path == "/":
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<!doctype html><title>Crumb Radio</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">`)
	case strings.HasPrefix(r.URL.Path, "/t/"):
		io.WriteString(w, "WEBVTT\n\n00:00.000 --> 00:05.000\n<v Ada>The zeppelin landed in the bakery.\n")
	default:
		status = http.StatusNotFound
		w.WriteHeader(status)
	}
}

func (f *breadFeed) body() string {
	var b strings.Builder
	b.WriteString(`<rss xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Crumb Radio</title><language>en</language>`)
	for i := f.loaves; i > 0; i-- {
		fmt.Fprintf(&b, `<item><title>%s bread</title><guid isPermaLink="false">loaf-%d</guid><link>https://crumb.example/%d</link>
			<description>How a loaf of %s rises. Crumb Radio is made possible by the friends of the mill in town.</description>
			<pubDate>%s</pubDate><enclosure url="%s/%d.mp3" type="audio/mpeg" length="1"/><podcast:transcript url="%s/t/%d.vtt" type="text/vtt"/></item>`,
			breadNames[i-1], i, i, breadNames[i-1], time.Date(2019, 1, i, 8, 0, 0, 0, time.UTC).Format(time.RFC1123Z), f.URL, i, f.URL, i)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// addEpisode adds an episode to the feed.
func (f *breadFeed) addEpisode() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaves++
}

// takeRequests returns the numbers of requests since the last call.
func (f *breadFeed) takeRequests() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	requests := f.requests
	f.requests = map[string]int{}
	return requests
}

func TestTheCommandLineFollowsAFeed(t *testing.T) {
	f, file := startFeed(t, 7), filepath.Join(t.TempDir(), "segue.db")
	feeds := func(args ...string) string {
		t.Helper()
		return segue(t, append([]string{"feeds", args[0], "--data", file}, args[1:]...)...)
	}
	// The address of a page adds its feed with all episodes.
	diff(t, "added", "Crumb Radio: 7 new, 0 changed (crumb-radio)\n", feeds("add", f.URL, "--allow-private-feeds", "--no-embed"))
	diff(t, "requests", map[string]int{"/ 200": 1, "/feed.xml 200": 1}, f.takeRequests())
	code, out, stderr := runCommand("", "feeds", "add", "--data", file, f.URL+"/feed.xml", "--allow-private-feeds", "--no-embed")
	if code != exitOK || out != "" || !strings.Contains(stderr, "as crumb-radio") {
		t.Errorf("adding it again: exit code %d, %q, %q", code, out, stderr)
	}
	f.takeRequests()

	// An unchanged feed costs one response without a body.
	diff(t, "refreshed", "Crumb Radio: unchanged (crumb-radio)\n", feeds("refresh", "--allow-private-feeds", "--no-embed"))
	diff(t, "requests", map[string]int{"/feed.xml 304": 1}, f.takeRequests())
	f.addEpisode()
	diff(t, "refreshed by name", "Crumb Radio: 1 new, 0 changed (crumb-radio)\n", feeds("refresh", "crumb-radio", "--allow-private-feeds", "--no-embed"))

	// Words in transcripts are found after the transcripts are fetched.
	if out := segue(t, "search", "--data", file, "--semantic-ratio", "0", "zeppelin"); strings.Contains(out, "-bread") {
		t.Errorf("found before its transcript was fetched: %s", out)
	}
	diff(t, "transcripts", "8 transcripts fetched, 0 failed\n", feeds("transcripts", "--allow-private-feeds"))
	if out := segue(t, "search", "--data", file, "--semantic-ratio", "0", "zeppelin"); !strings.Contains(out, "rye-bread") {
		t.Errorf("not found in its transcript: %s", out)
	}
	if out := feeds("boilerplate"); !strings.Contains(out, "8 episodes (100 %): Crumb Radio is made possible by the friends of the mill in town.") {
		t.Errorf("boilerplate: %s", out)
	}

	// Export and import as OPML.
	list := filepath.Join(t.TempDir(), "feeds.opml")
	feeds("export-opml", "-o", list)
	other := filepath.Join(t.TempDir(), "other.db")
	diff(t, "imported", "Crumb Radio: 8 new, 0 changed (crumb-radio)\n", segue(t, "feeds", "import-opml", list, "--data", other, "--allow-private-feeds"))

	var body struct{ Feeds []struct{ Episodes int } }
	if err := json.Unmarshal([]byte(feeds("list", "--json")), &body); err != nil || len(body.Feeds) != 1 || body.Feeds[0].Episodes != 8 {
		t.Errorf("list: %v, %+v", err, body)
	}
	diff(t, "removed", "1 feed removed with 8 episodes\n", feeds("remove", f.URL+"/feed.xml", "--episodes", "--allow-private-feeds"))
	diff(t, "list", "no feeds; follow one with \"segue feeds add URL\"\n", feeds("list"))
}

func diff(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestFeedErrorsNameTheFeedAndTheReason(t *testing.T) {
	f := startFeed(t, 1)
	for _, tt := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"an address of this machine", []string{"add", f.URL}, exitPartial, "--allow-private-feeds"},
		{"an address without a feed", []string{"add", f.URL + "/none", "--allow-private-feeds"}, exitPartial, "404"},
		{"an address without a host", []string{"add", "https://"}, exitPartial, "https://"},
		{"an unknown feed", []string{"refresh", "unknown"}, exitFailure, `unknown feed "unknown"`},
		{"a file that is not OPML", []string{"import-opml", "feeds_test.go"}, exitFailure, `import "feeds_test.go"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := breadCatalogue(t, 1)
			code, _, stderr := runCommand("", append([]string{"feeds", tt.args[0], "--data", file}, tt.args[1:]...)...)
			if code != tt.code || !strings.Contains(stderr, tt.want) {
				t.Errorf("exit code %d: %s; want %d and %q", code, stderr, tt.code, tt.want)
			}
		})
	}
}

func TestAServerFollowsTheFeedsOfItsFlags(t *testing.T) {
	f := startFeed(t, 6)
	s := startServer(t, "--data", filepath.Join(t.TempDir(), "segue.db"), "--feed", f.URL, "--allow-private-feeds")
	s.waitReady(t)
	if body := get(t, s.url+"/v1/search?q=corn"); !strings.Contains(body, `"id":"corn-bread"`) {
		t.Errorf("the episode is not found: %s", body)
	}
	testenv.Wait(t, "the count of feeds", func() bool { // the server caches it for a second
		var ready struct {
			Feeds struct{ Followed, Failing int }
		}
		if err := json.Unmarshal([]byte(get(t, s.url+"/readyz")), &ready); err != nil || ready.Feeds.Failing > 0 {
			t.Fatalf("/readyz returns %+v, %v", ready, err)
		}
		return ready.Feeds.Followed == 1
	})
}

// TestTheCatalogueIsChangedOverHTTP changes the catalogue of a server with the admin key.
func TestTheCatalogueIsChangedOverHTTP(t *testing.T) {
	const key = "open sesame, open wide"
	f := startFeed(t, 3)
	t.Setenv("SEGUE_ADMIN_KEY", key)
	s := startServer(t, "--data", filepath.Join(t.TempDir(), "segue.db"), "--allow-private-feeds")
	send := func(method, path, body string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+key)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(answer)
	}
	for _, step := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"PUT", "/v1/episodes", `[{"title":"Rye","show":"Crumb Radio"},{"title":""}]`, 200, `"added":1`},
		{"POST", "/v1/feeds", fmt.Sprintf(`{"url":%q}`, f.URL), 201, `"added":3`},
		{"POST", "/v1/feeds", fmt.Sprintf(`{"url":%q}`, f.URL), 409, `crumb-radio`},
		{"GET", "/v1/feeds", "", 200, `"id":"crumb-radio"`},
		{"POST", "/v1/feeds/crumb-radio/refresh", "", 200, `"outcome":"unchanged"`},
		{"GET", "/v1/episodes/spelt-bread", "", 200, `"title":"Spelt bread"`},
		{"DELETE", "/v1/episodes/spelt-bread", "", 204, ""},
		{"GET", "/v1/episodes/spelt-bread", "", 404, ""},
		{"DELETE", "/v1/feeds/crumb-radio?episodes=true", "", 200, `"deleted":2`},
		{"GET", "/v1/episodes", "", 200, `"total":1`},
	} {
		if status, answer := send(step.method, step.path, step.body); status != step.status || !strings.Contains(answer, step.want) {
			t.Errorf("%s %s: %d %s; want %d and %s", step.method, step.path, status, answer, step.status, step.want)
		}
	}
	if log, err := exec.Command("ps", "-o", "args=", "-p", fmt.Sprint(s.Process.Pid)).Output(); err == nil && strings.Contains(string(log), "sesame") {
		t.Error("the key is in the process list")
	}
}
