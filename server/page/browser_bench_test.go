package page_test

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"segue/widget/browsertest"
)

// BenchmarkMapFrame draws ten thousand points on a processor that is four times slower.
func BenchmarkMapFrame(b *testing.B) {
	server := serve(b, &answers{currentMap: currentMap(10_000)}, gitops())
	tab := browsertest.Open(b)
	tab.Visit(server.URL + "/map")
	tab.Wait(mapReady)
	tab.Run(emulation.SetCPUThrottlingRate(4))
	frames, took := 0, 0.
	for b.Loop() {
		took += browsertest.Eval[float64](tab, `(async () => {
			const plane = document.getElementById('plane'), frame = () => new Promise(requestAnimationFrame);
			await frame();
			const start = performance.now();
			for (let i = 0; i < 40; i++) {
				plane.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? '-' : '+' }));
				await frame();
			}
			return performance.now() - start;
		})()`)
		frames += 40
	}
	b.ReportMetric(took/float64(frames), "ms/frame")
	points := get(b, server.URL+"/map/points.json").body
	b.ReportMetric(float64(len(zipped(b, points)))/10_000, "gzipped-B/point")
}

// BenchmarkPaint measures the largest contentful paint of every page.
func BenchmarkPaint(b *testing.B) {
	server := wholeOf(b, catalogue(200))
	for _, path := range []string{"/", "/search?q=kubernetes", "/episodes/episode-7", "/map", "/snippet"} {
		get(b, server.URL+path) // computes the map
		b.Run(path, func(b *testing.B) {
			painted := 0.
			for b.Loop() {
				tab := browsertest.Open(b)
				tab.Visit(server.URL + path)
				tab.Wait("seen.lcp > 0")
				tab.WaitFrames()
				painted += browsertest.Eval[float64](tab, "seen.lcp")
				tab.Close()
			}
			b.ReportMetric(painted/float64(b.N), "ms-to-paint")
		})
	}
}
