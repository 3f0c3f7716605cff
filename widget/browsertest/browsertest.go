// Package browsertest opens pages in a real browser. Only tests use it. Without a browser,
// tests are skipped; with CI=true they fail.
package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"segue/data/testenv"
)

// browser is the process that all tests of a package share. Each test has its own tabs.
var browser struct {
	mu     sync.Mutex
	starts int
	ctx    context.Context
	stop   func()
}

// maxStarts limits how often a package starts a browser. A crashed browser is replaced, but
// one that always crashes must fail the tests.
const maxStarts = 3

// Main runs the tests of a package and then the given functions, and stops the browser. Call
// it in TestMain.
func Main(m *testing.M, after ...func()) {
	code := m.Run()
	for _, f := range after {
		f()
	}
	if browser.stop != nil {
		browser.stop()
	}
	os.Exit(code)
}

// path returns the path of the browser's executable.
func path(t testing.TB) string {
	t.Helper()
	names := []string{"chromium-headless-shell", "chromium", "google-chrome"}
	if configured := os.Getenv("CHROME_PATH"); configured != "" {
		names = slices.Insert(names, 0, configured)
	}
	return testenv.Command(t, "browser", names...)
}

// runningBrowser returns the context of the browser. It starts one if none is running.
func runningBrowser(path string) (context.Context, error) {
	browser.mu.Lock()
	defer browser.mu.Unlock()
	err := errors.New("the browser crashed too often")
	for (browser.ctx == nil || browser.ctx.Err() != nil) && browser.starts < maxStarts {
		if browser.stop != nil {
			browser.stop()
		}
		browser.starts++
		err = start(path)
	}
	if browser.ctx == nil || browser.ctx.Err() != nil {
		return nil, err
	}
	return browser.ctx, nil
}

func start(path string) error {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		// All origins of a test are on localhost, which the browser protects from public pages.
		chromedp.Flag("disable-features", "LocalNetworkAccessChecks,Translate"),
		chromedp.WSURLReadTimeout(testenv.Timeout))
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endBrowser := chromedp.NewContext(allocator, chromedp.WithBrowserOption(chromedp.WithDialTimeout(testenv.Timeout)))
	browser.ctx, browser.stop = ctx, func() { endBrowser(); endAllocator() }
	err := chromedp.Run(ctx)
	if err != nil {
		browser.stop()
	}
	return err
}

// Tab is a tab of 1280 by 800 pixels. It shares no cookies and no cache with other tabs. At
// the end of the test, errors in the console fail the test.
type Tab struct {
	t   testing.TB
	ctx context.Context
	end func()
	// lost is done when the page has crashed or the tab has closed.
	lost context.Context
	// settings are applied again to a tab that replaces a lost one.
	settings []chromedp.Action
	visited  bool
	// Quiet ignores errors in the console, because the browser reports failed requests
	// there. Exceptions in scripts still fail the test.
	Quiet bool

	mu       sync.Mutex
	requests []string
	failures []string
}

// observerScript runs before the scripts of a page. It records layout shifts, policy
// violations, rejections and events of the widget in window.seen.
const observerScript = `window.seen = { shifts: [], lcp: 0, violations: [], rejections: [], events: [] };
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shifts.push({
	value: e.value, nodes: e.sources.map((s) => s.node?.localName || s.node?.nodeName || '') }); }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
addEventListener('securitypolicyviolation', (e) => seen.violations.push(e.violatedDirective + ' ' + e.blockedURI));
addEventListener('unhandledrejection', (e) => seen.rejections.push(String(e.reason)));
for (const name of ['ready', 'empty', 'error', 'click']) addEventListener('segue-' + name, (e) => seen.events.push([name, e.detail]));`

// Open opens a tab.
func Open(t testing.TB) *Tab {
	t.Helper()
	b := &Tab{t: t, end: func() {}}
	t.Cleanup(func() {
		b.end()
		b.reportFailures()
	})
	if err := b.open(); err != nil {
		b.reopen(err)
	}
	b.Size(1280, 800)
	return b
}

// open opens a tab of the browser.
func (b *Tab) open() error {
	b.t.Helper()
	root, err := runningBrowser(path(b.t))
	if err != nil {
		return err
	}
	b.ctx, b.end = chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	lost, lose := context.WithCancel(b.ctx)
	b.lost = lost
	chromedp.ListenTarget(b.ctx, func(event any) {
		switch event.(type) {
		case *inspector.EventTargetCrashed, *inspector.EventDetached:
			lose()
		default:
			b.record(event)
		}
	})
	// The first run has no deadline, because a deadline would close the tab.
	return chromedp.Run(b.ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(observerScript).Do(ctx)
		return err
	}))
}

// reopen replaces a lost tab with a new one with the same settings.
func (b *Tab) reopen(lost error) {
	b.t.Helper()
	b.t.Logf("reopening the tab after: %v", lost)
	b.end()
	b.mu.Lock()
	b.requests, b.failures = nil, nil
	b.mu.Unlock()
	if err := b.open(); err != nil {
		b.t.Fatal(err)
	}
	if err := b.do(b.settings...); err != nil {
		b.t.Fatal(err)
	}
}

