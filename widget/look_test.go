package widget_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestScreenshots writes screenshots to the folder in SEGUE_SCREENSHOTS, for review.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SEGUE_SCREENSHOTS")
	if dir == "" {
		t.Skip("SEGUE_SCREENSHOTS names no folder")
	}
	w := newFixture(t)
	body := `<style>:root { color-scheme: light dark } body { font: 17px/1.6 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1.25rem; background: light-dark(#fdfcfa, #15181c); color: light-dark(#222, #d8dce2) } h1 { font-weight: 400 }</style>
<p>How should new code reach a cluster? The manifests that describe a deployment are committed to a repository, and software keeps the cluster in line with them.</p>
<segue-search></segue-search>
<hr style="margin:2rem 0;border:0;border-top:1px solid #8884">
<segue-related %s></segue-related><p>The page goes on below.</p>{script}`
	for name, attributes := range map[string]string{
		"list": `reasons images`, "plain": ``, "grid": `layout="grid" count="6" images`, "row": `layout="row" count="6" reasons`, "theme": `theme="dark" reasons`,
	} {
		for _, width := range []int64{412, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b := open(t)
				b.Run(media("prefers-color-scheme", scheme), chromedp.EmulateViewport(width, 900))
				b.Visit(w.show(fmt.Sprintf(body, attributes)))
				b.state("related", "ready")
				b.state("search", "ready")
				if name == "list" || name == "grid" {
					b.search("kubernets deployment")
				}
				b.WaitFrames()
				var picture []byte
				b.Run(chromedp.FullScreenshot(&picture, 100))
				if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, scheme)), picture, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
