package catalogtest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
)

func testFeedCounts(t *testing.T, open Open) {
	c := open(t)
	long, day := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.UTC), 24*time.Hour
	for i, change := range []func(*data.Feed){
		func(f *data.Feed) { f.Failures, f.Added, f.Checked, f.Next = 0, long, long.Add(day), long.Add(2*day) },
		func(f *data.Feed) { f.Failures, f.Added, f.Next = 3, long.Add(2*day), time.Now().Add(day) },
		func(f *data.Feed) { f.State, f.Failures, f.Added = data.FeedEnded, 1, long.Add(-day) },
		func(f *data.Feed) { f.State = data.FeedBlocked },
	} {
		f := data.Feed{URL: "https://example.com/" + string(rune('a'+i)), State: data.FeedActive, FollowOptions: data.FollowOptions{Gone: data.GoneKeep}}
		change(&f)
		addFeed(t, c, f)
	}
	got, err := c.FeedCounts(t.Context())
	if d := cmp.Diff(catalog.FeedCounts{Followed: 2, Failing: 1, Ended: 2, Due: 1, Oldest: long.Add(day)}, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}
