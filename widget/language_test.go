package widget_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"segue/data"
)

func TestTextsAreInTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	for _, tt := range []struct{ name, body, heading, date, reason, label, found string }{
		{"English", `%s`, "Related episodes", "Jul 17, 2018", "Also about Git", "Search episodes", "1 episode for “weaveworks”"},
		{"British English", `<div lang="en-GB">%s</div>`, "Related episodes", "17 Jul 2018", "Also about Git", "Search episodes", "1 episode for “weaveworks”"},
		{"German in Austria", `<div lang="de_AT">%s</div>`, "Ähnliche Folgen", "17.07.2018", "Auch über Git", "Folgen durchsuchen", "1 Folge zu „weaveworks“"},
		{"Spanish", `<div lang="ES">%s</div>`, "Episodios relacionados", "17 jul 2018", "También sobre Git", "Buscar episodios", "1 episodio para «weaveworks»"},
		{"French", `<div lang=" fr ">%s</div>`, "Épisodes similaires", "17 juil. 2018", "Parle aussi de Git", "Rechercher un épisode", "1 épisode pour « weaveworks »"},
		{"Japanese", `<div lang="ja">%s</div>`, "関連エピソード", "2018/07/17", "共通の話題：Git", "エピソードを検索", "「weaveworks」のエピソード：1件"},
		{"a language that it does not know", `<div lang="tlh">%s</div>`, "Related episodes", "Jul 17, 2018", "Also about Git", "Search episodes", "1 episode for “weaveworks”"},
		{"no language", `<div lang="">%s</div>`, "Related episodes", "Jul 17, 2018", "Also about Git", "Search episodes", "1 episode for “weaveworks”"},
	} {
		b.Visit(w.show(fmt.Sprintf(tt.body, `{script}<segue-related reasons></segue-related><segue-search count="1"></segue-search>`)))
		b.state("related", "ready")
		b.search("weaveworks")
		got := eval[[]string](b, `[`+shadow("related", "h2")+`, `+shadow("related", "time")+`, `+shadow("related", "[part=reason]")+`, `+shadow("search", "label")+`, `+shadow("search", "[role=status]")+`].map((e) => e.textContent)`)
		got[4] = strings.Replace(got[4], firstNumber(got[4]), "1", 1)
		want := []string{tt.heading, tt.date, tt.reason, tt.label}
		if d := cmp.Diff(want, got[:4]); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
		if !strings.Contains(got[4], "weaveworks") {
			t.Errorf("%s: %s", tt.name, got[4])
		}
	}
}

func firstNumber(s string) string {
	start := strings.IndexAny(s, "0123456789")
	if start < 0 {
		return "1"
	}
	end := start
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	return s[start:end]
}

func TestPluralFormsFollowTheLanguage(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	for _, tt := range []struct {
		language string
		total    int
		want     string
	}{
		{"en", 1, "1 episode for “q”"}, {"en", 2, "2 episodes for “q”"}, {"en", 1234, "1,234 episodes for “q”"},
		{"de", 1, "1 Folge zu „q“"}, {"de", 1234, "1.234 Folgen zu „q“"},
		{"fr", 0, ""}, {"fr", 1, "1 épisode pour « q »"}, {"fr", 2, "2 épisodes pour « q »"},
		{"ja", 3, "「q」のエピソード：3件"},
		{"ar", 1, "حلقة واحدة عن «q»"}, {"ar", 2, "حلقتان عن «q»"}, {"ar", 3, "3 حلقات عن «q»"}, {"ar", 11, "11 حلقة عن «q»"}, {"ar", 100, "100 حلقة عن «q»"},
	} {
		results := `{"episode":{"id":"a","title":"A","url":"https://a.example/","show":{"id":"s","title":"s"}}}`
		if tt.total == 0 {
			results = ""
		}
		w.service.instead = answer(200, fmt.Sprintf(`{"total":%d,"results":[%s]}`, tt.total, results))
		b.Visit(w.show(`{script}<segue-search lang="` + tt.language + `"></segue-search>`))
		b.search("q")
		if got := eval[string](b, shadow("search", "[role=status]")+`.textContent`); got != tt.want {
			t.Errorf("%s %d: %q, want %q", tt.language, tt.total, got, tt.want)
		}
	}
}

