package follow_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
)

// every lists items that came out at intervals, the newest an age ago.
func every(gap, age time.Duration) []entry {
	var list []entry
	for n := range 20 {
		list = append(list, entry{guid: fmt.Sprint(n), title: fmt.Sprint("Episode ", n), date: start.Add(-age - time.Duration(n)*gap)})
	}
	return list
}

func TestWhenAFeedIsAskedAgain(t *testing.T) {
	const day = 24 * time.Hour
	feed := func(head string, items []entry) http.HandlerFunc {
		return body(rss{title: "Crumb", head: head, items: items}.String())
	}
	headed := func(page http.HandlerFunc, name, value string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.Header().Set(name, value); page(w, r) }
	}
	for _, tt := range []struct {
		name string
		page http.HandlerFunc
		want time.Duration
	}{
		{"a tenth of a week after a weekly episode", feed("", every(7*day, day)), 7 * day / 10},
		{"a tenth of a day after a daily one", feed("", every(day, time.Hour)), day / 10},
		{"ten minutes after what comes every hour", feed("", every(time.Hour, time.Minute)), follow.MinInterval},
		{"a day after a monthly one", feed("", every(30*day, day)), follow.MaxInterval},
		{"later where a daily show has fallen silent", feed("", every(day, 5*day)), day / 2},
		{"a day where it has been silent for years", feed("", every(day, 1000*day)), follow.MaxInterval},
		{"six hours where there are no dates", feed("", []entry{{guid: "1", title: "One"}}), 6 * time.Hour},
		{"by the gaps up to now, not by what is announced", feed("", every(day, -2*day)), day / 10},
		{"not before the feed's ttl", feed("<ttl>360</ttl>", every(day, time.Hour)), 6*time.Hour + 18*time.Minute},
		{"a day at most by the feed's ttl", feed("<ttl>100000</ttl>", every(day, time.Hour)), follow.MaxInterval * 105 / 100},
		{"not before the server's max-age", headed(feed("", every(day, time.Hour)), "Cache-Control", "public, max-age=36000"), 10*time.Hour + 30*time.Minute},
		{"whatever the server says that is shorter", headed(feed("", every(day, time.Hour)), "Cache-Control", "max-age=60"), day / 10},
		{"a day where no more will come", feed("<itunes:complete>Yes</itunes:complete>", every(day, time.Hour)), follow.MaxInterval * 105 / 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, follow.Options{})
			w.set("/feed", tt.page)
			kept := w.add(data.FollowOptions{})
			diff(t, "at first", tt.want, kept.Next.Sub(start))
			for range 2 { // 304
				kept, _, err := w.follower.Refresh(t.Context(), kept.ID)
				if err != nil {
					t.Fatal(err)
				}
				diff(t, "after nothing new", tt.want, kept.Next.Sub(start))
			}
		})
	}
}

func TestWhenAFeedThatFailsIsAskedAgain(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 91)})
	id := w.add(data.FollowOptions{}).ID
	w.set("/feed", status(http.StatusInternalServerError))
	for n, want := range []time.Duration{10 * time.Minute, 20 * time.Minute, 40 * time.Minute, 80 * time.Minute, 160 * time.Minute, 320 * time.Minute, 640 * time.Minute, 1280 * time.Minute, 24 * time.Hour, 24 * time.Hour} {
		kept, _, err := w.refresh(id)
		if err == nil || kept.Failures != n+1 || kept.Error == "" {
			t.Errorf("error %v, failures %d, text %q", err, kept.Failures, kept.Error)
		}
		diff(t, "after failures", want, kept.Next.Sub(w.Now()))
	}
	for _, tt := range []struct {
		name   string
		status int
		after  string
		want   time.Duration
	}{
		{"seconds", http.StatusTooManyRequests, "172800", 48 * time.Hour * 105 / 100},
		{"a date", http.StatusServiceUnavailable, "date", 36 * time.Hour * 105 / 100},
		{"what nobody can mean", http.StatusTooManyRequests, "999999999", 7 * 24 * time.Hour * 105 / 100},
		{"nonsense", http.StatusTooManyRequests, "soon", 24 * time.Hour},
		{"another status", http.StatusNotFound, "172800", 24 * time.Hour},
	} {
		after := tt.after
		w.set("/feed", func(rw http.ResponseWriter, r *http.Request) {
			if after == "date" {
				after = w.Now().Add(36 * time.Hour).Format(http.TimeFormat)
				rw.Header().Set("Date", w.Now().Format(http.TimeFormat))
			}
			status(tt.status, "Retry-After", after)(rw, r)
		})
		kept, _, err := w.refresh(id)
		if err == nil {
			t.Errorf("%s: no error", tt.name)
		}
		if got := kept.Next.Sub(w.Now()); (got - tt.want).Abs() > 2*time.Second { // a date has whole seconds
			t.Errorf("%s: asked again after %s, want %s", tt.name, got, tt.want)
		}
	}
	w.feed(rss{title: "Crumb", items: from(100, 91)})
	kept, _ := w.mustRefresh(id)
	if kept.Failures != 0 || kept.Error != "" {
		t.Errorf("%d failures and the error %q are left", kept.Failures, kept.Error)
	}
}

func TestTimesAreSpread(t *testing.T) {
	w := newWorld(t, follow.Options{})
	w.set("/feed", body(rss{title: "Crumb", items: every(24*time.Hour, time.Hour)}.String()))
	id := w.add(data.FollowOptions{}).ID
	for _, tt := range []struct{ jitter, want float64 }{{0, .9}, {.5, 1}, {.999, 1.0998}} {
		f := follow.New(w.catalog, http.DefaultClient, follow.Options{Now: w.Now, Jitter: func() float64 { return tt.jitter }})
		kept, _, err := f.Refresh(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "interval", time.Duration(tt.want*float64(144*time.Minute)), kept.Next.Sub(start).Round(time.Nanosecond))
	}
}
