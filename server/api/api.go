// Package api is the JSON API of Segue: its routes, their parameters, answers and
// errors.
//
// A handler parses the request, calls the engine or the catalogue, and translates the
// result. Three parts are the same for all routes: add registers an operation, and
// encodes the answer before it sends the status; answer sets the ETag and the cache rule;
// strict refuses unknown parameters. A [Rule] holds the limits that the middleware of
// package server checks. The OpenAPI document is built from the same types.
//
// The bodies are exported with their constructors, so that the command line prints the
// same bytes as the server; see [Write].
package api

import (
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/respond"
)

// Episodes is the catalogue that the API shows.
type Episodes interface {
	// Find returns a whole episode, or an error wrapping [data.ErrUnknownEpisode].
	Find(ctx context.Context, ref data.Ref) (data.Episode, error)
	// List returns one page of episodes, or an error wrapping [catalog.ErrBadCursor].
	List(ctx context.Context, q catalog.Query) (catalog.Page, error)
	// Episodes returns the episodes with the given ids, by id. Ids that are not in
	// the catalogue are left out.
	Episodes(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID]data.Episode, error)
}

// Recommender is the engine that ranks episodes. The interface is declared here, so that
// the API depends neither on vectors nor on a model.
type Recommender interface {
	// Similar returns the episodes that are similar to one. Its error may wrap
	// [data.ErrUnknownEpisode].
	Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error)
	// Search returns the episodes that match text. Its error may wrap
	// [recommend.ErrBlankQuery].
	Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error)
	// Recommend returns the episodes that fit a request. Its error may be or wrap
	// [recommend.ErrNothingGiven], or a [*recommend.SeedError] that wraps
	// [data.ErrUnknownEpisode].
	Recommend(ctx context.Context, request recommend.Request, o recommend.Options) (recommend.Recommendation, error)
	// Moments returns at most limit passages of an episode's transcript that match text. Its error
	// may wrap [recommend.ErrBlankQuery] or [data.ErrUnknownEpisode].
	Moments(ctx context.Context, ref data.Ref, text string, limit int) (recommend.Moments, error)
	// Suggest returns at most limit completions of text.
	Suggest(ctx context.Context, text string, limit int) ([]recommend.Suggestion, error)
	// Person returns the person with an id, or an error wrapping
	// [recommend.ErrUnknownPerson].
	Person(ctx context.Context, id string) (recommend.Person, error)
	// Facets counts the episodes that match f by show, person and tag.
	Facets(ctx context.Context, f data.Filter) (recommend.Facets, error)
	// Topics returns the topics of episodes by id. It leaves out unknown episodes.
	Topics(ctx context.Context, ids []data.EpisodeID) (map[data.EpisodeID][]string, error)
	// WithTopics returns the ids of the episodes that a filter with topics selects, newest first.
	WithTopics(ctx context.Context, f data.Filter) ([]data.EpisodeID, error)
	// Status returns the progress of the indexes.
	Status() recommend.Status
}

// Service holds the parts that the operations use.
type Service struct {
	Catalog     Catalog
	Recommender Recommender
	// Follower follows feeds. It is nil if the server follows none.
	Follower Follower
	// PublicURL is the address of the server for visitors. It is empty if unknown.
	PublicURL string
	// Version is the version of the program, shown by /healthz.
	Version string
	// Starting returns the progress of the start, in episodes. It may be nil.
	Starting func() (done, total int)
	// Stopping reports whether the server is about to stop. It may be nil.
	Stopping func() bool

	feeds *feedCounts
}

// Register adds all operations and returns their routes. It calls group once for each
// rule. Group returns a huma API whose middleware applies the rule. All these APIs must
// have the same config from [Config], so that they share one OpenAPI document.
func Register(config huma.Config, group func(Rule) huma.API, s Service) []Route {
	s.feeds = &feedCounts{count: s.Catalog.FeedCounts}
	r := &registry{group: group, groups: map[Rule]huma.API{}}
	s.register(r)
	openObjects(config.Components.Schemas.Map())
	return r.routes
}

// Write writes body as one line of JSON, with the same bytes as the HTTP answer. It
// writes nothing if body cannot be encoded.
func Write(w io.Writer, body any) error {
	encoded, err := respond.EncodeJSON(body)
	if err != nil {
		return err
	}
	_, err = w.Write(encoded)
	return err
}
