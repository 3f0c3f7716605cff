// Package wordpress_test runs the WordPress plugin with PHP and with the WordPress stub in
// testdata. The requests of the plugin reach a real server.
package wordpress_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/widget"
)

const (
	// markup is a fragment without its data for search engines.
	markup = `<section class="segue-related" lang="en"><h2>What next</h2><ol><li><a href="https://pod.example/oats">Oats &amp; <bdi>barley</bdi></a></li></ol></section>`
	list   = `<script type="application/ld+json">{"@context":"https://schema.org","@type":"ItemList","itemListElement":[{"@type":"ListItem","position":1,"url":"https://pod.example/oats"}]}</script>`
	more   = `<p class="segue-more"><a href="https://site.example/episodes">All episodes</a></p>`
)

var linksMore = with(map[string]any{"more": "https://site.example/episodes"})

func TestPluginIsValidPHP(t *testing.T) {
	if out, err := exec.Command(php(t), "-l", "segue.php").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// It finds tokens that PHP 7.4 does not have. It does not find newer functions.
func TestPluginUsesOnlyItsMinimumPHPVersion(t *testing.T) {
	const newer = `foreach (token_get_all(file_get_contents("segue.php")) as $token) {
		if (is_array($token) && preg_match("/^T_(MATCH|ENUM|READONLY|ATTRIBUTE|NULLSAFE_OBJECT_OPERATOR)$/", token_name($token[0]))) {
			echo $token[2], ": ", $token[1], "\n";
		}
	}`
	if out, err := exec.Command(php(t), "-r", newer).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v, lines with tokens of PHP 8:\n%s", err, out)
	}
}

