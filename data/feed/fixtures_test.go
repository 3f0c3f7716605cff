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
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/datatest"
	"segue/data/feed"
	"segue/data/jsonl"
)

// fixture is a line of the list of fixtures.
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

func TestParseReadsOrRejectsEveryFixture(t *testing.T) {
	root, all := fixtures(t)
	for _, f := range all {
		t.Run(f.File, func(t *testing.T) {
			got, err := feed.Parse(t.Context(), readFile(t, filepath.Join(root, f.File)), "", site, time.Now())
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

// checkFixture compares the number of items and checks that each can be exported.
func checkFixture(t *testing.T, f fixture, got feed.Feed) {
	t.Helper()
	want := f.Items
	if f.Root == "rdf:RDF" {
		want-- // the list also counts the table of contents, <items>
	}
	if n := len(got.Items) + losses(got); n != want {
		t.Errorf("%d items and %+v, want %d", len(got.Items), got.Problems, want)
	}
	checkItems(t, got)
}

// losses counts the items that could not be read.
func losses(got feed.Feed) (n int) {
	for _, p := range got.Problems {
		if p.Lost {
			n++
		}
	}
	return n
}

// checkItems checks that the keys of items are unique and that the episodes can be
// exported.
func checkItems(t testing.TB, f feed.Feed) {
	t.Helper()
	keys, guids := map[string]bool{}, map[string]bool{}
	out := jsonl.NewWriter(io.Discard)
	for _, it := range f.Items {
		e := it.Episode
		if it.Key == "" || keys[it.Key] {
			t.Errorf("key %q is empty or a duplicate", it.Key)
		}
		if e.GUID != "" && guids[e.GUID] {
			t.Errorf("GUID %q is a duplicate", e.GUID)
		}
		keys[it.Key], guids[e.GUID] = true, true
		e.Show = data.Show{ID: "show", Title: f.Show.Title}
		if err := out.Write(e); err != nil {
			t.Error(err)
		}
	}
}

// expected is the result that another parser expects for its fixture.
type expected struct {
	Title    string
	Episodes []struct {
		Title, GUID, Link string
		Published         int64
		Enclosures        []struct{ URL string }
	}
}

// differences has the reasons for fixtures with another result than expected.
var differences = map[string]string{
	"max_episodes":             "its parser returns only the newest episode",
	"no_enclosure":             "an item without audio is also an episode",
	"no_title_multi_enclosure": "an item without a title gets it from its first file",
	"permalink":                "a GUID does not change",
	"relative":                 "a relative address is not used as a GUID",
}

func TestParseAgreesWithAnotherParser(t *testing.T) {
	root := datatest.Shared(t, "data", "feeds", "gpodder+podcastparser", "tests", "data")
	names, err := filepath.Glob(filepath.Join(root, "*.rss"))
	if err != nil || len(names) < 60 {
		t.Fatalf("%d feeds: %v", len(names), err)
	}
	for _, name := range names {
		stem := strings.TrimSuffix(name, ".rss")
		t.Run(filepath.Base(stem), func(t *testing.T) {
			if reason := differences[filepath.Base(stem)]; reason != "" {
				t.Skip(reason)
			}
			var want expected
			if err := json.Unmarshal(readFile(t, stem+".json"), &want); err != nil {
				t.Fatal(err)
			}
			got, err := feed.Parse(t.Context(), readFile(t, name), "", site, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(summaryOf(want, got), summary(got), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("items (-want +got):\n%s", d)
			}
		})
	}
}

// brief is the data of an item that both parsers return.
type brief struct {
	Title, GUID, Audio string
	Published          int64
}

// summaryOf converts an expected result. The other parser uses an address as a missing
// GUID, resolves GUIDs, returns all enclosures, and sorts serial shows.
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
