package widget_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// BenchmarkVisit loads a page with and without the widget, on a processor that is four
// times slower and a slow network.
func BenchmarkVisit(b *testing.B) {
	w := newFixture(b)
	text := strings.Repeat("<p>Git holds the state, and an agent brings it there. To deploy, you merge.</p>", 12)
	for name, page := range map[string]string{"with": w.show(text + related), "without": w.show(text)} {
		b.Run(name, func(b *testing.B) {
			var painted, script, tasks []float64
			for b.Loop() {
				v := visit(b, page)
				painted, script, tasks = append(painted, v.painted), append(script, v.script), append(tasks, v.tasks)
			}
			b.ReportMetric(median(painted), "ms-to-paint")
			b.ReportMetric(median(script), "ms-of-scripts")
			b.ReportMetric(median(tasks), "ms-of-tasks")
		})
	}
}

// BenchmarkTwentyElements shows twenty equal elements on a processor that is four times
// slower.
func BenchmarkTwentyElements(b *testing.B) {
	w := newFixture(b)
	page := w.show(`{script}` + strings.Repeat(`<segue-related></segue-related>`, 20))
	var script []float64
	for b.Loop() {
		tab := open(b)
		tab.Run(chromedp.EmulateViewport(800, 12_000), emulation.SetCPUThrottlingRate(4), threadTicks())
		tab.Visit(page)
		tab.Wait(`document.querySelectorAll('segue-related[state=ready]').length == 20`)
		script = append(script, tab.used()["ScriptDuration"])
		tab.Close()
	}
	b.ReportMetric(median(script), "ms-of-scripts")
}

// visited is the cost of a visit in milliseconds: the largest contentful paint, and the
// processor time of scripts and of all tasks.
type visited struct{ painted, script, tasks float64 }

func visit(t testing.TB, page string) visited {
	b := open(t)
	defer b.Close()
	b.slowly()
	b.Run(threadTicks())
	b.Visit(page)
	b.Wait("seen.lcp > 0")
	painted := eval[float64](b, "seen.lcp")
	eval[any](b, `document.querySelector('main').lastElementChild.scrollIntoView()`)
	b.Wait(`(document.querySelector('segue-related')?.getAttribute('state') ?? 'ready') == 'ready'`)
	b.WaitFrames()
	used := b.used()
	return visited{painted, used["ScriptDuration"], used["TaskDuration"]}
}

// threadTicks makes the browser measure processor time, which does not depend on the load of
// the machine.
func threadTicks() chromedp.Action {
	return performance.Enable().WithTimeDomain(performance.EnableTimeDomainThreadTicks)
}

// used returns the processor time of the page in milliseconds by kind of work. It needs
// threadTicks.
func (b *tab) used() map[string]float64 {
	used := map[string]float64{}
	b.Run(chromedp.ActionFunc(func(ctx context.Context) error {
		metrics, err := performance.GetMetrics().Do(ctx)
		for _, m := range metrics {
			used[m.Name] = m.Value * 1000
		}
		return err
	}))
	return used
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
