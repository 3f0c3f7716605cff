package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
)

func TestImportSortsProblemsByLine(t *testing.T) {
	imported := 0
	i := NewImporter(openCatalog(t, Source{}), func(n int) { imported = n })
	// The reader refuses line 2 before the catalogue refuses line 1.
	lines := `{"id":"a","title":" ","show":"Crumb Radio"}
{"title":3}
{"title":"Rye","show":"Crumb Radio"}
{"title":"Rye","show":"Crumb Radio"}
`
	if err := i.Import(t.Context(), "-", strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	var at []int
	for _, p := range i.Report.Problems {
		if at = append(at, p.Line); p.File != "-" || p.Reason == "" {
			t.Errorf("problem %+v", p)
		}
	}
	if d := cmp.Diff([]int{1, 2}, at); d != "" {
		t.Errorf("lines of problems (-want +got):\n%s", d)
	}
	if r := i.Report; r.Added != 1 || r.Imported != imported || r.Imported != r.Added+r.Updated+r.Unchanged {
		t.Errorf("report %+v", r)
	}
}

func TestImportDetectsTheFormat(t *testing.T) {
	page := "Crumb Archives - Crumb Radio\nLatest episodes\n\nMar 5, 2019 • 31min\nBaking Bread with Ada Miller\nSourdough needs flour.\n"
	for _, tt := range []struct{ name, file, text string }{
		{"JSON lines by content", "-", "\xef\xbb\xbf\n" + `{"title":"Rye","show":"Crumb Radio"}`},
		{"JSON lines after an invalid line", "-", "broken\n" + `  {"title":"Rye","show":"Crumb Radio"}`},
		{"JSON lines by file name", "rye.NDJSON", `{"title":"Rye","show":"Crumb Radio"}`},
		{"an archive page", "archive.txt", page},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := NewImporter(openCatalog(t, Source{}), func(int) {})
			if err := i.Import(t.Context(), tt.file, strings.NewReader(tt.text)); err != nil || i.Report.Added != 1 {
				t.Errorf("%+v, %v", i.Report, err)
			}
		})
	}
}

func TestFindEpisodeAndFindFeeds(t *testing.T) {
	c := openCatalog(t, Source{})
	e := two()[0]
	e.URL, e.GUID = "https://crumb.example/rye", "guid-1"
	if _, err := c.Upsert(t.Context(), []data.Episode{e}); err != nil {
		t.Fatal(err)
	}
	f, err := c.AddFeed(t.Context(), data.Feed{URL: "https://crumb.example/feed.xml", Show: e.Show, State: data.FeedActive, FollowOptions: data.FollowOptions{Gone: data.GoneKeep}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]data.Ref{"rye": {ID: "rye"}, e.URL: {URL: e.URL}, "guid-1": {GUID: "guid-1"}, "unknown": {}} {
		got, err := FindEpisode(t.Context(), c, name)
		if d := cmp.Diff(want, got); d != "" || (err != nil) != (name == "unknown") {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, d)
		}
	}
	for _, names := range [][]string{nil, {string(f.ID)}, {f.URL}} {
		got, err := FindFeeds(t.Context(), c, names)
		if err != nil || len(got) != 1 || got[0].ID != f.ID {
			t.Errorf("feeds %q: %+v, %v", names, got, err)
		}
	}
	if _, err := FindFeeds(t.Context(), c, []string{"none"}); err == nil || !strings.Contains(err.Error(), `"none"`) {
		t.Errorf("an unknown feed: %v", err)
	}
}
