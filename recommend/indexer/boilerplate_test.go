package indexer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"segue/data"
	"segue/data/catalog"
	"segue/embed"
	"segue/embed/embedtest"
	"segue/recommend"
	"segue/recommend/indexer"
)

const sponsor = "Nimbus Hosting starts virtual machines, databases and clusters in seconds, anywhere in the world."

var topics = []string{"bread", "rivers", "engines", "glaciers", "violins", "lighthouses", "beetles", "tramways"}

// sponsored returns episodes of one show that all have the same sponsor text.
func sponsored(from, to int) []data.Episode {
	var list []data.Episode
	for i := from; i < to; i++ {
		list = append(list, about(data.EpisodeID(topics[i]), fmt.Sprintf("A curator explains %s.\n\n%s", topics[i], sponsor)))
	}
	return list
}

// recordingDriver records the texts that reach a model.
type recordingDriver struct {
	*countingDriver
	seen []string
}

func (p fixture) record() *recordingDriver {
	r := &recordingDriver{countingDriver: p.driver}
	p.driver.Driver = observedDriver{p.driver.Driver, func(texts []string) { r.seen = append(r.seen, texts...) }}
	return r
}

func (p fixture) sync(t *testing.T) {
	t.Helper()
	if err := p.indexer.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
}

func TestBoilerplateIsNotEmbedded(t *testing.T) {
	p := newFixture(t)
	model := p.record()
	p.upsert(t, sponsored(0, 5)...)
	p.sync(t)
	var want []string
	for _, topic := range topics[:5] {
		want = append(want, "On "+topic+". A curator explains "+topic+".")
	}
	if d := cmp.Diff(want, model.seen, sorted); d != "" {
		t.Errorf("embedded (-want +got):\n%s", d)
	}
	if ids, _ := p.find(t, "curator glaciers"); len(ids) == 0 || ids[0] != "glaciers" {
		t.Errorf("found %q", ids)
	}
	stored, err := p.catalog.Find(t.Context(), data.Ref{ID: "bread"})
	if err != nil || !strings.Contains(stored.Description, sponsor) {
		t.Errorf("the catalogue has %q, %v", stored.Description, err)
	}
}

func TestNamesInBoilerplateAreFound(t *testing.T) {
	p := newFixture(t)
	list := sponsored(0, 6)
	for i := range list {
		list[i].Description += "\nAda Miller and Tom Lee read your letters. Hosted by Ruth Orr for the whole of the summer."
	}
	list[0].People = []data.Person{{Name: "Tom Lee", Role: data.RoleHost}}
	p.upsert(t, list...)
	p.sync(t)
	for text, want := range map[string]int{`"Tom Lee"`: 6, `"Ruth Orr"`: 6, `"Nimbus Hosting"`: 0} {
		if ids, _ := p.find(t, text); len(ids) != want {
			t.Errorf("%s finds %q, want %d episodes", text, ids, want)
		}
	}
	kites := about("kites", "A curator explains kites.\nAda Miller and Tom Lee read your letters.")
	kites.People = []data.Person{{Name: "Ada Miller", Role: data.RoleHost}}
	p.upsert(t, kites)
	p.sync(t)
	if ids, _ := p.find(t, `"Ada Miller"`); len(ids) != 7 {
		t.Errorf(`after an episode with her, "Ada Miller" finds %q, want 7 episodes`, ids)
	}
}

func TestAFooterOfManyShowsIsNotEmbedded(t *testing.T) {
	p := newFixture(t)
	model := p.record()
	list := sponsored(0, 8)
	for i := range list {
		list[i].Show = data.Show{ID: data.ShowID(topics[i]), Title: topics[i]}
	}
	p.upsert(t, list[:4]...)
	p.sync(t)
	model.seen = nil
	p.upsert(t, list[4])
	p.sync(t)
	var want []string
	for _, topic := range topics[:5] {
		want = append(want, "On "+topic+". A curator explains "+topic+".")
	}
	if d := cmp.Diff(want, model.seen, sorted); d != "" {
		t.Errorf("embedded after the fifth show (-want +got):\n%s", d)
	}
}

