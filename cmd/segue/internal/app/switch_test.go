package app

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data/catalog"
)

// builtinName returns the name of the vectors of the built-in model.
func builtinName(t *testing.T) string {
	t.Helper()
	name, err := ModelSpec{Embedder: Builtin}.VectorName()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// build embeds a catalogue with a model.
func build(t *testing.T, c catalog.Store, m ModelChoice) {
	t.Helper()
	a := open(t, Options{Mode: Embed, Catalog: c, Model: m})
	if done, err := a.EmbedAll(t.Context(), nil); err != nil || done.Embedded != done.Episodes {
		t.Fatalf("%+v, %v", done, err)
	}
}

func TestUseAndBackSwitchTheModel(t *testing.T) {
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	m, endpoint, own := Models{Catalog: c}, startEndpoint(t), builtinName(t)
	if _, err := m.Use(t.Context(), endpoint.choice(), false); err == nil || !strings.Contains(err.Error(), "2 of 2 episodes have no vectors of") {
		t.Errorf("Use of a model without vectors: %v", err)
	}
	build(t, c, endpoint.choice())
	if _, err := m.Back(t.Context()); !errors.Is(err, ErrNoPreviousModel) {
		t.Errorf("Back without a previous model: %v", err)
	}
	for _, step := range []struct {
		name string
		do   func() (Switch, error)
		want Switch
	}{
		{"to another", func() (Switch, error) { return m.Use(t.Context(), ModelChoice{Name: hashingName}, false) }, Switch{hashingName, own, true}},
		{"to the same", func() (Switch, error) { return m.Use(t.Context(), ModelChoice{Name: hashingName}, false) }, Switch{hashingName, hashingName, false}},
		{"back", func() (Switch, error) { return m.Back(t.Context()) }, Switch{own, hashingName, true}},
		{"back again", func() (Switch, error) { return m.Back(t.Context()) }, Switch{hashingName, own, true}},
	} {
		got, err := step.do()
		if d := cmp.Diff(step.want, got); d != "" || err != nil {
			t.Fatalf("%s: %v (-want +got):\n%s", step.name, err, d)
		}
	}
	if a := open(t, Options{Mode: Search, Catalog: c}); a.Model() != hashingName {
		t.Errorf("model %q after the switch", a.Model())
	}

	endpoint.locked.Store(true)
	if _, err := m.Back(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Use(t.Context(), ModelChoice{Name: hashingName}, false); err == nil || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("Use of a model that does not answer: %v", err)
	}
	if _, err := m.Use(t.Context(), ModelChoice{Name: hashingName}, true); err != nil {
		t.Errorf("forced Use of a model that does not answer: %v", err)
	}
}

func TestListCountsTheCurrentPassages(t *testing.T) {
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	build(t, c, startEndpoint(t).choice())
	changed := two()
	changed[0].Description = "All is new."
	if _, err := c.Upsert(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	m := Models{Catalog: c}
	list := func() ModelList {
		got, err := m.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := ModelList{Passages: 2, Models: []ListedModel{
		{Name: builtinName(t), Active: true},
		{Name: hashingName, Vectors: 2, Bytes: 2048, Passages: 1},
	}}
	if d := cmp.Diff(want, list()); d != "" {
		t.Errorf("models (-want +got):\n%s", d)
	}

	pruned := []catalog.ModelVectors{{Name: hashingName, Vectors: 1, Bytes: 1024}}
	for _, dry := range []bool{true, false} {
		got, err := m.Prune(t.Context(), dry)
		if d := cmp.Diff(pruned, got); d != "" || err != nil {
			t.Errorf("pruned, dry %v: %v (-want +got):\n%s", dry, err, d)
		}
	}
	want.Models[1].Vectors, want.Models[1].Bytes = 1, 1024
	if d := cmp.Diff(want, list()); d != "" {
		t.Errorf("models after pruning (-want +got):\n%s", d)
	}
}

func TestDropRefusesTheActiveAndThePreviousModel(t *testing.T) {
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	build(t, c, startEndpoint(t).choice())
	m, own := Models{Catalog: c}, builtinName(t)
	refused := func(name, reason string) {
		t.Helper()
		if _, err := m.Drop(t.Context(), name, false); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("dropping %s: %v, want %q", name, err, reason)
		}
	}
	refused(own, "is the current model")
	refused(Builtin, "is the current model")
	refused("unknown", catalog.ErrUnknownModel.Error())
	if _, err := m.Use(t.Context(), ModelChoice{Name: hashingName}, false); err != nil {
		t.Fatal(err)
	}
	refused(Builtin, "segue model back")
	refused(hashingName, "is the current model")
	if err := c.SetModel(t.Context(), ModelSpec{Embedder: Builtin}.String(), ""); err != nil {
		t.Fatal(err)
	}
	want := catalog.ModelVectors{Name: hashingName, Vectors: 2, Bytes: 2048}
	for _, dry := range []bool{true, false} {
		got, err := m.Drop(t.Context(), hashingName, dry)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("dropped, dry %v: %v (-want +got):\n%s", dry, err, d)
		}
	}
	refused(hashingName, catalog.ErrUnknownModel.Error())
}

func TestAServerSwitchesToTheModelOfTheSetting(t *testing.T) {
	c := openCatalog(t, Source{})
	if _, err := c.Upsert(t.Context(), two()); err != nil {
		t.Fatal(err)
	}
	endpoint := startEndpoint(t)
	build(t, c, endpoint.choice())
	a := open(t, Options{Mode: Serve, Catalog: c})
	if err := a.Indexer.Sync(t.Context(), ignoreProgress); err != nil || a.Engine.Status().Model != builtinName(t) {
		t.Fatalf("model %q, %v", a.Engine.Status().Model, err)
	}
	m := Models{Catalog: c}
	if _, err := m.Use(t.Context(), ModelChoice{Name: hashingName}, false); err != nil {
		t.Fatal(err)
	}
	if err := a.Indexer.Sync(t.Context(), ignoreProgress); err != nil || a.Engine.Status().Model != hashingName {
		t.Fatalf("model %q after the switch, %v", a.Engine.Status().Model, err)
	}
	endpoint.locked.Store(true)
	for _, want := range []string{builtinName(t), hashingName} {
		if _, err := m.Back(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := a.Indexer.Sync(t.Context(), ignoreProgress); err != nil || a.Engine.Status().Model != want {
			t.Errorf("model %q, want %q without a request; %v", a.Engine.Status().Model, want, err)
		}
	}
}

func TestASettingOfANewerVersionHasAHint(t *testing.T) {
	c := openCatalog(t, Source{})
	if err := c.SetModel(t.Context(), `{"embedder":"openai","model":"m","colour":"red"}`, ""); err != nil {
		t.Fatal(err)
	}
	var hint HintError
	if _, err := Open(t.Context(), Options{Mode: Search, Catalog: c}); !errors.As(err, &hint) || !strings.Contains(hint.Hint, "update Segue") {
		t.Errorf("error %v", err)
	}
	if _, err := (Models{Catalog: c}).Use(t.Context(), ModelChoice{Embedder: Builtin}, true); err != nil {
		t.Errorf("Use with an invalid setting: %v", err)
	}
	if s, _, err := ActiveModel(t.Context(), c); err != nil || !s.IsBuiltin() {
		t.Errorf("active model %+v, %v after Use; want the built-in model", s, err)
	}
}
