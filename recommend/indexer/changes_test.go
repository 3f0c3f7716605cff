package indexer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend/indexer"
)

func TestEpisodeThatChangesBackWhileItsWordsAreWrittenIsFound(t *testing.T) {
	p := newFixture(t)
	p.store(t, 20) // a change of one is read alone
	w := &observedCatalogue{Store: p.catalog}
	x := p.indexerOf(w)
	load := func() {
		t.Helper()
		if _, err := x.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	load()
	zebras := about("e3", "It is about zebras.")
	p.upsert(t, zebras)
	w.before = func(with catalog.Contents) {
		if with == catalog.WithTranscripts { // the read of words
			w.before = nil
			p.upsert(t, about("e3", "It is about lions."))
		}
	}
	load()
	p.upsert(t, zebras)
	load()
	if ids, _ := p.find(t, "zebras"); w.before != nil || !cmp.Equal(ids, []data.EpisodeID{"e3"}) {
		t.Errorf("found %q", ids)
	}
}

func TestEpisodeThatIsRestoredWhileItIsEmbeddedIsEmbedded(t *testing.T) {
	for _, tt := range []struct {
		name     string
		episodes int
	}{{"if changes are read one by one", 20}, {"if all episodes are read", 3}} {
		t.Run(tt.name, func(t *testing.T) {
			p := newFixture(t)
			p.store(t, tt.episodes)
			w := &observedCatalogue{Store: p.catalog}
			x := p.indexerOf(w)
			if err := x.Sync(t.Context(), ignore); err != nil {
				t.Fatal(err)
			}
			p.upsert(t, about("zebras", "It is about zebras."))
			if _, err := x.Load(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.before = func(catalog.Contents) { // the read of texts to embed
				w.before = nil
				if _, err := p.catalog.Delete(t.Context(), "zebras"); err != nil {
					t.Error(err)
				}
			}
			err := x.Sync(t.Context(), func(indexer.Progress) {
				p.upsert(t, about("zebras", "It is about zebras."))
			})
			if got := p.engine.Status(); err != nil || got.Episodes != tt.episodes+1 || got.Embedded != got.Episodes {
				t.Errorf("status %+v, %v", got, err)
			}
		})
	}
}

func TestEpisodeThatMovesBetweenTwoReadsGivesTheIndexOfAFullRead(t *testing.T) {
	p := newFixture(t)
	p.upsert(t, sponsored(0, 4)...) // a fifth makes the boilerplate known
	p.store(t, 30)
	others := sponsored(3, 8) // with one less, their boilerplate is unknown
	for i := range others {
		others[i].ID, others[i].Show = "other-"+others[i].ID, data.Show{ID: "other", Title: "Other"}
	}
	p.upsert(t, others...)
	w := &observedCatalogue{Store: p.catalog}
	x := p.indexerOf(w)
	if _, err := x.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.upsert(t, sponsored(4, 5)...)
	w.ofShow = func() {
		w.ofShow = nil
		moved := others[4]
		moved.Show = data.Show{ID: "show", Title: "Show"}
		p.upsert(t, moved)
	}
	if err := x.Sync(t.Context(), ignore); err != nil {
		t.Fatal(err)
	}
	fresh := withEmptyWordIndex(t, p.catalog)
	fresh.sync(t)
	if d := cmp.Diff(fresh.engine.Status(), p.engine.Status()); w.ofShow != nil || d != "" {
		t.Errorf("status (-full +incremental):\n%s", d)
	}
}