// do runs actions until they are done, the tab is lost, or the timeout expires.
func (b *Tab) do(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(b.ctx, testenv.Timeout)
	defer cancel()
	defer context.AfterFunc(b.lost, cancel)()
	err := chromedp.Run(ctx, actions...)
	if err != nil && b.lost.Err() != nil {
		return errors.Join(errors.New("the page crashed"), err)
	}
	return err
}

// record stores requests, exceptions and console errors.
func (b *Tab) record(event any) {
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

// reportFailures fails the test for each exception and console error.
func (b *Tab) reportFailures() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, failure := range b.failures {
		if !b.Quiet || strings.HasPrefix(failure, "exception") {
			b.t.Errorf("unexpected error in the console: %s", failure)
		}
	}
}

// Run runs actions of chromedp.
func (b *Tab) Run(actions ...chromedp.Action) {
	b.t.Helper()
	if !b.visited {
		b.settings = append(b.settings, actions...)
	}
	if err := b.do(actions...); err != nil {
		b.t.Fatal(err)
	}
}

// set changes a setting of the tab.
func (b *Tab) set(action chromedp.Action) {
	b.t.Helper()
	if b.visited { // otherwise Run stores it
		b.settings = append(b.settings, action)
	}
	b.Run(action)
}

// Visit opens a page and waits until it is loaded. If the page crashes, Visit retries once
// in a new tab.
func (b *Tab) Visit(url string) {
	b.t.Helper()
	err := b.do(chromedp.Navigate(url))
	if err != nil && b.lost.Err() != nil {
		b.reopen(err)
		err = b.do(chromedp.Navigate(url))
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.visited = true
}

// Click waits for an element and activates it. The browser can ignore a click of the mouse
// while it is busy. It never ignores an activation by the DOM, so Click uses that.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	element := fmt.Sprintf("document.querySelector(%q)", selector)
	b.Wait(element)
	Eval[any](b, element+".click()")
}

// Follow clicks a link or button that opens another page, and waits until that page is
// loaded.
func (b *Tab) Follow(selector string) {
	b.t.Helper()
	Eval[any](b, "document.documentElement.dataset.left = ''")
	b.Click(selector)
	b.Wait(`document.documentElement.dataset.left === undefined && document.readyState == 'complete'`)
}

// Size sets the width and height of the page in CSS pixels.
func (b *Tab) Size(width, height int64) { b.t.Helper(); b.set(chromedp.EmulateViewport(width, height)) }

// Media sets media features, given as pairs of name and value.
func (b *Tab) Media(features ...string) {
	b.t.Helper()
	set := emulation.SetEmulatedMedia()
	for i := 0; i+1 < len(features); i += 2 {
		set.Features = append(set.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	b.set(set)
}

// Scripts turns the page's scripts off or on.
func (b *Tab) Scripts(on bool) {
	b.t.Helper()
	b.set(emulation.SetScriptExecutionDisabled(!on))
}

// Close ends the tab before its test does.
func (b *Tab) Close() { chromedp.Cancel(b.ctx) }

// Requests returns all requests so far, as method and address.
func (b *Tab) Requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.requests)
}

// Eval returns the value of an expression. It waits for promises.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	var raw []byte
	b.Run(chromedp.Evaluate(expression, &raw, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
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

// Wait waits until an expression is true.
func (b *Tab) Wait(condition string) {
	b.t.Helper()
	for end := time.Now().Add(testenv.Timeout); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var met bool
		err := b.do(chromedp.Evaluate("Boolean("+condition+")", &met))
		if err == nil && met {
			return
		}
		if b.lost.Err() != nil {
			b.t.Fatal(err)
		}
		// Other errors occur during navigation.
	}
	b.t.Fatalf("%s did not become true; the page is\n%.2000s\n%.2000s", condition,
		Eval[string](b, "document.body.outerHTML"), Eval[string](b, "[...document.querySelectorAll('*')].map((e) => e.shadowRoot?.innerHTML ?? '').join('')"))
}

// Shifts are the layout shifts of a page.
type Shifts struct {
	// Total is the sum of the scores, 0 if nothing moved.
	Total float64
	// Nodes are the names of the nodes that moved.
	Nodes []string
}

// Shifts returns the layout shifts so far that were not caused by input.
func (b *Tab) Shifts() Shifts {
	b.t.Helper()
	return Eval[Shifts](b, `({ Total: seen.shifts.reduce((sum, s) => sum + s.value, 0), Nodes: seen.shifts.flatMap((s) => s.nodes) })`)
}

// WaitFrames waits two frames and 100 ms. Use it before a check that something did not
// happen.
func (b *Tab) WaitFrames() {
	b.t.Helper()
	Eval[bool](b, "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => go(true), 100))))")
}

// Press presses keys, given by name or as a character.
func (b *Tab) Press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.Run(chromedp.KeyEvent(key))
	}
}

// Screenshot returns a picture of the whole page as a PNG file.
func (b *Tab) Screenshot() []byte {
	b.t.Helper()
	var picture []byte
	b.Run(chromedp.FullScreenshot(&picture, 100))
	return picture
}
