package widget_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// media pretends that the visitor has set a preference.
func media(pairs ...string) chromedp.Action {
	features := []*emulation.MediaFeature{}
	for i := 0; i < len(pairs); i += 2 {
		features = append(features, &emulation.MediaFeature{Name: pairs[i], Value: pairs[i+1]})
	}
	return emulation.SetEmulatedMedia().WithFeatures(features)
}

// shadow is an expression for what a selector finds in the first element of a name.
func shadow(element, selector string) string {
	return `document.querySelector('segue-` + element + `').shadowRoot.querySelector('` + selector + `')`
}

// search types a text into the search form and sends it with Enter, then waits for
// the answer.
func (b *tab) search(text string) {
	b.t.Helper()
	b.wait(`document.querySelector('segue-search').shadowRoot?.querySelector('input')`)
	eval[any](b, shadow("search", "input")+".focus()")
	eval[any](b, shadow("search", "input")+".select()")
	eval[any](b, "seen.events.length = 0")
	b.run(chromedp.KeyEvent(text), chromedp.KeyEvent("\r"))
	b.wait("seen.events.some(([name, detail]) => detail.query)")
}

// thumbs answers for the pictures of episodes, which another part of the server
// makes.
func thumbs(t testing.TB) func(http.ResponseWriter, *http.Request) bool {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 128, 128))
	for i := range picture.Pix {
		picture.Pix[i] = color.RGBA{uint8(i % 128), 90, 140, 255}.R
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/thumbs/") {
			return false
		}
		w.Header().Set("Content-Type", "image/jpeg")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		w.Write(b.Bytes())
		return true
	}
}

// offline takes the network away.
func offline(ctx context.Context) error {
	_, err := network.EmulateNetworkConditionsByRule([]*network.Conditions{{Offline: true}}).Do(ctx)
	return err
}

// missing takes a file away.
func missing(suffix string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, suffix) {
			http.NotFound(w, r)
			return true
		}
		return false
	}
}

// quoted is a list of texts as a script has it.
func quoted(list []string) string {
	encoded, _ := json.Marshal(list) // texts always can be
	return strings.Trim(string(encoded), "[]")
}
