package api

import (
	"context"
	"errors"
	"sync"

	"segue/data"
	"segue/data/opml"
	"segue/server/respond"
)

// importsAtOnce is how many feeds of a list are added at once: most of the time is spent
// waiting for their servers, and a body of some megabytes each is in memory.
const importsAtOnce = 4

// ImportBody says what became of the feeds of a list.
type ImportBody struct {
	Added  int          `json:"added" minimum:"0" doc:"Feeds that are followed now." example:"11"`
	Known  int          `json:"known" minimum:"0" doc:"Feeds that were followed before." example:"1"`
	Failed int          `json:"failed" minimum:"0" doc:"Addresses that are not followed." example:"1"`
	Feeds  []ImportFeed `json:"feeds" nullable:"false" doc:"All of them, in the order of the list."`
}

// ImportFeed says what became of one feed of a list.
type ImportFeed struct {
	URL     string      `json:"url" doc:"The address in the list." example:"https://example.com/feed.xml"`
	Title   *string     `json:"title" doc:"The title in the list, null where it has none." example:"Daily Cups"`
	Result  string      `json:"result" enum:"added,known,failed"`
	Feed    *string     `json:"feed" doc:"The id of the feed, null where it is not followed." example:"daily-cups"`
	Change  *FeedChange `json:"change,omitempty" doc:"What the first read has brought; only where it was added."`
	Message *string     `json:"message" doc:"Why it failed, null where it did not." example:"it answered with status 404"`
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
	return body, ctxGone(ctx)
}

// ctxGone is not nil where nobody waits for the answer, or the server does not.
func ctxGone(ctx context.Context) error {
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
	// cause is the first failure that is the server's own, for the log.
	cause error
}

// all adds some feeds at once. The results are in the order of the list.
func (r *importRun) all(ctx context.Context, outlines []opml.Outline) []ImportFeed {
	results := make([]ImportFeed, len(outlines))
	next := make(chan int)
	var working sync.WaitGroup
	for range min(importsAtOnce, len(outlines)) {
		working.Go(func() {
			for i := range next {
				results[i] = r.one(ctx, outlines[i])
			}
		})
	}
	for i := range outlines {
		next <- i
	}
	close(next)
	working.Wait()
	return results
}

func (r *importRun) one(ctx context.Context, o opml.Outline) ImportFeed {
	out := ImportFeed{URL: o.URL, Title: orNull(o.Title), Result: importFailed}
	if ctx.Err() != nil {
		out.Message = orNull("the time was up before its turn: send the list again")
		return out
	}
	f, change, err := r.follower.Add(ctx, o.URL, r.FollowOptions)
	switch {
	case err == nil:
		brought := NewFeedChange(change)
		out.Result, out.Change = importAdded, &brought
	case errors.Is(err, data.ErrKnownFeed):
		out.Result = importKnown
	case errors.Is(err, data.ErrBadFeed):
		out.Message = orNull(err.Error())
	case ctx.Err() != nil:
		out.Message = orNull("the time was up while it was read: send the list again")
	default:
		out.Message = orNull("something went wrong in the server, whose log says what, under the request id of this answer")
		r.remember(err)
	}
	out.Feed = orNull(string(f.ID))
	return out
}

func (r *importRun) remember(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cause == nil {
		r.cause = err
	}
}
