package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// markup is a parsed page.
type markup struct{ root *html.Node }

func parse(t *testing.T, body string) markup {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return markup{root}
}

// elements returns the elements with one of the given names, or all, in document order.
func (m markup) elements(names ...string) (list []*html.Node) {
	for n := range m.root.Descendants() {
		if n.Type == html.ElementNode && (len(names) == 0 || slices.Contains(names, n.Data)) {
			list = append(list, n)
		}
	}
	return list
}

func (m markup) text() string {
	var b strings.Builder
	for n := range m.root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains([]string{"p", "dt", "dd", "li"}, n.Data) {
			b.WriteByte(' ')
		}
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "title" {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// everything returns all text, unchanged.
func (m markup) everything() string {
	var b strings.Builder
	for n := range m.root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// attr returns an attribute, or "" if it is missing.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// faults returns the errors in the structure of a page.
func (m markup) faults() []string {
	return slices.Concat(m.headingFaults(), m.idFaults(), m.activeFaults(), m.addressFaults())
}

func (m markup) headingFaults() (list []string) {
	first, last := 0, 0
	for _, h := range m.elements("h1", "h2", "h3", "h4", "h5", "h6") {
		level := int(h.Data[1] - '0')
		if level == 1 {
			first++
		}
		if level > last+1 {
			list = append(list, fmt.Sprintf("h%d follows h%d", level, last))
		}
		last = level
	}
	if first != 1 {
		list = append(list, fmt.Sprintf("%d h1", first))
	}
	return list
}

// idFaults checks ids and references to them, such as labels.
func (m markup) idFaults() (list []string) {
	ids, labelled := map[string]int{}, map[string]bool{}
	for _, n := range m.elements() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
		}
	}
	for id, count := range ids {
		if count > 1 {
			list = append(list, fmt.Sprintf("id %q appears %d times", id, count))
		}
	}
	for _, n := range m.elements() {
		if slices.Contains([]string{"input", "select", "textarea"}, n.Data) && !labelled[attr(n, "id")] {
			list = append(list, n.Data+" without label")
		}
		if name := attr(n, "aria-labelledby"); name != "" && ids[name] == 0 {
			list = append(list, fmt.Sprintf("aria-labelledby %q has no target", name))
		}
	}
	return list
}

// activeFaults returns content that the Content-Security-Policy would block.
func (m markup) activeFaults() (list []string) {
	for _, n := range m.elements() {
		ours := attr(n, "type") == "module" && strings.HasPrefix(attr(n, "src"), "/") && n.FirstChild == nil
		if n.Data == "style" || n.Data == "base" || n.Data == "script" && attr(n, "type") != "application/ld+json" && !ours {
			list = append(list, "element "+n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				list = append(list, "attribute "+a.Key)
			}
		}
	}
	return list
}

// addressFaults returns addresses of other sites, except in links with rel="external" and players
// that load nothing, and links rejected by html/template.
func (m markup) addressFaults() (list []string) {
	for _, n := range m.elements() {
		for _, a := range n.Attr {
			if !slices.Contains([]string{"href", "src", "action", "srcset", "poster"}, a.Key) {
				continue
			}
			local := strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") || a.Val == "#main"
			external := n.Data == "a" && attr(n, "rel") == "external" && strings.HasPrefix(a.Val, "https://")
			recording := n.Data == "audio" && attr(n, "preload") == "none" // requested after a click
			if !local && !external && !recording {
				list = append(list, fmt.Sprintf("%s %s=%q", n.Data, a.Key, a.Val))
			}
		}
	}
	return list
}

func TestMarkupCheckFindsErrors(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"no h1", `<h2>x</h2>`, "h2 follows h0, 0 h1"},
		{"a level is left out", `<h1>x</h1><h3>y</h3>`, "h3 follows h1"},
		{"two h1", `<h1>x</h1><h1>y</h1>`, "2 h1"},
		{"an input has no label", `<h1>x</h1><input id="a"><label for="b">b</label>`, "input without label"},
		{"a script from another host", `<h1>x</h1><script type="module" src="//other.example/x.js"></script>`, `script src="//other.example/x.js"`},
		{"a repeated id", `<h1 id="a">x</h1><p id="a">`, `id "a" appears 2 times`},
		{"a label without a field", `<h1>x</h1><p aria-labelledby="b">`, `aria-labelledby "b" has no target`},
		{"a script runs", `<h1>x</h1><script>1</script>`, "element script"},
		{"a style in the page", `<h1 style="color:red">x</h1><style></style>`, "attribute style, element style"},
		{"an event handler in the page", `<h1 onclick="x">x</h1>`, "attribute onclick"},
		{"an image from another host", `<h1>x</h1><img src="//other.example/x.png">`, `img src="//other.example/x.png"`},
		{"a link to another site without rel", `<h1>x</h1><a href="https://other.example">x</a>`, `a href="https://other.example"`},
		{"a link was refused", `<h1>x</h1><a href="#ZgotmplZ">x</a>`, `a href="#ZgotmplZ"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(parse(t, tt.body).faults(), ", "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
