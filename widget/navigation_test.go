package widget_test

import "testing"

// Frameworks such as Turbo and Astro show another page in the same document. An element then
// shows the list of the new page or nothing, and a late placeholder becomes an element.
func TestElementsFollowNavigations(t *testing.T) {
	const (
		head  = `document.querySelector('link[rel=canonical]').href = '/e/' + window.next;`
		push  = `history.pushState({}, '', '/next');`
		other = `document.querySelector('main').innerHTML = '<segue-related count="2"></segue-related>';`
		late  = `document.querySelector('main').innerHTML = '<div data-segue="related" data-count="2"></div>';`
	)
	for _, tt := range []struct {
		name, do string
		// ready is false if the new page has no episode.
		ready bool
	}{
		{"the head changes and the element is new", head + push + other, true},
		{"the head changes and the element stays", head + push, true},
		{"the head changes after the path", push + `setTimeout(() => { ` + head + ` }, 300);`, true},
		{"only the head changes", head, true},
		{"a placeholder is added late", head + push + late, true},
		{"a placeholder is added late to the same page", late, true},
		{"the path changes and the head does not", push + `document.title = 'Next'; document.querySelector('main').append('Next');`, false},
		{"the element is attached again", `{ const e = document.querySelector('segue-related'); e.remove(); ` + head + push + ` document.querySelector('main').append(e) }`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t)
			b := open(t)
			b.Quiet = true // some of these pages have no episode, which logs errors
			next := w.similar(t, 1).Results[0].Episode
			b.Visit(w.show(`<main><segue-related count="2"></segue-related></main>{script}`))
			b.state("related", "ready")
			want := eval[string](b, shadow("related", "li a")+".href")
			eval[any](b, `window.next = "`+string(next.ID)+`"; window.first = '`+want+`'; `+tt.do)
			if tt.ready {
				compare := "!="
				if tt.do == late { // the page is the same
					compare = "=="
				}
				b.Wait(`document.querySelector('segue-related')?.shadowRoot?.querySelector('li a') && document.querySelector('segue-related').getAttribute('state') == 'ready' && ` + shadow("related", "li a") + `.href ` + compare + ` window.first`)
				return
			}
			b.Wait(`document.querySelector('segue-related').getAttribute('state') == 'empty hidden'`)
		})
	}
}

func TestTheHomePageAsCanonicalLinkIsIgnored(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.put("/moss", w.fill(`<!doctype html><html lang="en"><head><title>A</title><link rel="canonical" href="{host}/"><meta property="og:url" content="{host}/e/{gitops}"></head><body>{script}<segue-related></segue-related></body></html>`)))
	b.state("related", "ready")
}

func TestArabicIsWrittenFromRightToLeft(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Visit(w.show(`<div lang="ar"><segue-related></segue-related></div><div lang="ar"><segue-related dir="ltr"></segue-related></div>{script}`))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 2`)
	got := eval[[]string](b, `[...document.querySelectorAll('segue-related')].map((e) => getComputedStyle(e.shadowRoot.querySelector('.box')).direction)`)
	if got[0] != "rtl" || got[1] != "ltr" {
		t.Errorf("directions %v, want rtl, and ltr where the page says so", got)
	}
}
