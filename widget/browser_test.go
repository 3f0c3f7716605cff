package widget_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is the one that all tests share, each with tabs of its own. It is
// started by the first test that needs it and ended by TestMain.
var browser struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	printMeasured()
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}

// patience is how long a test waits for something that must happen. It is long
// because the machine may be busy; nothing is measured by it.
const patience = 20 * time.Second

// chromium returns where the browser is. A test without one skips, and fails
// where CI=true, which must not test less.
func chromium(t testing.TB) string {
	t.Helper()
	names := []string{os.Getenv("CHROME_PATH"), "chromium-headless-shell", "chromium", "google-chrome"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil && name != "" {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("CI must test in a browser, and there is none; \"make browser\" installs it")
	}
	t.Skip("needs a browser; \"make browser\" installs it, CHROME_PATH names another")
	return ""
}

func startBrowser(path string) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		// The two origins of a test are on one machine, and a public page must not ask a private one.
		chromedp.Flag("disable-features", "LocalNetworkAccessChecks,Translate"),
		chromedp.WSURLReadTimeout(45*time.Second))
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endBrowser := chromedp.NewContext(allocator)
	browser.ctx, browser.err = ctx, chromedp.Run(ctx)
	browser.stop = func() { endBrowser(); endAllocator() }
}

// tab is one tab with everything that it did and complained about.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	requests []string
	failures []string
	// quiet says that failures are expected: the browser reports each answer
	// that is an error.
	quiet bool
}

// watching is run before any script of a page.
const watching = `
window.seen = { shifts: [], long: [], violations: [], events: [], rejections: [] };
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shifts.push({
	value: e.value, nodes: e.sources.map((s) => s.node?.localName || s.node?.nodeName || '') }); }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.long.push(e.duration); }).observe({ type: 'longtask', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
addEventListener('securitypolicyviolation', (e) => seen.violations.push(e.violatedDirective + ' ' + e.blockedURI));
addEventListener('unhandledrejection', (e) => seen.rejections.push(String(e.reason)));
for (const name of ['ready', 'empty', 'error', 'click']) addEventListener('segue-' + name, (e) => seen.events.push([name, e.detail]));
`

// open opens a tab of its own, without any cookie or cache of another.
func open(t testing.TB) *tab {
	t.Helper()
	path := chromium(t)
	browser.once.Do(func() { startBrowser(path) })
	if browser.err != nil {
		t.Fatal(browser.err)
	}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithNewBrowserContext())
	b := &tab{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, b.note)
	t.Cleanup(func() {
		cancel()
		b.complain()
	})
	if err := chromedp.Run(ctx); err != nil { // without a deadline, which would end the tab
		t.Fatal(err)
	}
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(watching).Do(ctx)
		return err
	}), chromedp.EmulateViewport(1280, 800))
	return b
}

func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.Method+" "+e.Request.URL)
	case *runtime.EventExceptionThrown:
		b.failures = append(b.failures, "exception: "+e.ExceptionDetails.Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError && !strings.Contains(e.Entry.URL, "favicon") {
			b.failures = append(b.failures, "log: "+e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// complain fails the test for whatever the console had to say.
func (b *tab) complain() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, failure := range b.failures {
		if !b.quiet || strings.HasPrefix(failure, "exception") {
			b.t.Errorf("the console shows %s", failure)
		}
	}
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 2*patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// visit opens a page and waits until it is loaded.
func (b *tab) visit(url string) {
	b.t.Helper()
	b.run(chromedp.Navigate(url))
}

// eval returns what an expression, which may be a promise, is.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	var raw []byte
	b.run(chromedp.Evaluate(expression, &raw, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true).WithReturnByValue(true)
	}))
	var value T
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &value); err != nil {
			b.t.Fatalf("%s is %s: %v", expression, raw, err)
		}
	}
	return value
}

// wait waits until an expression is true.
func (b *tab) wait(condition string) {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var met bool
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		err := chromedp.Run(ctx, chromedp.Evaluate("Boolean("+condition+")", &met))
		cancel()
		if err == nil && met { // an error is that of a page that is just left
			return
		}
	}
	b.t.Fatalf("%s does not become true; the page has\n%.2000s\n%.2000s", condition,
		eval[string](b, "document.body.outerHTML"), eval[string](b, "[...document.querySelectorAll('*')].map((e) => e.shadowRoot?.innerHTML ?? '').join('')"))
}

// state waits until the first element of that name has a state.
func (b *tab) state(element, state string) {
	b.t.Helper()
	b.wait(fmt.Sprintf("document.querySelector('segue-%s')?.getAttribute('state') == '%s'", element, state))
}

// sent returns the requests so far whose address has part in it.
func (b *tab) sent(part string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	found := []string{}
	for _, request := range b.requests {
		if strings.Contains(request, part) {
			found = append(found, request)
		}
	}
	return found
}

// settle gives what must not happen the time to happen: two frames and what the
// page has scheduled until then.
func (b *tab) settle() {
	b.t.Helper()
	eval[bool](b, "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => go(true), 50))))")
}
