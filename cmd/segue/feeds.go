package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"segue/data"
	"segue/data/follow"
	"segue/server/api"
)

type feedsCommand struct {
	Add         feedsAddCommand         `cmd:"" help:"Follow feeds, and read their episodes."`
	List        feedsListCommand        `cmd:"" help:"List the feeds that are followed."`
	Refresh     feedsRefreshCommand     `cmd:"" help:"Ask feeds now for what is new."`
	Remove      feedsRemoveCommand      `cmd:"" help:"Stop following feeds."`
	Transcripts feedsTranscriptsCommand `cmd:"" help:"Fetch the transcripts that episodes name."`
	Boilerplate feedsBoilerplateCommand `cmd:"" help:"List the paragraphs that repeat across a show's episodes."`
	ImportOPML  feedsImportOPMLCommand  `cmd:"" name:"import-opml" help:"Follow the feeds of an OPML file."`
	ExportOPML  feedsExportOPMLCommand  `cmd:"" name:"export-opml" help:"Write the feeds that are followed as an OPML file."`
}

func (feedsCommand) Help() string {
	return `"segue serve" follows the feeds of its catalogue by itself: it asks each as often as its show
publishes. "segue feeds refresh" does so once, for example from cron.

Examples:
  segue feeds add https://example.com/feed.xml
  segue feeds list
  segue feeds refresh
  segue feeds remove crumb-radio --episodes`
}

// followFlags are the options of feeds that are added.
type followFlags struct {
	Gone        string `help:"What happens to episodes that are no longer in their feed: keep or remove." enum:"keep,remove" default:"keep"`
	Transcripts bool   `help:"Also fetch the transcripts that the feed names."`
}

func (f followFlags) options() data.FollowOptions {
	return data.FollowOptions{Gone: data.GonePolicy(f.Gone), Transcripts: f.Transcripts}
}

// feedReport is what --json prints of a feed.
type feedReport struct {
	// Address is the argument of the command: an address, or an id.
	Address string          `json:"address"`
	Feed    *api.Feed       `json:"feed"`
	Change  *api.FeedChange `json:"change"`
	// Known is true if the feed was followed already.
	Known bool    `json:"known"`
	Error *string `json:"error"`
}

func newFeedReport(address string, f data.Feed, c data.FeedChange, err error) feedReport {
	r := feedReport{Address: address, Known: errors.Is(err, data.ErrKnownFeed)}
	if f.ID != "" {
		shown := api.NewFeed(f)
		r.Feed = &shown
	}
	switch {
	case err == nil:
		change := api.NewFeedChange(c)
		r.Change = &change
	case !r.Known:
		text := err.Error()
		r.Error = &text
	}
	return r
}

// feedsRun prints what feeds have brought, one after the other.
type feedsRun struct {
	t       *terminal
	json    bool
	reports []feedReport
	brought int // episodes that are new or differ
	failed  bool
}

// add adds feeds. Its error is the context's.
func (r *feedsRun) add(ctx context.Context, f *follow.Follower, addresses []string, o data.FollowOptions) error {
	b := newBar(r.t.stderr, "reading feeds")
	defer b.close()
	for n, address := range addresses {
		b.set(n, len(addresses))
		feed, change, err := f.Add(ctx, address, o)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.report(address, feed, change, err)
	}
	return nil
}

func (r *feedsRun) report(address string, feed data.Feed, change data.FeedChange, err error) {
	r.brought += change.Added + change.Updated
	if r.json {
		r.reports = append(r.reports, newFeedReport(address, feed, change, err))
	}
	switch {
	case errors.Is(err, data.ErrKnownFeed):
		r.line(r.t.stderr, "segue: %s is followed already, as %s", address, feed.ID)
	case err != nil:
		r.failed = true
		r.line(r.t.stderr, "segue: %v", err) // it names the feed
		printHint(r.t.stderr, err)
	case !r.json:
		r.line(r.t.stdout, "%s: %s (%s)", feed.Show.Title, changeText(change), feed.ID)
	}
	for _, p := range change.Problems[:min(len(change.Problems), maxPrinted)] {
		r.line(r.t.stderr, "segue: %s: %s", feed.ID, p)
	}
}

func (r *feedsRun) line(w io.Writer, format string, args ...any) {
	fmt.Fprintf(w, format+"\n", args...)
}

// changeText describes what a feed has brought.
func changeText(c data.FeedChange) string {
	switch c.Outcome {
	case data.FeedUnchanged:
		return "unchanged"
	case data.FeedHasEnded:
		return "ended by its publisher"
	case data.FeedIsBlocked:
		return "asks not to be listed"
	}
	text := fmt.Sprintf("%d new, %d changed", c.Added, c.Updated)
	if c.Removed > 0 {
		text += fmt.Sprintf(", %d removed", c.Removed)
	}
	return text
}

// finish prints the reports, and returns an error if a feed failed.
func (r *feedsRun) finish() error {
	if r.json {
		if err := api.Write(r.t.stdout, r.reports); err != nil {
			return err
		}
	}
	if r.failed {
		return errPartial
	}
	return nil
}
