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
	"segue/embed"
	"segue/embed/embedtest"
	"segue/recommend"
	"segue/recommend/indexer"
)

const (
	chosen = "model/active"
	other  = "test-hashing@256"
)

// switchFixture has two models. The catalogue's setting chooses one of them.
type switchFixture struct {
	fixture
	drivers map[string]*countingDriver
	fail    atomic.Pointer[error]
	// connected counts the calls of Connect.
	connected atomic.Int64

	mu       sync.Mutex
	switches []string
	messages []string
}

// newSwitchFixture starts with testModel and may switch to other, which has fewer dimensions.
func newSwitchFixture(t testing.TB, episodes int) *switchFixture {
	t.Helper()
	p := newFixture(t)
	p.store(t, episodes)
	c := &switchFixture{fixture: p, drivers: map[string]*countingDriver{testModel: p.driver, other: {Driver: embedtest.NewHashing(256)}}}
	p.indexer.WatchModel(c, testModel, func(s indexer.ModelSwitch) { c.record(&c.switches, s.From+" to "+s.To) })
	p.indexer.OnIgnored(func(err error) { c.record(&c.messages, err.Error()) })
	return c
}

func (c *switchFixture) record(list *[]string, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*list = append(*list, text)
}

func (c *switchFixture) recorded(list *[]string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, *list...)
}

func (c *switchFixture) Choice(ctx context.Context) (string, error) {
	value, ok, err := c.catalog.Setting(ctx, chosen)
	if !ok {
		value = testModel
	}
	return value, err
}

func (c *switchFixture) Connect(_ context.Context, choice string) (indexer.Model, error) {
	c.connected.Add(1)
	if fail := c.fail.Load(); fail != nil {
		return indexer.Model{}, *fail
	}
	return indexer.Model{Embedder: c.client(choice), Name: choice}, nil
}

func (c *switchFixture) client(name string) *embed.Client {
	return embed.NewClient(c.drivers[name], c.catalog)
}

// build embeds all texts with a model, as a separate process would.
func (c *switchFixture) build(t testing.TB, name string) {
	t.Helper()
	client := c.client(name)
	shadow := indexer.New(c.catalog, c.words, client, recommend.NewEngine(c.catalog), name)
	shadow.WithoutWords()
	if err := shadow.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
}

func (c *switchFixture) choose(t testing.TB, name string) {
	t.Helper()
	if err := c.catalog.SetSetting(t.Context(), chosen, name); err != nil {
		t.Fatal(err)
	}
}

func (c *switchFixture) sync(t testing.TB) {
	t.Helper()
	if err := c.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
}

// answers fails the test unless the wanted model answers a search, by words and meaning.
func (c *switchFixture) answers(t *testing.T, want string) {
	t.Helper()
	found, err := c.engine.Search(t.Context(), "number1", recommend.Options{})
	if err != nil || found.Mode != recommend.ModeHybrid || found.Model != want {
		t.Errorf("the model of the answer is %q (%s, %v), want %q", found.Model, found.Mode, err, want)
	}
}

func (c *switchFixture) texts(name string) int64 { return c.drivers[name].texts.Load() }

func TestSwitchToAModelWithVectorsAndBackEmbedsNothing(t *testing.T) {
	c := newSwitchFixture(t, 20)
	c.sync(t)
	c.answers(t, testModel)
	c.build(t, other)
	c.choose(t, other)
	embedded := c.texts(other)
	c.sync(t)
	c.answers(t, other)
	c.choose(t, testModel)
	before := c.texts(testModel)
	c.sync(t)
	if n := c.texts(testModel); n != before {
		t.Errorf("%d texts were embedded for the switch back", n-before)
	}
	c.answers(t, testModel)
	if n := c.texts(other); n != embedded+1 { // the search
		t.Errorf("%d texts were embedded again", n-embedded-1)
	}
	want := []string{testModel + " to " + other, other + " to " + testModel}
	if d := cmp.Diff(want, c.recorded(&c.switches)); d != "" {
		t.Errorf("changes (-want +got):\n%s", d)
	}
}

