package local_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
	"segue/recommend/duplicate"
	"segue/recommend/local"
	"segue/recommend/vectors"
	"segue/recommend/words"
)

func talk(n int, tag string) local.Change {
	e := data.Episode{
		ID: data.EpisodeID(fmt.Sprint("talk-", n)), Title: fmt.Sprint("Talk ", n), Show: data.Show{ID: data.ShowID("show-" + tag), Title: "Show " + tag},
		Tags: []string{tag}, People: []data.Person{{Name: "Speaker " + tag, Role: data.RoleGuest}},
	}
	return local.Change{Episode: e, Words: words.Key{ID: e.ID, Digest: "1"}, Signature: duplicate.Sign(e)}
}

// A pass over the catalogue may start again, and an update may fail. Its index is then discarded,
// and the next update begins with the index before.
func TestUpdateAfterADiscardedUpdateEqualsAFirstUpdate(t *testing.T) {
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	update := func(x *local.Index, changes ...local.Change) *local.Index {
		t.Helper()
		next, err := x.Update(t.Context(), changes)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	facets := func(x *local.Index) recommend.Facets {
		f, err := x.Facets(t.Context(), data.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	empty, err := local.New(w, vectors.Auto, "model")
	if err != nil {
		t.Fatal(err)
	}
	base := update(empty, talk(1, "a"), talk(2, "b"))
	discarded := update(base, talk(3, "c"), talk(2, "c"), local.Change{Episode: data.Episode{ID: "talk-1"}, Removed: true})
	next := update(base, talk(4, "d"), talk(1, "A"))
	fresh, err := local.New(w, vectors.Auto, "model")
	if err != nil {
		t.Fatal(err)
	}
	want := update(fresh, talk(1, "A"), talk(2, "b"), talk(4, "d"))
	if d := cmp.Diff(facets(want), facets(next)); d != "" {
		t.Errorf("facets (-first +after a discarded update):\n%s", d)
	}
	if want.Info() != next.Info() {
		t.Errorf("info %+v, want %+v", next.Info(), want.Info())
	}
	entries, err := next.Entries(t.Context(), []data.EpisodeID{"talk-1", "talk-2", "talk-3", "talk-4"})
	if err != nil || len(entries) != 3 {
		t.Errorf("%d entries, error %v", len(entries), err)
	}
	if d := cmp.Diff(2, discarded.Info().Episodes); d != "" {
		t.Errorf("episodes of the discarded index (-want +got):\n%s", d)
	}
}

func TestEachRevisionKeepsItsSpellingOfATag(t *testing.T) {
	w, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	x, err := local.New(w, vectors.Auto, "model")
	if err != nil {
		t.Fatal(err)
	}
	var revisions []*local.Index
	for _, n := range []int{1, 100, 101} { // the most frequent spelling changes many times
		var changes []local.Change
		for i := range n {
			changes = append(changes, talk(i, []string{"Go", "go"}[(i+n)%2]))
		}
		if x, err = x.Update(t.Context(), changes); err != nil {
			t.Fatal(err)
		}
		revisions = append(revisions, x)
	}
	var got [][]recommend.FacetCount
	for _, x := range revisions {
		f, err := x.Facets(t.Context(), data.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f.Tags)
	}
	want := [][]recommend.FacetCount{
		{{Value: "go", Label: "go", Count: 1}}, {{Value: "go", Label: "Go", Count: 100}}, {{Value: "go", Label: "go", Count: 101}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("tags of the revisions (-want +got):\n%s", d)
	}
}
