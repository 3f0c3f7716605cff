package fragment_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"segue/data"
	"segue/recommend"
	"segue/server/fragment"
)

func TestTextOfPublishersIsEscaped(t *testing.T) {
	const page = "https://a.example/"
	for _, tt := range []struct{ name, title, url, reason string }{
		{"an element in a title", `<b>bold</b><img src=x onerror=alert(1)>`, page, "a"},
		{"the end of an attribute in a title", `"><img onerror=alert(1)>' onclick='x`, page, "a"},
		{"the end of the data in a title", `</script><script>alert(1)</script><!--`, page, "a"},
		{"the end of the template in a title", `</template></segue-related></style></section>`, page, "a"},
		{"a comment in a title", `<!-- a --> b ]]>`, page, "a"},
		{"signs of a template in a title", `{{.Title}} {text} ${a} {n}`, page, "a"},
		{"separators of lines in a title", "a\u2028b\u2029c\x00d\xffe\nf", page, "a"},
		{"an element in a reason", "A", page, `<svg onload=alert(1)></p></li></ol>`},
		{"quotes in an address", "A", `https://a.example/"onclick="alert(1)`, "a"},
		{"a script as an address", "A", `javascript:alert(1)`, "a"},
		{"a script with spaces as an address", "A", " \tjava\nscript:alert(1)", "a"},
		{"data as an address", "A", `data:text/html,<script>alert(1)</script>`, "a"},
		{"an address without a host", "A", `https:///a`, "a"},
		{"an address without a scheme", "A", `//evil.example/a`, "a"},
		{"a path", "A", `/a`, "a"},
	} {
		results := []recommend.Result{{
			Episode: data.Episode{ID: "a", Title: tt.title, URL: tt.url, Language: tt.title, Image: tt.url, Show: data.Show{ID: "s", Title: tt.title}, Published: time.Unix(0, 0)},
			Reasons: []recommend.Reason{{Kind: recommend.ReasonTopics, Text: tt.reason}},
		}, {Episode: data.Episode{ID: `a"><b>`, Title: "last"}}}
		o := fragment.Options{
			Episode: data.Episode{ID: data.EpisodeID(tt.title)}, Base: "https://pod.example", Language: tt.title, Heading: &tt.title,
			Layout: tt.title, Theme: tt.title, Show: tt.title, Reasons: true, Images: true, Count: 2,
		}
		if problem := unexpected(t, o, results); problem != "" {
			t.Errorf("%s: %s", tt.name, problem)
		}
		links := 1
		if strings.HasPrefix(tt.url, "https://a.example/") {
			links = 2
		}
		if got := fragment.Count(o, results); got != links {
			t.Errorf("%s: %d links, want %d", tt.name, got, links)
		}
	}
}

func FuzzFragments(f *testing.F) {
	f.Add("A", "https://a.example/", "with", "en", "heading", "https://pod.example", true)
	f.Add(`</script>"'<b>`, "javascript:alert(1)", "</p>", `"x`, "", "", false)
	f.Add("\x00\xff\u2028", "http://[::1]:80/%zz", "{text}", "ar", "a", "https://pod.example/%22", true)
	f.Fuzz(func(t *testing.T, title, address, reason, language, heading, base string, shown bool) {
		results := []recommend.Result{
			{
				Episode: data.Episode{ID: data.EpisodeID(title), Title: title, URL: address, Language: language, Image: address, Show: data.Show{ID: "s", Title: reason}},
				Reasons: []recommend.Reason{{Kind: recommend.ReasonTag, Text: reason}},
			},
			{Episode: data.Episode{ID: data.EpisodeID(address), Title: reason}},
		}
		o := fragment.Options{
			Episode: data.Episode{ID: data.EpisodeID(reason)}, Base: base, Language: language, Heading: &heading, Layout: title, Theme: reason, Show: heading,
			Reasons: shown, Images: !shown,
		}
		if problem := unexpected(t, o, results); problem != "" {
			t.Error(problem)
		}
	})
}

// expected are the allowed elements of a fragment with their allowed attributes.
var expected = map[string]map[string]string{
	"light": {
		"section": "class lang dir aria-label", "h2": "", "ol": "", "li": "", "img": imageAttributes, "a": "href lang", "bdi": "", "small": "", "time": "datetime",
		"p": "class", "script": "type",
	},
	"shadow": {
		"segue-related": "episode count show layout theme lang heading images reasons", "template": "shadowrootmode", "style": "", "div": "part class lang", "h2": "part",
		"ol": "part", "li": "part", "span": "", "img": imageAttributes, "a": "part href lang", "bdi": "", "p": "part", "time": "datetime", "script": "type",
	},
}

const imageAttributes = "src part alt width height loading decoding referrerpolicy"

// unexpected parses both forms like a browser and describes the first element, attribute
// or URL that is not allowed. It is empty if there is none.
func unexpected(t testing.TB, o fragment.Options, results []recommend.Result) string {
	t.Helper()
	for name, form := range forms {
		sent := render(t, form, o, results)
		nodes, err := html.ParseFragment(strings.NewReader(sent), &html.Node{Type: html.ElementNode, Data: "main", DataAtom: atom.Main})
		if err != nil {
			return err.Error()
		}
		seen := map[string]int{}
		for _, n := range nodes {
			if problem := walk(n, expected[name], seen); problem != "" {
				return fmt.Sprintf("%s: %s in\n%s", name, problem, sent)
			}
		}
		shown := fragment.Count(o, results)
		want := []int{min(shown, 1), shown, shown}
		if d := cmp.Diff(want, []int{seen["script"], seen["li"], seen["a"]}); d != "" {
			return fmt.Sprintf("%s: scripts, items, links (-want +got):\n%s in\n%s", name, d, sent)
		}
	}
	return ""
}

func walk(n *html.Node, expected map[string]string, seen map[string]int) string {
	switch n.Type {
	case html.CommentNode:
		return "unexpected comment"
	case html.ElementNode:
		if problem := unexpectedElement(n, expected); problem != "" {
			return problem
		}
		seen[n.Data]++
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if problem := walk(child, expected, seen); problem != "" {
			return problem
		}
	}
	return ""
}

func unexpectedElement(n *html.Node, expected map[string]string) string {
	attributes, known := expected[n.Data]
	if !known {
		return "unexpected element " + n.Data
	}
	for _, a := range n.Attr {
		if !slices.Contains(strings.Fields(attributes), a.Key) {
			return "unexpected attribute " + a.Key + " of " + n.Data
		}
		if u, err := url.Parse(a.Val); (a.Key == "href" || a.Key == "src") && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
			return "unexpected URL " + a.Val
		}
	}
	if n.Data == "script" {
		return unexpectedData(n)
	}
	return ""
}

func unexpectedData(script *html.Node) string {
	var list struct {
		Type  string `json:"@type"`
		Items []struct {
			Name string `json:"name"`
			URL  string `json:"url"`
		} `json:"itemListElement"`
	}
	if err := json.Unmarshal([]byte(script.FirstChild.Data), &list); err != nil || list.Type != "ItemList" || len(list.Items) == 0 {
		return "unexpected data " + script.FirstChild.Data
	}
	return ""
}