func TestOldModelAnswersUntilNewModelIsReady(t *testing.T) {
	c := newSwitchFixture(t, 500)
	c.sync(t)
	c.choose(t, other)
	late := about("late", "Where did the zeppelin land?")
	byModel := map[string]int{}
	err := c.indexer.Sync(t.Context(), func(p indexer.Progress) {
		if len(byModel) == 0 { // after the first step
			c.upsert(t, late)
		}
		found, err := c.engine.Search(t.Context(), "number1", recommend.Options{})
		if err != nil || found.Mode != recommend.ModeHybrid {
			t.Errorf("while the new model embeds: %s, %v", found.Mode, err)
		}
		byModel[found.Model]++
	})
	if err != nil {
		t.Fatal(err)
	}
	// On a busy machine the switch may come after the last step.
	if byModel[testModel] < 5 {
		t.Errorf("answers by model: %v, want the old model during the first steps", byModel)
	}
	c.answers(t, other)
	if got := c.engine.Status(); got.Episodes != 501 || got.Embedded != 501 {
		t.Errorf("status %+v, want all embedded by the new model", got)
	}
	if ids, _ := c.find(t, "zeppelin"); !cmp.Equal(ids[:1], []data.EpisodeID{"late"}) {
		t.Errorf("found %q", ids)
	}
}

func TestCancelledSwitchKeepsTheOldModel(t *testing.T) {
	c := newSwitchFixture(t, 300)
	c.sync(t)
	c.choose(t, other)
	c.drivers[other].failAfter = 128
	if err := c.indexer.Sync(t.Context(), ignore); !errors.Is(err, errBroken) {
		t.Fatalf("Sync = %v, want the new model's failure", err)
	}
	c.answers(t, testModel)
	c.choose(t, testModel)
	c.sync(t)
	c.answers(t, testModel)
	if got := c.recorded(&c.switches); len(got) > 0 {
		t.Errorf("changes %q, want none", got)
	}
	c.drivers[other].failAfter = 0
	c.choose(t, other)
	c.sync(t)
	c.answers(t, other)
	if n := c.texts(other); n != 301 { // and the search
		t.Errorf("%d texts were embedded in all, want each of 300 once", n-1)
	}
}

func TestSwitchRetriesAModelThatDoesNotConnect(t *testing.T) {
	c := newSwitchFixture(t, 20)
	c.sync(t)
	broken := errBroken
	c.fail.Store(&broken)
	c.build(t, other)
	c.choose(t, other)
	for range 3 {
		c.sync(t)
	}
	c.answers(t, testModel)
	if messages := c.recorded(&c.messages); c.connected.Load() != 1 || len(messages) != 1 || !strings.Contains(messages[0], `"test-hashing@1024" still answers: broken`) {
		t.Errorf("connected %d times, want 1 within the pause; messages %q", c.connected.Load(), messages)
	}
	c.fail.Store(nil)
	c.run(t, func() bool { return c.engine.Status().Model == other })
	c.answers(t, other)
}

// run runs the indexer until done.
func (c *switchFixture) run(t *testing.T, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		c.indexer.Run(ctx, slog.New(slog.DiscardHandler))
	}()
	for !done() { // bounded by the test's own time limit
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	<-stopped
}

// hangingDriver is a driver that returns only when the context ends.
type hangingDriver struct {
	embed.Driver
	begun chan struct{}
	once  sync.Once
}

func (h *hangingDriver) Embed(ctx context.Context, _ []string) ([][]float32, error) {
	h.once.Do(func() { close(h.begun) })
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestNewChoiceInterruptsAModelThatHangs(t *testing.T) {
	c := newSwitchFixture(t, 20)
	c.sync(t)
	h := &hangingDriver{Driver: embedtest.NewHashing(256), begun: make(chan struct{})}
	c.drivers[other] = &countingDriver{Driver: h}
	c.choose(t, other)
	third := "test-hashing@512"
	c.drivers[third] = &countingDriver{Driver: embedtest.NewHashing(512)}
	go func() {
		<-h.begun
		c.choose(t, third)
	}()
	c.run(t, func() bool { return c.engine.Status().Model == third })
	c.answers(t, third)
}

// TestNoAnswerMixesModels searches while the model switches back and forth. Its two models
// have different dimensions, so a search across them would fail.
func TestNoAnswerMixesModels(t *testing.T) {
	c := newSwitchFixture(t, 50)
	c.sync(t)
	c.build(t, other)
	ctx, cancel := context.WithCancel(t.Context())
	var searches sync.WaitGroup
	for range 2 {
		searches.Go(func() {
			for ctx.Err() == nil {
				found, err := c.engine.Search(t.Context(), "about number1", recommend.Options{})
				if err != nil || found.Mode != recommend.ModeHybrid {
					t.Errorf("by %q: %s, %v", found.Model, found.Mode, err)
					return
				}
			}
		})
	}
	for n := range 20 {
		c.choose(t, []string{other, testModel}[n%2])
		c.sync(t)
	}
	cancel()
	searches.Wait()
}
