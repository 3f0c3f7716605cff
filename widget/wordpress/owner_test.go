package wordpress_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func options(changes map[string]any) map[string]any {
	all := map[string]any{"base": "https://pod.example", "count": 4.0, "layout": "list", "mode": "html", "more": "", "append": []any{}}
	for name, value := range changes {
		all[name] = value
	}
	return all
}

func TestInvalidSettingsAreCorrected(t *testing.T) {
	const refused = "The address of the server must be like https://podcast.example, without a query. It was not changed."
	for _, test := range []struct {
		name   string
		given  any
		want   map[string]any
		errors []string
	}{
		{"valid settings are stored",
			map[string]any{"base": " http://127.0.0.1:8080/podcast/ ", "count": "6", "layout": "grid", "mode": "script", "more": "https://site.example/all?x=1", "append": []string{"post", "episode"}},
			map[string]any{"base": "http://127.0.0.1:8080/podcast", "count": 6.0, "layout": "grid", "mode": "script", "more": "https://site.example/all?x=1", "append": []any{"post", "episode"}}, nil},
		{"an empty address turns it off", map[string]any{"base": " "}, options(map[string]any{"base": ""}), nil},
		{"an address with the scheme javascript is rejected", map[string]any{"base": "javascript:alert(1)"}, options(nil), []string{refused}},
		{"a path as address is rejected", map[string]any{"base": "/podcast"}, options(nil), []string{refused}},
		{"a file address is rejected", map[string]any{"base": "file:///etc/passwd"}, options(nil), []string{refused}},
		{"an address with a query is rejected", map[string]any{"base": "https://pod.example/?a=b"}, options(nil), []string{refused}},
		{"an address with an empty query is rejected", map[string]any{"base": "https://pod.example/?"}, options(nil), []string{refused}},
		{"an address with a password is rejected", map[string]any{"base": "https://me:secret@pod.example"}, options(nil), []string{refused}},
		{"an address with quotes is rejected", map[string]any{"base": `https://pod.example/"onload="`}, options(nil), []string{refused}},
		{"an address with a space is rejected", map[string]any{"base": "https://pod .example"}, options(nil), []string{refused}},
		{"a list as address is rejected", map[string]any{"base": []string{"https://other.example"}}, options(map[string]any{"base": ""}), nil},
		{"a count has its bounds", map[string]any{"base": "https://pod.example", "count": "1000"}, options(map[string]any{"count": 20.0}), nil},
		{"an invalid count is ignored", map[string]any{"base": "https://pod.example", "count": "0"}, options(nil), nil},
		{"an invalid layout is ignored", map[string]any{"base": "https://pod.example", "layout": "<b>", "mode": []int{1}}, options(nil), nil},
		{"a link to a script is dropped", map[string]any{"base": "https://pod.example", "more": "javascript:alert(1)"}, options(nil), nil},
		{"types of posts that do not exist are dropped", map[string]any{"base": "https://pod.example", "append": []any{"post", "nothing", "attachment", "post", []int{1}}},
			options(map[string]any{"append": []any{"post"}}), nil},
		{"unknown settings are removed", map[string]any{"base": "https://pod.example", "admin": "yes"}, options(nil), nil},
		{"a value that is not a form is ignored", "x", options(nil), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite("https://pod.example").do(t, step("save", test.given))
			if diff := cmp.Diff([]any{test.want}, got.Out); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.errors, got.Errors, equateEmpty); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// equateEmpty treats nil and an empty list as equal.
var equateEmpty = cmp.Transformer("emptyIsNil", func(list []string) any {
	if len(list) == 0 {
		return nil
	}
	return strings.Join(list, "\n")
})

func TestSettingsPage(t *testing.T) {
	hostile := with(map[string]any{"base": `https://pod.example/a'b`, "more": `https://site.example/"><script>`, "append": []string{"episode"}})
	page := newSite("", with(map[string]any{"base": "https://pod.example", "more": `https://site.example/?a&b`, "append": []string{"episode"}})).
		do(t, step("page")).Out[0].(string)
	for what, want := range map[string]string{
		"a nonce":                 `name="_wpnonce" value="segue"`,
		"the address":             `name="segue[base]" value="https://pod.example"`,
		"an address, escaped":     `name="segue[more]" value="https://site.example/?a&amp;b"`,
		"a count":                 `min="1" max="20" id="segue-count" name="segue[count]" value="4"`,
		"the layout":              `<option value="list" selected='selected'>List</option>`,
		"a type that is chosen":   `value="episode" checked='checked'> Episodes &amp; more</label>`,
		"a type that is not":      `value="post"> Posts</label>`,
		"a name for the types":    `<legend class="screen-reader-text">Add related episodes at the end of</legend>`,
		"a button that saves all": `<input type="submit">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("there is no %s, %s, in\n%s", what, want, page)
		}
	}
	if page := newSite("", hostile).do(t, step("page")).Out[0].(string); strings.Contains(page, "<script") || strings.Contains(page, "a'b") {
		t.Errorf("not escaped:\n%s", page)
	}
	visitor := func(s *site) { s.Can = []string{"edit_posts"} }
	if page := newSite("", visitor).do(t, step("page")).Out[0]; page != "" {
		t.Errorf("who may not change the settings sees %s", page)
	}
}

func TestOwnerSeesTheLastProblem(t *testing.T) {
	for _, test := range []struct {
		name   string
		server *segue
		throw  string // the exception of another plugin
		want   string
	}{
		{"the server fails", newSegue(t, fails(503)), "", "Last problem, 5 seconds ago: the server answered with status 503<"},
		{"the server does not know the page", newSegue(t, fails(404)), "", "Last problem, 5 seconds ago: the server found no episode for http://"},
		{"the server is down", &segue{Server: unused()}, "", "Last problem, 5 seconds ago: no answer<"},
		{"another plugin breaks requests, with markup", newSegue(t, sends(markup)), "<b>no", "Last problem, 5 seconds ago: &lt;b&gt;no<"},
	} {
		t.Run(test.name, func(t *testing.T) {
			site := newSite(test.server.URL, func(s *site) { s.Throw = test.throw })
			page := site.do(t, related(), step("wait", 5), step("page")).Out[2].(string)
			if !strings.Contains(page, test.want) {
				t.Errorf("there is no %q in\n%s", test.want, page)
			}
		})
	}
}

func TestAppending(t *testing.T) {
	server := newSegue(t, sends(markup))
	posts := with(map[string]any{"append": []string{"post"}})
	const text = "<p>What I baked.</p>"
	for _, test := range []struct {
		name   string
		change func(*site)
		want   string
	}{
		{"is off without post types", with(nil), text},
		{"adds to a post of a chosen type", posts, text + markup},
		{"leaves other types alone", with(map[string]any{"append": []string{"episode"}}), text},
		{"leaves lists of posts alone", func(s *site) { posts(s); s.Singular = false }, text},
		{"does not change content outside the post", func(s *site) { posts(s); s.Loop = false }, text},
		{"does not change other queries of the page", func(s *site) { posts(s); s.Main = false }, text},
		{"leaves another post on the page alone", func(s *site) {
			posts(s)
			s.Posts["8"] = post{ID: 8, Type: "post", Status: "publish"}
			s.Current = 8
		}, text},
		{"leaves excerpts alone", func(s *site) { posts(s); s.Doing = []string{"get_the_excerpt"} }, text},
		{"leaves feeds alone", func(s *site) { posts(s); s.Feed = true }, text},
		{"leaves a post with the block alone", func(s *site) { posts(s); episode(func(p *post) { p.Content = "<!-- wp:segue/related /-->" })(s) }, text},
		{"leaves a post with the shortcode alone", func(s *site) { posts(s); episode(func(p *post) { p.Content = "[segue_related count=2]" })(s) }, text},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := newSite(server.URL, test.change).do(t, step("content", text))
			if diff := cmp.Diff([]any{test.want}, got.Out); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	const wrap = `<div class="wp-block-segue alignwide">`
	server := newSegue(t, inTurn(sends(markup), sends("")))
	other := func(s *site) {
		s.Posts["8"] = post{ID: 8, Type: "post", Status: "publish", Permalink: "https://site.example/oats/"}
		s.Loop, s.Singular = false, false
	}
	got := newSite(server.URL, other).do(t,
		step("block", "segue/related", map[string]any{"count": 3, "images": true, "reasons": false, "heading": ""}, map[string]any{"postId": 8}),
		step("block", "segue/related", map[string]any{"count": 2}, map[string]any{"postId": 8}),
		step("block", "segue/search", map[string]any{"label": "Find"}))
	want := []any{wrap + markup + "</div>", "", wrap + `<segue-search label="Find" api="` + server.URL + `/">` +
		`<form role="search" method="get" action="https://site.example/"><label>Find <input type="search" name="s"></label> <button>Search</button></form></segue-search></div>`}
	if diff := cmp.Diff(want, got.Out); diff != "" {
		t.Error(diff)
	}
	requests := map[string]string{"url": "https://site.example/oats/", "limit": "3", "lang": "en-US", "layout": "list", "heading": "", "images": "true"}
	if diff := cmp.Diff(requests, firsts(server.requests[0].URL.Query())); diff != "" {
		t.Error(diff)
	}
}

func TestEditorShowsServerOutputInBothModes(t *testing.T) {
	inEditor := func(s *site) { s.Rest, s.Loop, s.Singular = true, false, false }
	got := newSite(newSegue(t, sends(markup)).URL, with(map[string]any{"mode": "script"}), inEditor).
		do(t, step("block", "segue/related", map[string]any{}))
	if diff := cmp.Diff([]any{`<div class="wp-block-segue alignwide">` + markup + "</div>"}, got.Out); diff != "" {
		t.Error(diff)
	}
}

func TestShortcodesWorkWithoutABlockEditor(t *testing.T) {
	classic := func(s *site) { s.Editor = false }
	got := newSite(newSegue(t, sends(markup)).URL, classic).do(t, related(), step("state", "registered"))
	if diff := cmp.Diff([]any{markup, nil}, got.Out); diff != "" {
		t.Error(diff)
	}
}

func TestUninstallDeletesAllData(t *testing.T) {
	for _, test := range []struct {
		name    string
		sites   []int
		visited []any
	}{
		{"of a site", []int{}, []any{}},
		{"of all sites of a network", []int{1, 5}, []any{1.0, "back", 5.0, "back"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(newSegue(t, inTurn(sends(markup), fails(500))).URL, func(s *site) {
				s.Sites = test.sites
				s.Options["other"] = "kept"
			})
			other := step("shortcode", "segue_related", map[string]any{"count": 3})
			got := s.do(t, related(), other, step("uninstall"))
			if len(got.Transients) != 0 {
				t.Errorf("left are %v", got.Transients)
			}
			if diff := cmp.Diff(map[string]any{"other": "kept"}, got.Options); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.visited, got.Visited); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestThePluginSuggestsAPrivacyStatementAndLinksItsSettings(t *testing.T) {
	got := newSite("").do(t, step("page"), step("state", "privacy"), step("links"))
	if text, _ := got.Out[1].(string); !strings.Contains(text, "nothing about the visitor") {
		t.Errorf("the statement is %q", text)
	}
	want := []any{`<a href="https://site.example/wp-admin/options-general.php?page=segue">Settings</a>`, "deactivate"}
	if diff := cmp.Diff(any(want), got.Out[2]); diff != "" {
		t.Error(diff)
	}
}