func TestSyncEmbedsAgainOnlyEpisodesWhoseStrippedTextChanges(t *testing.T) {
	p := newFixture(t)
	p.upsert(t, sponsored(0, 4)...) // too few to find the boilerplate
	p.upsert(t, about("plain", "It has no sponsor."))
	p.sync(t)
	model := p.record()
	p.upsert(t, sponsored(4, 5)...)
	p.sync(t)
	if n := len(model.seen); n != 5 {
		t.Errorf("%d texts were embedded when the fifth episode made the boilerplate known, want 5:\n%q", n, model.seen)
	}
	model.seen = nil
	p.upsert(t, sponsored(5, 8)...)
	p.sync(t)
	p.load(t)
	if n := len(model.seen); n != 3 {
		t.Errorf("%d texts were embedded for three new episodes:\n%q", n, model.seen)
	}
}

func TestIncrementalIndexGivesTheSameAnswersAsFullIndex(t *testing.T) {
	p := newFixture(t)
	for i := range topics {
		p.upsert(t, sponsored(i, i+1)...)
		p.sync(t)
	}
	restarted := withEmptyWordIndex(t, p.catalog)
	restarted.sync(t)
	if n := restarted.driver.texts.Load(); n != 0 {
		t.Errorf("%d texts were embedded after a restart", n)
	}
	if d := cmp.Diff(restarted.answers(t, "curator", "virtual machines"), p.answers(t, "curator", "virtual machines")); d != "" {
		t.Errorf("answers (-full +incremental):\n%s", d)
	}
}

func TestIndexWordsWritesTheWordsThatLoadExpects(t *testing.T) {
	p := newFixture(t)
	p.upsert(t, sponsored(0, 8)...)
	if _, err := indexer.IndexWords(t.Context(), p.catalog, p.words, nil); err != nil {
		t.Fatal(err)
	}
	p.indexer.OnWords(func(done, total int) { t.Errorf("%d of %d episodes are read again", done, total) })
	p.load(t)
	if ids, _ := p.find(t, `"virtual machines"`); len(ids) != 0 {
		t.Errorf("a sponsor's words find %q", ids)
	}
}

func TestEpisodesWithTheSameCreditsAreNotDuplicates(t *testing.T) {
	var credits strings.Builder
	for i := range 50 {
		fmt.Fprintf(&credits, "The %dth of our patrons, whose support means the world, wished to be thanked here. ", i)
	}
	p := newFixture(t)
	for _, topic := range topics {
		e := about(data.EpisodeID(topic), fmt.Sprintf("This time the curator shows us %s.\n\n%s", topic, credits.String()))
		e.Title, e.GUID = "A walk through the museum", topic
		p.upsert(t, e)
	}
	p.sync(t)
	found, err := p.engine.Search(t.Context(), "museum", recommend.Options{})
	if err != nil || found.Total != len(topics) {
		t.Errorf("found %d episodes, %v; want all %d, because none is a duplicate", found.Total, err, len(topics))
	}
}

// TestLoadEndsWhileTheCatalogueKeepsChanging changes the boilerplate after every read.
func TestLoadEndsWhileTheCatalogueKeepsChanging(t *testing.T) {
	p := newFixture(t)
	p.upsert(t, sponsored(0, 8)...)
	w := &changingCatalogue{Store: p.catalog, change: func(n int) {
		list := sponsored(0, 8)
		for i := range list {
			if n%2 == 0 {
				list[i].Description = "A curator explains " + topics[i] + "."
			}
		}
		p.upsert(t, list...)
	}}
	x := indexer.New(w, p.words, embed.NewClient(embedtest.NewHashing(dimensions), p.catalog), p.engine, "test")
	if _, err := x.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w.reads > 5 {
		t.Errorf("the catalogue was read %d times", w.reads)
	}
	w.change = nil
	if err := x.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	if got := p.engine.Status(); got.Embedded != 8 {
		t.Errorf("status %+v", got)
	}
}

// observedDriver calls observe with the texts to embed.
type observedDriver struct {
	embed.Driver
	observe func([]string)
}

func (d observedDriver) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	d.observe(texts)
	return d.Driver.Embed(ctx, texts)
}

// changingCatalogue is a catalogue that changes after every read.
type changingCatalogue struct {
	catalog.Store
	change func(n int)
	reads  int
}

func (c *changingCatalogue) Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (int64, error) {
	revision, err := c.Store.Read(ctx, with, each)
	if c.reads++; c.change != nil {
		c.change(c.reads)
	}
	return revision, err
}

var sorted = cmpopts.SortSlices(func(a, b string) bool { return a < b })
