package limit

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data/testenv"
)

// entry is the result of one Enter.
type entry struct {
	client string
	leave  func()
	retry  time.Duration
}

// enter calls Enter in the background and waits until the queue has the request.
func enter(t *testing.T, q *Queue, client string) <-chan entry {
	t.Helper()
	before := q.Stats()
	done := make(chan entry, 1)
	go func() {
		leave, retry := q.Enter(context.Background(), client)
		done <- entry{client, leave, retry}
	}()
	testenv.Wait(t, "the request to arrive", func() bool { return q.Stats() != before })
	return done
}

// full returns a queue with two slots that are in use by two clients, and whose average
// duration of the work allows two waiting requests.
func full(t *testing.T) (q *Queue, leave func()) {
	q = newQueue(2, time.Hour, time.Now)
	q.work = time.Hour
	a, b := <-enter(t, q, "a"), <-enter(t, q, "b")
	return q, func() { a.leave(); b.leave() }
}

func TestARequestWorksAtOnceIfASlotIsFree(t *testing.T) {
	q, leave := full(t)
	if d := cmp.Diff(Stats{Working: 2}, q.Stats()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	leave()
	leave() // the second call does nothing
	if d := cmp.Diff(Stats{}, q.Stats()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAFullQueueRefusesAtOnce(t *testing.T) {
	q, leave := full(t)
	defer leave()
	enter(t, q, "a")
	enter(t, q, "b")
	left, retry := q.Enter(t.Context(), "a")
	if left != nil || retry < time.Second {
		t.Errorf("a third waiting request is not refused, or may return after %s", retry)
	}
	if d := cmp.Diff(Stats{Working: 2, Waiting: 2, Refused: 1}, q.Stats()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAClientThatUsedLittleTakesThePlaceOfOneThatUsedMuch(t *testing.T) {
	q, leave := full(t)
	first, second := enter(t, q, "a"), enter(t, q, "a")
	quiet := enter(t, q, "quiet")
	if got := <-second; got.leave != nil || got.retry == 0 {
		t.Errorf("the last request of the heavy client is not refused: %+v", got)
	}
	leave()
	if got := <-quiet; got.leave == nil {
		t.Error("the quiet client does not work")
	}
	if got := <-first; got.leave == nil {
		t.Error("the first request of the heavy client does not work")
	}
}

func TestTheClientWithTheLowestUsageGoesFirst(t *testing.T) {
	q := newQueue(1, time.Hour, time.Now)
	q.usage.add("heavy", time.Minute, time.Now())
	q.usage.add("light", time.Second, time.Now())
	running := <-enter(t, q, "other")
	heavy, light := enter(t, q, "heavy"), enter(t, q, "light")
	running.leave()
	(<-light).leave()
	(<-heavy).leave()
}

func TestOneClientNeverHasAllSlots(t *testing.T) {
	q := newQueue(2, time.Hour, time.Now)
	first := <-enter(t, q, "flood")
	second := enter(t, q, "flood")
	other := <-enter(t, q, "other")
	if other.leave == nil {
		t.Fatal("another client does not work at once")
	}
	first.leave()
	(<-second).leave()
	other.leave()
}

func TestARequestThatWaitedTooLongIsRefused(t *testing.T) {
	q := newQueue(1, time.Millisecond, time.Now)
	running := <-enter(t, q, "a")
	defer running.leave()
	leave, retry := q.Enter(t.Context(), "b")
	if leave != nil || retry < time.Second || q.Stats().Refused != 1 {
		t.Errorf("the request works, or may return after %s: %+v", retry, q.Stats())
	}
}

func TestARequestWhoseClientHasGoneLeavesTheQueue(t *testing.T) {
	q, leave := full(t)
	defer leave()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if left, retry := q.Enter(ctx, "c"); left != nil || retry != 0 {
		t.Errorf("the request works, or was refused for %s", retry)
	}
	if d := cmp.Diff(Stats{Working: 2}, q.Stats()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestTheCapacityFollowsTheDurationOfTheWork(t *testing.T) {
	q := newQueue(4, 500*time.Millisecond, time.Now)
	for _, tt := range []struct {
		work time.Duration
		want int
	}{
		{0, maxWaiting}, {10 * time.Millisecond, 200}, {40 * time.Millisecond, 50}, {time.Second, 4}, {time.Hour, 4},
	} {
		if q.work = tt.work; q.capacity() != tt.want {
			t.Errorf("with %s per request %d can wait, want %d", tt.work, q.capacity(), tt.want)
		}
	}
}

func TestManyRefusalsArePaced(t *testing.T) {
	q := newQueue(2, time.Hour, time.Now)
	q.work = time.Hour
	ended, cancel := context.WithCancel(t.Context())
	for range refusalBurst { // none of them waits, otherwise the test does not end
		q.Pause(t.Context())
	}
	cancel()
	q.Pause(ended) // a client that has gone does not wait
}

func TestUsageFadesAndIsLimited(t *testing.T) {
	u, now := newUsage(), time.Now()
	u.add("a", time.Second, now)
	if got := u.of("a", now.Add(usageHalfLife)); got != time.Second/2 {
		t.Errorf("after a half-life the usage is %s", got)
	}
	for i := range maxUsages + 1 {
		u.add(fmt.Sprint(i), time.Second, now)
	}
	if len(u) > maxUsages {
		t.Errorf("%d usages are stored, want at most %d", len(u), maxUsages)
	}
}
