package api

import (
	"time"

	"segue/data"
	"segue/data/jsonl"
)

// Feed is a followed feed with its state. Unknown values are null.
type Feed struct {
	ID          string     `json:"id" doc:"A stable and readable id that is safe in a URL." example:"daily-cups"`
	URL         string     `json:"url" doc:"The address of the feed. It changes after a permanent redirect, and can contain a private token." example:"https://example.com/feed.xml"`
	Show        jsonl.Show `json:"show" doc:"The show of the feed's episodes."`
	GUID        *string    `json:"guid" doc:"The podcast:guid of the show. Null if the feed has none." example:"917393e3-1b1e-5cef-ace4-edaa54e1f810"`
	State       string     `json:"state" enum:"active,ended,blocked" doc:"active: the feed is polled. ended: its publisher ended it. blocked: its publisher does not want it to be listed."`
	Gone        string     `json:"gone" enum:"keep,remove" doc:"Whether episodes that are no longer in the feed are kept or removed."`
	Transcripts bool       `json:"transcripts" doc:"Whether the transcripts that the feed links to are fetched." example:"false"`
	Episodes    int        `json:"episodes" minimum:"0" doc:"The number of episodes from this feed in the catalogue." example:"730"`
	Added       *time.Time `json:"added" doc:"When the feed was added." example:"2026-01-05T08:00:00Z"`
	Checked     *time.Time `json:"checked" doc:"When the feed was last fetched. Null before the first fetch." example:"2026-01-07T08:02:11Z"`
	Changed     *time.Time `json:"changed" doc:"When a fetch last found a change." example:"2026-01-06T05:01:00Z"`
	Next        *time.Time `json:"next" doc:"When the feed is fetched next. Null if it is not polled." example:"2026-01-07T14:01:30Z"`
	Failures    int        `json:"failures" minimum:"0" doc:"The number of consecutive failed fetches." example:"0"`
	Error       *string    `json:"error" doc:"Why the last fetch failed. Null if it succeeded." example:"it answered with status 500"`
	Hub         *string    `json:"hub" doc:"The WebSub hub that notifies of changes. Null if the feed has none." example:"https://hub.example.com/"`
	HubUntil    *time.Time `json:"hub_until" doc:"When the subscription at the hub ends. Null if the hub has not confirmed it." example:"2026-01-15T08:00:00Z"`
}

// NewFeed returns the JSON form of f for admins.
func NewFeed(f data.Feed) Feed {
	return Feed{
		ID: string(f.ID), URL: f.URL, Show: jsonl.Show{ID: string(f.Show.ID), Title: f.Show.Title}, GUID: orNull(f.GUID),
		State: string(f.State), Gone: string(f.Gone), Transcripts: f.Transcripts, Episodes: f.Episodes,
		Added: utc(f.Added), Checked: utc(f.Checked), Changed: utc(f.Changed), Next: utc(f.Next),
		Failures: f.Failures, Error: orNull(f.Error), Hub: orNull(f.Hub), HubUntil: utc(f.HubUntil),
	}
}

func utc(t time.Time) *time.Time { return orNull(t.UTC()) }

// FeedChange is the result of fetching a feed.
type FeedChange struct {
	Outcome   string   `json:"outcome" enum:"changed,unchanged,ended,blocked" doc:"The result of the fetch."`
	Added     int      `json:"added" minimum:"0" doc:"The number of new episodes." example:"1"`
	Updated   int      `json:"updated" minimum:"0" doc:"The number of changed episodes." example:"0"`
	Removed   int      `json:"removed" minimum:"0" doc:"The number of deleted episodes: they are no longer in the feed, or the feed does not want them to be listed." example:"0"`
	Problems  []string `json:"problems" nullable:"false" maxItems:"100" doc:"The items that could not be used, with the reason." example:"item 7 has no title"`
	Truncated bool     `json:"truncated" doc:"Whether there are more problems than listed." example:"false"`
}

// NewFeedChange returns the JSON form of c, with at most 100 of its problems.
func NewFeedChange(c data.FeedChange) FeedChange {
	listed := c.Problems[:min(len(c.Problems), maxProblems)]
	return FeedChange{
		Outcome: string(c.Outcome), Added: c.Added, Updated: c.Updated, Removed: c.Removed,
		Problems: each(listed, func(p string) string { return p }), Truncated: len(listed) < len(c.Problems),
	}
}

// FeedsBody lists the feeds.
type FeedsBody struct {
	Feeds []Feed `json:"feeds" nullable:"false" doc:"The feeds in the order in which they were added."`
}

// NewFeedsBody returns the body for a list of feeds.
func NewFeedsBody(feeds []data.Feed) FeedsBody { return FeedsBody{Feeds: each(feeds, NewFeed)} }

// FetchedBody is a feed with the result of fetching it.
type FetchedBody struct {
	Feed   Feed       `json:"feed"`
	Change FeedChange `json:"change"`
}

// NewFetchedBody returns the body for a fetched feed.
func NewFetchedBody(f data.Feed, c data.FeedChange) FetchedBody {
	return FetchedBody{Feed: NewFeed(f), Change: NewFeedChange(c)}
}

// FollowedBody is a new feed.
type FollowedBody struct{ FetchedBody }

// Location returns the path of the new feed.
func (b FollowedBody) Location() string { return FeedsPath + "/" + b.Feed.ID }

// RemovedBody is the result of removing a feed.
type RemovedBody struct {
	Deleted int `json:"deleted" minimum:"0" doc:"The number of episodes that were deleted with the feed." example:"0"`
}
