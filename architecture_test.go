// Package segue_test holds the rules of the whole house: which part may import
// which, and why.
package segue_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// bans say what a package, and those below it, must not import.
var bans = []struct {
	from, to string
	except   []string
	reason   string
}{
	{"segue/data", "segue/", []string{"segue/data", "segue/outbound"}, "episodes do not depend on models, ranking or HTTP; only the feed follower makes requests, by the rules of outbound"},
	{"segue/data/text", "segue/", nil, "every package may import the rules of text, so they import no package of ours"},
	{"segue/data/boilerplate", "segue/data/", []string{"segue/data/boilerplate"}, "what repeats is told by texts, wherever they are from and are kept"},
	{"segue/data/catalog", "segue/data/", []string{"segue/data/catalog"}, "a catalogue stores episodes without knowing where they come from"},
	{"segue/data", "segue/data/catalog/sqlite", nil, "code depends on the interfaces of data/catalog, so that another store can replace SQLite"},
	{"segue/recommend", "segue/data/catalog/sqlite", nil, "code depends on the interfaces of data/catalog, so that another store can replace SQLite"},
	{"segue/server", "segue/data/catalog/sqlite", nil, "code depends on the interfaces of data/catalog, so that another store can replace SQLite"},
	{"segue/data/feed", "segue/data/", []string{"segue/data/clean"}, "reading a feed needs neither a catalogue nor a network"},
	{"segue/data/transcript", "segue/data/", []string{"segue/data/clean"}, "reading a transcript needs neither a catalogue nor a network"},
	{"segue/data/opml", "segue/data/", []string{"segue/data/clean"}, "a list of feeds is read and written without asking for them"},
	{"segue/embed", "segue/", []string{"segue/embed", "segue/outbound"}, "a model knows texts, not episodes; only the driver of a provider reads HTTP headers, by the rules of outbound"},
	{"segue/recommend", "segue/", []string{"segue/recommend", "segue/data"}, "ranking declares the small interfaces that it needs instead of importing a model or the server"},
	{"segue/recommend/words", "segue/", []string{"segue/recommend", "segue/data"}, "words are found without knowing where episodes are kept"},
	{"segue/recommend/passage", "segue/", []string{"segue/recommend/passage"}, "cutting text needs nothing but text"},
	{"segue/recommend/duplicate", "segue/", []string{"segue/recommend/duplicate", "segue/data"}, "what is the same is told by what publishers write, not by a model or a ranking"},
	{"segue/recommend/project", "segue/", []string{"segue/recommend/project"}, "a plane is made of vectors, whatever they stand for"},
	{"segue/recommend", "segue/recommend/evaluate", []string{"segue/recommend/evaluate"}, "a ranking does not depend on how it is measured"},
	{"segue/outbound", "segue/", []string{"segue/outbound"}, "how a host is asked does not depend on what for"},
	{"segue/cmd/segue/internal/app", "golang.org/x/term", nil, "joining the parts needs no terminal: the command prints"},
	{"segue/cmd/segue/internal/app", "github.com/", nil, "joining the parts needs neither flags nor tables: the command reads and prints them"},
	{"segue/widget", "segue/", []string{"segue/widget", "segue/data/testenv"}, "the widget is files, and depends on no episodes"},
	{"segue/server", "segue/", []string{"segue/server", "segue/data", "segue/recommend", "segue/widget"}, "HTTP knows neither vectors nor keys"},
	{"segue/server/respond", "segue/", []string{"segue/server/respond"}, "an answer is written in the same way, whatever it holds"},
	{"segue/server", "segue/recommend/", []string{"segue/recommend/passage"}, "HTTP asks the engine and not its parts"},
	{"segue/server", "segue/data/", []string{"segue/data/catalog", "segue/data/jsonl", "segue/data/opml"}, "HTTP reads the catalogue, takes episodes and lists of feeds in the formats of their files, and fetches nothing"},
}

// forAll is the package that every package may import: the rules for words, sentences
// and spelling are the same for all parts.
const forAll = "segue/data/text"

