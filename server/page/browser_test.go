package page_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"segue/data"
	"segue/data/catalog/sqlite"
	"segue/data/demo"
	"segue/data/testenv"
	"segue/embed"
	"segue/embed/embedtest"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words"
	"segue/server"
	"segue/server/page"
	"segue/widget"
	"segue/widget/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// whole starts the server of [sixty].
func whole(t testing.TB) *httptest.Server {
	t.Helper()
	handler, err := sixty()
	if err != nil {
		t.Fatal(err)
	}
	return start(t, handler)
}

// wholeOf starts a server of its own for the episodes.
func wholeOf(t testing.TB, episodes []data.Episode) *httptest.Server {
	t.Helper()
	handler, err := newWhole(episodes)
	if err != nil {
		t.Fatal(err)
	}
	return start(t, handler)
}

func start(t testing.TB, handler http.Handler) *httptest.Server {
	t.Helper()
	h := httptest.NewServer(handler)
	t.Cleanup(h.CloseClientConnections)
	return h
}

// sixty is the server with 60 episodes. Tests share it because building it is slow.
var sixty = sync.OnceValues(func() (http.Handler, error) { return newWhole(catalogue(60)) })

// newWhole returns the server with a real catalogue and real indexes in memory, which stay
// open until the process ends.
func newWhole(episodes []data.Episode) (http.Handler, error) {
	ctx := context.Background()
	c, err := sqlite.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.Upsert(ctx, episodes); err != nil {
		return nil, err
	}
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		return nil, err
	}
	client := embed.NewClient(embedtest.NewHashing(256), c)
	engine := recommend.NewEngine(c)
	x := indexer.New(c, index, client, engine, client.Info().Model)
	if err := x.Sync(ctx, func(indexer.Progress) {}); err != nil {
		return nil, err
	}
	script, err := widget.New(widget.Config{})
	if err != nil {
		return nil, err
	}
	pages, err := page.New(page.Config{Catalog: c, Engine: engine, Widget: script, Questions: demo.Questions(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	return server.New(server.Config{Catalog: c, Engine: engine, Pages: pages, Widget: script, Version: "test"})
}

// catalogue returns episodes of three shows with three topics each.
func catalogue(n int) (all []data.Episode) {
	subjects := [][]string{
		{"Kubernetes", "cluster", "container", "deployment", "scheduler", "node"},
		{"Postgres", "database", "index", "query", "transaction", "replica"},
		{"Compiler", "parser", "type", "inference", "grammar", "syntax"},
	}
	for i := range n {
		words := subjects[i%3]
		title := fmt.Sprintf("%s and the %s, part %s of a longer story", words[i/3%6], words[i/5%6], []string{"one", "two", "three", "four", "five"}[i%5])
		all = append(all, data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("episode-%d", i)), Show: data.Show{ID: data.ShowID(fmt.Sprintf("show-%d", i/3%3)), Title: []string{"Crumb Radio", "The Long Build", "Night Shift"}[i/3%3]},
			Title: title, Description: fmt.Sprintf("About the %s and its %s. Number %d says how a %s meets a %s.", words[i%6], words[(i+2)%6], i, words[(i+1)%6], words[(i+3)%6]),
			Published: time.Date(2012+i%9, 3, 1+i%28, 0, 0, 0, 0, time.UTC), Duration: time.Duration(20+i%40) * time.Minute,
			Tags: []string{words[0]}, People: guests([]string{"Ada Miller", "Ben Ito", "Cleo Ode"}[i%3]),
		})
	}
	return all
}

// looks are the colour schemes in which pages are tested, as media features.
var looks = map[string][]string{
	"light":  {"prefers-color-scheme", "light", "forced-colors", "none"},
	"dark":   {"prefers-color-scheme", "dark", "forced-colors", "none"},
	"forced": {"prefers-color-scheme", "light", "forced-colors", "active"},
}

// widths are the widths in which pages are tested, of a phone and of a desktop.
var widths = []int64{412, 1280}

// pageState is a page in a state, with a condition to wait for and an action.
type pageState struct {
	name, path, ready string
	then              func(b *browsertest.Tab)
}

