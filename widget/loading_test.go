package widget_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// W1
func TestAPastedSnippetShowsRelatedEpisodesWithoutInlineScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := open(t)
	b.visit(w.show(related, "Content-Security-Policy: script-src {service}"))
	b.state("related", "ready")
	want := [][]string{}
	for _, r := range w.similar(t, 4).Results {
		want = append(want, []string{r.Episode.Title, r.Episode.URL})
	}
	if d := cmp.Diff(want, eval[[][]string](b, links)); d != "" {
		t.Errorf("links (-want +got):\n%s", d)
	}
}
