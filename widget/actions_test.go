package widget_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"segue/data"
	"segue/data/catalog"
	"segue/server/thumb"
)

// media sets a preference of the visitor.
func media(pairs ...string) chromedp.Action {
	features := []*emulation.MediaFeature{}
	for i := 0; i < len(pairs); i += 2 {
		features = append(features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	return emulation.SetEmulatedMedia().WithFeatures(features)
}

// shadow is an expression for a node in the shadow root of the first element with a name.
func shadow(element, selector string) string {
	return `document.querySelector('segue-` + element + `').shadowRoot.querySelector('` + selector + `')`
}

// search submits a text in the search form and waits for the answer.
func (b *tab) search(text string) {
	b.Wait(`document.querySelector('segue-search').shadowRoot?.querySelector('input')`)
	eval[any](b, shadow("search", "input")+".focus()")
	eval[any](b, shadow("search", "input")+".select()")
	eval[any](b, "seen.events.length = 0")
	b.Run(chromedp.KeyEvent(text), chromedp.KeyEvent("\r"))
	b.Wait("seen.events.some(([name, detail]) => detail.query)")
}

// artwork is a large picture that compresses badly.
var artwork = sync.OnceValues(func() ([]byte, error) {
	m := image.NewGray(image.Rect(0, 0, 1000, 1000))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32())
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, nil)
	return b.Bytes(), err
})

// thumbs serves the thumbnails of a catalogue's episodes without network access.
func thumbs(t testing.TB, c catalog.Store) http.Handler {
	t.Helper()
	h := thumb.New(thumb.Config{
		Fetch: func(context.Context, string) ([]byte, error) { return artwork() },
		Image: func(ctx context.Context, id data.EpisodeID) (string, error) {
			found, err := c.Find(ctx, data.Ref{ID: id})
			return found.Image, err
		},
	})
	t.Cleanup(h.Close)
	return h
}

// offline disconnects the browser from the network.
func offline(ctx context.Context) error {
	_, err := network.EmulateNetworkConditionsByRule([]*network.Conditions{{Offline: true}}).Do(ctx)
	return err
}

// missing answers requests for a file with 404.
func missing(suffix string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, suffix) {
			http.NotFound(w, r)
			return true
		}
		return false
	}
}

// quoted is a list of texts as JavaScript.
func quoted(list []string) string {
	encoded, _ := json.Marshal(list) // texts can always be encoded
	return strings.Trim(string(encoded), "[]")
}