// pagesSeen are the tested pages and states.
var pagesSeen = []pageState{
	{"home", "/", "", nil},
	{"search", "/search?q=kubernetes", "", nil},
	{"nothing", "/search?q=xyzzyxyzzy", "", nil},
	{"episode", "/episodes/episode-7", "", nil},
	{"person", "/people/ada-miller", "", nil},
	{"problem", "/nowhere", "", nil},
	{"map", "/map", mapReady, nil},
	{"map-held", "/map", mapReady, func(b *browsertest.Tab) {
		focusMap(b)
		b.Press(kb.ArrowRight, kb.ArrowRight)
		b.Wait(`document.querySelector('#card ol')`)
	}},
	{"map-marked", "/map", mapReady, func(b *browsertest.Tab) {
		b.Run(chromedp.SendKeys("#find", "database replica\r"))
		b.Click("#legend li:nth-child(2) button")
		b.Click("#colour-2")
		b.Wait(`document.getElementById('said').textContent`)
	}},
	{"snippet", "/snippet", previewReady, nil},
	{"snippet-grid", "/snippet?layout=grid&count=6&reasons=on&theme=dark&lang=de", previewReady, openAll},
	{"snippet-search", "/snippet?element=search", `document.getElementById('look').contentDocument?.querySelector('segue-search[state=ready]')`, nil},
	{"snippet-wrong", "/snippet?count=99", `document.querySelector('.fault')`, nil},
	{"preview", "/snippet/preview?layout=row&reasons=on", `document.querySelector('segue-related[state=ready]')`, nil},
}

const (
	mapReady     = `'ready' in document.getElementById('map').dataset`
	previewReady = `document.getElementById('look').contentDocument?.querySelector('segue-related[state=ready]')`
)

func openAll(b *browsertest.Tab) {
	browsertest.Eval[any](b, `document.querySelectorAll('.take details').forEach((d) => { d.removeAttribute('name'); d.open = true; })`)
}

func focusMap(b *browsertest.Tab) {
	browsertest.Eval[any](b, `document.getElementById('plane').focus()`)
}

// visit opens the page in a tab and waits until it is ready.
func (p pageState) visit(b *browsertest.Tab, server string) {
	b.Quiet = strings.HasPrefix(p.path, "/nowhere") || strings.Contains(p.path, "count=99") // the browser logs the status of errors
	b.Visit(server + p.path)
	if strings.HasPrefix(p.name, "snippet") { // the widget in the frame loads when it is almost visible
		browsertest.Eval[any](b, `document.getElementById('look')?.scrollIntoView()`)
	}
	if p.ready != "" {
		b.Wait(p.ready)
	}
	b.WaitFrames()
}

// TestEveryStateIsAccessible checks every page and state in every look with axe. It
// also checks that there are no layout shifts, no horizontal overflow and no policy violations.
func TestEveryStateIsAccessible(t *testing.T) {
	server := whole(t)
	for _, p := range pagesSeen {
		for _, width := range widths {
			t.Run(fmt.Sprintf("%s at %d", p.name, width), func(t *testing.T) {
				t.Parallel()
				b := browsertest.Open(t)
				b.Size(width, 900)
				p.visit(b, server.URL)
				if shifts := b.Shifts(); shifts.Total > .01 { // before the action, which may move something
					t.Errorf("moved: %v", shifts)
				}
				if p.then != nil {
					p.then(b)
				}
				for look, features := range looks {
					b.Media(features...)
					b.WaitFrames()
					checkLook(t, b, look, width)
					takePicture(t, b, fmt.Sprintf("%s-%d-%s.png", p.name, width, look))
				}
			})
		}
	}
}

func checkLook(t *testing.T, b *browsertest.Tab, look string, width int64) {
	t.Helper()
	for _, violation := range b.Violations() {
		t.Errorf("%s: %s", look, violation)
	}
	seen := browsertest.Eval[struct {
		Violations []string
		Wide       float64
	}](b, `({ ...seen, wide: document.documentElement.scrollWidth })`)
	if len(seen.Violations) > 0 || seen.Wide > float64(width) {
		t.Errorf("%s: wide %v, policy: %q", look, seen.Wide, seen.Violations)
	}
}

// takePicture writes a screenshot to the folder of the variable SEGUE_SCREENSHOTS, if it is set.
func takePicture(t *testing.T, b *browsertest.Tab, name string) {
	t.Helper()
	folder := os.Getenv("SEGUE_SCREENSHOTS")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name), b.Screenshot(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestNoLayoutShiftWhenScriptsLoadLate delays scripts until after the first paint,
// like a slow network.
func TestNoLayoutShiftWhenScriptsLoadLate(t *testing.T) {
	server := whole(t)
	inner := server.Config.Handler
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") {
			time.Sleep(400 * time.Millisecond) // a shorter delay could hide a shift
		}
		inner.ServeHTTP(w, r)
	})
	for _, p := range pagesSeen {
		if p.then != nil {
			continue // actions may move something
		}
		for _, width := range widths {
			t.Run(fmt.Sprintf("%s at %d", p.name, width), func(t *testing.T) {
				t.Parallel()
				b := browsertest.Open(t)
				b.Size(width, 2400) // all of it is in view
				p.visit(b, server.URL)
				if shifts := b.Shifts(); shifts.Total > .001 {
					t.Errorf("moved: %v", shifts)
				}
			})
		}
	}
}

