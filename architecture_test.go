// Package segue_test tests the rules of the whole module: which package may import which,
// and why.
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

// bans are imports that a package and its subpackages must not have. A ban applies to packages
// whose path begins with to, except those in except.
var bans = []struct {
	from, to string
	except   []string
	reason   string
}{
	{"segue/data", "segue/", []string{"segue/data", "segue/outbound"}, "episodes do not depend on models, ranking or HTTP; only the feed follower sends requests, with the client of outbound"},
	{"segue/data/text", "segue/", nil, "every package may import data/text, so it must not import packages of this module"},
	{"segue/data/boilerplate", "segue/data/", []string{"segue/data/boilerplate"}, "boilerplate depends on texts only, not on feeds or stores"},
	{"segue/data/catalog", "segue/data/", []string{"segue/data/catalog", "segue/data/testenv"}, "a catalogue stores episodes and does not depend on their sources"},
	{"segue/data", "segue/data/catalog/sqlite", nil, "code depends on the interfaces of data/catalog, so that another store can replace SQLite"},
	{"segue/recommend", "segue/data/catalog/sqlite", nil, "code depends on the interfaces of data/catalog, so that another store can replace SQLite"},
	{"segue/server", "segue/data/catalog/sqlite", nil, "code depends on the interfaces of data/catalog, so that another store can replace SQLite"},
	{"segue/data/feed", "segue/data/", []string{"segue/data/clean", "segue/data/chapter"}, "parsing a feed needs no catalogue and no network"},
	{"segue/data/transcript", "segue/data/", []string{"segue/data/clean"}, "parsing a transcript needs no catalogue and no network"},
	{"segue/data/chapter", "segue/data/", []string{"segue/data/clean"}, "parsing chapters needs no catalogue and no network"},
	{"segue/data/opml", "segue/data/", []string{"segue/data/clean"}, "reading and writing a list of feeds does not fetch the feeds"},
	{"segue/embed", "segue/", []string{"segue/embed", "segue/outbound"}, "a model embeds texts and does not depend on episodes; only the driver of a provider sends requests, with the client of outbound"},
	{"segue/recommend", "segue/", []string{"segue/recommend", "segue/data"}, "ranking declares the interfaces that it needs instead of importing a model or the server"},
	{"segue/recommend/words", "segue/", []string{"segue/recommend", "segue/data"}, "the word index does not depend on the store of episodes"},
	{"segue/recommend/passage", "segue/data/", nil, "cutting a text into passages depends on the text and its times only"},
	{"segue/recommend/passage", "segue/", []string{"segue/recommend/passage", "segue/data"}, "cutting a text into passages depends on the text and its times only"},
	{"segue/recommend/duplicate", "segue/", []string{"segue/recommend/duplicate", "segue/data"}, "duplicates are found by the content of episodes, without a model or a ranking"},
	{"segue/recommend/keyphrase", "segue/", []string{"segue/recommend/keyphrase"}, "key phrases depend on texts only; the caller provides the analysis of words"},
	{"segue/recommend/project", "segue/", []string{"segue/recommend/project"}, "a projection depends on vectors only"},
	{"segue/recommend/cosine", "segue/", []string{"segue/recommend/cosine"}, "comparing vectors depends on vectors only"},
	{"segue/recommend/vectors", "segue/", []string{"segue/recommend/vectors", "segue/recommend/cosine", "segue/data"}, "an index of vectors does not depend on ranking"},
	{"segue/server", "segue/recommend/local", nil, "the server uses the engine, whatever retrieves the episodes"},
	{"segue/recommend", "segue/recommend/evaluate", []string{"segue/recommend/evaluate"}, "ranking does not depend on its evaluation"},
	{"segue/outbound", "segue/", []string{"segue/outbound"}, "an HTTP client does not depend on the purpose of its requests"},
	{"segue/cmd/segue/internal/app", "golang.org/x/term", nil, "assembling the parts needs no terminal; only the command prints"},
	{"segue/cmd/segue/internal/app", "github.com/", nil, "assembling the parts needs no flags and no tables; the command reads and prints them"},
	{"segue/widget", "segue/", []string{"segue/widget", "segue/data/testenv"}, "the widget consists of files and does not depend on episodes"},
	{"segue/server", "segue/", []string{"segue/server", "segue/data", "segue/recommend", "segue/widget"}, "the server uses neither models nor their keys"},
	{"segue/server/metrics", "segue/server", []string{"segue/server/metrics"}, "measurements do not depend on the server that is measured"},
	{"segue/server/respond", "segue/", []string{"segue/server/respond"}, "writing a response does not depend on its content"},
	{"segue/server/limit", "segue/", []string{"segue/server/limit"}, "counting requests does not depend on their content"},
	{"segue/server", "segue/recommend/", []string{"segue/recommend/passage"}, "the server uses the engine, not its parts"},
	{"segue/server", "segue/data/", []string{"segue/data/catalog", "segue/data/jsonl", "segue/data/opml"}, "the server reads the catalogue and accepts episodes and lists of feeds in their file formats; it fetches nothing"},
}

