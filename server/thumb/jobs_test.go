package thumb_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/server/thumb"
)

func TestConcurrentRequestsFetchOnceAndAreLimited(t *testing.T) {
	var under, most atomic.Int64
	picture := asJPEG(t, drawing(300, 300))
	w := newFixture(t, func(rw http.ResponseWriter, _ *http.Request) {
		for now := under.Add(1); ; {
			if old := most.Load(); now <= old || most.CompareAndSwap(old, now) {
				break
			}
		}
		defer under.Add(-1)
		time.Sleep(time.Millisecond)
		rw.Write(picture)
	}, func(c *thumb.Config) { c.Timeout, c.Directory = time.Minute, t.TempDir() })
	const addresses = 12
	for i := range addresses {
		w.images[data.EpisodeID(fmt.Sprint("n", i))] = fmt.Sprintf("%s/%d", w.host.URL, i)
	}
	var asking sync.WaitGroup
	for i := range 8 * addresses {
		asking.Go(func() {
			if got := w.status(t, fmt.Sprintf("/thumbs/n%d.jpg", i%addresses)); got != 200 {
				t.Errorf("status %d", got)
			}
		})
	}
	asking.Wait()
	if got := w.requests.Load(); got != addresses {
		t.Errorf("the host got %d requests for %d pictures", got, addresses)
	}
	if got := most.Load(); got > 4 {
		t.Errorf("%d pictures were fetched at a time", got)
	}
}

// sequence is a handler whose fetches return the given answers in order.
type sequence struct {
	answers  []any // []byte or error
	requests []string
	log      strings.Builder
	h        *thumb.Handler
}

func newSequence(answers ...any) *sequence {
	s := &sequence{answers: answers}
	s.h = thumb.New(thumb.Config{
		Image: func(_ context.Context, id data.EpisodeID) (string, error) {
			return "https://user@pod.example/secret/" + string(id), nil
		},
		Fetch: func(_ context.Context, address string) ([]byte, error) {
			s.requests = append(s.requests, address)
			answer := s.answers[0]
			s.answers = s.answers[1:]
			if err, failed := answer.(error); failed {
				return nil, err
			}
			return answer.([]byte), nil
		},
		Logger: slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return s
}

// get returns the status and the ETag.
func (s *sequence) get(path string) (int, string) {
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Header().Get("Etag")
}

func TestFailureIsNotRetriedForTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSequence(errors.New("away"), asPNG(t, drawing(9, 9)))
		var got []int
		for range 4 {
			status, _ := s.get("/thumbs/a.jpg")
			got = append(got, status)
			time.Sleep(4 * time.Minute)
		}
		if d := cmp.Diff([]int{404, 404, 404, 200}, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
		if log := s.log.String(); !strings.Contains(log, "away") || !strings.Contains(log, "host=pod.example") || strings.Contains(log, "secret") {
			t.Errorf("the log is %s", log)
		}
	})
}

func TestPictureIsRefreshedInTheBackgroundAfterAWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSequence(asPNG(t, drawing(9, 9)), errors.New("away"), asPNG(t, drawing(10, 10)))
		_, first := s.get("/thumbs/a.jpg")
		var got []string
		for _, after := range []time.Duration{time.Hour, 7 * 24 * time.Hour, time.Minute, 10 * time.Minute, time.Minute} {
			time.Sleep(after)
			status, tag := s.get("/thumbs/a.jpg")
			synctest.Wait() // for background work
			got = append(got, fmt.Sprint(status, tag == first, len(s.requests)))
		}
		want := []string{"200 true 1", "200 true 2", "200 true 2", "200 true 3", "200 false 3"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("status, the first one, requests to the host (-want +got):\n%s", d)
		}
	})
}

func TestQueueIsLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var started atomic.Int64
		h := thumb.New(thumb.Config{
			Timeout: time.Second,
			Image: func(_ context.Context, id data.EpisodeID) (string, error) {
				return "https://pod.example/" + string(id), nil
			},
			Fetch: func(ctx context.Context, _ string) ([]byte, error) {
				started.Add(1)
				<-ctx.Done()
				return nil, ctx.Err()
			},
		})
		for i := range 400 {
			go func() {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, fmt.Sprintf("/thumbs/%d.jpg", i), nil))
				if w.Code != 404 || w.Header().Get("Cache-Control") != "public, max-age=5" {
					t.Errorf("status %d, %v", w.Code, w.Header())
				}
			}()
		}
		time.Sleep(2 * time.Second) // all requests have been answered
		if got := started.Load(); got != 4 {
			t.Errorf("%d are fetched at a time", got)
		}
		time.Sleep(time.Hour) // all jobs end
		if got := started.Load(); got != 256 {
			t.Errorf("%d were fetched", got)
		}
		h.Close()
	})
}