func TestEditorScriptIsValid(t *testing.T) {
	code := newSite("").do(t, step("state", "inline")).Out[0].(map[string]any)["segue-editor"].(string)
	cmd := exec.Command("go", "tool", "esbuild", "--loader=js", "--target=es2017", "--log-level=warning")
	cmd.Stdin = strings.NewReader(code)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "segue/related") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestRelated(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		change func(*site)
		want   string
	}{
		{"prints the HTML of the server", sends(markup + list), nil, markup + list},
		{"prints nothing if the answer is empty", sends(""), nil, ""},
		{"prints nothing if the answer is only space", sends(" \n"), nil, ""},
		{"prints nothing if the server does not know the page", fails(404), nil, ""},
		{"prints nothing if the server fails", fails(500), nil, ""},
		{"prints the link if the answer is empty", sends(""), linksMore, more},
		{"prints the link if the server fails", fails(503), linksMore, more},
		{"prints the link if the server rejects the request", fails(422), linksMore, more},
		{"prints the link if the answer is not HTML", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"a": 1}`) }, linksMore, more},
		{"prints the link if the answer is too large", sends("<p>" + strings.Repeat("rye ", 20000)), linksMore, more},
		{"links all episodes instead of going to another host", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.example/", http.StatusFound)
		}, linksMore, more},
		{"prints the link if the answer is not UTF-8", sends("<p>\xff</p>"), linksMore, more},
		{"prints the link if another plugin breaks requests", sends(markup), func(s *site) {
			linksMore(s)
			s.Throw = "no requests today"
		}, more},
	} {
		t.Run(test.name, func(t *testing.T) {
			change := test.change
			if change == nil {
				change = func(*site) {}
			}
			got := newSite(newSegue(t, test.answer).URL, change).do(t, related())
			if diff := cmp.Diff([]any{test.want}, got.Out); diff != "" {
				t.Error(diff)
			}
			if len(got.Requests) != 1 {
				t.Errorf("%d requests", len(got.Requests))
			}
		})
	}
}

func TestNoRequestIfNothingCanBeShown(t *testing.T) {
	server := newSegue(t, sends(markup))
	for _, test := range []struct {
		name   string
		change func(*site)
		want   string
	}{
		{"without a server", with(map[string]any{"base": ""}), more},
		{"with a wrong address in the database", with(map[string]any{"base": "javascript:alert(1)"}), more},
		{"for a draft, which the server cannot know", episode(func(p *post) { p.Status = "draft" }), more},
		{"for a post with a password", episode(func(p *post) { p.Password = true }), ""},
		{"in a feed, which shows many posts at once", func(s *site) { s.Feed = true }, ""},
		{"outside of a single post", func(s *site) { s.Loop, s.Singular = false, false }, ""},
		{"on a page without a post", func(s *site) { s.Current = 8 }, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite(server.URL, linksMore, test.change).do(t, related())
			if diff := cmp.Diff([]any{test.want}, got.Out); diff != "" {
				t.Error(diff)
			}
			if len(got.Requests) != 0 {
				t.Errorf("requests: %v", got.Requests)
			}
		})
	}
}

func TestRequestParameters(t *testing.T) {
	type values = map[string]string
	usual := func(changes values) values {
		all := values{"url": "https://site.example/rye/", "limit": "4", "lang": "en-US", "layout": "list"}
		for name, value := range changes {
			all[name] = value
		}
		return all
	}
	for _, test := range []struct {
		name       string
		attributes any
		change     func(*site)
		want       values
	}{
		{"four episodes in a list", "", nil, usual(nil)},
		{"the values of the attributes", map[string]any{"count": "6", "layout": "Grid", "heading": "Näher & weiter", "show": "crumb-radio", "images": "", "reasons": "on"}, nil,
			usual(values{"limit": "6", "layout": "grid", "heading": "Näher & weiter", "show": "crumb-radio", "images": "true", "reasons": "true"})},
		{"a heading with decoded HTML entities", map[string]any{"heading": "A &amp; &#8220;B&#8221;"}, nil, usual(values{"heading": "A & “B”"})},
		{"attributes without a value", []any{"images", "Reasons"}, nil, usual(values{"images": "true", "reasons": "true"})},
		{"no option that an attribute turns off", map[string]any{"images": "off", "reasons": "false"}, nil, usual(nil)},
		{"no heading if it is empty", map[string]any{"heading": ""}, nil, usual(values{"heading": ""})},
		{"at most twenty", map[string]any{"count": "1e9"}, nil, usual(values{"limit": "20"})},
		{"the count of the settings if the attribute is invalid", map[string]any{"count": "-2"}, with(map[string]any{"count": 9}), usual(values{"limit": "9"})},
		{"the default count if the database is invalid", "", with(map[string]any{"count": []int{1}}), usual(nil)},
		{"the default layout if it is invalid", map[string]any{"layout": `x" onload="`}, with(map[string]any{"layout": "row"}), usual(values{"layout": "row"})},
		{"the address without parameters of other plugins", "", episode(func(p *post) { p.Permalink = "https://site.example/rye/?visitor=5#top" }), usual(nil)},
		{"the query if it identifies the post", "", func(s *site) {
			s.Structure = ""
			episode(func(p *post) { p.Permalink = "https://site.example/?p=7#top" })(s)
		}, usual(values{"url": "https://site.example/?p=7"})},
		{"the language of the site", "", func(s *site) { s.Locale = "de_DE_formal" }, usual(values{"lang": "de-DE"})},
		{"a language without a country", "", func(s *site) { s.Locale = "ja" }, usual(values{"lang": "ja"})},
		{"the post of the page outside of its content", "", func(s *site) { s.Loop, s.Current = false, 99 }, usual(nil)},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newSegue(t, sends(markup))
			s := newSite(server.URL)
			if test.change != nil {
				test.change(&s)
			}
			s.do(t, step("shortcode", "segue_related", test.attributes))
			if len(server.requests) != 1 || server.requests[0].URL.Path != "/v1/related.html" {
				t.Fatalf("requests: %v", server.requests)
			}
			if diff := cmp.Diff(test.want, firsts(server.requests[0].URL.Query())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func firsts(query url.Values) map[string]string {
	all := map[string]string{}
	for name, values := range query {
		all[name] = strings.Join(values, " and ")
	}
	return all
}

func TestRequestIsPrivateAndHasATimeout(t *testing.T) {
	server := newSegue(t, sends(markup))
	got := newSite(server.URL+"/under/a/path/").do(t, related())
	want := []request{{
		URL:     server.URL + "/under/a/path/v1/related.html?url=https%3A%2F%2Fsite.example%2Frye%2F&limit=4&lang=en-US&layout=list",
		Timeout: 2, Most: 65537, Agent: "Segue-WordPress/1.0.0", Headers: map[string]string{"Accept": "text/html"},
	}}
	if diff := cmp.Diff(want, got.Requests); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"Cookie", "Referer", "X-Forwarded-For"} {
		if value := server.requests[0].Header.Get(name); value != "" {
			t.Errorf("the request has the header %s: %s", name, value)
		}
	}
}

func TestPageWaitsOnceForAnUnresponsiveServer(t *testing.T) {
	late := func(s *site) { s.Takes = 2.1 } // a page waits two seconds
	other := step("shortcode", "segue_related", map[string]any{"count": 5})
	got := newSite(newSegue(t, sends(markup)).URL, linksMore, late).do(t, related(), related(), other)
	if diff := cmp.Diff([]any{more, more, more}, got.Out); diff != "" {
		t.Error(diff)
	}
	if len(got.Requests) != 1 || got.Requests[0].Timeout != 2 {
		t.Errorf("requests: %v", got.Requests)
	}
}

func TestScriptModeSendsNoRequest(t *testing.T) {
	const base = "https://pod.example"
	got := newSite(base, linksMore).do(t,
		step("shortcode", "segue_related", map[string]any{"mode": "script", "theme": "dark", "reasons": "on", "heading": `"><script>alert(1)</script>`, "show": "a'b"}),
		step("shortcode", "segue_related", map[string]any{"mode": "script", "layout": "row"}, `<a href="/all">All</a>`))
	want := []any{
		`<segue-related count="4" layout="list" theme="dark" reasons="" heading="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" show="a&#039;b" episode="https://site.example/rye/" api="https://pod.example/" style="display:block;min-height:31.09em">` + more + `</segue-related>`,
		`<segue-related count="4" layout="row" episode="https://site.example/rye/" api="https://pod.example/" style="display:block;min-height:11.09em"><a href="/all">All</a></segue-related>`,
	}
	if diff := cmp.Diff(want, got.Out); diff != "" {
		t.Error(diff)
	}
	script := []string{`<script type="module" async src="https://pod.example/widget/v1.js" data-cfasync="false"></script>` + "\n"}
	if diff := cmp.Diff(script, got.Scripts); diff != "" {
		t.Error(diff)
	}
	if len(got.Requests) != 0 {
		t.Errorf("requests: %v", got.Requests)
	}
}

