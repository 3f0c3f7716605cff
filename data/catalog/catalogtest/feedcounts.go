package catalogtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
)

func testFeedCounts(t *testing.T, open Open) {
	c := open(t)
	for i, change := range []func(*data.Feed){
		func(f *data.Feed) { f.Failures = 0 },
		func(f *data.Feed) { f.Failures = 3 },
		func(f *data.Feed) { f.State, f.Failures = data.FeedEnded, 1 },
		func(f *data.Feed) { f.State = data.FeedBlocked },
	} {
		f := data.Feed{URL: "https://example.com/" + string(rune('a'+i)), State: data.FeedActive, FollowOptions: data.FollowOptions{Gone: data.GoneKeep}}
		change(&f)
		addFeed(t, c, f)
	}
	got, err := c.FeedCounts(t.Context())
	if d := cmp.Diff(catalog.FeedCounts{Followed: 2, Failing: 1, Ended: 2}, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}
