package indexer_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/catalogtest"
	"segue/data/testenv"
	"segue/recommend"
	"segue/recommend/duplicate"
)

const signatureKind = "signature 2"

// derivedCatalogue counts the stored signatures. It fails to store them if failure is set, and has
// none if empty is set.
type derivedCatalogue struct {
	catalog.Store
	stored  int
	failure error
	empty   bool
}

func (c *derivedCatalogue) Derived(ctx context.Context, kind string, inputs [][32]byte) (map[[32]byte][]byte, error) {
	if c.empty {
		return nil, nil
	}
	return c.Store.Derived(ctx, kind, inputs)
}

func (c *derivedCatalogue) SaveDerived(ctx context.Context, kind string, values map[[32]byte][]byte) error {
	if kind == signatureKind {
		c.stored += len(values)
	}
	if c.empty || c.failure != nil {
		return c.failure
	}
	return c.Store.SaveDerived(ctx, kind, values)
}

// newDerivedFixture returns a fixture with a catalogue of episodes, two of which are duplicates.
func newDerivedFixture(t *testing.T) (fixture, *derivedCatalogue) {
	t.Helper()
	c := &derivedCatalogue{Store: newFixture(t).catalog}
	p := withEmptyWordIndex(t, c)
	p.upsert(t, sponsored(0, 8)...)
	p.upsert(t, about("a", "Bread of rye."), about("b", "Bread of wheat."), rerun("c", "a"))
	return p, c
}

// rerun returns an episode that repeats another one.
func rerun(id, of data.EpisodeID) data.Episode {
	e := about(id, "It was first published in May.")
	e.Title = "Rerun: On " + string(of)
	return e
}

// restarted returns the fixture of the next process.
func (p fixture) restarted() fixture { return newFixtureOf(p.catalog, p.words) }

// similar returns the episodes similar to each episode of the catalogue, by id.
func (p fixture) similar(t testing.TB) map[data.EpisodeID]recommend.Similar {
	t.Helper()
	all := map[data.EpisodeID]recommend.Similar{}
	_, err := p.catalog.Read(t.Context(), catalog.WithoutTranscripts, func(e catalog.Stored) error {
		found, err := p.engine.Similar(t.Context(), data.Ref{ID: e.ID}, recommend.Options{Explain: true})
		all[e.ID] = found
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSecondStartComputesNoSignatures(t *testing.T) {
	p, c := newDerivedFixture(t)
	p.load(t)
	if c.stored != 11 {
		t.Fatalf("the first start stored %d signatures, want 11", c.stored)
	}
	c.stored = 0
	again := p.restarted()
	again.load(t)
	if c.stored != 0 {
		t.Errorf("the second start stored %d signatures", c.stored)
	}
	if d := cmp.Diff(p.engine.Status(), again.engine.Status()); d != "" {
		t.Errorf("status (-first +second start):\n%s", d)
	}
	if d := cmp.Diff(p.similar(t), again.similar(t)); d != "" {
		t.Errorf("similar episodes (-first +second start):\n%s", d)
	}
}

func TestChangesComputeOnlyTheirSignatures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change []data.Episode
		want   int
	}{
		{"none without a change", []data.Episode{about("a", "Bread of rye.")}, 0},
		{"one of a changed description", []data.Episode{about("a", "Cakes of spelt.")}, 1},
		{"none of a changed transcript", []data.Episode{transcribed(about("a", "Bread of rye."))}, 0},
		{"five if the fifth episode of a show makes boilerplate known", inShow("other", sponsored(4, 5)), 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, c := newDerivedFixture(t)
			p.upsert(t, inShow("other", sponsored(0, 4))...)
			p.load(t)
			for _, reader := range []fixture{p, p.restarted()} {
				reader.load(t)
			}
			c.stored = 0
			p.upsert(t, tt.change...)
			p.load(t)
			p.restarted().load(t)
			if c.stored != tt.want {
				t.Errorf("%d signatures were stored, want %d", c.stored, tt.want)
			}
		})
	}
}

func transcribed(e data.Episode) data.Episode {
	e.Transcript = "And then we bake."
	return e
}

// inShow returns the episodes in another show, with other ids.
func inShow(show data.ShowID, list []data.Episode) []data.Episode {
	for i := range list {
		list[i].ID = data.EpisodeID(show) + "-" + list[i].ID
		list[i].Show = data.Show{ID: show, Title: string(show)}
	}
	return list
}

