package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/data/catalog"
	"segue/server/respond"
)

// Catalog is the catalogue that the API shows and changes.
type Catalog interface {
	Episodes
	// Upsert keeps a batch of episodes. Its error may wrap a [*catalog.InvalidError]
	// or a [*catalog.ConflictError].
	Upsert(ctx context.Context, episodes []data.Episode) (catalog.Change, error)
	// Delete removes episodes, and returns how many of them there were.
	Delete(ctx context.Context, ids ...data.EpisodeID) (deleted int, err error)
	// Feeds returns all feeds, in the order in which they were added.
	Feeds(ctx context.Context) ([]data.Feed, error)
	// Feed returns a feed, or an error wrapping [data.ErrUnknownFeed].
	Feed(ctx context.Context, id data.FeedID) (data.Feed, error)
	// FeedCounts says how the feeds are.
	FeedCounts(ctx context.Context) (catalog.FeedCounts, error)
}

// Follower fetches feeds and keeps what they bring. Declared here so that the API
// needs no client of its own.
type Follower interface {
	// Add reads the feed at an address, or the one that the page there names, and
	// follows it. Its error may wrap [data.ErrKnownFeed] or [data.ErrBadFeed], whose
	// text says why.
	Add(ctx context.Context, address string, o data.FollowOptions) (data.Feed, data.FeedChange, error)
	// Refresh asks for a feed now. Its error may wrap [data.ErrUnknownFeed] or
	// [data.ErrBadFeed].
	Refresh(ctx context.Context, id data.FeedID) (data.Feed, data.FeedChange, error)
	// Remove forgets a feed, and with episodes those that it alone has brought; it
	// returns how many these were. Its error may wrap [data.ErrUnknownFeed].
	Remove(ctx context.Context, id data.FeedID, episodes bool) (deleted int, err error)
}

// adminKey is the name of the security scheme in the OpenAPI document.
const adminKey = "adminKey"

// adminOnly is the security requirement of an operation for admins.
var adminOnly = []map[string][]string{{adminKey: {}}}

var adminScheme = &huma.SecurityScheme{
	Type: "http", Scheme: "bearer",
	Description: "The key that the server was given as SEGUE_ADMIN_KEY.",
}

// follower returns the follower of feeds, or a problem if the server follows none.
func (s Service) follower() (Follower, error) {
	if s.Follower == nil {
		return nil, respond.NewProblem(respond.FeedsDisabled, "this server follows no feeds")
	}
	return s.Follower, nil
}
