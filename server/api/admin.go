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
	// Upsert adds or updates a batch of episodes. Its error may wrap a
	// [*catalog.InvalidError] or a [*catalog.ConflictError].
	Upsert(ctx context.Context, episodes []data.Episode) (catalog.Change, error)
	// Delete removes episodes and returns their number. It ignores unknown ids.
	Delete(ctx context.Context, ids ...data.EpisodeID) (deleted int, err error)
	// Feeds returns all feeds, in the order in which they were added.
	Feeds(ctx context.Context) ([]data.Feed, error)
	// Feed returns a feed, or an error wrapping [data.ErrUnknownFeed].
	Feed(ctx context.Context, id data.FeedID) (data.Feed, error)
	// FeedCounts counts the feeds by state.
	FeedCounts(ctx context.Context) (catalog.FeedCounts, error)
	// Health returns the reason why the catalogue is not whole, or nil. It is cheap.
	Health(ctx context.Context) error
}

// Follower fetches feeds and stores their episodes. The interface is declared here, so
// that the API does not depend on an HTTP client.
type Follower interface {
	// Add reads the feed at an address and follows it. If the address is a page that
	// links to its feed, Add uses that feed. Its error may wrap [data.ErrKnownFeed] or
	// [data.ErrBadFeed], whose text is the reason for the client.
	Add(ctx context.Context, address string, o data.FollowOptions) (data.Feed, data.FeedChange, error)
	// Refresh fetches a feed now. Its error may wrap [data.ErrUnknownFeed] or
	// [data.ErrBadFeed].
	Refresh(ctx context.Context, id data.FeedID) (data.Feed, data.FeedChange, error)
	// Remove deletes a feed. If episodes is true, it also deletes the episodes that are
	// in no other feed, and returns their number. Its error may wrap
	// [data.ErrUnknownFeed].
	Remove(ctx context.Context, id data.FeedID, episodes bool) (deleted int, err error)
}

// adminKey is the name of the security scheme in the OpenAPI document.
const adminKey = "adminKey"

// adminOnly is the security requirement of an operation for admins.
var adminOnly = []map[string][]string{{adminKey: {}}}

var adminScheme = &huma.SecurityScheme{
	Type: "http", Scheme: "bearer",
	Description: "The admin key, which is the value of SEGUE_ADMIN_KEY on the server.",
}

// follower returns the follower of feeds, or a problem if the server follows none.
func (s Service) follower() (Follower, error) {
	if s.Follower == nil {
		return nil, respond.NewProblem(respond.FeedsDisabled, "the server does not follow feeds")
	}
	return s.Follower, nil
}