func TestDamagedSignaturesAreComputedAgain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(value, other []byte) []byte
	}{
		{"an empty value", func([]byte, []byte) []byte { return nil }},
		{"a truncated value", func(value, _ []byte) []byte { return value[:len(value)/2] }},
		{"a value with a changed byte", func(value, _ []byte) []byte { value[len(value)/2]++; return value }},
		{"a value of another version", func(value, _ []byte) []byte { value[0]++; return value }},
		{"the value of another episode", func(_, other []byte) []byte { return other }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, c := newDerivedFixture(t)
			p.load(t)
			a, b := p.input(t, "a"), p.input(t, "b")
			want := catalogtest.Derived(t, c.Store, signatureKind, a, b)
			catalogtest.SaveDerived(t, c.Store, signatureKind, map[[32]byte][]byte{a: tt.damage(slices.Clone(want[a]), want[b])})
			c.stored = 0
			again := p.restarted()
			again.load(t)
			if c.stored != 1 {
				t.Errorf("%d signatures were stored, want the damaged one", c.stored)
			}
			if d := cmp.Diff(want, catalogtest.Derived(t, c.Store, signatureKind, a, b)); d != "" {
				t.Errorf("stored values (-before +after):\n%s", d)
			}
			if d := cmp.Diff(p.similar(t), again.similar(t)); d != "" {
				t.Errorf("similar episodes (-before +after):\n%s", d)
			}
		})
	}
}

// input returns the input of the signature of an episode without boilerplate.
func (p fixture) input(t *testing.T, id data.EpisodeID) [32]byte {
	t.Helper()
	e, err := p.catalog.Find(t.Context(), data.Ref{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	return duplicate.InputOf(e)
}

func TestLoadIgnoresThatSignaturesCannotBeStored(t *testing.T) {
	p, c := newDerivedFixture(t)
	p.load(t)
	c.empty, c.failure = true, fmt.Errorf("the disk is full")
	again := p.restarted()
	var ignored []string
	again.indexer.OnIgnored(func(err error) { ignored = append(ignored, err.Error()) })
	again.load(t)
	again.upsert(t, about("d", "Bread of oats."))
	again.load(t)
	if d := cmp.Diff([]string{"computed signatures and key phrases of episodes are not stored: the disk is full"}, ignored); d != "" {
		t.Errorf("reported errors (-want +got):\n%s", d)
	}
	p.load(t)
	if d := cmp.Diff(p.similar(t), again.similar(t)); d != "" {
		t.Errorf("similar episodes (-with +without stored signatures):\n%s", d)
	}
}

// TestStoredSignaturesGiveTheSameAnswersAsComputedOnes makes random changes, with restarts
// between.
func TestStoredSignaturesGiveTheSameAnswersAsComputedOnes(t *testing.T) {
	ids := []data.EpisodeID{"a", "b", "c", "d", "e", "f", "g"}
	testenv.Check(t, 20, func(r *rapid.T) {
		p := newFixture(t)
		for range rapid.IntRange(1, 5).Draw(r, "steps") {
			var changed []data.Episode
			for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 7, rapid.ID).Draw(r, "ids") {
				changed = append(changed, drawEpisode(r, id))
			}
			p.upsert(t, changed...)
			if _, err := p.catalog.Delete(t.Context(), rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(r, "deleted")...); err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(r, "restart") {
				p = p.restarted()
			}
			p.load(t)
		}
		computed := withEmptyWordIndex(t, &derivedCatalogue{Store: p.catalog, empty: true})
		computed.load(t)
		if d := cmp.Diff(computed.engine.Status(), p.engine.Status()); d != "" {
			r.Fatalf("status (-computed +stored):\n%s", d)
		}
		if d := cmp.Diff(computed.similar(t), p.similar(t)); d != "" {
			r.Fatalf("similar episodes (-computed +stored):\n%s", d)
		}
	})
}

// drawEpisode draws an episode that may be a re-run, a part of a series, or have boilerplate.
func drawEpisode(r *rapid.T, id data.EpisodeID) data.Episode {
	e := about(id, rapid.SampledFrom([]string{"Bread of rye.", "Bread of wheat and of rye.", "A curator explains " + string(id) + "."}).Draw(r, "text"))
	e.GUID = string(id) // episodes may have the same title
	e.Title = rapid.SampledFrom([]string{"Baking", "Rerun: Baking", "Milling, part 1", "Milling, part 2", "On " + string(id)}).Draw(r, "title")
	if rapid.Bool().Draw(r, "sponsored") {
		e.Description += "\n\n" + sponsor
	}
	return e
}
