package feed_test

import (
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/feed"
)

// FuzzParse checks that Parse returns a feed whose items can be exported, or a typed
// error, and that a second call returns the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{rss(whole), bomb(), "\xff\xfe<\x00r\x00", "<feed><entry><title type='xhtml'><div>a</div></title><content mode='base64'>YQ==</content></entry></feed>",
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"a","attachments":[{"url":"x"}]},null]}`,
		"<rdf:RDF xmlns:rdf='r'><channel/><item><title>&nbsp;&#1;</title></item></rdf:RDF>", "<rss><channel><item><guid>a</guid></ITEM><item xml:base='b'></p>",
		"<rss xmlns='x'><channel><item><title>T</title><pubDate>5. März 19</pubDate></item></channel></rss>"} {
		f.Add([]byte(seed), "text/xml; charset=latin1")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) { checkParse(t, body, contentType) })
}

func checkParse(t testing.TB, body []byte, contentType string) {
	t.Helper()
	got, err := feed.Parse(t.Context(), body, contentType, site, time.Now())
	again, errAgain := feed.Parse(t.Context(), body, contentType, site, time.Now())
	if d := cmp.Diff(got, again); d != "" {
		t.Errorf("second call (-first +second):\n%s", d)
	}
	var bad *feed.Error
	switch {
	case err == nil:
		checkItems(t, got)
	case !errors.As(err, &bad) || !errors.Is(err, data.ErrBadFeed) || bad.Reason == "" || errAgain == nil || err.Error() != errAgain.Error():
		t.Errorf("error = %v, then %v", err, errAgain)
	}
}

func FuzzDiscover(f *testing.F) {
	f.Add([]byte(`<base href="/a"><link rel=alternate type=application/rss+xml href="b&amp;c" title="&eacute;">`), "text/html; charset=utf-16")
	f.Add([]byte("<link rel='alternate feed' type='text/xml;x' href='//a/comments'><link"), "")
	f.Fuzz(func(t *testing.T, page []byte, contentType string) {
		for _, l := range feed.Discover(page, contentType, site) {
			u, err := url.Parse(l.URL)
			if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(l.Title, "\r\n") {
				t.Errorf("link %+v", l)
			}
		}
	})
}

// TestParseReadsOrRejectsDamagedFixtures cuts and changes real feeds at random.
func TestParseReadsOrRejectsDamagedFixtures(t *testing.T) {
	root, all := fixtures(t)
	var bodies [][]byte
	for _, f := range all {
		if body := readFile(t, filepath.Join(root, f.File)); f.Root != "" && len(body) < 20_000 {
			bodies = append(bodies, body)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		body := append([]byte{}, rapid.SampledFrom(bodies).Draw(r, "feed")...)
		for range rapid.IntRange(1, 5).Draw(r, "changes") {
			at, n := rapid.IntRange(0, len(body)).Draw(r, "at"), rapid.IntRange(0, 200).Draw(r, "length")
			piece := rapid.SampledFrom([]string{"", "<", ">", "&", "</item>", "<item>", "]]>", "<![CDATA[", "\xff", "\x00", `"`, "<!--", "<a:b xmlns:a='c'>"}).Draw(r, "piece")
			rest := append([]byte(piece), body[min(at+n, len(body)):]...)
			body = append(body[:at], rest...)
		}
		checkParse(t, body, "")
	})
}