// The widget, the pages, the HTML fragment and the command line format durations equally.
func TestDurationsEqualTheServers(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	var results, want []string
	for _, seconds := range []int{1, 29, 30, 59, 60, 89, 90, 91, 2459, 2460, 2480, 2489, 2490, 2519, 2520, 3585, 3599, 3600, 4320, 604800} {
		results = append(results, fmt.Sprintf(`{"episode":{"id":"a","title":"A","url":"https://a.example/","show":{"id":"s","title":""},"duration":%d}}`, seconds))
		want = append(want, fmt.Sprintf("%d min", data.Minutes(time.Duration(seconds)*time.Second)))
	}
	w.service.instead = answer(200, `{"results":[`+strings.Join(results, ",")+`]}`)
	b.Visit(w.show(`{script}<segue-related count="20"></segue-related>`))
	b.state("related", "ready")
	got := eval[[]string](b, `[...document.querySelector('segue-related').shadowRoot.querySelectorAll('[part=facts]')].map((e) => e.textContent)`)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lengths (-server +widget):\n%s", d)
	}
}

func TestArabicIsRightToLeft(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(chromedp.EmulateViewport(412, 900))
	b.Visit(w.put("/rtl", `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>حلقة</title><link rel="canonical" href="{host}/e/{gitops}"></head><body>{script}<segue-related images reasons></segue-related></body></html>`))
	b.state("related", "ready")
	got := eval[map[string]any](b, `(() => { const root = document.querySelector('segue-related').shadowRoot, box = (s) => root.querySelector(s).getBoundingClientRect();
		return { direction: getComputedStyle(root.querySelector('.box')).direction, heading: root.querySelector('h2').textContent,
			imageRight: box('span').left > box('a').left, title: getComputedStyle(root.querySelector('a')).direction,
			aligned: Math.abs(box('h2').right - box('li').right) < 1, align: getComputedStyle(root.querySelector('a')).textAlign, lang: root.querySelector('.box').lang }; })()`)
	if d := cmp.Diff(map[string]any{
		"direction": "rtl", "heading": "حلقات ذات صلة", "imageRight": true, "title": "rtl", "aligned": true, "align": "start", "lang": "ar",
	}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWordsCanBeReplaced(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	b := open(t)
	b.Run(chromedp.EmulateViewport(1280, 2400))
	b.Visit(w.show(`{script}<segue-related heading="Next up" level="3"></segue-related>
		<segue-related lang="de" reasons><script type="application/json">{"heading": "Mehr davon", "topics": "Thema: {text}"}</script></segue-related>
		<segue-related heading=""></segue-related>
		<segue-search label="Find" button="Go"><script type="application/json">{"found": {"other": "{q}: {n}"}}</script></segue-search>`, strict))
	b.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 3`)
	b.search("kubernetes")
	got := eval[[]string](b, `[...document.querySelectorAll('segue-related')].map((e) => (e.shadowRoot.querySelector('h2')?.textContent ?? 'none') + '|' + (e.shadowRoot.querySelector('[part=reason]')?.textContent ?? 'none'))`)
	if d := cmp.Diff([]string{"Next up|none", "Mehr davon|Thema: Git", "none|none"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	got = eval[[]string](b, `[`+shadow("search", "label")+`, `+shadow("search", "button")+`, `+shadow("search", "[role=status]")+`].map((e) => e.textContent)`)
	if d := cmp.Diff([]string{"Find", "Go", "kubernetes: 7"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := eval[string](b, shadow("related", "h2")+`.ariaLevel`); got != "3" {
		t.Errorf("the heading is of level %s", got)
	}
}

// Texts are English if the language file cannot be loaded.
func TestMissingLanguageFileFallsBackToEnglish(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.service.instead = missing("/ja.js")
	b := open(t)
	b.Quiet = true
	b.Visit(w.show(`{script}<segue-related lang="ja"></segue-related>`))
	b.state("related", "ready")
	if got := eval[string](b, shadow("related", "h2")+`.textContent`); got != "Related episodes" {
		t.Errorf("the heading is %q", got)
	}
}
