package api

import (
	"context"
	"errors"
	"sync"

	"segue/data"
	"segue/data/opml"
	"segue/server/respond"
)

// maxConcurrentImports is the number of feeds of a list that are added at the same time.
// Most of the time is spent waiting for other servers. Each feed in progress needs some
// megabytes of memory.
const maxConcurrentImports = 4

// ImportBody is the result of importing a list of feeds.
type ImportBody struct {
	Added  int          `json:"added" minimum:"0" doc:"The number of newly followed feeds." example:"11"`
	Known  int          `json:"known" minimum:"0" doc:"The number of feeds that were already followed." example:"1"`
	Failed int          `json:"failed" minimum:"0" doc:"The number of feeds that could not be added." example:"1"`
	Feeds  []ImportFeed `json:"feeds" nullable:"false" doc:"The result of each feed in the order of the list."`
}

// ImportFeed is the result of one feed of a list.
type ImportFeed struct {
	URL     string      `json:"url" doc:"The address in the list." example:"https://example.com/feed.xml"`
	Title   *string     `json:"title" doc:"The title in the list. Null if it has none." example:"Daily Cups"`
	Result  string      `json:"result" enum:"added,known,failed"`
	Feed    *string     `json:"feed" doc:"The id of the feed. Null if it is not followed." example:"daily-cups"`
	Change  *FeedChange `json:"change,omitempty" doc:"The result of the first fetch. Only if the feed was added."`
	Message *string     `json:"message" doc:"Why the feed could not be added. Null if it is followed." example:"it answered with status 404"`
}

const (
	importAdded  = "added"
	importKnown  = "known"
	importFailed = "failed"
)

func (s Service) importFeeds(ctx context.Context, in *importInput) (ImportBody, error) {
	follower, err := s.follower()
	if err != nil {
		return ImportBody{}, err
	}
	outlines, err := in.body()
	if err != nil {
		return ImportBody{}, err
	}
	run := importRun{follower: follower, FollowOptions: data.FollowOptions{Gone: data.GonePolicy(in.Gone), Transcripts: in.Transcripts}}
	body := ImportBody{Feeds: run.all(ctx, outlines)}
	for _, f := range body.Feeds {
		switch f.Result {
		case importAdded:
			body.Added++
		case importKnown:
			body.Known++
		default:
			body.Failed++
		}
	}
	respond.InfoOf(ctx).Cause = run.cause
	return body, canceled(ctx)
}

// canceled returns an error if the client has closed the connection or the server stops,
// but not at a deadline.
func canceled(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return nil
}

// importRun adds the feeds of one list.
type importRun struct {
	follower Follower
	data.FollowOptions

	mu sync.Mutex
	// cause is the first internal error, for the log.
	cause error
}

// all adds the feeds concurrently. The results are in the order of the list.
func (r *importRun) all(ctx context.Context, outlines []opml.Outline) []ImportFeed {
	results := make([]ImportFeed, len(outlines))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(maxConcurrentImports, len(outlines)) {
		workers.Go(func() {
			for i := range next {
				results[i] = r.one(ctx, outlines[i])
			}
		})
	}
	for i := range outlines {
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

func (r *importRun) one(ctx context.Context, o opml.Outline) ImportFeed {
	out := ImportFeed{URL: o.URL, Title: orNull(o.Title), Result: importFailed}
	if ctx.Err() != nil {
		out.Message = orNull("timed out before the feed was fetched; send the list again")
		return out
	}
	f, change, err := r.follower.Add(ctx, o.URL, r.FollowOptions)
	switch {
	case err == nil:
		added := NewFeedChange(change)
		out.Result, out.Change = importAdded, &added
	case errors.Is(err, data.ErrKnownFeed):
		out.Result = importKnown
	case errors.Is(err, data.ErrBadFeed):
		out.Message = orNull(err.Error())
	case ctx.Err() != nil:
		out.Message = orNull("timed out while the feed was fetched; send the list again")
	default:
		out.Message = orNull("internal error; the server's log has the cause under the request id of this answer")
		r.recordCause(err)
	}
	out.Feed = orNull(string(f.ID))
	return out
}

func (r *importRun) recordCause(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cause == nil {
		r.cause = err
	}
}
