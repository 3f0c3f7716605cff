package indexer_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/embed"
	"segue/recommend"
	"segue/recommend/indexer"
)

func TestSyncEmbedsEverythingOnce(t *testing.T) {
	p := newFixture(t)
	p.store(t, 20)
	var last indexer.Progress
	if err := p.indexer.Sync(t.Context(), func(progress indexer.Progress) { last = progress }); err != nil {
		t.Fatal(err)
	}
	last.Took = 0
	if d := cmp.Diff(indexer.Progress{Episodes: 20, Embedded: 20, Texts: 20, Model: testModel}, last); d != "" {
		t.Errorf("progress (-want +got):\n%s", d)
	}
	first := p.engine.Status()
	if first.Episodes != 20 || first.Embedded != 20 || first.Model != "test-hashing@1024" {
		t.Errorf("status %+v", first)
	}

	restarted := withEmptyWordIndex(t, p.catalog)
	if err := restarted.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	if n := restarted.driver.texts.Load(); n != 0 {
		t.Errorf("%d texts were embedded again after a restart", n)
	}
	if d := cmp.Diff(first, restarted.engine.Status()); d != "" {
		t.Errorf("status after a restart (-before +after):\n%s", d)
	}
}

func TestSyncEmbedsOnlyChangedTexts(t *testing.T) {
	p := newFixture(t)
	p.store(t, 10)
	if err := p.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	before := p.driver.texts.Load()
	changed, err := p.catalog.Find(t.Context(), data.Ref{ID: "e3"})
	if err != nil {
		t.Fatal(err)
	}
	changed.Description = "It is about zebras now."
	retitled, err := p.catalog.Find(t.Context(), data.Ref{ID: "e4"})
	if err != nil {
		t.Fatal(err)
	}
	retitled.Tags = []string{"only a tag"} // not embedded
	p.upsert(t, changed, retitled)
	if err := p.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	if n := p.driver.texts.Load() - before; n != 1 {
		t.Errorf("%d texts were embedded after one description changed", n)
	}
	found, err := p.engine.Search(t.Context(), "zebras", recommend.Options{Limit: 1})
	if err != nil || len(found.Results) != 1 || found.Results[0].Episode.ID != "e3" {
		t.Errorf("search for the new text found %+v, %v", found.Results, err)
	}
}

func TestIndexNameDependsOnAllContentOfEpisodes(t *testing.T) {
	p := newFixture(t)
	p.store(t, 3)
	index := func() string {
		t.Helper()
		if _, err := p.indexer.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		return p.engine.Status().Index
	}
	first := index()
	e, err := p.catalog.Find(t.Context(), data.Ref{ID: "e1"})
	if err != nil {
		t.Fatal(err)
	}
	spoken := e
	spoken.Transcript = "It is said." // not read with the others
	p.upsert(t, spoken)
	if index() == first {
		t.Error("a new transcript does not change the index's name")
	}
	p.upsert(t, e)
	if got := index(); got != first {
		t.Errorf("the index of the first content has the name %s, want %s", got, first)
	}
}

func TestLoadDoesNotCallTheModel(t *testing.T) {
	p := newFixture(t)
	p.store(t, 3)
	got, err := p.indexer.Load(t.Context())
	if err != nil || got.Episodes != 3 || got.Embedded != 0 || p.driver.texts.Load() != 0 {
		t.Errorf("Load = %+v, %v, with %d texts embedded", got, err, p.driver.texts.Load())
	}
	similar, err := p.engine.Similar(t.Context(), data.Ref{ID: "e0"}, recommend.Options{})
	if err != nil || len(similar.Results) != 2 || similar.Mode != recommend.ModeKeyword {
		t.Errorf("before embedding, similar = %+v, %v", similar, err)
	}
}

func TestSyncContinuesAfterAFailureWithoutEmbeddingTwice(t *testing.T) {
	p := newFixture(t)
	p.store(t, 150) // more than one step
	p.driver.failAfter = 100
	if err := p.indexer.Sync(t.Context(), ignore); !errors.Is(err, errBroken) {
		t.Fatalf("Sync = %v, want the model's error", err)
	}
	done := p.driver.texts.Load()
	if got := p.engine.Status().Embedded; got == 0 || int64(got) > done {
		t.Errorf("%d episodes have vectors after %d were embedded", got, done)
	}
	p.driver.failAfter = 0
	if err := p.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	if n := p.driver.texts.Load(); n != 150 {
		t.Errorf("%d texts were embedded in all, want each of 150 once", n)
	}
}

func TestSyncSkipsRefusedTextsAndEmbedsTheOthers(t *testing.T) {
	p := newFixture(t)
	p.store(t, 20)
	p.driver.refuse = "number19" // of the newest, which comes first
	err := p.indexer.Sync(t.Context(), ignore)
	if !errors.Is(err, embed.ErrRejected) || !strings.Contains(err.Error(), `embedding episode "e19"`) {
		t.Errorf("Sync = %v, want the refusal of e19", err)
	}
	if got := p.engine.Status().Embedded; got != 19 {
		t.Errorf("%d episodes are embedded, want the other 19", got)
	}

	before := p.driver.texts.Load()
	if err := p.indexer.Sync(t.Context(), ignore); err != nil || p.driver.texts.Load() != before {
		t.Errorf("the next Sync = %v, with %d texts sent; want no refused text sent again", err, p.driver.texts.Load()-before)
	}
	changed, err := p.catalog.Find(t.Context(), data.Ref{ID: "e19"})
	if err != nil {
		t.Fatal(err)
	}
	changed.Description = "It is about something harmless."
	p.upsert(t, changed)
	if err := p.indexer.Sync(t.Context(), ignore); err != nil || p.engine.Status().Embedded != 20 {
		t.Errorf("after its text changed: %v, %d embedded", err, p.engine.Status().Embedded)
	}
}

