package follow_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"segue/data"
	"segue/data/follow"
	"segue/data/testenv"
)

// vtt serves a transcript.
func vtt(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/vtt")
		fmt.Fprintf(w, "WEBVTT\n\n00:00.000 --> 00:02.000\n%s\n", text)
	}
}

// itemWithTranscripts returns an item that names transcript files of the site.
func (w *fixture) itemWithTranscripts(n int, paths ...string) feedItem {
	return numbered(n).with(func(e *feedItem) {
		for _, path := range paths {
			e.more += fmt.Sprintf(`<podcast:transcript url="%s%s" type="text/vtt"/>`, w.URL, path)
		}
	})
}

func TestTranscriptsAreFetched(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.set("/1.vtt", vtt("Flour needs water."))
	w.set("/2.vtt", vtt("Salt is not sugar."))
	w.set("/empty.vtt", vtt(""))
	w.feed(rss{title: "Crumb", items: []feedItem{w.itemWithTranscripts(100, "/1.vtt"), w.itemWithTranscripts(99, "/missing.vtt", "/2.vtt"), w.itemWithTranscripts(98, "/missing.vtt", "/empty.vtt"), numbered(97), w.itemWithTranscripts(96, "/1.vtt")}})
	id := w.add(data.FollowOptions{}).ID
	own := w.all()[4]
	own.Transcript = "The owner's own."
	w.upsert(own)
	missing, err := w.follower.MissingTranscripts(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "missing", []data.EpisodeID{"episode-100", "episode-99", "episode-98"}, missing)
	w.takeRequests()
	before := w.revision()
	reported := []string{}
	stored, err := w.follower.Transcripts(t.Context(), append(missing, "episode-97", "episode-96", "unknown"), func(id data.EpisodeID, err error) {
		reported = append(reported, fmt.Sprintf("%s %v", id, err == nil))
	})
	if stored != 2 || err != nil {
		t.Errorf("stored %d, error %v", stored, err)
	}
	slices.Sort(reported)
	diff(t, "reported", []string{"episode-100 true", "episode-98 false", "episode-99 true"}, reported)
	diff(t, "requests", []string{"GET /1.vtt", "GET /missing.vtt", "GET /2.vtt", "GET /missing.vtt", "GET /empty.vtt"}, w.takeRequests())
	diff(t, "revisions", int64(1), w.revision()-before)
	got := []string{}
	for _, e := range w.all() {
		got = append(got, e.Transcript)
	}
	diff(t, "transcripts", []string{"Flour needs water.", "Salt is not sugar.", "", "", "The owner's own."}, got)
	if _, err := w.follower.MissingTranscripts(t.Context(), "unknown"); !errors.Is(err, data.ErrUnknownFeed) {
		t.Errorf("error %v for an unknown feed", err)
	}
}

func TestRunFetchesTranscriptsIfTheOptionIsSet(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.set("/1.vtt", vtt("Flour needs water."))
	w.set("/2.vtt", vtt("Salt is not sugar."))
	w.feed(rss{title: "Crumb", items: []feedItem{w.itemWithTranscripts(100, "/1.vtt")}})
	id := w.add(data.FollowOptions{Transcripts: true}).ID
	w.run(t)
	testenv.Wait(t, "the missing transcript", func() bool { return w.all()[0].Transcript == "Flour needs water." })
	w.feed(rss{title: "Crumb", items: []feedItem{w.itemWithTranscripts(101, "/2.vtt"), w.itemWithTranscripts(100, "/1.vtt")}})
	w.mustRefresh(id) // so that the feed is not due for Run
	w.feed(rss{title: "Crumb", items: []feedItem{w.itemWithTranscripts(102, "/2.vtt"), w.itemWithTranscripts(101, "/2.vtt"), w.itemWithTranscripts(100, "/1.vtt")}})
	w.setTime(w.stored(id).Next)
	w.follower.Wake()
	testenv.Wait(t, "the transcripts of the new episodes", func() bool {
		list := w.all()
		return len(list) == 3 && list[0].Transcript == "Salt is not sugar." && list[1].Transcript == "Salt is not sugar."
	})
}

func TestChaptersAndTimesAreFetched(t *testing.T) {
	w := newFixture(t, follow.Options{})
	w.set("/1.vtt", vtt("Flour needs water."))
	w.set("/1.json", func(out http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(out, `{"chapters":[{"startTime":1.5,"title":"Flour","url":"/flour"}]}`)
	})
	w.set("/page.json", func(out http.ResponseWriter, _ *http.Request) { fmt.Fprint(out, "<html>") })
	withChapters := func(item feedItem, path string) feedItem {
		return item.with(func(e *feedItem) {
			e.more += fmt.Sprintf(`<podcast:chapters url="%s%s" type="application/json+chapters"/>`, w.URL, path)
		})
	}
	w.feed(rss{title: "Crumb", items: []feedItem{withChapters(w.itemWithTranscripts(100, "/1.vtt"), "/1.json"), withChapters(w.itemWithTranscripts(99, "/1.vtt"), "/page.json"), withChapters(numbered(98), "/1.json")}})
	missing, err := w.follower.MissingTranscripts(t.Context(), w.add(data.FollowOptions{}).ID)
	if err != nil {
		t.Fatal(err)
	}
	reported := map[data.EpisodeID]bool{}
	stored, err := w.follower.Transcripts(t.Context(), missing, func(id data.EpisodeID, err error) { reported[id] = err == nil })
	if stored != 3 || err != nil {
		t.Errorf("stored %d, error %v", stored, err)
	}
	diff(t, "reported", map[data.EpisodeID]bool{"episode-100": true, "episode-99": false, "episode-98": true}, reported)
	chapters := []data.Chapter{{Start: 1500 * time.Millisecond, Title: "Flour", URL: w.URL + "/flour"}}
	segments := []data.Segment{{End: 2 * time.Second, Text: "Flour needs water."}}
	list := w.all()
	diff(t, "chapters", [][]data.Chapter{chapters, nil, chapters}, [][]data.Chapter{list[0].Chapters, list[1].Chapters, list[2].Chapters})
	diff(t, "segments", [][]data.Segment{segments, segments, nil}, [][]data.Segment{list[0].Segments, list[1].Segments, list[2].Segments})
}
