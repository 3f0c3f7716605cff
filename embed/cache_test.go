package embed_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/embed"
	"segue/embed/embedtest"
)

func TestNoCacheStoresNothing(t *testing.T) {
	driver := newRecorder()
	client := embed.NewClient(driver, embed.NoCache{})
	for range 2 {
		if _, err := client.Passages(t.Context(), []string{"a"}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := client.Cached(t.Context(), []string{"a"})
	if err != nil || got[0] != nil || len(driver.sent) != 2 {
		t.Fatalf("Cached = %v, %v after %d calls of the model; want nil after 2", got, err, len(driver.sent))
	}
}

func TestAnInterruptedCallSavesFinishedBatches(t *testing.T) {
	for _, tt := range []struct {
		name       string
		stop       func(context.CancelFunc) error // at the third batch
		is         error
		wantCached int
	}{
		{"cancelled at the end of a batch", func(cancel context.CancelFunc) error { cancel(); return nil }, context.Canceled, 48},
		{"cancelled during a batch", func(cancel context.CancelFunc) error { cancel(); return context.Canceled }, context.Canceled, 32},
		{"the model fails", func(context.CancelFunc) error { return embed.ErrUnavailable }, embed.ErrUnavailable, 32},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var cache embedtest.Cache
			driver := newRecorder()
			driver.after = func(batch int, vectors [][]float32) ([][]float32, error) {
				if batch == 2 {
					return vectors, tt.stop(cancel)
				}
				return vectors, nil
			}
			client := embed.NewClient(driver, &cache)
			if _, err := client.Passages(ctx, numberedTexts(80)); !errors.Is(err, tt.is) {
				t.Fatalf("error %v, want %v", err, tt.is)
			}
			if cache.Len() != tt.wantCached {
				t.Fatalf("%d vectors cached, want %d", cache.Len(), tt.wantCached)
			}
			checkResumes(t, driver, client, tt.wantCached)
		})
	}
}

func TestCancellingAtAnyBatchLosesNoFinishedVector(t *testing.T) {
	for stop := range 5 {
		t.Run(fmt.Sprint("at batch ", stop), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var cache embedtest.Cache
			driver := newRecorder()
			driver.after = func(batch int, vectors [][]float32) ([][]float32, error) {
				if batch == stop {
					cancel() // this batch still finishes
				}
				return vectors, nil
			}
			client := embed.NewClient(driver, &cache)
			_, err := client.Passages(ctx, numberedTexts(80))
			if last := stop == 4; last != (err == nil) || !last && !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
			checkResumes(t, driver, client, 16*(stop+1))
		})
	}
}

// checkResumes checks that a second call sends only the missing texts.
func checkResumes(t *testing.T, driver *recorder, client *embed.Client, cached int) {
	t.Helper()
	driver.sent, driver.after = nil, nil
	if _, err := client.Passages(t.Context(), numberedTexts(80)); err != nil {
		t.Fatal(err)
	}
	var sent int
	for _, n := range driver.sizes() {
		sent += n
	}
	if sent != 80-cached {
		t.Errorf("%d texts sent the second time, want %d", sent, 80-cached)
	}
}

// brokenCache fails, or hangs until its context ends.
type brokenCache struct {
	embedtest.Cache
	onRead, onSave func(context.Context) error
}

func (c *brokenCache) Vectors(ctx context.Context, model string, texts []embed.TextHash) (map[embed.TextHash][]float32, error) {
	if c.onRead != nil {
		return nil, c.onRead(ctx)
	}
	return c.Cache.Vectors(ctx, model, texts)
}

func (c *brokenCache) SaveVectors(ctx context.Context, model string, vectors map[embed.TextHash][]float32) error {
	if c.onSave != nil {
		return c.onSave(ctx)
	}
	return c.Cache.SaveVectors(ctx, model, vectors)
}

func TestCacheErrorsAreReturned(t *testing.T) {
	full := func(context.Context) error { return errors.New("disk full") }
	client := embed.NewClient(newRecorder(), &brokenCache{onRead: full})
	_, err := client.Passages(t.Context(), []string{"a"})
	checkError(t, err, embed.ErrCache, `embed: "test-hashing@64": look up: vector cache failed: disk full`)
	_, err = client.Cached(t.Context(), []string{"a"})
	checkError(t, err, embed.ErrCache, `embed: "test-hashing@64": look up: vector cache failed: disk full`)
	client = embed.NewClient(newRecorder(), &brokenCache{onSave: full})
	_, err = client.Passages(t.Context(), []string{"a"})
	checkError(t, err, embed.ErrCache, `embed: "test-hashing@64": batch of 1 starting at text 0: vector cache failed: disk full`)
}

func TestAHangingCacheEndsSoonAfterCancelling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		cache := &brokenCache{onSave: func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}}
		start := time.Now()
		_, err := embed.NewClient(newRecorder(), cache).Passages(ctx, []string{"a"})
		if !errors.Is(err, embed.ErrCache) {
			t.Errorf("error %v, want %v", err, embed.ErrCache)
		}
		// A minute until ctx ends, and five seconds to save the batch.
		if diff := cmp.Diff(65*time.Second, time.Since(start)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
