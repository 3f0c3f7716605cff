package widget_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"segue/widget"
)

// hostile is a style sheet with rules of real sites, and worse.
const hostile = `<style>html{font-size:62.5%}*{color:red!important;margin:40px!important;letter-spacing:1em;text-transform:uppercase;line-height:3;
 word-spacing:1em;text-indent:3em;font-style:italic;font-weight:900;text-align:center;visibility:visible;white-space:pre;cursor:help}
 li{display:none!important}a{background:red!important;float:right!important}input{display:none!important}b{font-size:9em!important}</style>`

// computed is an expression for the computed styles inside the elements, without the
// properties that they inherit from the page on purpose.
const computed = `[...document.querySelectorAll('segue-related, segue-search')].flatMap((e) => [...e.shadowRoot.querySelectorAll('.box, .box *')].map((node) => {
	const style = getComputedStyle(node), own = {};
	for (const name of style) if (!/^(color|.*-color|caret-color|fill|stroke|(.*-)?(width|height|inline-size|block-size)|inset.*|grid-template-.*|top|left|right|bottom|.*origin|outline.*|border.*|column-rule.*|text-(decoration|emphasis).*|--.*)$/.test(name)) own[name] = style.getPropertyValue(name);
	return node.localName + JSON.stringify(own);
}))`

func TestStylesAreIsolatedFromThePage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	const elements = `{script}<p id="outside">Outside <a href="/x">link</a></p><segue-related reasons></segue-related><segue-search></segue-search>`
	see := func(style string) ([]string, string) {
		b := open(t)
		b.Visit(w.show(style + elements))
		b.state("related", "ready")
		b.state("search", "ready")
		outside := eval[string](b, `[...document.querySelectorAll('#outside, #outside a')].map((e) => JSON.stringify([...getComputedStyle(e)].map((n) => getComputedStyle(e).getPropertyValue(n)))).join() + document.querySelectorAll('style').length + document.adoptedStyleSheets.length`)
		return eval[[]string](b, computed), outside
	}
	// The page sets the text size, so the reference uses the same size.
	plain, _ := see(`<style>html{font-size:62.5%}h1{font-size:2em}</style>`)
	attacked, with := see(hostile)
	if d := cmp.Diff(plain, attacked); d != "" || len(plain) < 20 {
		t.Errorf("computed styles of %d nodes (-alone +attacked):\n%.3000s", len(plain), d)
	}
	b := open(t)
	b.Visit(w.show(hostile + strings.ReplaceAll(elements, "{script}", "")))
	without := eval[string](b, `[...document.querySelectorAll('#outside, #outside a')].map((e) => JSON.stringify([...getComputedStyle(e)].map((n) => getComputedStyle(e).getPropertyValue(n)))).join() + document.querySelectorAll('style').length + document.adoptedStyleSheets.length`)
	if with != without {
		t.Error("the widget changes styles of the page")
	}
}

// With a theme, the element does not even inherit the page's colour.
func TestThemeIgnoresTheColoursOfThePage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(hostile + `{script}<segue-related theme="light"></segue-related>`))
	b.state("related", "ready")
	got := eval[[]string](b, `['.box', 'a', 'h2'].map((s) => getComputedStyle(document.querySelector('segue-related').shadowRoot.querySelector(s)).color)`)
	if d := cmp.Diff([]string{"rgb(0, 0, 0)", "rgb(0, 0, 0)", "rgb(0, 0, 0)"}, got); d != "" {
		t.Errorf("colours (-want +got):\n%s", d)
	}
}

func TestElementFitsIntoAnyBox(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	boxes := map[string]string{
		"block": `<div>%s</div>`, "flex": `<div style="display:flex">%s</div>`, "column": `<div style="display:flex;flex-direction:column;align-items:start">%s</div>`,
		"beside": `<div style="display:flex"><p style="width:90px;flex:none">A</p>%s</div>`, "float": `<div><div style="float:left">%s</div></div>`,
		"grid": `<div style="display:grid;grid-template-columns:auto">%s</div>`, "fraction": `<div style="display:grid;grid-template-columns:1fr">%s</div>`,
		"inline": `<div style="display:inline-block">%s</div>`,
	}
	body := `<style>body{margin:0}main{padding:0 8px}</style>{script}`
	for name, box := range boxes {
		body += fmt.Sprintf(box, `<segue-related id="`+name+`" reasons images></segue-related>`) + `<div style="clear:both"></div>`
	}
	b.Run(chromedp.EmulateViewport(320, 9000))
	b.Visit(w.show(body + `<segue-search></segue-search>`))
	b.Wait(fmt.Sprintf(`document.querySelectorAll('segue-related[state=ready]').length == %d`, len(boxes)))
	b.search("kubernetes")
	if got := eval[float64](b, "document.documentElement.scrollWidth"); got > 320 {
		t.Errorf("the page is %v px wide", got)
	}
	for name, width := range eval[map[string]float64](b, `Object.fromEntries([...document.querySelectorAll('segue-related')].map((e) => [e.id, e.shadowRoot.querySelector('.box').getBoundingClientRect().width]))`) {
		if width < 190 {
			t.Errorf("in %s it is %v px wide", name, width)
		}
	}
}