func TestAMomentOpensTheTranscript(t *testing.T) {
	t.Parallel()
	e := catalogue(1)[0]
	e.Chapters = []data.Chapter{{Start: time.Minute, Title: "Why Git"}}
	for i := range 100 {
		start := time.Duration(i) * 10 * time.Second
		e.Segments = append(e.Segments, data.Segment{Start: start, End: start + 9*time.Second, Speaker: "Ada Miller", Text: fmt.Sprintf("Git is truth number %d.", i)})
	}
	server := wholeOf(t, []data.Episode{e})
	b := browsertest.Open(t)
	b.Size(412, 900)
	b.Visit(server.URL + "/episodes/episode-0#t=505")
	b.Wait(`document.querySelector('.transcript').open && scrollY > 0`)
	b.WaitFrames()
	got := browsertest.Eval[bool](b, `((box) => box.top > 0 && box.bottom < innerHeight)(document.querySelector('.transcript [data-at="500"]').getBoundingClientRect())`)
	if !got {
		t.Error("the moment is not in view")
	}
	for look, features := range looks {
		b.Media(features...)
		b.WaitFrames()
		checkLook(t, b, look, 412)
	}
}

func TestBuilderUpdatesWithoutReload(t *testing.T) {
	t.Parallel()
	server := whole(t)
	b := browsertest.Open(t)
	b.Size(1280, 1600)
	b.Visit(server.URL + "/snippet")
	b.Wait(previewReady)
	b.Click("#layout-grid")
	b.Click("#reasons")
	b.Run(chromedp.SetValue("#count", "3"))
	browsertest.Eval[any](b, `document.getElementById('choose').dispatchEvent(new Event('input'))`)
	b.Wait(`document.querySelector('.take .code code').textContent.includes('layout="grid" count="3" reasons')`)
	b.Wait(previewReady)
	b.Wait(`document.getElementById('look').contentDocument.querySelector('segue-related').shadowRoot.querySelectorAll('.grid li').length == 3`)
	if got := browsertest.Eval[string](b, "location.search"); got != "?element=related&layout=grid&theme=auto&reasons=on&count=3&beside=episode-26" {
		t.Errorf("the address has %s", got)
	}
	if got := browsertest.Eval[string](b, "document.getElementById('said').textContent"); got != "Snippet updated" {
		t.Errorf("a screen reader hears %q", got)
	}
	b.Click("#w-320")
	b.Click("#s-dark")
	b.Wait(`document.getElementById('look').contentDocument?.documentElement.className == 'dark'`)
	b.Wait(previewReady)
	got := browsertest.Eval[[]any](b, `((d) => [d.documentElement.clientWidth, getComputedStyle(d.body).colorScheme, d.querySelector('segue-related').shadowRoot.querySelector('.box').getBoundingClientRect().width <= 320])(document.getElementById('look').contentDocument)`)
	diff(t, []any{320., "dark", true}, got)
	// The settings of the preview stay when the snippet changes.
	b.Click("#element-search")
	b.Wait(`document.getElementById('look')?.contentDocument?.querySelector('segue-search[state=ready]')`)
	b.Wait(`document.getElementById('look').contentDocument.documentElement.className == 'dark'`)
	b.Click(".take .copy")
	b.Wait(`document.getElementById('said').textContent == 'Copied'`) // the text of the button changes back
}

func TestPagesWorkWithoutScripts(t *testing.T) {
	t.Parallel()
	server := whole(t)
	b := browsertest.Open(t)
	b.Size(1280, 900)
	b.Scripts(false)
	b.Visit(server.URL + "/snippet")
	var made string
	b.Click("#layout-row")
	b.Run(chromedp.SetValue("#lang", "fr"))
	b.Follow("#choose [type=submit]")
	b.Run(chromedp.InnerHTML("#made", &made))
	text := reply{body: made}.text(t)
	if got := browsertest.Eval[string](b, "getComputedStyle(document.getElementById('frames')).display"); got != "none" {
		t.Errorf("what sets the preview is shown as %s", got)
	}
	for _, want := range []string{`<segue-related layout="row" lang="fr" style="display:block;min-height:`, "Tous les épisodes", "script-src " + server.URL, "Custom HTML"} {
		if !strings.Contains(parse(t, made).everything(), want) {
			t.Errorf("the page does not contain %q:\n%s", want, text)
		}
	}
	testenv.Wait(t, "the map", func() bool { return get(t, server.URL+"/map/points.json").status == http.StatusOK })
	b.Visit(server.URL + "/map")
	b.Follow(`[rel="next"]`)
	diff(t, []string{"Previous page", "none"}, browsertest.Eval[[]string](b, `[document.querySelector('[rel=prev]').textContent, getComputedStyle(document.getElementById('map')).display]`))
	b.Follow("tbody th a")
	b.Wait(`document.querySelector('.episode h1')`)
}

