package follow_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
)

// every returns items at regular intervals; the newest has the given age.
func every(gap, age time.Duration) []feedItem {
	var list []feedItem
	for n := range 20 {
		list = append(list, feedItem{guid: fmt.Sprint(n), title: fmt.Sprint("Episode ", n), date: start.Add(-age - time.Duration(n)*gap)})
	}
	return list
}

func TestIntervalOfAFeed(t *testing.T) {
	const day = 24 * time.Hour
	feed := func(head string, items []feedItem) http.HandlerFunc {
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
		{"is a tenth of a week for a weekly show", feed("", every(7*day, day)), 7 * day / 10},
		{"is a tenth of a day for a daily show", feed("", every(day, time.Hour)), day / 10},
		{"is ten minutes for an hourly show", feed("", every(time.Hour, time.Minute)), follow.MinInterval},
		{"is a day for a monthly show", feed("", every(30*day, day)), follow.MaxInterval},
		{"grows if a daily show is inactive", feed("", every(day, 5*day)), day / 2},
		{"is a day if a show is inactive for years", feed("", every(day, 1000*day)), follow.MaxInterval},
		{"is six hours without dates", feed("", []feedItem{{guid: "1", title: "One"}}), 6 * time.Hour},
		{"ignores dates in the future", feed("", every(day, -2*day)), day / 10},
		{"is at least the feed's ttl", feed("<ttl>360</ttl>", every(day, time.Hour)), 6*time.Hour + 18*time.Minute},
		{"is about a day for a longer ttl", feed("<ttl>100000</ttl>", every(day, time.Hour)), follow.MaxInterval * 105 / 100},
		{"is at least the server's max-age", headed(feed("", every(day, time.Hour)), "Cache-Control", "public, max-age=36000"), 10*time.Hour + 30*time.Minute},
		{"ignores a shorter max-age", headed(feed("", every(day, time.Hour)), "Cache-Control", "max-age=60"), day / 10},
		{"is about a day for a complete show", feed("<itunes:complete>Yes</itunes:complete>", every(day, time.Hour)), follow.MaxInterval * 105 / 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newFixture(t, follow.Options{})
			w.set("/feed", tt.page)
			stored := w.add(data.FollowOptions{})
			diff(t, "after the first update", tt.want, stored.Next.Sub(start))
			for range 2 { // 304
				stored, _, err := w.follower.Refresh(t.Context(), stored.ID)
				if err != nil {
					t.Fatal(err)
				}
				diff(t, "after an unchanged feed", tt.want, stored.Next.Sub(start))
			}
		})
	}
}

func TestIntervalOfAFailingFeed(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.feed(rss{title: "Crumb", items: from(100, 91)})
	id := w.add(data.FollowOptions{}).ID
	w.set("/feed", status(http.StatusInternalServerError))
	for n, want := range []time.Duration{10 * time.Minute, 20 * time.Minute, 40 * time.Minute, 80 * time.Minute, 160 * time.Minute, 320 * time.Minute, 640 * time.Minute, 1280 * time.Minute, 24 * time.Hour, 24 * time.Hour} {
		stored, _, err := w.refresh(id)
		if err == nil || stored.Failures != n+1 || stored.Error == "" {
			t.Errorf("error %v, failures %d, text %q", err, stored.Failures, stored.Error)
		}
		diff(t, "after failures", want, stored.Next.Sub(w.Now()))
	}
	for _, tt := range []struct {
		name   string
		status int
		after  string
		want   time.Duration
	}{
		{"Retry-After in seconds", http.StatusTooManyRequests, "172800", 48 * time.Hour * 105 / 100},
		{"Retry-After with a date", http.StatusServiceUnavailable, "date", 36 * time.Hour * 105 / 100},
		{"Retry-After above the limit", http.StatusTooManyRequests, "999999999", 7 * 24 * time.Hour * 105 / 100},
		{"invalid Retry-After", http.StatusTooManyRequests, "soon", 24 * time.Hour},
		{"Retry-After with another status", http.StatusNotFound, "172800", 24 * time.Hour},
	} {
		after := tt.after
		w.set("/feed", func(rw http.ResponseWriter, r *http.Request) {
			if after == "date" {
				after = w.Now().Add(36 * time.Hour).Format(http.TimeFormat)
				rw.Header().Set("Date", w.Now().Format(http.TimeFormat))
			}
			status(tt.status, "Retry-After", after)(rw, r)
		})
		stored, _, err := w.refresh(id)
		if err == nil {
			t.Errorf("%s: no error", tt.name)
		}
		if got := stored.Next.Sub(w.Now()); (got - tt.want).Abs() > 2*time.Second { // a date has whole seconds
			t.Errorf("%s: next request after %s, want %s", tt.name, got, tt.want)
		}
	}
	w.feed(rss{title: "Crumb", items: from(100, 91)})
	stored, _ := w.mustRefresh(id)
	if stored.Failures != 0 || stored.Error != "" {
		t.Errorf("%d failures and the error %q are left", stored.Failures, stored.Error)
	}
}

func TestIntervalsHaveJitter(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.set("/feed", body(rss{title: "Crumb", items: every(24*time.Hour, time.Hour)}.String()))
	id := w.add(data.FollowOptions{}).ID
	for _, tt := range []struct{ jitter, want float64 }{{0, .9}, {.5, 1}, {.999, 1.0998}} {
		f := follow.New(w.catalog, http.DefaultClient, follow.Options{Now: w.Now, Jitter: func() float64 { return tt.jitter }})
		stored, _, err := f.Refresh(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "interval", time.Duration(tt.want*float64(144*time.Minute)), stored.Next.Sub(start).Round(time.Nanosecond))
	}
}
