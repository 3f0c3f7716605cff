package widget_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"segue/data/testenv"
)

func TestEveryStateIsAccessible(t *testing.T) {
	forever := func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			<-r.Context().Done()
			return true
		}
		return false
	}
	const element = `{script}<segue-related reasons images %s><a href="/all">All episodes</a></segue-related>`
	states := []struct {
		name, body, state string
		instead           func(http.ResponseWriter, *http.Request) bool
		query             string
	}{
		{"skeleton", fmt.Sprintf(element, ""), "loading", forever, ""},
		{"list", fmt.Sprintf(element, ""), "ready", nil, ""},
		{"grid", fmt.Sprintf(element, `layout="grid"`), "ready", nil, ""},
		{"row", fmt.Sprintf(element, `layout="row" count="8"`), "ready", nil, ""},
		{"light theme", fmt.Sprintf(element, `theme="light"`), "ready", nil, ""},
		{"dark theme", fmt.Sprintf(element, `theme="dark"`), "ready", nil, ""},
		{"nothing related", fmt.Sprintf(element, ""), "empty", answer(200, `{"results":[]}`), ""},
		{"failed", fmt.Sprintf(element, ""), "error", answer(500, `{}`), ""},
		{"search form", `{script}<segue-search></segue-search>`, "", nil, ""},
		{"search results", `{script}<segue-search count="3"></segue-search>`, "", nil, "kubernetes"},
		{"nothing found", `{script}<segue-search></segue-search>`, "", answer(200, `{"total":0,"results":[]}`), "zzz"},
		{"search failed", `{script}<segue-search></segue-search>`, "", answer(500, `{}`), "zzz"},
	}
	looks := [][]string{{"prefers-color-scheme", "light"}, {"prefers-color-scheme", "dark"}, {"forced-colors", "active", "prefers-color-scheme", "dark"}}
	for _, s := range states {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t)
			w.service.instead = s.instead
			b := open(t)
			b.Quiet = true
			b.Visit(w.show(`<style>:root { color-scheme: light dark } body { background: light-dark(#fff, #121212); color: light-dark(#111, #eee) } main > segue-related > a { color: light-dark(#00c, #9cf) }</style>` + s.body))
			if s.state != "" {
				b.state("related", s.state)
			} else {
				b.state("search", "ready")
			}
			if s.query != "" {
				b.search(s.query)
			}
			for _, look := range looks {
				b.Media(look...)
				b.WaitFrames()
				for _, v := range b.Violations() {
					t.Errorf("%s: %s", strings.Join(look, " "), v)
				}
			}
		})
	}
	t.Cleanup(func() { // after the parallel tests
		if !t.Failed() {
			measure(t, fmt.Sprintf("violations that axe finds in %d states and looks", len(states)*len(looks)), "0")
		}
	})
}

// The check must be able to fail.
func TestAccessibilityCheckFindsViolations(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`<div id="host"></div>`))
	eval[any](b, `host.attachShadow({ mode: 'open' }).innerHTML = '<input><p style="color:#bbb;background:#fff">Pale</p>'`)
	found := strings.Join(b.Violations(), "\n")
	if !strings.Contains(found, "label: ") || !strings.Contains(found, "color-contrast: ") {
		t.Errorf("it finds only %s", found)
	}
}

