package snippet_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"segue/widget/snippet"
)

var update = flag.Bool("update", false, "update the golden files")

const server = "https://pod.example"

func TestSnippetsMatchTheGoldenFiles(t *testing.T) {
	for name, o := range map[string]snippet.Options{
		"related": {Frozen: "/widget/v1.0123456789abcdef.js", Integrity: "sha384-AAAA"},
		"list":    {Count: 6, Images: true, Reasons: true, Language: "de", Theme: "dark", Heading: `Mehr "davon" & [so]`, Show: "show-1", More: "/folgen"},
		"grid":    {Layout: "grid", Count: 3, Theme: "light"},
		"row":     {Layout: "row", NoHeading: true, Language: "ar"},
		"search":  {Element: snippet.Search, Images: true, Language: "fr"},
	} {
		t.Run(name, func(t *testing.T) {
			o.Server = server
			s, err := snippet.New(o)
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(s.Text()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), s.Text()); d != "" {
				t.Errorf("run with -update if the change is intended (-want +got):\n%s", d)
			}
		})
	}
}

func TestNewRejectsInvalidOptions(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    snippet.Options
		want string
	}{
		{"no server", snippet.Options{}, `snippet: invalid server ""; want an address such as "https://pod.example"`},
		{"a server with another scheme", snippet.Options{Server: "javascript:alert(1)"}, `snippet: invalid server "javascript:alert(1)"; want an address such as "https://pod.example"`},
		{"another element", snippet.Options{Server: server, Element: "ask"}, `snippet: unknown element "ask"; want related or search`},
		{"another layout", snippet.Options{Server: server, Layout: "tiles"}, `snippet: unknown layout "tiles"; want list, grid or row`},
		{"another theme", snippet.Options{Server: server, Theme: "pink"}, `snippet: unknown theme "pink"; want auto, light or dark`},
		{"too many", snippet.Options{Server: server, Count: 21}, `snippet: count is 21; want 1 to 20`},
		{"too many of a search", snippet.Options{Server: server, Element: snippet.Search, Count: 51}, `snippet: count is 51; want 1 to 50`},
		{"a negative count", snippet.Options{Server: server, Count: -1}, `snippet: count is -1; want 1 to 20`},
		{"another language", snippet.Options{Server: server, Language: "tlh"}, `snippet: unknown language "tlh"; want ar, de, en, es, fr or ja`},
		{"a link that runs", snippet.Options{Server: server, More: "javascript:alert(1)"}, `snippet: the address of the link must begin with https://, http:// or /`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := snippet.New(tt.o); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestValuesCannotEscapeTheirAttributes uses hostile values for all options.
func TestValuesCannotEscapeTheirAttributes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := snippet.Options{
			Server: server, Heading: rapid.String().Draw(t, "heading"), Show: rapid.String().Draw(t, "show"),
			More: "/" + rapid.String().Draw(t, "more"), Layout: rapid.SampledFrom(snippet.Layouts).Draw(t, "layout"),
		}
		s, err := snippet.New(o)
		if err != nil {
			return // such as an invalid address
		}
		for _, text := range []string{s.Whole(), s.Plain, s.Placeholder} {
			root, err := html.Parse(strings.NewReader("<!doctype html><body>" + text))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				switch n.Data {
				case "html", "head", "body", "script", "div", "segue-related", "a":
				default:
					t.Fatalf("%s has an element %s", text, n.Data)
				}
				for _, a := range n.Attr {
					if strings.HasPrefix(a.Key, "on") || a.Key == "href" && strings.HasPrefix(a.Val, "javascript") {
						t.Fatalf("%s has an attribute %s", text, a.Key)
					}
				}
			}
		}
	})
}

func ExampleNew() {
	s, err := snippet.New(snippet.Options{Server: "https://pod.example", Count: 3})
	if err != nil {
		panic(err)
	}
	os.Stdout.WriteString(s.Whole())
	// Output:
	// <script type="module" async src="https://pod.example/widget/v1.js"></script>
	// <segue-related count="3" style="display:block;min-height:18.59em">
	//   <a href="https://pod.example/">All episodes</a>
	// </segue-related>
}