func TestPageCanStyleTheElement(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`<style>body { font: 20px/2 monospace; color: rgb(1, 2, 3); color-scheme: dark }
		#styled { --segue-link: rgb(9, 8, 7); --segue-size: 12px; --segue-radius: 0px; --segue-gap: 1px; --segue-image: 99px; --segue-muted: rgb(5, 5, 5); --segue-line: rgb(6, 6, 6) }
		#styled::part(item) { background: rgb(4, 5, 6) } #styled::part(heading) { text-transform: uppercase }</style>
		{script}<segue-related></segue-related><segue-related id="styled" layout="grid" images></segue-related>`))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 2`)
	const style = `((id, part) => getComputedStyle(document.querySelectorAll('segue-related')[id].shadowRoot.querySelector(part)))`
	got := eval[map[string]string](b, `({
		font: `+style+`(0, 'a').fontFamily, size: `+style+`(0, 'a').fontSize, colour: `+style+`(0, 'a').color, scheme: `+style+`(0, 'a').colorScheme,
		link: `+style+`(1, 'a').color, small: `+style+`(1, 'a').fontSize, square: `+style+`(1, 'li').borderRadius, gap: `+style+`(1, 'ol').rowGap,
		image: `+style+`(1, 'span').width, muted: `+style+`(1, '[part=facts]').color, line: `+style+`(1, 'li').borderTopColor,
		item: `+style+`(1, 'li').backgroundColor, heading: `+style+`(1, 'h2').textTransform,
	})`)
	if d := cmp.Diff(map[string]string{
		"font": "monospace", "size": "20px", "colour": "rgb(1, 2, 3)", "scheme": "dark", "link": "rgb(9, 8, 7)", "small": "12px", "square": "0px", "gap": "1px",
		"image": "99px", "muted": "rgb(5, 5, 5)", "line": "rgb(6, 6, 6)", "item": "rgb(4, 5, 6)", "heading": "uppercase",
	}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	names := map[string]bool{}
	for _, piece := range strings.Split(widget.Style(), "var(--segue-")[1:] {
		name, _, _ := strings.Cut(piece, ",")
		names[strings.TrimSpace(name)] = true
	}
	if len(names) > 12 {
		t.Errorf("%d custom properties are too many: %v", len(names), names)
	}
}

func TestGridColumnsDependOnTheWidth(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(chromedp.EmulateViewport(1300, 2000))
	b.Visit(w.show(`{script}<div style="width:320px"><segue-related layout="grid"></segue-related></div><div style="width:600px"><segue-related layout="grid"></segue-related></div><div style="width:1200px"><segue-related layout="grid"></segue-related></div>`))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 3`)
	got := eval[[]int](b, `[...document.querySelectorAll('segue-related')].map((e) => getComputedStyle(e.shadowRoot.querySelector('ol')).gridTemplateColumns.split(' ').length)`)
	if d := cmp.Diff([]int{1, 2, 3}, got); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
}

func TestVisitorPreferencesAreRespected(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(media("prefers-reduced-motion", "reduce", "forced-colors", "active"))
	b.Visit(w.show(`{script}<segue-related layout="grid"></segue-related><segue-search></segue-search>`))
	if got := eval[int](b, `document.getAnimations().length`); got != 0 {
		t.Errorf("%d animations run", got)
	}
	b.state("related", "ready")
	b.state("search", "ready")
	eval[any](b, shadow("search", "input")+".focus()")
	b.Run(chromedp.KeyEvent("\t"))
	got := eval[map[string]string](b, `({
		animations: String(document.getAnimations({ subtree: true }).length),
		card: getComputedStyle(`+shadow("related", "li")+`).borderTopWidth,
		input: getComputedStyle(`+shadow("search", "input")+`).borderTopWidth,
		focus: getComputedStyle(`+shadow("search", "button")+`).outlineStyle,
	})`)
	if d := cmp.Diff(map[string]string{"animations": "0", "card": "1px", "input": "1px", "focus": "solid"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Text spacing as in WCAG 1.4.12, set with part selectors.
func TestControlsFitWiderText(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(chromedp.EmulateViewport(320, 900))
	b.Visit(w.show(`<style>segue-search::part(root), segue-search::part(button), segue-search::part(label), segue-search::part(input) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }</style>{script}<segue-search lang="fr"></segue-search>`))
	b.state("search", "ready")
	if got := eval[bool](b, `[`+shadow("search", "button")+`, `+shadow("search", "label")+`].some((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) || document.documentElement.scrollWidth > 320`); got {
		t.Error("text is cut")
	}
}
