package widget_test

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	gocmp "github.com/google/go-cmp/cmp"

	"segue/data/testenv"
)

// answer sends the same answer to every request for JSON.
func answer(status int, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/v1/") {
			return false
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return true
	}
}

func TestFailuresAreNotVisible(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			<-r.Context().Done()
			return true
		}
		return false
	}
	for _, tt := range []struct {
		name    string
		instead func(http.ResponseWriter, *http.Request) bool
		policy  string
		state   string
	}{
		{"the server fails", answer(500, `{"code":"internal"}`), "", "error"},
		{"the server is busy", answer(429, `{"code":"too_many"}`), "", "error"},
		{"the page is not an episode", answer(404, `{"code":"unknown_episode"}`), "", "empty"},
		{"the answer is not JSON", answer(200, `<html>`), "", "error"},
		{"the answer is null", answer(200, `null`), "", "error"},
		{"the answer has another format", answer(200, `{"results":{"a":1}}`), "", "error"},
		{"nothing is related", answer(200, `{"results":[]}`), "", "empty"},
		{"all results are invalid", answer(200, `{"results":[null,{},{"episode":{"title":" "}},{"episode":{"title":"A","url":"javascript:alert(1)"}}]}`), "", "empty"},
		{"the policy forbids the request", nil, "Content-Security-Policy: default-src 'none'; script-src {service}", "error"},
		{"the server does not answer in eight seconds", hang, "", "error"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t)
			w.service.instead = tt.instead
			b := open(t)
			b.Quiet = true
			started := time.Now()
			b.Visit(w.show(`{script}<segue-related id="a"><a href="/all">All</a></segue-related><segue-related id="b"><!-- none --></segue-related>`, cmp.Or(tt.policy, "X-None: 1")))
			b.Wait(`document.querySelector('#a').getAttribute('state') == '` + tt.state + `'`)
			b.Wait(`document.querySelector('#b').getAttribute('state') == '` + tt.state + ` hidden'`)
			if d := time.Since(started); strings.Contains(tt.name, "eight") && d < 7*time.Second {
				t.Errorf("it gave up after %s", d)
			}
			got := eval[map[string]any](b, `({
				link: document.querySelector('#a a').getBoundingClientRect().height > 0,
				height: document.querySelector('#b').getBoundingClientRect().height,
				headings: [...document.querySelectorAll('segue-related')].reduce((n, e) => n + e.shadowRoot.querySelectorAll('h2').length, 0),
				events: seen.events.map(([name]) => name).join(), rejections: seen.rejections.join(),
			})`)
			want := map[string]any{"link": true, "height": 0., "headings": 0., "events": tt.state + "," + tt.state, "rejections": ""}
			if d := gocmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// A server that is busy for a moment names the time after which it answers.
func TestABusyServerIsAskedAgainAfterTheTimeThatItNames(t *testing.T) {
	for _, tt := range []struct {
		name, after, state string
		requests           int32
	}{
		{"after a short time", "1", "ready", 2},
		{"not if the visitor would wait too long", "60", "error", 1},
		{"not without a time", "", "error", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t)
			var requests atomic.Int32
			w.service.instead = func(rw http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/v1/") || requests.Add(1) > 1 {
					return false
				}
				rw.Header().Set("Access-Control-Allow-Origin", "*")
				rw.Header().Set("Access-Control-Expose-Headers", "Retry-After")
				rw.Header().Set("Retry-After", tt.after)
				rw.WriteHeader(http.StatusServiceUnavailable)
				return true
			}
			b := open(t)
			b.Quiet = true
			b.Visit(w.show(related))
			b.state("related", tt.state)
			if got := requests.Load(); got != tt.requests {
				t.Errorf("%d requests, want %d", got, tt.requests)
			}
		})
	}
}

func TestOfflineShowsTheChildrenOfTheElement(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Quiet = true
	b.Visit(w.show(`<div style="height:5000px"></div>` + related))
	b.state("related", "loading")
	b.Run(chromedp.ActionFunc(offline))
	eval[any](b, "scrollTo(0, 9000)")
	b.state("related", "error")
	if !eval[bool](b, "document.querySelector('segue-related a').getBoundingClientRect().height > 0") {
		t.Error("the link of the page is not seen")
	}
}

// A failed search shows a message, because the user started it.
func TestFailedSearchShowsAMessage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.instead = answer(500, `{}`)
	b := open(t)
	b.Quiet = true
	b.Visit(w.show(`{script}<segue-search></segue-search>`))
	b.search("kubernetes")
	got := eval[[]string](b, `[document.querySelector('segue-search').getAttribute('state'), `+shadow("search", "[role=alert]")+`.textContent, `+
		shadow("search", "[role=status]")+`.textContent, String(seen.events.at(-1)[1].status)]`)
	want := []string{"error", "Search is not available right now. Please try again later.", "", "500"}
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestInvalidAttributesAreIgnored(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-related count="many" layout="circle" theme="pink" level="x" lang=" en " episode=" {gitops} "></segue-related>`))
	b.state("related", "ready")
	if got := len(eval[[][]string](b, links)); got != 4 {
		t.Errorf("%d links", got)
	}
}

func TestWithoutJavaScriptTheFallbackLinkWorks(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.put("/episodes", "<title>All</title>all of them")
	b := open(t)
	b.Run(emulation.SetScriptExecutionDisabled(true))
	b.Run(chromedp.Navigate(w.show(related)))
	b.Click("segue-related a")
	testenv.Wait(t, "the page that the link leads to", func() bool { return len(w.host.requests("/episodes")) > 0 })
	if got := b.sent("/widget/"); len(got) > 0 {
		t.Errorf("without JavaScript %q was loaded", got)
	}
}
