package clean_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/clean"
)

func TestHTMLLinks(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"finds links in order", `<p>See <a class="x" href=" https://example.com/b?x=1&amp;y=2 ">b</a> and <A HREF='http://example.com/a'>a</A>.`,
			[]string{"https://example.com/b?x=1&y=2", "http://example.com/a"}},
		{"removes duplicates", `<a href="https://example.com/">https://example.com/</a> https://example.com/`, []string{"https://example.com/"}},
		{"finds addresses in the text", "<p>At https://example.com/a&amp;b, or here", []string{"https://example.com/a&b"}},
		{"skips other links", `<a href="/a">a</a><a href="mailto:a@example.com">a</a><a href="#t">t</a><a href="">e</a><a>n</a><a href="https://">h</a><a href="javascript:x()">x</a>`, nil},
		{"skips pictures and scripts", `<img src="https://example.com/a.png"><script>fetch("https://example.com/b")</script><link href="https://example.com/c">`, nil},
		{"escapes a space like a browser", `<a href="https://example.com/a b">`, []string{"https://example.com/a%20b"}},
		{"skips a shortened address", `<a href="https://example.com/long/name">https://example.com/lo…</a>`, []string{"https://example.com/long/name"}},
		{"reads truncated tags", `<a href="https://example.com/a">x<a href="https://exa`, []string{"https://example.com/a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, clean.HTMLLinks(tt.in)); d != "" {
				t.Errorf("HTMLLinks(%q) (-want +got):\n%s", tt.in, d)
			}
		})
	}
}

func TestTextLinks(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"finds addresses in order without duplicates", "https://example.com/b\nHTTP://Example.com/a https://example.com/b", []string{"https://example.com/b", "HTTP://Example.com/a"}},
		{"skips punctuation", "See https://example.com/a. Or https://example.com/b, (https://example.com/c) “https://example.com/d”!", []string{
			"https://example.com/a", "https://example.com/b", "https://example.com/c", "https://example.com/d"}},
		{"keeps brackets of the address", "(https://example.com/Go_(language))", []string{"https://example.com/Go_(language)"}},
		{"skips addresses without a host or with another scheme", "https:// http://: xhttps://example.com ftp://example.com example.com", nil},
		{"skips a long address", "https://example.com/" + strings.Repeat("a", 2000), nil},
		{"finds nothing in an empty text", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, clean.TextLinks(tt.in)); d != "" {
				t.Errorf("TextLinks(%q) (-want +got):\n%s", tt.in, d)
			}
		})
	}
}

func TestLinksHaveALimit(t *testing.T) {
	var many []string
	for i := range data.MaxLinks + 1 {
		many = append(many, fmt.Sprintf("https://example.com/%d", i))
	}
	if d := cmp.Diff(many[:data.MaxLinks], clean.TextLinks(strings.Join(many, " "))); d != "" {
		t.Errorf("links (-want +got):\n%s", d)
	}
	if got := clean.TextLinks("https://example.com/" + strings.Repeat("(", 1<<20)); got != nil {
		t.Errorf("links of a text without links: %.40q", got)
	}
}

func FuzzLinks(f *testing.F) {
	for _, seed := range []string{"", "https://example.com/a).", `<a href="https://example.com/ b">`, "http://[::1]:80/]]", "https://\xff/", "https://a’’", "http://a/\u00a0b", "https://user:pass@a/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, links := range [][]string{clean.HTMLLinks(s), clean.TextLinks(s)} {
			seen := map[string]bool{}
			for _, link := range links {
				u, err := url.Parse(link)
				if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || seen[link] || link != clean.Line(link) {
					t.Errorf("%q has the link %q", s, link)
				}
				seen[link] = true
			}
			if d := cmp.Diff(links, clean.TextLinks(strings.Join(links, " ")), cmpopts.EquateEmpty()); d != "" && !strings.ContainsAny(s, `<>"'“”’.,;:!?*_)]…`) {
				t.Errorf("links of a second call (-first +second):\n%s", d)
			}
		}
	})
}
