package feed_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/feed"
)

func TestDiscoverReturnsTheFeedsOfAPage(t *testing.T) {
	const page = `<!doctype html><html><head><title>&lt;link rel=alternate></title><meta charset="iso-8859-1">
		<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
		<link rel="stylesheet alternate" type="application/rss+xml" href="/style.css"><link rel=alternate hreflang=de href="/de">
		<LINK REL="Alternate home" TYPE="application/RSS+XML; charset=utf-8" title=" Caf` + "\xe9" + ` &amp;
		Cups " HREF=" /feed "/>
		<link rel="alternate" type="application/json" href="/wp-json/1"><link rel="alternate" type="application/feed+json" href="feed.json">
		<script>"<link rel='alternate' type='application/rss+xml' href='/no'>"</script><!-- <link rel="alternate" type="application/rss+xml" href="/no"> -->
		<link rel="alternate" type="application/atom+xml" href="//cdn.example/atom"><link rel="alternate" type="application/rss+xml" href="/feed#x" href="/y">
		<link rel="alternate" type="application/rss+xml" href="javascript:x"><link rel="alternate" type="application/rss+xml"></head><body><link rel="feed" type="text/xml" href="/feed"></body></html>`
	want := []feed.Link{
		{URL: "http://example.com/feed", Title: "Café & Cups", Type: "application/rss+xml"},
		{URL: "http://example.com/feed.json", Type: "application/feed+json"},
		{URL: "http://cdn.example/atom", Type: "application/atom+xml"},
		{URL: "http://example.com/feed#x", Type: "application/rss+xml"},
		{URL: "http://example.com/comments/feed/", Title: "Comments Feed", Type: "application/rss+xml"},
	}
	if d := cmp.Diff(want, feed.Discover([]byte(page), "", site)); d != "" {
		t.Errorf("links (-want +got):\n%s", d)
	}
}

func TestDiscoverUsesTheBaseOfAPage(t *testing.T) {
	const page = `<base href="https://a.example/b/"><base href="https://c.example/"><link rel="alternate" type="application/rss+xml" href="feed">`
	want := []feed.Link{{URL: "https://a.example/b/feed", Type: "application/rss+xml"}}
	if d := cmp.Diff(want, feed.Discover([]byte(page), "text/html; charset=utf-8", nil)); d != "" {
		t.Errorf("links (-want +got):\n%s", d)
	}
}

func TestDiscoverHasALimit(t *testing.T) {
	var page strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&page, `<link rel="alternate" type="application/rss+xml" href="/%d">`, i)
	}
	if got := feed.Discover([]byte(page.String()), "", site); len(got) != 50 || got[49].URL != "http://example.com/49" {
		t.Errorf("%d links", len(got))
	}
	if got := feed.Discover([]byte("no page"), "", site); got != nil {
		t.Errorf("links %v for a body that is not a page", got)
	}
}
