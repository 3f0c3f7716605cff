package feed_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"segue/data"
	"segue/data/feed"
	"segue/data/testenv"
)

// bomb returns a feed with entities that expand to a billion letters.
func bomb() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">`)
	for i := range 9 {
		fmt.Fprintf(&b, "<!ENTITY a%d '%s'>", i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	return b.String() + `]><rss><channel><title>&a9;</title></channel></rss>`
}

func TestParseRejectsOtherBodies(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		kind       feed.Kind
		reason     string
	}{
		{"an empty body", "", feed.Empty, "the feed is empty; its publisher must correct it"},
		{"only space", " \n\ufeff\x00", feed.Empty, "the feed is empty; its publisher must correct it"},
		{"a page", "<!doctype HTML>\n<p>Hi", feed.HTMLPage, "this is a web page, not a feed; use the address of the feed, which may be on the page"},
		{"a page without a type", "<html><head>", feed.HTMLPage, "this is a web page, not a feed; use the address of the feed, which may be on the page"},
		{"a list of subscriptions", "<opml/>", feed.NotAFeed, "this is a list of subscriptions (OPML), not a feed; import it as OPML"},
		{"other XML", "<?xml version='1.0'?><svg:svg>", feed.NotAFeed, "this is XML with the root <svg>, not a feed; use the address of an RSS, Atom or JSON Feed"},
		{"XML without an element", "<?xml version='1.0'?> <!-- a -->", feed.NotAFeed, "this is XML without any element; use the address of a feed"},
		{"text", "Not found", feed.NotAFeed, `this is neither XML nor a JSON Feed, it begins with "Not found"; use the address of a feed`},
		{"other JSON", `{"items":[]}`, feed.NotAFeed, `this is JSON but not a JSON Feed: it has no "version" of jsonfeed.org; use the address of a feed`},
		{"invalid JSON", `{"version":"https://jsonfeed.org/version/1`, feed.Malformed, "the JSON is invalid: unexpected end of JSON input; its publisher must correct it"},
		{"JSON with invalid items", `{"version":"https://jsonfeed.org/version/1","items":{}}`, feed.Malformed, `the "items" of the JSON Feed are not a list; its publisher must correct them`},
		{"a truncated feed", "<rss><channel><item><title>T", feed.Malformed, "the feed ends within <title>, after 1 items: the download was truncated, or its publisher must close the element"},
		{"a feed truncated within a tag", "<rss><channel><item><enclosure url='", feed.Malformed, "the feed ends within <item>, after 1 items: the download was truncated, or its publisher must close the element"},
		{"a feed truncated within a text", "<rss><channel><item><title><![CDATA[T", feed.Malformed, "the feed ends within <title>, after 1 items: the download was truncated, or its publisher must close the element"},
		{"an entity bomb", bomb(), feed.EntityBomb, "the feed declares entities that refer to other entities, which are not expanded; write the text itself"},
		{"an unsupported encoding", "\xff\xfe\x00\x00<\x00\x00\x00", feed.Malformed, "the feed's text is encoded as UTF-32, which is not supported; save it as UTF-8"},
		{"a deep feed", "<rss><channel><item>" + strings.Repeat("<a>", 1e6), feed.TooDeep, "<a> in item 1 is inside 100 other elements, the maximum; write HTML in notes as CDATA"},
		{"a large tag", "<rss a='" + strings.Repeat("a", 2<<20), feed.TooLarge, "a tag of item 0 has 2048 kB; the maximum is 1024: write text between tags"},
		{"a feed that grows in UTF-8", "<rss><channel>" + strings.Repeat("<a>&&&&&&&&&&&&&&&&</a>", feed.MaxBody/80), feed.TooLarge, `the feed has more than 64 MB in UTF-8; split it into pages (rel="next") or shorten its notes`},
		{"a large feed", strings.Repeat(" ", feed.MaxBody+1<<20), feed.TooLarge, `the feed has 65 MB; the maximum is 64: split it into pages (rel="next") or shorten its notes`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := feed.Parse(t.Context(), []byte(tt.body), "", site, time.Now())
			var bad *feed.Error
			if !errors.As(err, &bad) || !errors.Is(err, data.ErrBadFeed) || bad.Kind != tt.kind || err.Error() != tt.reason || got.Items != nil {
				t.Errorf("error = %v, want %s: %s", err, tt.kind, tt.reason)
			}
		})
	}
}

func TestHostileFeedsEndInTime(t *testing.T) {
	var names strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&names, ` xmlns:a%d="b"`, i)
	}
	var prefixes strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&prefixes, `<a%d:b c="d"/><podcast:person>%d</podcast:person>`, i, i)
	}
	for name, body := range map[string]string{
		"many prefixes in one item":    rss("<item><title>T</title>" + prefixes.String() + "</item>"),
		"many namespaces and elements": "<rss" + names.String() + "><channel>" + strings.Repeat("<a/>", 1e6) + "</channel></rss>",
		"texts in a million parts":     rss("<item><title>T</title>" + strings.Repeat("<x:y>"+strings.Repeat("aaaa<b/>", 4e5)+"</x:y>", 3) + "</item>"),
		"a million attributes":         rss("<item" + strings.Repeat(" a='b'", 1e5) + "><title>T</title></item>"),
		"a million ampersands":         rss("<item><title>T</title><description>" + strings.Repeat("&", 2e5) + "</description></item>"),
		"a million ends":               rss(strings.Repeat("</a>", 1e6)),
		"unclosed elements":            rss("<item><title>T</title><description>" + strings.Repeat("<br>x</i>", 90) + "</description></item>"),
		"deep HTML":                    rss("<item><title>T</title><description><![CDATA[" + strings.Repeat("<div>", 2e5) + "]]></description></item>"),
		"an entity with a long text":   `<!DOCTYPE rss [<!ENTITY a "` + strings.Repeat("a", 1e5) + `">]><rss><channel><item><title>` + strings.Repeat("&a;", 1e5) + "</title></item></channel></rss>",
		"deep JSON":                    `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 1e6),
		"a file as an entity":          `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>`,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), testenv.Timeout)
			defer cancel()
			got, err := feed.Parse(ctx, []byte(body), "", site, time.Now())
			if err != nil && !errors.Is(err, data.ErrBadFeed) {
				t.Fatal(err)
			}
			for _, it := range got.Items {
				if strings.Contains(it.Episode.Title, "root:") || len(it.Episode.Title) > 2000 {
					t.Errorf("title %.100q", it.Episode.Title)
				}
			}
		})
	}
}

func TestParseStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("shutting down")
	cancel(cause)
	for _, body := range []string{rss("<item><title>T</title></item>"), `{"version":"https://jsonfeed.org/version/1","items":[{"title":"T"}]}`} {
		if _, err := feed.Parse(ctx, []byte(body), "", site, time.Now()); !errors.Is(err, cause) || errors.Is(err, data.ErrBadFeed) {
			t.Errorf("error = %v, want the cause of the cancellation", err)
		}
	}
}