func TestSyncRetriesAllTextsIfTheModelRefusesAllOfThem(t *testing.T) {
	p := newFixture(t)
	p.store(t, 5)
	p.driver.refuse = "about" // in every text
	for range 2 {
		if err := p.indexer.Sync(t.Context(), ignore); !errors.Is(err, embed.ErrRejected) {
			t.Fatalf("Sync = %v, want the refusal", err)
		}
	}
	p.driver.refuse = ""
	if err := p.indexer.Sync(t.Context(), ignore); err != nil || p.engine.Status().Embedded != 5 {
		t.Errorf("after the model accepts texts: %v, %d embedded", err, p.engine.Status().Embedded)
	}
}

func TestTwoProcessesFromBothEndsEmbedEachTextOnce(t *testing.T) {
	p := newFixture(t)
	p.store(t, 300)
	other := withEmptyWordIndex(t, p.catalog)
	other.indexer.OldestFirst()
	steps := 0
	// After two steps of the first process, the second embeds all remaining texts.
	err := p.indexer.Sync(t.Context(), func(indexer.Progress) {
		if steps++; steps == 2 {
			if err := other.indexer.Sync(t.Context(), ignore); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := p.driver.texts.Load() + other.driver.texts.Load(); n != 300 {
		t.Errorf("%d texts were embedded in all, want each of 300 once", n)
	}
	if p.driver.texts.Load() > 150 {
		t.Errorf("the first embedded %d of 300 texts, though the second had done the rest", p.driver.texts.Load())
	}
}

func TestSyncEmbedsNewestEpisodesFirst(t *testing.T) {
	p := newFixture(t)
	p.store(t, 150) // e149 is the newest
	p.driver.failAfter = 100
	if err := p.indexer.Sync(t.Context(), ignore); !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	similar, err := p.engine.Similar(t.Context(), data.Ref{ID: "e149"}, recommend.Options{})
	if err != nil || similar.Mode != recommend.ModeHybrid {
		t.Errorf("the newest is not embedded: mode %q, %v", similar.Mode, err)
	}
}

func TestSyncEmbedsEpisodesAddedWhileItRuns(t *testing.T) {
	p := newFixture(t)
	p.store(t, 20)
	late := data.Episode{ID: "late", Title: "Late arrival", Show: data.Show{ID: "show", Title: "Show"}}
	added := false
	err := p.indexer.Sync(t.Context(), func(indexer.Progress) {
		if !added {
			added = true
			p.upsert(t, late)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.engine.Status(); got.Episodes != 21 || got.Embedded != 21 {
		t.Errorf("status %+v, want 21 episodes embedded", got)
	}
}

func TestRunIndexesChangesUntilTheContextEnds(t *testing.T) {
	p := newFixture(t)
	var log strings.Builder
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		p.indexer.Run(ctx, slog.New(slog.NewTextHandler(&log, nil)))
	}()
	p.store(t, 3)
	for p.engine.Status().Embedded < 3 { // bounded by the test's own time limit
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	<-stopped
	if !strings.Contains(log.String(), "embedded=3 episodes=3") {
		t.Errorf("log has no line for the last step:\n%s", log.String())
	}
}

func TestProcessesThatShareLeasesEmbedEachTextOnce(t *testing.T) {
	p := newFixture(t)
	p.store(t, 300)
	other := withEmptyWordIndex(t, p.catalog)
	p.indexer.Share(p.catalog, "one")
	other.indexer.Share(p.catalog, "two")
	var group sync.WaitGroup
	for _, x := range []fixture{p, other} {
		group.Go(func() {
			if err := x.indexer.Sync(t.Context(), ignore); err != nil {
				t.Error(err)
			}
			if n := x.engine.Status().Embedded; n != 300 {
				t.Errorf("%d of 300 episodes have vectors", n)
			}
		})
	}
	group.Wait()
	if n := p.driver.texts.Load() + other.driver.texts.Load(); n != 300 {
		t.Errorf("%d texts were embedded in all, want each of 300 once", n)
	}
}

func TestAnEpisodeOfAnotherProcessIsEmbeddedAfterItsLease(t *testing.T) {
	p := newFixture(t)
	p.store(t, 3)
	p.indexer.Share(leasedOnce{Store: p.catalog, left: new(atomic.Int64)}, "one")
	if err := p.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	if n := p.engine.Status().Embedded; n != 3 {
		t.Errorf("%d of 3 episodes have vectors", n)
	}
}

// leasedOnce is a catalogue in which another process has all leases at the first attempt.
type leasedOnce struct {
	catalog.Store
	left *atomic.Int64
}

func (c leasedOnce) Claim(ctx context.Context, purpose, holder string, keys [][32]byte, until time.Time) (map[[32]byte]bool, error) {
	if c.left.Add(1) == 1 {
		return nil, nil
	}
	return c.Store.Claim(ctx, purpose, holder, keys, until)
}