func TestReservedHeightEqualsTheWidgets(t *testing.T) {
	for _, look := range []widget.Look{
		{Layout: "list", Count: 4, Heading: true},
		{Layout: "list", Count: 20, Reasons: true},
		{Layout: "list", Count: 3, Heading: true, Theme: true, Reasons: true},
		{Layout: "grid", Count: 1, Columns: 3, Heading: true},
		{Layout: "grid", Count: 10, Columns: 3, Reasons: true, Theme: true},
		{Layout: "row", Count: 8, Heading: true, Theme: true},
		{Layout: "row", Count: 8},
	} {
		t.Run(fmt.Sprintf("%+v", look), func(t *testing.T) {
			attributes := map[string]any{"mode": "script", "layout": look.Layout, "count": look.Count, "reasons": look.Reasons}
			if !look.Heading {
				attributes["heading"] = ""
			}
			if look.Theme {
				attributes["theme"] = "light"
			}
			got := newSite("https://pod.example").do(t, step("shortcode", "segue_related", attributes)).Out[0].(string)
			if want := `style="display:block;min-height:` + look.Height() + `"`; !strings.Contains(got, want) {
				t.Errorf("%s has no %s", got, want)
			}
		})
	}
}

func TestSearch(t *testing.T) {
	const form = `<form role="search" method="get" action="https://site.example/"><label>Search episodes <input type="search" name="s"></label> <button>Search</button></form>`
	for _, test := range []struct {
		name       string
		base       string
		attributes any
		inside     string
		want       string
	}{
		{"is the widget's, around the site's own", "https://pod.example", "", "", `<segue-search api="https://pod.example/">` + form + `</segue-search>`},
		{"is the site's own without a server", "", "", "", form},
		{"has the attributes", "https://pod.example", map[string]any{"count": "99", "layout": "grid", "theme": "light", "images": "on", "reasons": "1", "show": "crumb", "heading": "no"}, `<a href="/find">Find</a>`,
			`<segue-search count="50" layout="grid" theme="light" images="" reasons="" show="crumb" api="https://pod.example/"><a href="/find">Find</a></segue-search>`},
		{"escapes its label", "https://pod.example", map[string]any{"label": `<b>"Find"</b>`}, "",
			`<segue-search label="&lt;b&gt;&quot;Find&quot;&lt;/b&gt;" api="https://pod.example/">` +
				strings.Replace(form, "Search episodes", "&lt;b&gt;&quot;Find&quot;&lt;/b&gt;", 1) + `</segue-search>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite(test.base).do(t, step("shortcode", "segue_search", test.attributes, test.inside))
			if diff := cmp.Diff([]any{test.want}, got.Out); diff != "" {
				t.Error(diff)
			}
			if loaded := len(got.Scripts) == 1; loaded != (test.base != "") || len(got.Requests) != 0 {
				t.Errorf("scripts %v, requests %v", got.Scripts, got.Requests)
			}
		})
	}
}
