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

// loafNames are those of the loaves of a feed, the oldest first.
var loafNames = []string{"Rye", "Wheat", "Spelt", "Barley", "Oat", "Corn", "Millet", "Buckwheat", "Emmer"}

// bakeryFeed is a host with a feed of some loaves, a page that names it, and what else
// an owner meets.
type bakeryFeed struct {
	*httptest.Server

	mu       sync.Mutex
	loaves   int
	requests map[string]int // by path and status
}

func startFeed(t testing.TB, loaves int) *bakeryFeed {
	t.Helper()
	f := &bakeryFeed{loaves: loaves, requests: map[string]int{}}
	f.mu.Lock() // a request needs the address
	f.Server = httptest.NewServer(f)
	f.mu.Unlock()
	t.Cleanup(f.Close)
	return f
}

func (f *bakeryFeed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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

func (f *bakeryFeed) body() string {
	var b strings.Builder
	b.WriteString(`<rss xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Crumb Radio</title><language>en</language>`)
	for i := f.loaves; i > 0; i-- {
		fmt.Fprintf(&b, `<item><title>%s bread</title><guid isPermaLink="false">loaf-%d</guid><link>https://crumb.example/%d</link>
			<description>How a loaf of %s rises. Crumb Radio is made possible by the friends of the mill in town.</description>
			<pubDate>%s</pubDate><enclosure url="%s/%d.mp3" type="audio/mpeg" length="1"/><podcast:transcript url="%s/t/%d.vtt" type="text/vtt"/></item>`,
			loafNames[i-1], i, i, loafNames[i-1], time.Date(2019, 1, i, 8, 0, 0, 0, time.UTC).Format(time.RFC1123Z), f.URL, i, f.URL, i)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// bake adds a loaf.
func (f *bakeryFeed) bake() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaves++
}

func (f *bakeryFeed) asked() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked := f.requests
	f.requests = map[string]int{}
	return asked
}

func TestAFeedIsFollowedByTheCommandLine(t *testing.T) {
	f, file := startFeed(t, 7), filepath.Join(t.TempDir(), "segue.db")
	feeds := func(args ...string) string {
		t.Helper()
		return segue(t, append([]string{"feeds", args[0], "--data", file}, args[1:]...)...)
	}
	// By its page, with all that it has.
	diff(t, "added", "Crumb Radio: 7 new, 0 changed (crumb-radio)\n", feeds("add", f.URL, "--allow-private-feeds", "--no-embed"))
	diff(t, "requests", map[string]int{"/ 200": 1, "/feed.xml 200": 1}, f.asked())
	code, out, said := running("", "feeds", "add", "--data", file, f.URL+"/feed.xml", "--allow-private-feeds", "--no-embed")
	if code != exitOK || out != "" || !strings.Contains(said, "is followed already, as crumb-radio") {
		t.Errorf("adding it again ended with %d, %q, %q", code, out, said)
	}
	f.asked()

	// An unchanged feed costs one answer without a body.
	diff(t, "refreshed", "Crumb Radio: unchanged (crumb-radio)\n", feeds("refresh", "--allow-private-feeds", "--no-embed"))
	diff(t, "requests", map[string]int{"/feed.xml 304": 1}, f.asked())
	f.bake()
	diff(t, "refreshed by name", "Crumb Radio: 1 new, 0 changed (crumb-radio)\n", feeds("refresh", "crumb-radio", "--allow-private-feeds", "--no-embed"))

	// What it says is found, also in transcripts, once they are fetched.
	if out := segue(t, "search", "--data", file, "--semantic-ratio", "0", "zeppelin"); strings.Contains(out, "-bread") {
		t.Errorf("found before its transcript is there: %s", out)
	}
	diff(t, "transcripts", "8 transcripts fetched, 0 not\n", feeds("transcripts", "--allow-private-feeds"))
	if out := segue(t, "search", "--data", file, "--semantic-ratio", "0", "zeppelin"); !strings.Contains(out, "rye-bread") {
		t.Errorf("not found in its transcript: %s", out)
	}
	if out := feeds("boilerplate"); !strings.Contains(out, "8 episodes (100 %): Crumb Radio is made possible by the friends of the mill in town.") {
		t.Errorf("boilerplate: %s", out)
	}

	// It goes out and comes in as OPML.
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

func TestFeedsThatCannotBeFollowedAreNamedWithTheReason(t *testing.T) {
	f := startFeed(t, 1)
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"an address of this machine", []string{"add", f.URL}, exitPartial, "--allow-private-feeds"},
		{"an address of nothing", []string{"add", f.URL + "/none", "--allow-private-feeds"}, exitPartial, "404"},
		{"an address without a host", []string{"add", "https://"}, exitPartial, "https://"},
		{"a feed that is not followed", []string{"refresh", "nobody"}, exitFailure, `no feed has the id or address "nobody"`},
		{"a file that is no list", []string{"import-opml", "feeds_test.go"}, exitFailure, `import "feeds_test.go"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := bakery(t, 1)
			code, _, said := running("", append([]string{"feeds", tt.args[0], "--data", file}, tt.args[1:]...)...)
			if code != tt.code || !strings.Contains(said, tt.says) {
				t.Errorf("ended with %d: %s; want %d and %q", code, said, tt.code, tt.says)
			}
		})
	}
}

func TestAServerFollowsTheFeedsOfItsCommandLine(t *testing.T) {
	f := startFeed(t, 6)
	s := startServer(t, "--data", filepath.Join(t.TempDir(), "segue.db"), "--feed", f.URL, "--allow-private-feeds")
	s.waitReady(t)
	if body := get(t, s.url+"/v1/search?q=corn"); !strings.Contains(body, `"id":"corn-bread"`) {
		t.Errorf("the feed is not found: %s", body)
	}
	testenv.Wait(t, "the count of feeds", func() bool { // it is kept for a second
		var ready struct {
			Feeds struct{ Followed, Failing int }
		}
		if err := json.Unmarshal([]byte(get(t, s.url+"/readyz")), &ready); err != nil || ready.Feeds.Failing > 0 {
			t.Fatalf("ready says %+v, %v", ready, err)
		}
		return ready.Feeds.Followed == 1
	})
}

// TestTheCatalogueIsChangedOverHTTP changes a real server by its key.
func TestTheCatalogueIsChangedOverHTTP(t *testing.T) {
	f := startFeed(t, 3)
	t.Setenv("SEGUE_ADMIN_KEY", "open sesame")
	s := startServer(t, "--data", filepath.Join(t.TempDir(), "segue.db"), "--allow-private-feeds")
	ask := func(method, path, body string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer open sesame")
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
		says               string
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
		if status, answer := ask(step.method, step.path, step.body); status != step.status || !strings.Contains(answer, step.says) {
			t.Errorf("%s %s: %d %s; want %d and %s", step.method, step.path, status, answer, step.status, step.says)
		}
	}
	if log, err := exec.Command("ps", "-o", "args=", "-p", fmt.Sprint(s.Process.Pid)).Output(); err == nil && strings.Contains(string(log), "sesame") {
		t.Error("the key is in the process list")
	}
}
