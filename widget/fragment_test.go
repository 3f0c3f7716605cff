package widget_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"segue/data/testenv"
	"segue/recommend"
	"segue/server/fragment"
)

// sentBy returns the server's fragment for the episode of the page.
func (w *fixture) sentBy(parameters string) string {
	w.t.Helper()
	res, err := http.Get(w.service.URL + "/v1/related.html?id=" + gitops + "&" + parameters)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || len(body) == 0 {
		w.t.Fatalf("%v: status %d, %s", err, res.StatusCode, body)
	}
	w.service.mu.Lock()
	w.service.received = nil
	w.service.mu.Unlock()
	return string(body)
}

func TestElementUsesAServerRenderedFragmentWithoutARequest(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}` + w.sentBy("form=shadow&limit=3&layout=grid&theme=dark")))
	b.state("related", "ready")
	b.WaitFrames()
	if got := w.service.requests("/v1/"); len(got) > 0 {
		t.Errorf("unexpected request for %s", got[0].URL)
	}
	got := eval[[]string](b, `[document.querySelector('segue-related').shadowRoot.querySelectorAll('li').length + ' items', getComputedStyle(`+shadow("related", ".box")+`).colorScheme]`)
	if d := cmp.Diff([]string{"3 items", "dark"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// The fragment equals the script's output, so a page does not change when the script
// updates it.
func TestFragmentEqualsTheScriptsOutput(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	found := w.similar(t, 5)
	for _, o := range []fragment.Options{
		{Language: "en"}, {Language: "en-GB", Layout: "row"}, {Language: "de-AT", Reasons: true, Images: true}, {Language: "es", Layout: "grid", Theme: "light"},
		{Language: "fr", Heading: new(string)}, {Language: "ja", Reasons: true}, {Language: "ar", Reasons: true},
	} {
		o.Episode, o.Base, o.Count = found.Episode, w.service.URL, 5
		var sent bytes.Buffer
		if err := fragment.Shadow(&sent, o, found.Results); err != nil {
			t.Fatal(err)
		}
		b.Visit(w.show(`{script}` + sent.String()))
		b.state("related", "ready")
		const drawn = `(() => { const root = document.querySelector('segue-related').shadowRoot.querySelector('.box'); root.className = [...root.classList].join(' '); return root.outerHTML; })()`
		before := eval[string](b, drawn)
		eval[any](b, `document.querySelector('segue-related').setAttribute('count', '5')`)
		b.Wait("seen.events.filter(([name]) => name == 'ready').length == 2")
		if d := cmp.Diff(lines(eval[string](b, drawn)), lines(before)); d != "" {
			t.Errorf("%s (-script +server):\n%s", o.Language, d)
		}
	}
}

// lines splits markup into lines for a readable diff.
func lines(markup string) []string { return strings.SplitAfter(markup, ">") }

// One date of each month in the format of the browser.
func TestFragmentFormatsDatesLikeBrowsers(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(""))
	episodes := w.similar(t, 1).Results
	for _, language := range []string{"en", "en-GB", "de", "es", "fr", "ja", "ar"} {
		for month := 1; month <= 12; month++ {
			day := time.Date(2018, time.Month(month), 2*month, 0, 0, 0, 0, time.UTC)
			said := eval[string](b, fmt.Sprintf(`new Date('%s').toLocaleDateString('%s', { dateStyle: 'medium', timeZone: 'UTC' })`, day.Format(time.RFC3339), language))
			results := slices.Clone(episodes)
			results[0].Episode.Published = day
			if html := light(t, fragment.Options{Language: language}, results); !strings.Contains(html, ">"+said+"</time>") {
				t.Errorf("%s: the browser writes %q, the fragment is %s", language, said, html)
			}
		}
	}
}

func light(t testing.TB, o fragment.Options, results []recommend.Result) string {
	t.Helper()
	var out bytes.Buffer
	if err := fragment.Light(&out, o, results); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestFragmentLinksWorkWithoutScripts(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	next := w.similar(t, 1).Results[0].Episode
	for _, form := range []string{"light", "shadow"} {
		b := open(t)
		b.Quiet = true // the linked page does not exist
		b.Run(emulation.SetScriptExecutionDisabled(true))
		b.Visit(w.show(`{script}` + w.sentBy("limit=2&form="+form)))
		before := len(w.host.requests("/e/"))
		b.Run(chromedp.KeyEvent("\t"), chromedp.KeyEvent("\r")) // the first link
		testenv.Wait(t, "the page of the first link", func() bool { return len(w.host.requests("/e/")) > before })
		followed := w.host.requests("/e/")
		if len(followed) != before+1 || followed[before].URL.Path != "/e/"+string(next.ID) {
			t.Errorf("%s: the first link leads to %d pages, want one to %s", form, len(followed)-before, next.ID)
		}
		if got := w.service.requests("/"); len(got) > 0 {
			t.Errorf("%s: unexpected request for %s", form, got[0].URL)
		}
	}
}
