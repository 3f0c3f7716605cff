// Package site makes a site without a server: files that any host of files serves,
// with which the widget shows related episodes and searches.
//
//	segue.json            what made the site, of which episodes
//	index.html            shows both elements at work, and how to include them
//	site.css              its style
//	widget/               the script and its parts
//	related/NAME.json     the body of GET /v1/similar for one episode
//	related/NAME.html     the same as links, for pages that are made beforehand
//	search/               an index of words, see package static
//	episodes/ID/          a page for each episode that has none on the web
//
// NAME is [widget.PageHash] of the episode's page, because a page knows its own
// address. An episode without a page has its id instead, and so have those whose page
// another episode has too, but for the one that a server would find by it. Each
// episode has one file: many hosts take only so many.
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

// Put keeps a file of the site by its path, with slashes. It is called by several
// goroutines at once.
type Put func(path string, content []byte) error

// Config is what a site is made of.
type Config struct {
	// Episodes are those of the site, newest first and then by id. Transcripts are not
	// needed.
	Episodes []data.Episode
	// Similar answers what to hear after an episode, as [recommend.Engine] does.
	Similar func(context.Context, data.Ref, recommend.Options) (recommend.Similar, error)
	// Options narrow these answers. Limit is the most episodes of a file; fewer are
	// written where they would be larger than [MaxRelated].
	Options recommend.Options
	// Fragments says whether there is HTML beside each of these files.
	Fragments bool
	// Search are the files of the index of words, by their paths below "search".
	Search map[string][]byte
	// Widget has the script.
	Widget *widget.Handler
	// BaseURL is where the site will be served, such as "https://pod.example/segue",
	// empty where that is not known. It stands in what is to be pasted, and fragments
	// need it to link episodes without pages; the site itself works anywhere.
	BaseURL string
	// Version is that of the program.
	Version string
	// Status says what the answers come from.
	Status recommend.Status
	// Progress is told how many episodes of all are done; it may be nil.
	Progress func(done, total int)
}

// Write makes all files of a site. The same config gives the same bytes.
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

// checkBase refuses what is no address of a site.
func checkBase(base string) error {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("base URL %q is no address of a site; write it as https://podcast.example/segue", base)
	}
	return nil
}

// writer is one call of Write.
type writer struct {
	Config
	put    Put
	names  map[data.EpisodeID]string
	report Report
}

// Result is an episode as the site shows it among the results of a search.
func Result(e data.Episode) jsonl.Episode {
	shown := brief(e)
	shown.Description = e.Description // which gives the summary
	return jsonl.NewEpisode(shown)
}

// brief is an episode with what the widget reads of it. A picture would come from
// the podcast's host, so there is none.
func brief(e data.Episode) data.Episode {
	return data.Episode{ID: e.ID, URL: e.URL, Show: e.Show, Title: e.Title, Published: e.Published, Duration: e.Duration, Language: e.Language}
}

func (w *writer) search(ctx context.Context) error {
	for path, content := range w.Search {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.keep("search/"+path, content); err != nil {
			return err
		}
		w.report.Search.add(len(content))
	}
	return nil
}

func (w *writer) script(context.Context) error {
	for path, content := range w.Widget.Files() {
		if err := w.keep("widget/"+path, content); err != nil {
			return err
		}
	}
	return nil
}

// keep puts a file and counts it.
func (w *writer) keep(path string, content []byte) error {
	if err := w.put(path, content); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	w.report.add(len(content))
	return nil
}
