package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"segue/cmd/segue/internal/app"
	"segue/data"
	"segue/data/follow"
	"segue/server/api"
)

// followFlags are what an owner decides about feeds that are added.
type followFlags struct {
	Gone        string `help:"What happens to episodes that are no longer in their feed: keep or remove." enum:"keep,remove" default:"keep"`
	Transcripts bool   `help:"Also fetch the transcripts that the feed names."`
}

func (f followFlags) options() data.FollowOptions {
	return data.FollowOptions{Gone: data.GonePolicy(f.Gone), Transcripts: f.Transcripts}
}

type feedsAddCommand struct {
	URLs []string `arg:"" help:"Addresses of feeds, or of pages that name theirs." name:"url"`
	Data string   `help:"File of the catalogue; made if it does not exist." default:"segue.db"`
	fetchFlags
	followFlags
	embedFlags
	NoEmbed bool `help:"Leave the vectors to \"segue embed\" or \"segue serve\"."`
	JSON    bool `help:"Print what each feed has brought as JSON." name:"json"`
}

func (feedsAddCommand) Help() string {
	return `The whole archive is read, also where the feed has it on several pages. A feed that is followed
already is left as it is. What cannot be added is reported, and the rest is added; the exit code is
then 3.

Examples:
  segue feeds add https://example.com/feed.xml
  segue feeds add example.com https://example.org/podcast --no-embed
  segue feeds add http://127.0.0.1:8000/feed.xml --allow-private-feeds`
}

func (cmd *feedsAddCommand) Run(ctx context.Context, t *terminal) error {
	c, err := app.OpenCatalog(ctx, app.Source{File: cmd.Data, Create: true})
	if err != nil {
		return err
	}
	defer c.Close()
	run := &feedsRun{t: t, json: cmd.JSON}
	err = run.add(ctx, cmd.follower(t, c), cmd.URLs, cmd.options())
	if err == nil {
		err = run.finish()
	}
	if !cmd.NoEmbed && ctx.Err() == nil && run.brought > 0 {
		_, embedding := t.embed(ctx, c, cmd.Data, cmd.choice(), cmd.budget())
		err = errors.Join(err, embedding)
	}
	return err
}

// feedReport is what --json prints of a feed.
type feedReport struct {
	// Address is what was given: an address, or an id.
	Address string          `json:"address"`
	Feed    *api.Feed       `json:"feed"`
	Change  *api.FeedChange `json:"change"`
	// Known says that the feed was followed already.
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

// feedsRun reports what feeds have brought, one after the other.
type feedsRun struct {
	t       *terminal
	json    bool
	reports []feedReport
	brought int // episodes that are new or differ
	failed  bool
}

// add follows feeds. Its error is the context's.
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

// finish prints the reports, and reports whether some feed failed.
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
