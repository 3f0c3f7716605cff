package feed_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/datatest"
	"segue/data/feed"
	"segue/data/jsonl"
)

// fixture is a line of the fixtures' list.
type fixture struct {
	File  string
	Root  string
	Items int
	Error string `json:"expat_error"`
}

func fixtures(t testing.TB) (root string, all []fixture) {
	t.Helper()
	root = datatest.Shared(t, "data", "feeds")
	lines := bufio.NewScanner(bytes.NewReader(readFile(t, filepath.Join(root, "manifest.jsonl"))))
	for lines.Scan() {
		var f fixture
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	if len(all) != 187 {
		t.Fatalf("%d fixtures, want 187", len(all))
	}
	return root, all
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var site, _ = url.Parse("http://example.com/feed.xml")

func TestEveryFixtureGivesEpisodesOrOneClearError(t *testing.T) {
	root, all := fixtures(t)
	for _, f := range all {
		t.Run(f.File, func(t *testing.T) {
			got, err := feed.Parse(t.Context(), readFile(t, filepath.Join(root, f.File)), "", site)
			var bad *feed.Error
			switch isFeed := f.Root == "rss" || f.Root == "feed" || f.Root == "rdf:RDF" || f.Error != "" && f.Items > 0; {
			case !isFeed:
				if !errors.As(err, &bad) || !errors.Is(err, data.ErrBadFeed) || bad.Reason == "" || bad.Kind == "" {
					t.Errorf("error = %v, want an *Error that is ErrBadFeed", err)
				}
			case err != nil:
				t.Error(err)
			default:
				checkFixture(t, f, got)
			}
		})
	}
}

// checkFixture compares the number of items, and checks that each of them could be
// exported.
func checkFixture(t *testing.T, f fixture, got feed.Feed) {
	t.Helper()
	want := f.Items
	if f.Root == "rdf:RDF" {
		want-- // the list counts the table of contents, <items>, as one
	}
	if n := len(got.Items) + len(got.Problems); n != want {
		t.Errorf("%d items and %+v, want %d", len(got.Items), got.Problems, want)
	}
	checkItems(t, got)
}

// checkItems checks what holds for the items of every feed: keys are distinct, and
// the episodes are what a file of episodes takes.
func checkItems(t testing.TB, f feed.Feed) {
	t.Helper()
	keys, guids := map[string]bool{}, map[string]bool{}
	out := jsonl.NewWriter(io.Discard)
	for _, it := range f.Items {
		e := it.Episode
		if it.Key == "" || keys[it.Key] {
			t.Errorf("key %q is empty or there twice", it.Key)
		}
		if e.GUID != "" && guids[e.GUID] {
			t.Errorf("GUID %q is there twice", e.GUID)
		}
		keys[it.Key], guids[e.GUID] = true, true
		e.Show = data.Show{ID: "show", Title: f.Show.Title}
		if err := out.Write(e); err != nil {
			t.Error(err)
		}
	}
}

// expected is what the neighbour of a fixture says of it.
type expected struct {
	Title    string
	Episodes []struct {
		Title, GUID, Link string
		Published         int64
		Enclosures        []struct{ URL string }
	}
}

// ours says why a fixture is read in another way than its neighbour has it.
var ours = map[string]string{
	"max_episodes":             "its reader takes the newest episode alone",
	"no_enclosure":             "an item without audio is an episode, too",
	"no_title_multi_enclosure": "an item without a title is named by the first of its files",
	"permalink":                "a GUID stays as it is written",
	"relative":                 "a GUID is not made of a relative address",
}

func TestFixturesAreReadAsTheirNeighboursSay(t *testing.T) {
	root := datatest.Shared(t, "data", "feeds", "gpodder+podcastparser", "tests", "data")
	names, err := filepath.Glob(filepath.Join(root, "*.rss"))
	if err != nil || len(names) < 60 {
		t.Fatalf("%d feeds: %v", len(names), err)
	}
	for _, name := range names {
		stem := strings.TrimSuffix(name, ".rss")
		t.Run(filepath.Base(stem), func(t *testing.T) {
			if reason := ours[filepath.Base(stem)]; reason != "" {
				t.Skip(reason)
			}
			var want expected
			if err := json.Unmarshal(readFile(t, stem+".json"), &want); err != nil {
				t.Fatal(err)
			}
			got, err := feed.Parse(t.Context(), readFile(t, name), "", site)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(summaryOf(want, got), summary(got), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("items (-want +got):\n%s", d)
			}
		})
	}
}

// brief is what both readers say of an item.
type brief struct {
	Title, GUID, Audio string
	Published          int64
}

// summaryOf makes ours of what the neighbour says. It makes a GUID of an address where
// there is none, resolves GUIDs, has all enclosures, and orders serial shows anew.
func summaryOf(want expected, got feed.Feed) (items []brief) {
	ours := map[string]data.Episode{}
	for _, it := range got.Items {
		ours[it.Episode.Title] = it.Episode
	}
	for _, e := range want.Episodes {
		b := brief{e.Title, strings.TrimPrefix(e.GUID, "file://tests/data/"), "", e.Published}
		if our := ours[e.Title]; our.GUID == "" && (e.GUID == our.Audio || e.GUID == our.URL) {
			b.GUID = ""
		}
		for _, enclosure := range e.Enclosures {
			address := strings.Replace(enclosure.URL, "file://tests/data/", "http://example.com/", 1)
			if b.Audio == "" || address == ours[e.Title].Audio {
				b.Audio = address
			}
		}
		items = append(items, b)
	}
	return sorted(items)
}

func summary(got feed.Feed) (items []brief) {
	for _, it := range got.Items {
		e := it.Episode
		b := brief{e.Title, e.GUID, e.Audio, 0}
		if !e.Published.IsZero() {
			b.Published = e.Published.Unix()
		}
		items = append(items, b)
	}
	return sorted(items)
}

func sorted(items []brief) []brief {
	slices.SortFunc(items, func(a, b brief) int { return strings.Compare(a.Title, b.Title) })
	return items
}
