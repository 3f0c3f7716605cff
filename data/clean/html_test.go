package clean_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"segue/data/clean"
)

func TestHTML(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"separates paragraphs by one empty line", "<p>One.</p><p>Two.</p>", "One.\n\nTwo."},
		{"begins a paragraph at each list item", "<ul><li>One<li>Two<ul><li>Three</ul></ul>", "One\n\nTwo\n\nThree"},
		{"keeps a heading as a paragraph", "<h2>Guest</h2>Jane Roe.", "Guest\n\nJane Roe."},
		{"begins a paragraph at a line break", "One<br>Two<br/>Three", "One\n\nTwo\n\nThree"},
		{"removes paragraphs without words", "<p>One</p><p>&nbsp;</p><p> </p><p>Two</p>", "One\n\nTwo"},
		{"decodes entities", "<p>Q&amp;A &lt;live&gt; caf&eacute; &#8212; &#x1F399;</p>", "Q&A <live> café — 🎙"},
		{"decodes entities once", "<p>&amp;lt;p&amp;gt;</p>", "&lt;p&gt;"},
		{"joins parts of a word in different tags", "<b>G</b>it<i>Ops</i>", "GitOps"},
		{"keeps the words of a link", `See <a href="https://example.com/?a=1&b=2">the talk</a>.`, "See the talk."},
		{"separates the cells of a table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"},
		{"normalises white space", "<p>\n One \t\u00a0 two\r\n three </p>", "One two three"},
		{"begins a paragraph at an empty line", "One <b>bold</b>\nline.\n\nTwo.\r\n\r\nThree.", "One bold line.\n\nTwo.\n\nThree."},
		{"removes scripts and styles", "a<script>if (a < b) { x('<p>') }</script><style>p{}</style>b", "ab"},
		{"removes fallback content", "a<noscript><img src=x>no</noscript><iframe>no</iframe>b", "ab"},
		{"continues after an empty script", `a<script src="x"></script> b`, "a b"},
		{"removes comments", "a<!-- <p>no</p> -->b", "ab"},
		{"removes an unclosed script", "a<script>alert(1)", "a"},
		{"reads unclosed tags", "<p>One<p>Two<b>", "One\n\nTwo"},
		{"reads a truncated tag", "One <a href=\"x", "One"},
		{"keeps text without tags", "a < b && c", "a < b && c"},
		{"removes invisible characters", "ze\u200bro\ufeff sh\u00ady\x00", "zero shy"},
		{"replaces invalid UTF-8", "caf\xe9", "caf\ufffd"},
		{"returns an empty text for an empty text", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, clean.HTML(tt.in)); d != "" {
				t.Errorf("HTML(%q) (-want +got):\n%s", tt.in, d)
			}
		})
	}
}

func TestHTMLIsSafeForDeepAndHugeInput(t *testing.T) {
	const n = 50_000
	for name, in := range map[string]string{
		"nests deeply":            strings.Repeat("<div>", n) + "word" + strings.Repeat("</div>", n),
		"never closes":            strings.Repeat("<b>", n) + "word",
		"has many attributes":     "<p " + strings.Repeat(`a="1" `, n) + ">word",
		"closes what is not open": strings.Repeat("</p>", n) + "word",
	} {
		t.Run(name, func(t *testing.T) {
			if got := clean.HTML(in); got != "word" {
				t.Errorf("got %.40q, want %q", got, "word")
			}
		})
	}
}

func TestLooksLikeHTML(t *testing.T) {
	for in, want := range map[string]bool{
		"<p>One":                         true,
		"One<br>two":                     true,
		"One<BR />two":                   true,
		`a <a href="https://x">link</a>`: true,
		"<!DOCTYPE html>":                true,
		"Q&amp;A":                        true,
		"it&#8217;s":                     true,
		"":                               false,
		"plain words":                    false,
		"a < b and c > d":                false,
		"Q&A":                            false,
		"a List<String> of things":       false,
		"std::pair<a, b>":                false,
		"<3 podcasts":                    false,
		"from <name@example.com>":        false,
		"see <https://example.com>":      false,
	} {
		if got := clean.LooksLikeHTML(in); got != want {
			t.Errorf("LooksLikeHTML(%q) = %v, want %v", in, got, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"", "plain", "<p>One</p><p>Two</p>", "<script>", "</script>", "<!--", "<![CDATA[x]]>", "&", "&#x110000;", "&#0;",
		"<p\x00>", "\xff\xfe", "<title>a", "<textarea></p>", "a\n\nb", "<svg><script/>x</svg>", "<plaintext><p>", "<p/>x<br/>y",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean.HTML(s)
		if !utf8.ValidString(got) {
			t.Errorf("HTML(%q) = %q is not UTF-8", s, got)
		}
		if again := clean.Text(got); again != got {
			t.Errorf("HTML(%q) = %q is not in the form of Text, %q", s, got, again)
		}
	})
}
