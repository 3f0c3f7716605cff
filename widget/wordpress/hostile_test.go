package wordpress_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A compromised server, or hostile texts of publishers, must not affect the site.
func TestFragmentIsFilteredByTag(t *testing.T) {
	const base = "https://pod.example"
	for _, test := range []struct {
		name, fragment, want string
	}{
		{"the tags of a fragment are kept",
			`<section class="segue-related" lang="de"><h2>Mehr</h2><ol class="row"><li><img src="https://pod.example/thumbs/a.jpg" alt="" width="64" height="64" loading="lazy" decoding="async"><a href="https://pod.example/a" lang="en"><bdi>A</bdi></a><p><time datetime="2020-01-02">2 Jan</time></p></li></ol></section>`,
			`<section class="segue-related" lang="de"><h2>Mehr</h2><ol class="row"><li><img src="https://pod.example/thumbs/a.jpg" alt="" width="64" height="64" loading="lazy" decoding="async"/><a href="https://pod.example/a" lang="en"><bdi>A</bdi></a><p><time datetime="2020-01-02">2 Jan</time></p></li></ol></section>`},
		{"a script is removed with its text", `<p>a<script>alert(1)</script>b</p>`, `<p>ab</p>`},
		{"a script in capitals is removed", `<p>a<SCRIPT src="//x.example">1</SCRIPT >b</p>`, `<p>ab</p>`},
		{"the rest after an unclosed script is removed", `<p>a</p><script>alert(1)`, `<p>a</p>`},
		{"a style is removed with its text", `<style>body{display:none}</style><p>a</p>`, `<p>a</p>`},
		{"a frame is removed", `<iframe src="https://x.example"></iframe><p>a</p>`, `<p>a</p>`},
		{"a drawing with a script is removed", `<svg><script>1</script><a href="javascript:1">x</a></svg><p>a</p>`, `<p>a</p>`},
		{"a form is removed without its text", `<form action="https://x.example"><input name="password">a</form>`, `a`},
		{"event handlers are removed", `<p onclick="alert(1)" style="position:fixed">a</p>`, `<p>a</p>`},
		{"a broken image does nothing", `<img src="https://pod.example/x.jpg" onerror="alert(1)">`, `<img src="https://pod.example/x.jpg"/>`},
		{"the address of a javascript: link is removed", `<a href="javascript:alert(1)">a</a>`, `<a>a</a>`},
		{"the address of an encoded javascript: link is removed", `<a href="java&#115;cript:alert(1)">a</a>`, `<a>a</a>`},
		{"the address of a data: link is removed", `<a href="data:text/html,x">a</a>`, `<a>a</a>`},
		{"a relative address is removed", `<a href="/wp-login.php?action=logout">a</a>`, `<a>a</a>`},
		{"an address in another attribute does not count", `<a aria-label=" href='https://x.example'" href="/x">a</a>`, `<a>a</a>`},
		{"an image of another host is removed", `<p><img src="https://x.example/spy.gif"> a</p>`, `<p> a</p>`},
		{"an image of a host with the same prefix is removed", `<p><img src="https://pod.example.evil.example/a.gif">a</p>`, `<p>a</p>`},
		{"an image address in another attribute does not count", `<p><img alt=" src='https://pod.example/a.jpg'" src="https://x.example/spy.gif">a</p>`, `<p>a</p>`},
		{"a second image address does not count", `<p><img src="https://x.example/spy.gif" src="https://pod.example/a.jpg">a</p>`, `<p>a</p>`},
		{"open tags are closed", `<section><ol><li>a`, `<section><ol><li>a</li></ol></section>`},
		{"unmatched end tags are removed", `a</div></main></body>`, `a`},
		{"a comment is removed", `a<!-- wp:html -->b`, `ab`},
		{"the rest after an unclosed comment is removed", `a<!-- <b>`, `a`},
		{"JSON-LD is encoded again",
			`<p>a</p><script type="application/ld+json">{"@type": "ItemList", "name": "</scr\u0069pt><script>alert(1)//&"}</script>`,
			`<p>a</p><script type="application/ld+json">{"@type":"ItemList","name":"\u003C/script\u003E\u003Cscript\u003Ealert(1)//\u0026"}</script>`},
		{"another type of JSON-LD is removed", `<p>a</p><script type="application/ld+json">{"@type": "Organization"}</script>`, `<p>a</p>`},
		{"invalid JSON-LD is removed", `<p>a</p><script type="application/ld+json">{</script>`, `<p>a</p>`},
		{"JSON-LD without visible content is removed", list, ``},
		{"a fragment with only a script is empty", `<script>1</script>`, ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite(base).do(t, step("clean", test.fragment))
			if diff := cmp.Diff([]any{test.want}, got.Out); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestManyOpenTagsAreClosed(t *testing.T) {
	got := newSite("https://pod.example").do(t, step("clean", strings.Repeat("<script<p<", 6000))).Out[0].(string)
	if strings.Contains(got, "<script") {
		t.Error("a script is left")
	}
}
