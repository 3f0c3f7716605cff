package api

import (
	"time"

	"segue/data"
	"segue/data/jsonl"
)

// Feed is a feed that the catalogue follows, and what is known of it. What is unknown
// is null.
type Feed struct {
	ID          string     `json:"id" doc:"Stable, readable and safe in an address." example:"daily-cups"`
	URL         string     `json:"url" doc:"Where it is fetched. It changes when the publisher moves it, and may hold a private token." example:"https://example.com/feed.xml"`
	Show        jsonl.Show `json:"show" doc:"The show that its episodes belong to."`
	GUID        *string    `json:"guid" doc:"The show's podcast:guid, null where there is none." example:"917393e3-1b1e-5cef-ace4-edaa54e1f810"`
	State       string     `json:"state" enum:"active,ended,blocked" doc:"Whether it is asked for again: not where its publisher ended it, or asks not to be listed."`
	Gone        string     `json:"gone" enum:"keep,remove" doc:"What happens to episodes that are no longer in it."`
	Transcripts bool       `json:"transcripts" doc:"Whether transcripts that it names are fetched." example:"false"`
	Episodes    int        `json:"episodes" minimum:"0" doc:"Episodes of the catalogue that came from it." example:"730"`
	Added       *time.Time `json:"added" doc:"When following began." example:"2026-01-05T08:00:00Z"`
	Checked     *time.Time `json:"checked" doc:"When it was last asked for, null before the first time." example:"2026-01-07T08:02:11Z"`
	Changed     *time.Time `json:"changed" doc:"When it last brought something new." example:"2026-01-06T05:01:00Z"`
	Next        *time.Time `json:"next" doc:"When it is asked for again, null where it is not." example:"2026-01-07T14:01:30Z"`
	Failures    int        `json:"failures" minimum:"0" doc:"The attempts in a row that failed." example:"0"`
	Error       *string    `json:"error" doc:"Why the last attempt failed, null where it did not." example:"it answered with status 500"`
	Hub         *string    `json:"hub" doc:"Who tells of changes (WebSub), null where the feed names nobody." example:"https://hub.example.com/"`
	HubUntil    *time.Time `json:"hub_until" doc:"When that ends, null where the hub has not agreed." example:"2026-01-15T08:00:00Z"`
}

// NewFeed returns f as it is shown to an admin.
func NewFeed(f data.Feed) Feed {
	return Feed{
		ID: string(f.ID), URL: f.URL, Show: jsonl.Show{ID: string(f.Show.ID), Title: f.Show.Title}, GUID: orNull(f.GUID),
		State: string(f.State), Gone: string(f.Gone), Transcripts: f.Transcripts, Episodes: f.Episodes,
		Added: utc(f.Added), Checked: utc(f.Checked), Changed: utc(f.Changed), Next: utc(f.Next),
		Failures: f.Failures, Error: orNull(f.Error), Hub: orNull(f.Hub), HubUntil: utc(f.HubUntil),
	}
}

func utc(t time.Time) *time.Time { return orNull(t.UTC()) }

// FeedChange is what asking for a feed has brought.
type FeedChange struct {
	Outcome   string   `json:"outcome" enum:"changed,unchanged,ended,blocked" doc:"How it went."`
	Added     int      `json:"added" minimum:"0" doc:"Episodes that are new." example:"1"`
	Updated   int      `json:"updated" minimum:"0" doc:"Episodes that differ from what was kept." example:"0"`
	Removed   int      `json:"removed" minimum:"0" doc:"Episodes that were deleted, because the feed no longer has them or asks not to list them." example:"0"`
	Problems  []string `json:"problems" nullable:"false" maxItems:"100" doc:"Items that could not be used, and why." example:"item 7 has no title"`
	Truncated bool     `json:"truncated" doc:"Whether there are more problems than are named." example:"false"`
}

// NewFeedChange returns c as it is shown.
func NewFeedChange(c data.FeedChange) FeedChange {
	named := c.Problems[:min(len(c.Problems), maxProblems)]
	return FeedChange{
		Outcome: string(c.Outcome), Added: c.Added, Updated: c.Updated, Removed: c.Removed,
		Problems: each(named, func(p string) string { return p }), Truncated: len(named) < len(c.Problems),
	}
}

// FeedsBody lists the feeds.
type FeedsBody struct {
	Feeds []Feed `json:"feeds" nullable:"false" doc:"In the order in which they were added."`
}

// NewFeedsBody returns the answer that shows feeds.
func NewFeedsBody(feeds []data.Feed) FeedsBody { return FeedsBody{Feeds: each(feeds, NewFeed)} }

// FetchedBody is a feed and what asking for it has brought.
type FetchedBody struct {
	Feed   Feed       `json:"feed"`
	Change FeedChange `json:"change"`
}

// NewFetchedBody returns the answer that shows a feed that was fetched.
func NewFetchedBody(f data.Feed, c data.FeedChange) FetchedBody {
	return FetchedBody{Feed: NewFeed(f), Change: NewFeedChange(c)}
}

// FollowedBody is a new feed.
type FollowedBody struct{ FetchedBody }

// Location is where the feed is shown from now on.
func (b FollowedBody) Location() string { return FeedsPath + "/" + b.Feed.ID }

// RemovedBody says what following a feed no more has deleted.
type RemovedBody struct {
	Deleted int `json:"deleted" minimum:"0" doc:"Episodes that were deleted with it." example:"0"`
}