// homes list the packages that may import a library, so that replacing it is a local
// change. A package of the module is listed if few others may import it.
var homes = []home{
	{"github.com/philippgille/chromem-go", []string{"segue/recommend/vectors"}},
	{"github.com/viterin/vek", []string{"segue/recommend/vectors"}},
	{"github.com/blevesearch/", []string{"segue/recommend/words"}},
	{"go.etcd.io/bbolt/", []string{"segue/recommend/words"}},
	{"github.com/sashabaranov/go-openai", []string{"segue/embed/openai"}},
	{"modernc.org/", []string{"segue/data/catalog/sqlite"}},
	{"github.com/gin-gonic/", []string{"segue/server"}},
	{"github.com/danielgtaylor/huma/", []string{"segue/server"}},
	{"github.com/klauspost/compress/", []string{"segue/server", "segue/outbound"}},
	{"github.com/failsafe-go/failsafe-go", []string{"segue/outbound"}},
	{"github.com/mmcdole/gofeed", []string{"segue/data/feed"}},
	{"segue/outbound", []string{"segue/data/follow", "segue/embed/openai", "segue/cmd"}},
	{"golang.org/x/image/", []string{"segue/server/thumb"}},
	{"golang.org/x/net/html", []string{"segue/data/clean", "segue/data/feed"}},
	{"github.com/clipperhouse/uax29/", []string{"segue/data/text"}},
	{"golang.org/x/text/", []string{"segue/data", "segue/recommend/words/static", "segue/embed/minilm/internal/wordpiece"}},
	{"golang.org/x/sys/", []string{"segue/embed/minilm/internal/kernel"}},
	{"golang.org/x/time/rate", []string{"segue/outbound", "segue/embed", "segue/server/admin"}},
	{"golang.org/x/term", []string{"segue/cmd"}},
	{"github.com/hashicorp/golang-lru/", []string{"segue/embed"}},
	{"github.com/alecthomas/kong", []string{"segue/cmd"}},
	{"github.com/chromedp/", []string{"segue/widget/browsertest"}},
	{"github.com/jedib0t/go-pretty/", []string{"segue/cmd"}},
	{"github.com/google/go-cmp/", []string{"segue/data/catalog/catalogtest"}},
	{"pgregory.net/rapid", []string{"segue/data/catalog/catalogtest"}},
	{"testing", []string{"segue/data/catalog/catalogtest", "segue/embed/embedtest", "segue/data/datatest", "segue/data/testenv", "segue/widget/browsertest"}},
}

func TestImportsPointInOneDirection(t *testing.T) {
	all := packages(t)
	for _, ban := range bans {
		looked := 0
		for from, imports := range all {
			if !within(from, ban.from) {
				continue
			}
			looked++
			for _, to := range imports {
				if strings.HasPrefix(to, ban.to) && to != forAll && !withinAny(to, ban.except) {
					t.Errorf("%s imports %s, but %s", from, to, ban.reason)
				}
			}
		}
		if looked == 0 { // a rule for a package that was renamed would never fail again
			t.Errorf("there is no package %s, for which there is a rule", ban.from)
		}
	}
}

func TestLibrariesStayInTheirHomes(t *testing.T) {
	used := map[string]bool{}
	for from, imports := range packages(t) {
		for _, to := range imports {
			home, listed := homeOf(to)
			used[home.module] = true
			switch {
			case listed && !withinAny(from, home.home):
				t.Errorf("%s imports %s, which lives in %s alone", from, to, strings.Join(home.home, ", "))
			case !listed && strings.Contains(to, "."):
				t.Errorf("%s imports %s, a library without a home in this test", from, to)
			}
		}
	}
	for _, home := range homes {
		if !used[home.module] {
			t.Errorf("nothing imports %s, which has a home", home.module)
		}
	}
}

// home is where a third-party library may be imported.
type home struct {
	module string
	home   []string
}

func homeOf(path string) (home, bool) {
	for _, h := range homes {
		if within(path, strings.TrimSuffix(h.module, "/")) {
			return h, true
		}
	}
	return home{}, false
}

// packages are all packages of the module with what their own code imports. The
// files are read here, and not by the go command, so that a change of any of them
// makes this test run again.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		from := path.Join("segue", filepath.ToSlash(filepath.Dir(name)))
		for _, i := range file.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			all[from] = append(all[from], to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func within(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, parent+"/")
}

func withinAny(path string, parents []string) bool {
	for _, parent := range parents {
		if within(path, parent) {
			return true
		}
	}
	return false
}
