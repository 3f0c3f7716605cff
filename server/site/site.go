// Package site exports a static site: files for any web host, with related episodes and
// search by the widget, without a Segue server.
//
//	segue.json            the manifest: version, model, number of episodes
//	index.html            a demonstration of both elements with the code to include them
//	site.css              its style
//	widget/               the script and its parts
//	related/NAME.json     the body of GET /v1/similar for one episode
//	related/NAME.html     the same as links, for generated pages
//	search/               a word index, see package static
//	episodes/ID/          a page for each episode without a page on the web
//
// NAME is [widget.PageHash] of the address of the episode's page, because a page knows
// its own address. NAME is the id if the episode has no page, or if a newer episode has
// the same page. Each episode has only one file, because many hosts limit the number of
// files.
//
// The package writes no files itself, see [Put].
package site

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"segue/data"
	"segue/data/jsonl"
	"segue/recommend"
	"segue/widget"
)

// Put stores a file of the site. The path is relative and uses slashes. Put must be safe
// for concurrent use.
type Put func(path string, content []byte) error

// Config is the input of [Write].
type Config struct {
	// Episodes are the episodes of the site, newest first and then by id. They need no
	// transcripts.
	Episodes []data.Episode
	// Similar returns related episodes, such as [recommend.Engine.Similar].
	Similar func(context.Context, data.Ref, recommend.Options) (recommend.Similar, error)
	// Options are passed to Similar. Limit is the maximum number of results in a file; a
	// file has fewer if it would exceed [MaxRelated].
	Options recommend.Options
	// Fragments adds related/NAME.html for each related/NAME.json.
	Fragments bool
	// Search has the files of the word index, by path below "search".
	Search map[string][]byte
	// Widget provides the script.
	Widget *widget.Handler
	// BaseURL is the future address of the site, such as "https://pod.example/segue", or
	// empty. Examples show it, and fragments need it to link episodes without pages. The
	// site works at any address.
	BaseURL string
	// Version is the version of the program.
	Version string
	// Status is the state of the engine behind Similar.
	Status recommend.Status
	// Progress is called after each episode; it may be nil.
	Progress func(done, total int)
}

// Write writes all files of a site. The same Config gives the same bytes.
func Write(ctx context.Context, c Config, put Put) (Report, error) {
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	if err := checkBase(c.BaseURL); err != nil {
		return Report{}, err
	}
	w := &writer{Config: c, put: put, names: fileNames(c.Episodes)}
	for _, step := range []func(context.Context) error{w.related, w.search, w.script, w.pages, w.manifest} {
		if err := step(ctx); err != nil {
			return Report{}, err
		}
	}
	return w.report, nil
}

// checkBase validates the address of a site.
func checkBase(base string) error {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("invalid base URL %q; want an address such as https://podcast.example/segue", base)
	}
	return nil
}

// writer is the state of one call of [Write].
type writer struct {
	Config
	put    Put
	names  map[data.EpisodeID]string
	report Report
}

// Result returns an episode as it appears in search results of the site.
func Result(e data.Episode) jsonl.Episode {
	result := forWidget(e)
	result.Description = e.Description // NewEpisode makes the summary from it
	return jsonl.NewEpisode(result)
}

// forWidget returns an episode with only the fields that the widget reads. It has no
// image, because the browser would load it from the publisher's host.
func forWidget(e data.Episode) data.Episode {
	return data.Episode{ID: e.ID, URL: e.URL, Show: e.Show, Title: e.Title, Published: e.Published, Duration: e.Duration, Language: e.Language}
}

func (w *writer) search(ctx context.Context) error {
	for path, content := range w.Search {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.add("search/"+path, content); err != nil {
			return err
		}
		w.report.Search.add(len(content))
	}
	return nil
}

func (w *writer) script(context.Context) error {
	for path, content := range w.Widget.Files() {
		if err := w.add("widget/"+path, content); err != nil {
			return err
		}
	}
	return nil
}

// add stores a file and counts it.
func (w *writer) add(path string, content []byte) error {
	if err := w.put(path, content); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	w.report.add(len(content))
	return nil
}