// textPackage is the package that every package may import, so that all packages have the same
// rules for words, sentences and spelling.
const textPackage = "segue/data/text"

// allowedImporters are the packages that may import a library, so that replacing the library is
// a local change. Some packages of this module have allowed importers too.
var allowedImporters = []libraryRule{
	{"github.com/philippgille/chromem-go", []string{"segue/recommend/vectors"}},
	{"github.com/viterin/vek", []string{"segue/recommend/cosine"}},
	{"github.com/blevesearch/", []string{"segue/recommend/words"}},
	{"go.etcd.io/bbolt/", []string{"segue/recommend/words"}},
	{"github.com/sashabaranov/go-openai", []string{"segue/embed/openai"}},
	{"modernc.org/", []string{"segue/data/catalog/sqlite"}},
	{"github.com/gin-gonic/", []string{"segue/server"}},
	{"github.com/danielgtaylor/huma/", []string{"segue/server"}},
	{"github.com/prometheus/client_golang/", []string{"segue/server/metrics"}},
	{"github.com/klauspost/compress/", []string{"segue/server", "segue/outbound"}},
	{"github.com/failsafe-go/failsafe-go", []string{"segue/outbound"}},
	{"github.com/mmcdole/gofeed", []string{"segue/data/feed"}},
	{"segue/outbound", []string{"segue/data/follow", "segue/embed/openai", "segue/cmd"}},
	{"golang.org/x/image/", []string{"segue/server/thumb"}},
	{"golang.org/x/net/idna", []string{"segue/data"}},
	{"golang.org/x/net/html", []string{"segue/data/clean", "segue/data/feed"}},
	{"github.com/clipperhouse/uax29/", []string{"segue/data/text"}},
	{"golang.org/x/text/", []string{"segue/data", "segue/recommend/words/static", "segue/embed/minilm/internal/wordpiece"}},
	{"golang.org/x/sys/", []string{"segue/embed/minilm/internal/kernel"}},
	{"golang.org/x/time/rate", []string{"segue/outbound", "segue/embed", "segue/server/limit"}},
	{"golang.org/x/term", []string{"segue/cmd"}},
	{"github.com/hashicorp/golang-lru/", []string{"segue/embed"}},
	{"github.com/KimMachineGun/automemlimit", []string{"segue/cmd"}},
	{"github.com/pelletier/go-toml/", []string{"segue/cmd/segue/internal/config"}},
	{"github.com/coreos/go-systemd/", []string{"segue/cmd"}},
	{"github.com/alecthomas/kong", []string{"segue/cmd"}},
	{"github.com/chromedp/", []string{"segue/widget/browsertest"}},
	{"github.com/jedib0t/go-pretty/", []string{"segue/cmd"}},
	{"github.com/google/go-cmp/", []string{"segue/data/catalog/catalogtest", "segue/recommend/retrievaltest"}},
	{"pgregory.net/rapid", []string{"segue/data/catalog/catalogtest", "segue/recommend/retrievaltest", "segue/data/testenv"}},
	{"testing", []string{"segue/data/catalog/catalogtest", "segue/recommend/retrievaltest", "segue/embed/embedtest", "segue/data/datatest", "segue/data/testenv", "segue/widget/browsertest"}},
}

func TestPackagesHaveNoBannedImports(t *testing.T) {
	all := packages(t)
	for _, ban := range bans {
		checked := 0
		for from, imports := range all {
			if !within(from, ban.from) {
				continue
			}
			checked++
			for _, to := range imports {
				if strings.HasPrefix(to, ban.to) && to != textPackage && !withinAny(to, ban.except) {
					t.Errorf("%s imports %s, but %s", from, to, ban.reason)
				}
			}
		}
		if checked == 0 { // the package was removed or renamed, so the rule has no effect
			t.Errorf("a rule is about package %s, which does not exist", ban.from)
		}
	}
}

func TestLibrariesAreImportedByAllowedPackagesOnly(t *testing.T) {
	used := map[string]bool{}
	for from, imports := range packages(t) {
		for _, to := range imports {
			rule, listed := ruleFor(to)
			used[rule.path] = true
			switch {
			case listed && !withinAny(from, rule.importers):
				t.Errorf("%s imports %s, which only %s may import", from, to, strings.Join(rule.importers, ", "))
			case !listed && strings.Contains(to, "."):
				t.Errorf("%s imports %s; add the library to allowedImporters", from, to)
			}
		}
	}
	for _, rule := range allowedImporters {
		if !used[rule.path] {
			t.Errorf("no package imports %s; remove its rule", rule.path)
		}
	}
}

// libraryRule has the packages that may import a library.
type libraryRule struct {
	path      string
	importers []string
}

// ruleFor returns the rule for an imported package, and false if there is none.
func ruleFor(path string) (libraryRule, bool) {
	for _, r := range allowedImporters {
		if within(path, strings.TrimSuffix(r.path, "/")) {
			return r, true
		}
	}
	return libraryRule{}, false
}

// packages returns the imports of all packages of the module, without tests. It reads the files
// itself instead of calling the go command, so that the test cache notices changes.
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

// within reports whether path is parent or below it.
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
