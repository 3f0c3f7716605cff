package main

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
	"segue/data/catalog"
	"segue/data/follow"
	"segue/server/api"
)

// followFlags are the options of new feeds.
type followFlags struct {
	Gone        string `help:"What to do with episodes that disappear from their feed: keep or remove." enum:"keep,remove" default:"keep"`
	Transcripts bool   `help:"Also fetch transcripts."`
}

func (f followFlags) options() data.FollowOptions {
	return data.FollowOptions{Gone: data.GonePolicy(f.Gone), Transcripts: f.Transcripts}
}

// feedReport is the result for one feed, as printed with --json.
type feedReport struct {
	// Address is the argument of the command: an address or an id.
	Address string          `json:"address"`
	Feed    *api.Feed       `json:"feed"`
	Change  *api.FeedChange `json:"change"`
	// Known is true if the feed was already followed.
	Known bool    `json:"known"`
	Error *string `json:"error"`
}

func newFeedReport(address string, f data.Feed, c data.FeedChange, err error) feedReport {
	r := feedReport{Address: address, Known: errors.Is(err, data.ErrKnownFeed)}
	if f.ID != "" {
		body := api.NewFeed(f)
		r.Feed = &body
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

// feedsRun adds or refreshes feeds and prints the results.
type feedsRun struct {
	t       *terminal
	json    bool
	reports []feedReport
	changed int // new and changed episodes
	failed  bool
}

// add adds feeds. It only returns the error of ctx.
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

// report prints the result for one feed.
func (r *feedsRun) report(address string, feed data.Feed, change data.FeedChange, err error) {
	r.changed += change.Added + change.Updated
	if r.json {
		r.reports = append(r.reports, newFeedReport(address, feed, change, err))
	}
	switch {
	case errors.Is(err, data.ErrKnownFeed):
		fmt.Fprintf(r.t.stderr, "segue: already following %s as %s\n", address, feed.ID)
	case err != nil:
		r.failed = true
		fmt.Fprintf(r.t.stderr, "segue: %v\n", err) // the error contains the address
		printHint(r.t.stderr, err)
	case !r.json:
		fmt.Fprintf(r.t.stdout, "%s: %s (%s)\n", feed.Show.Title, changeText(change), feed.ID)
	}
	for _, p := range change.Problems[:min(len(change.Problems), maxPrinted)] {
		fmt.Fprintf(r.t.stderr, "segue: %s: %s\n", feed.ID, p)
	}
}

// changeText describes the change of a feed.
func changeText(c data.FeedChange) string {
	switch c.Outcome {
	case data.FeedUnchanged:
		return "unchanged"
	case data.FeedHasEnded:
		return "ended by its publisher"
	case data.FeedIsBlocked:
		return "its publisher asks not to list it"
	}
	text := fmt.Sprintf("%d new, %d changed", c.Added, c.Updated)
	if c.Removed > 0 {
		text += fmt.Sprintf(", %d removed", c.Removed)
	}
	return text
}

// finish prints the reports with --json. It returns [errPartial] if a feed failed.
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

// embed embeds the episodes of the catalogue if feeds had new or changed ones.
func (r *feedsRun) embed(ctx context.Context, c catalog.Store, file string, f embedFlags) error {
	if ctx.Err() != nil || r.changed == 0 {
		return nil
	}
	_, err := r.t.embed(ctx, c, file, f.choice(), f.budget())
	return err
}
