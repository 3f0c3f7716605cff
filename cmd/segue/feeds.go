package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"segue/data"
	"segue/data/catalog"
	"segue/data/feed"
	"segue/data/follow"
	"segue/outbound"
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

// fetchFlags say what may be fetched.
type fetchFlags struct {
	AllowPrivateFeeds bool `help:"Also fetch from this machine and from private networks."`
}

// follower returns a follower of the catalogue's feeds that fetches by the rules for
// addresses that others choose.
func (f fetchFlags) follower(c catalog.Store, o follow.Options) *follow.Follower {
	return follow.New(c, f.client(), o)
}

// client fetches from addresses that others choose.
func (f fetchFlags) client() *http.Client {
	policy := outbound.Feeds()
	policy.AllowPrivate, policy.UserAgent, policy.MaxBody = f.AllowPrivateFeeds, userAgent(), feed.MaxBody
	return outbound.New(policy)
}

// userAgent says honestly who asks.
func userAgent() string { return "Segue/" + strings.TrimPrefix(version(), "v") }

// feedsIn opens a catalogue that must exist.
func feedsIn(ctx context.Context, file string) (catalog.Store, error) {
	return catalogFlags{Data: file}.open(ctx)
}

// resolveFeed finds the feed that a person names by its id or address.
func resolveFeed(ctx context.Context, c catalog.Store, name string) (data.Feed, error) {
	feeds, err := c.Feeds(ctx)
	if err != nil {
		return data.Feed{}, err
	}
	for _, f := range feeds {
		if string(f.ID) == name || f.URL == name {
			return f, nil
		}
	}
	return data.Feed{}, hinted{fmt.Errorf("no feed has the id or address %q", name), `"segue feeds list" lists the ids`}
}

// resolveFeeds finds several feeds, all of the catalogue where none is named.
func resolveFeeds(ctx context.Context, c catalog.Store, names []string) ([]data.Feed, error) {
	if len(names) == 0 {
		return c.Feeds(ctx)
	}
	var feeds []data.Feed
	var failed []error
	for _, name := range names {
		f, err := resolveFeed(ctx, c, name)
		feeds, failed = append(feeds, f), append(failed, err)
	}
	return feeds, errors.Join(failed...)
}
