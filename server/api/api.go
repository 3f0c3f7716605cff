// Package api is the JSON API of Segue: its routes, their parameters, answers and
// errors.
//
// A handler parses the request, calls the engine or the catalogue, and translates the
// result. Three parts are the same for all routes: add registers an operation, and
// encodes the answer before it sends the status; answer sets the ETag and the cache rule;
// strict refuses unknown parameters. A [Rule] holds the demands that the middleware of
// package server checks. The OpenAPI document is made from the same types.
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

// Recommender is the engine that ranks. Declared here so that the API needs
// neither vectors nor a model.
type Recommender interface {
	// Similar answers what to hear after an episode. Its error may wrap
	// [data.ErrUnknownEpisode].
	Similar(ctx context.Context, ref data.Ref, o recommend.Options) (recommend.Similar, error)
	// Search answers which episodes talk about text. Its error may wrap
	// [recommend.ErrBlankQuery].
	Search(ctx context.Context, text string, o recommend.Options) (recommend.Search, error)
	// Recommend answers a request. Its error may be or wrap
	// [recommend.ErrNothingGiven], or a [*recommend.SeedError] that wraps
	// [data.ErrUnknownEpisode].
	Recommend(ctx context.Context, request recommend.Request, o recommend.Options) (recommend.Recommendation, error)
	// Suggest completes what somebody types, limit completions at most.
	Suggest(text string, limit int) []recommend.Suggestion
	// Person returns who has the id, or an error wrapping [recommend.ErrUnknownPerson].
	Person(id string) (recommend.Person, error)
	// Facets counts the episodes that f chooses by show, person and tag.
	Facets(f data.Filter) recommend.Facets
	// Status says how far the engine has come.
	Status() recommend.Status
}

// Service is what the API answers from.
type Service struct {
	Catalog     Catalog
	Recommender Recommender
	// Follower follows feeds, nil for a server that follows none.
	Follower Follower
	// PublicURL is the address under which visitors reach the server, empty where that
	// is not known.
	PublicURL string
	// Version is the version of the program, shown by /healthz.
	Version string
	// Stopping reports whether the server is about to stop. It may be nil.
	Stopping func() bool

	feeds *feedCounts
}

// Register adds all operations and returns their routes. It calls group once for each
// rule. Group returns a huma API whose middleware applies the rule; all these APIs must
// have the same config, made by [Config], so that they share one OpenAPI document.
func Register(config huma.Config, group func(Rule) huma.API, s Service) []Route {
	s.feeds = &feedCounts{count: s.Catalog.FeedCounts}
	r := &registry{group: group, groups: map[Rule]huma.API{}}
	s.register(r)
	openObjects(config.Components.Schemas.Map())
	return r.routes
}

// Write writes body as one line of JSON, in the bytes of the HTTP answer. It
// writes nothing where body cannot be encoded.
func Write(w io.Writer, body any) error {
	encoded, err := respond.EncodeJSON(body)
	if err != nil {
		return err
	}
	_, err = w.Write(encoded)
	return err
}