func TestASearchIsAFormWithAListOfLinks(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-search count="3"></segue-search>`))
	b.search("kubernetes")
	want := []string{"heading An episode", "search", "searchbox Search episodes", "button Search", "status", "alert", "heading Results",
		"list", "listitem", "link", "listitem", "link", "listitem", "link", "button More results"}
	var tree []string
	for end := time.Now().Add(testenv.Timeout); !slices.Equal(want, tree) && time.Now().Before(end); { // the browser builds the tree in the background
		tree = b.tree()
	}
	if d := cmp.Diff(want, tree); d != "" {
		t.Errorf("the accessibility tree (-want +got):\n%s", d)
	}
	var focused []string
	for range 3 {
		focused = append(focused, eval[string](b, `document.querySelector('segue-search').shadowRoot.activeElement.part.value`))
		b.Run(chromedp.KeyEvent("\t"))
	}
	if d := cmp.Diff([]string{"input", "button", "link"}, focused); d != "" {
		t.Errorf("the order of focus (-want +got):\n%s", d)
	}
}

// tree returns the accessibility tree in reading order, without irrelevant nodes.
func (b *tab) tree() (tree []string) {
	var nodes []*accessibility.Node
	b.Run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		nodes, err = accessibility.GetFullAXTree().Do(ctx)
		return err
	}))
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range nodes {
		byID[n.NodeID] = n
	}
	var walk func(n *accessibility.Node)
	walk = func(n *accessibility.Node) {
		role, name := text(n.Role), text(n.Name)
		switch {
		case n.Ignored:
		case role == "link":
			tree = append(tree, role)
		case strings.Contains(" search searchbox button heading status alert list listitem ", " "+role+" "):
			tree = append(tree, strings.TrimSpace(role+" "+name))
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				walk(child)
			}
		}
	}
	if len(nodes) > 0 {
		walk(nodes[0])
	}
	return tree
}

func text(v *accessibility.Value) string {
	var s string
	if v != nil {
		_ = json.Unmarshal(v.Value, &s) // other kinds have no text
	}
	return s
}

func TestMoreResultsAreAppended(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-search count="4"></segue-search>`))
	b.search("kubernetes")
	const titles = `[...document.querySelector('segue-search').shadowRoot.querySelectorAll('a')].map((a) => a.textContent)`
	first := eval[[]string](b, titles)
	eval[any](b, shadow("search", "[part=more]")+".click()")
	b.Wait(titles + `.length == 7`)
	all := eval[[]string](b, titles)
	if d := cmp.Diff(first, all[:4]); d != "" {
		t.Errorf("the first page changed (-before +after):\n%s", d)
	}
	got := eval[[]string](b, `[document.querySelector('segue-search').shadowRoot.activeElement.textContent, String(`+shadow("search", "[part=more]")+`)]`)
	if d := cmp.Diff([]string{all[4], "null"}, got); d != "" {
		t.Errorf("focus and button (-want +got):\n%s", d)
	}
}

func TestSearchAnnouncesOneMessage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`{script}<segue-search></segue-search>`))
	b.state("search", "ready")
	eval[any](b, `window.told = []; for (const role of ['status', 'alert']) {
		const region = document.querySelector('segue-search').shadowRoot.querySelector('[role=' + role + ']');
		told.push(role + ':' + region.textContent);
		new MutationObserver(() => region.textContent && told.push(role + ':' + region.textContent)).observe(region, { childList: true, characterData: true, subtree: true }); }`)
	b.search("kubernetes")
	b.search("git")
	w.service.instead = answer(200, `{"total":0,"results":[]}`)
	b.search("zzz")
	b.Quiet = true
	w.service.instead = answer(500, `{}`)
	b.search("yyy")
	want := []string{"status:", "alert:", "status:7 episodes for “kubernetes”", "status:", "alert:No episode found for “zzz”",
		"alert:Search is not available right now. Please try again later."}
	got := eval[[]string](b, "told")
	want[3] = got[min(3, len(got)-1)] // the number of results does not matter
	if d := cmp.Diff(want, got); d != "" || !strings.HasSuffix(want[3], "“git”") {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := eval[bool](b, shadow("search", "[part=results]")+`.hasAttribute('aria-busy')`); got {
		t.Error("it is still busy")
	}
}

func TestTargetsAreLargeAndFocusIsVisible(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(chromedp.EmulateViewport(412, 900))
	b.Visit(w.show(`{script}<segue-related></segue-related><segue-search></segue-search>`))
	b.state("related", "ready")
	b.state("search", "ready")
	sizes := eval[map[string]float64](b, `({
		row: (() => { const li = `+shadow("related", "li")+`; const r = li.getBoundingClientRect(); return document.querySelector('segue-related').shadowRoot.elementFromPoint(r.left + 2, r.bottom - 2).localName == 'a' ? r.height : 0; })(),
		input: `+shadow("search", "input")+`.getBoundingClientRect().height,
		button: `+shadow("search", "button")+`.getBoundingClientRect().height })`)
	for name, size := range sizes {
		if size < 44 {
			t.Errorf("the target %s is %v px high", name, size)
		}
	}
	for _, target := range []string{shadow("related", "li:nth-child(2)"), shadow("search", "input"), shadow("search", "button")} {
		focus := strings.Replace(target, "li:nth-child(2)", "li:nth-child(2) a", 1)
		var before, after []byte
		eval[any](b, "document.activeElement?.blur()")
		b.Run(chromedp.CaptureScreenshot(&before))
		b.Run(chromedp.KeyEvent("\t")) // the browser now shows the focus
		eval[any](b, focus+".focus({ focusVisible: true })")
		b.Run(chromedp.CaptureScreenshot(&after))
		if string(before) == string(after) {
			t.Errorf("focus is not seen on %s", target)
		}
		if !eval[bool](b, `(() => { const r = `+target+`.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`) {
			t.Errorf("%s is not in view when it has the focus", target)
		}
	}
}
