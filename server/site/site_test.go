package site_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/jsonl"
	"segue/recommend"
	"segue/server/api"
	"segue/server/site"
	"segue/widget"
)

// episodes returns n episodes of one show, newest first.
func episodes(n int) []data.Episode {
	list := make([]data.Episode, n)
	for i := range list {
		list[i] = data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("e%d", i)), Title: fmt.Sprintf("On the matter <%d>", i), URL: fmt.Sprintf("https://podcast.example/%d", i),
			Show: data.Show{ID: "matters", Title: "Matters"}, Image: "https://podcast-host.example/3000.jpg", Audio: "https://podcast-host.example/a.mp3",
			People: []data.Person{{Name: "Ada"}}, Tags: []string{"a tag"}, Description: "First.\n\nSecond <b>.",
		}
	}
	return list
}

// configOf returns a Config whose answers contain all other episodes.
func configOf(t testing.TB, list []data.Episode) site.Config {
	t.Helper()
	script, err := widget.New(widget.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return site.Config{
		Episodes: list, Options: recommend.Options{Limit: 10}, Fragments: true, Widget: script,
		Search: map[string][]byte{"index.json": []byte("{}\n")},
		Status: recommend.Status{Episodes: len(list), Embedded: len(list), Model: "m"},
		Similar: func(_ context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error) {
			var s recommend.Similar
			for _, e := range list {
				if e.ID == ref.ID {
					s.Episode = e
				} else if len(s.Results) < o.Limit {
					s.Results = append(s.Results, recommend.Result{Episode: e, Score: 1. / 3, Source: recommend.SourceKeyword,
						Reasons: []recommend.Reason{{Kind: recommend.ReasonPassage, Text: "a passage"}, {Kind: recommend.ReasonTag, Text: "a tag"}, {Kind: recommend.ReasonShow, Text: "Matters"}}})
				}
			}
			s.Index, s.More = "7", true
			return s, nil
		},
	}
}

// written returns the files of a site.
func written(t testing.TB, c site.Config) (map[string]string, site.Report) {
	t.Helper()
	files := map[string]string{}
	var mu sync.Mutex
	report, err := site.Write(t.Context(), c, func(path string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := files[path]; twice {
			t.Errorf("%s is written twice", path)
		}
		files[path] = string(content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, report
}

func TestSiteFiles(t *testing.T) {
	list := episodes(3)
	list[1].URL = ""                                              // has no page
	list[2].URL = "http://www.podcast.example/0/?utm_source=feed" // has that of another
	files, report := written(t, configOf(t, list))
	paths := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(path string) bool { return strings.HasPrefix(path, "widget/") })
	if d := cmp.Diff([]string{
		"episodes/e1/index.html", "index.html",
		"related/e1.html", "related/e1.json", "related/e2.html", "related/e2.json",
		"related/u_5c7a3b4f2d1e0000.html", "related/u_5c7a3b4f2d1e0000.json",
		"search/index.json", "segue.json", "site.css",
	}, normalised(paths, list[0].URL)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	size := 0
	for _, content := range files {
		size += len(content)
	}
	if report.Files != len(files) || report.Bytes != int64(size) || report.Pages != 1 || report.Related.Files != 3 || report.Fragments.Files != 3 {
		t.Errorf("the report is %+v, but there are %d files with %d bytes", report, len(files), size)
	}
	if !site.IsManifest([]byte(files[site.ManifestName])) || site.IsManifest([]byte(`{}`)) || site.IsManifest([]byte("no")) {
		t.Error("the manifest is not known again, or another is")
	}
}

// normalised replaces the hash of a page by a fixed name.
func normalised(paths []string, url string) []string {
	for i, path := range paths {
		paths[i] = strings.ReplaceAll(path, widget.PageHash(data.PageKey(url)), "u_5c7a3b4f2d1e0000")
	}
	return paths
}

func TestRelatedFileHasTheFormatOfTheAPI(t *testing.T) {
	list := episodes(2)
	files, _ := written(t, configOf(t, list))
	var got api.SimilarBody
	if err := json.Unmarshal([]byte(files["related/"+widget.PageHash(data.PageKey(list[0].URL))+".json"]), &got); err != nil {
		t.Fatal(err)
	}
	brief := func(e data.Episode) api.Episode {
		return api.Episode{Episode: jsonl.NewEpisode(data.Episode{ID: e.ID, URL: e.URL, Title: e.Title, Show: e.Show}), Topics: []string{}}
	}
	want := api.SimilarBody{Episode: brief(list[0]), Results: []api.Result{{
		Episode: brief(list[1]), Score: .333, Source: "keyword", Reasons: []api.Reason{{Kind: "tag", Text: "a tag"}}, Duplicates: []api.Duplicate{},
	}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTheSameConfigGivesTheSameBytes(t *testing.T) {
	first, _ := written(t, configOf(t, episodes(40)))
	second, _ := written(t, configOf(t, episodes(40)))
	if d := cmp.Diff(first, second); d != "" {
		t.Errorf("(-first +second):\n%s", d)
	}
}

func TestRelatedFileIsSmallWithLongTitles(t *testing.T) {
	list := episodes(12)
	for i := range list {
		for j := range 60 {
			list[i].Title += fmt.Sprintf(" %x", (i+1)*(j+7)*2654435761)
		}
	}
	files, report := written(t, configOf(t, list))
	for path, content := range files {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(content))
		z.Close()
		if strings.HasPrefix(path, "related/") && strings.HasSuffix(path, ".json") && (b.Len() > site.MaxRelated || !strings.Contains(content, `"score"`)) {
			t.Errorf("%s has %d bytes, compressed", path, b.Len())
		}
	}
	if report.Related.Shortened != 12 {
		t.Errorf("%d files are said to be shortened, want 12", report.Related.Shortened)
	}
}

func TestEpisodeTextsAreEscaped(t *testing.T) {
	list := episodes(2)
	list[0].URL, list[1].URL = "", "javascript:alert(1)"
	files, _ := written(t, configOf(t, list))
	for path, content := range files {
		if strings.HasSuffix(path, ".html") && (strings.Contains(content, "<b>") || strings.Contains(content, `href="javascript`) || strings.Contains(content, "<0>")) {
			t.Errorf("%s has markup of a publisher:\n%s", path, content)
		}
	}
	if !strings.Contains(files["episodes/e0/index.html"], "Second &lt;b&gt;.") {
		t.Error("the description is not on the page")
	}
}

func TestPagesUseRelativeAddressesAndNoOtherHosts(t *testing.T) {
	list := episodes(2)
	list[0].URL = ""
	files, _ := written(t, configOf(t, list))
	for path, root := range map[string]string{"index.html": "", "episodes/e0/index.html": "../../"} {
		page := files[path]
		for _, part := range []string{`src="` + root + `widget/v1.js"`, `href="` + root + `site.css"`, `content="noindex"`, `default-src 'none'`} {
			if !strings.Contains(page, part) {
				t.Errorf("%s has no %s", path, part)
			}
		}
	}
}

func TestEmptyCatalogueGivesASite(t *testing.T) {
	files, report := written(t, configOf(t, nil))
	if report.Related.Files != 0 || !strings.Contains(files["index.html"], "There are no episodes yet") {
		t.Errorf("%+v\n%s", report, files["index.html"])
	}
}

func TestWriteStopsAtTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		name   string
		change func(*site.Config)
		put    site.Put
		want   error
	}{
		{"of an answer", func(c *site.Config) {
			c.Similar = func(context.Context, data.Ref, recommend.Options) (recommend.Similar, error) {
				return recommend.Similar{}, broken
			}
		}, func(string, []byte) error { return nil }, broken},
		{"of a write", func(*site.Config) {}, func(string, []byte) error { return broken }, broken},
	} {
		c := configOf(t, episodes(30))
		tt.change(&c)
		if _, err := site.Write(t.Context(), c, tt.put); !errors.Is(err, tt.want) {
			t.Errorf("a failure %s gives %v", tt.name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := site.Write(ctx, configOf(t, episodes(3)), func(string, []byte) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("an interruption gives %v", err)
	}
	for _, base := range []string{"podcast.example", "ftp://podcast.example", "https://", "https://a.example/?q"} {
		c := configOf(t, nil)
		c.BaseURL = base
		if _, err := site.Write(t.Context(), c, func(string, []byte) error { return nil }); err == nil || !strings.Contains(err.Error(), base) {
			t.Errorf("base URL %q gives %v", base, err)
		}
	}
}

func TestDeletedEpisodeHasNoFile(t *testing.T) {
	c := configOf(t, episodes(3))
	similar := c.Similar
	c.Similar = func(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error) {
		if ref.ID == "e1" {
			return recommend.Similar{}, data.ErrUnknownEpisode
		}
		return similar(ctx, ref, o)
	}
	if _, report := written(t, c); report.Related.Files != 2 {
		t.Errorf("there are %d files, want 2", report.Related.Files)
	}
}