func TestMapWorksWithTheKeyboard(t *testing.T) {
	t.Parallel()
	server := whole(t)
	b := browsertest.Open(t)
	b.Visit(server.URL + "/map")
	b.Wait(mapReady)
	for range 40 { // until the map has the focus
		if browsertest.Eval[string](b, "document.activeElement.id") == "plane" {
			break
		}
		b.Press(kb.Tab)
	}
	if got := browsertest.Eval[string](b, "getComputedStyle(document.activeElement).outlineStyle"); got != "solid" {
		t.Errorf("the focus is shown by %s", got)
	}
	const title = `document.querySelector('#card a')?.textContent`
	b.Press(kb.ArrowRight)
	b.Wait(title)
	first := browsertest.Eval[string](b, title)
	b.Press(kb.ArrowRight)
	b.Wait(title + ` != ` + fmt.Sprintf("%q", first))
	second := browsertest.Eval[string](b, title)
	b.Wait(fmt.Sprintf(`document.getElementById('said').textContent.startsWith(%q)`, second))
	b.Wait(`document.querySelectorAll('#card ol li').length == 10`)
	b.Press("+", "+", "0")
	want := browsertest.Eval[string](b, `document.querySelector('#card a').pathname`)
	b.Press(kb.Enter)
	b.Wait(fmt.Sprintf(`location.pathname == %q && document.querySelector('.episode h1')`, want))
}

func TestMapHighlightsAndHidesGroups(t *testing.T) {
	t.Parallel()
	server := whole(t)
	b := browsertest.Open(t)
	b.Size(1280, 1200)
	b.Visit(server.URL + "/map")
	b.Wait(mapReady)
	b.Run(chromedp.SendKeys("#find", "replica\r"))
	b.Wait(`/^\d+ of \d+ matching episodes highlighted$/.test(document.getElementById('said').textContent)`)
	b.Click("#legend button")
	b.Wait(`document.querySelector('#legend button').ariaPressed == 'false'`)
	groups := browsertest.Eval[int](b, `document.querySelectorAll('#legend li').length`)
	b.Click("#colour-2")
	b.Wait(fmt.Sprintf(`document.querySelectorAll('#legend li').length != %d`, groups))
	testenv.Wait(t, "the card of an episode", func() bool { return browsertest.Eval[bool](b, clickMap) })
}

// clickMap clicks points of the map, from the middle down, until a click selects an episode.
const clickMap = `(async () => {
	const plane = document.getElementById('plane'), box = plane.getBoundingClientRect();
	for (let y = box.height / 2; y < box.height; y += 20) for (let x = 20; x < box.width; x += 20) {
		const at = { clientX: box.left + x, clientY: box.top + y, pointerType: 'mouse' };
		for (const kind of ['pointerdown', 'pointerup']) plane.dispatchEvent(new PointerEvent(kind, at));
		await new Promise((go) => setTimeout(go, 100));
		if (document.querySelector('#card ol')) return true;
	}
	return false;
})()`

// TestPagesAreSmall checks every page: at most one HTML, one CSS and one JS file, together
// less than 30 kB compressed.
func TestPagesAreSmall(t *testing.T) {
	const most = 30_000
	server := wholeOf(t, catalogue(200))
	for _, path := range []string{"/", "/search?q=kubernetes", "/episodes/episode-7", "/people/ada-miller", "/map", "/snippet?layout=grid"} {
		got := get(t, server.URL+path)
		m := parse(t, got.body)
		total, styles, scripts := len(zipped(t, got.body)), 0, 0
		for _, n := range m.elements("link", "script") {
			switch {
			case attr(n, "rel") == "stylesheet":
				styles++
				total += len(zipped(t, get(t, server.URL+attr(n, "href")).body))
			case attr(n, "src") != "":
				scripts++
				total += len(zipped(t, get(t, server.URL+attr(n, "src")).body))
			}
		}
		if styles != 1 || scripts > 1 || total > most {
			t.Errorf("%s has %d style sheets, %d scripts and %d bytes, want 1, at most 1 and at most %d", path, styles, scripts, total, most)
		}
		t.Logf("%s: %.1f kB", path, float64(total)/1000)
	}
	points := get(t, server.URL+"/map/points.json").body
	if size := len(zipped(t, points)); size > 30*200 {
		t.Errorf("the points of 200 episodes have %d bytes, want 30 each at most", size)
	}
}

func zipped(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
