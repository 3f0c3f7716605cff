package app

import (
	"context"

	"segue/data"
	"segue/data/boilerplate"
	"segue/recommend"
	"segue/recommend/indexer"
	"segue/recommend/words/static"
	"segue/server/site"
	"segue/widget"
)

// SiteOptions are the options of [App.WriteSite].
type SiteOptions struct {
	// Filter selects episodes. Limit is the maximum number of related episodes of each.
	Filter data.Filter
	Limit  int
	// BaseURL is the address of the published site.
	BaseURL string
	// Fragments also writes HTML fragments.
	Fragments bool
	// Progress receives the number of finished episodes.
	Progress func(done, total int)
}

// WriteSite writes a site for static hosting.
func (a *App) WriteSite(ctx context.Context, o SiteOptions, put site.Put) (site.Report, error) {
	episodes, index, err := a.readSite(ctx, o.Filter)
	if err != nil {
		return site.Report{}, err
	}
	files, err := index.Files()
	if err != nil {
		return site.Report{}, err
	}
	script, err := widget.New(widget.Config{})
	if err != nil {
		return site.Report{}, err
	}
	return site.Write(ctx, site.Config{
		Episodes: episodes, Similar: a.Engine.Similar, Options: recommend.Options{Filter: o.Filter, Limit: o.Limit}, Fragments: o.Fragments,
		Search: files, Widget: script, BaseURL: o.BaseURL, Version: Version(), Status: a.Engine.Status(), Progress: o.Progress,
	}, put)
}

// readSite reads the episodes of a site, without transcripts, and builds the word index,
// which includes transcripts.
func (a *App) readSite(ctx context.Context, filter data.Filter) (episodes []data.Episode, index *static.Builder, err error) {
	_, _, err = boilerplate.Reader{}.Read(ctx, indexer.Source(a.Catalog), true, func() func(boilerplate.Episode) error {
		episodes, index = nil, static.NewBuilder()
		return func(read boilerplate.Episode) error {
			e := read.Episode
			if !filter.Match(e) {
				return nil
			}
			stripped := e
			stripped.Description = read.Stripped()
			index.Add(indexer.WithNames(e, stripped.Description, read.Names(stripped.Description)), site.Result(stripped))
			e.Transcript = ""
			episodes = append(episodes, e)
			return nil
		}
	})
	return episodes, index, err
}
