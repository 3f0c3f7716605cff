// Package browsertest opens pages in a real browser, for tests alone. A test without a
// browser skips, and fails where CI=true.
package browsertest

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is the one that all tests of a package share, each with tabs of its own.
var browser struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

// Main runs the tests of a package, then what is to come after them, and ends the
// browser, if one was started. Call it in TestMain.
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

// Patience is how long a test waits for something that must happen. It is long
// because the machine may be busy; nothing is measured by it.
const Patience = 30 * time.Second

// chromium returns where the browser is.
func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROME_PATH"), "chromium-headless-shell", "chromium", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && name != "" {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(`CI must test in a browser, and there is none; "make browser" installs it`)
	}
	t.Skip(`needs a browser; "make browser" installs it, CHROME_PATH names another`)
	return ""
}

func start(path string) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		// The origins of a test are on one machine, and a public page must not ask a private one.
		chromedp.Flag("disable-features", "LocalNetworkAccessChecks,Translate"),
		chromedp.WSURLReadTimeout(45*time.Second))
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endBrowser := chromedp.NewContext(allocator)
	browser.ctx, browser.err = ctx, chromedp.Run(ctx)
	browser.stop = func() { endBrowser(); endAllocator() }
}

// Tab is one tab, 1280 by 800 pixels, without any cookie or cache of another. It fails
// its test for whatever the console has to say when the test ends.
type Tab struct {
	t   testing.TB
	ctx context.Context
	// Quiet says that failures are expected, as the browser reports each answer that is
	// an error. Exceptions of scripts still fail.
	Quiet bool

	mu       sync.Mutex
	requests []string
	failures []string
}

// watching is run before any script of a page, and keeps in the page what it does.
const watching = `window.seen = { shifts: [], lcp: 0, violations: [], rejections: [], events: [] };
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shifts.push({
	value: e.value, nodes: e.sources.map((s) => s.node?.localName || s.node?.nodeName || '') }); }).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
addEventListener('securitypolicyviolation', (e) => seen.violations.push(e.violatedDirective + ' ' + e.blockedURI));
addEventListener('unhandledrejection', (e) => seen.rejections.push(String(e.reason)));
for (const name of ['ready', 'empty', 'error', 'click']) addEventListener('segue-' + name, (e) => seen.events.push([name, e.detail]));`

// Open opens a tab.
func Open(t testing.TB) *Tab {
	t.Helper()
	path := chromium(t)
	browser.once.Do(func() { start(path) })
	if browser.err != nil {
		t.Fatal(browser.err)
	}
	ctx, cancel := chromedp.NewContext(browser.ctx, chromedp.WithNewBrowserContext())
	b := &Tab{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, b.note)
	t.Cleanup(func() {
		cancel()
		b.complain()
	})
	if err := chromedp.Run(ctx); err != nil { // without a deadline, which would end the tab
		t.Fatal(err)
	}
	b.Run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(watching).Do(ctx)
		return err
	}))
	b.Size(1280, 800)
	return b
}

func (b *Tab) note(event any) {
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

func (b *Tab) complain() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, failure := range b.failures {
		if !b.Quiet || strings.HasPrefix(failure, "exception") {
			b.t.Errorf("the console shows %s", failure)
		}
	}
}

// Run does actions of chromedp.
func (b *Tab) Run(actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 2*Patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Visit opens a page and waits until it is loaded.
func (b *Tab) Visit(url string) { b.t.Helper(); b.Run(chromedp.Navigate(url)) }

// Follow does an action that leads to another page, and waits until that is loaded.
func (b *Tab) Follow(action chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, action); err != nil {
		b.t.Fatal(err)
	}
}

// Size makes the page so wide and high, in CSS pixels.
func (b *Tab) Size(width, height int64) { b.t.Helper(); b.Run(chromedp.EmulateViewport(width, height)) }

// Media makes media features say something: name and value in turn.
func (b *Tab) Media(features ...string) {
	b.t.Helper()
	set := emulation.SetEmulatedMedia()
	for i := 0; i+1 < len(features); i += 2 {
		set.Features = append(set.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	b.Run(set)
}

// Scripts turns the page's scripts off, or on again.
func (b *Tab) Scripts(on bool) {
	b.t.Helper()
	b.Run(emulation.SetScriptExecutionDisabled(!on))
}

// Close ends the tab before its test does.
func (b *Tab) Close() { chromedp.Cancel(b.ctx) }

// Requests are all so far, as method and address.
func (b *Tab) Requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.requests)
}

// Eval returns what an expression, which may be a promise, is.
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
	for end := time.Now().Add(Patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var met bool
		ctx, cancel := context.WithTimeout(b.ctx, Patience)
		err := chromedp.Run(ctx, chromedp.Evaluate("Boolean("+condition+")", &met))
		cancel()
		if err == nil && met { // an error is that of a page that is just left
			return
		}
	}
	b.t.Fatalf("%s does not become true; the page has\n%.2000s\n%.2000s", condition,
		Eval[string](b, "document.body.outerHTML"), Eval[string](b, "[...document.querySelectorAll('*')].map((e) => e.shadowRoot?.innerHTML ?? '').join('')"))
}

// Shifts are the layout shifts that a page has seen.
type Shifts struct {
	// Total is the sum of their scores, 0 for a page on which nothing moves.
	Total float64
	// Nodes are the names of what moved.
	Nodes []string
}

// Shifts returns those so far that no input has caused.
func (b *Tab) Shifts() Shifts {
	b.t.Helper()
	return Eval[Shifts](b, `({ Total: seen.shifts.reduce((sum, s) => sum + s.value, 0), Nodes: seen.shifts.flatMap((s) => s.nodes) })`)
}

// Settle gives what must not happen the time to happen: two frames and what the page has
// scheduled until then.
func (b *Tab) Settle() {
	b.t.Helper()
	Eval[bool](b, "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => go(true), 100))))")
}

// Press presses keys, each by its name or as a character.
func (b *Tab) Press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.Run(chromedp.KeyEvent(key))
	}
}

// Picture is what the whole page looks like, as a PNG file.
func (b *Tab) Picture() []byte {
	b.t.Helper()
	var picture []byte
	b.Run(chromedp.FullScreenshot(&picture, 100))
	return picture
}
