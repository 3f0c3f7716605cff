package app

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/embed/doctor"
	"segue/recommend/vectors"
)

func TestTheNumberOfPassagesSelectsTheEngine(t *testing.T) {
	for _, tt := range []struct {
		name     string
		engine   vectors.Engine
		passages int
		want     string
	}{
		{"no engine is auto", "", 2, "chromem"},
		{"auto at the limit", vectors.Auto, vectors.ChromemLimit, "chromem"},
		{"auto above the limit", vectors.Auto, vectors.ChromemLimit + 1, "packed"},
		{"chromem above the limit", vectors.Chromem, vectors.ChromemLimit + 1, "chromem"},
		{"packed below the limit", vectors.Packed, 2, "packed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := open(t, Options{Mode: List, Client: newClient(), Engine: tt.engine})
			if _, err := a.Catalog.Upsert(t.Context(), manyEpisodes(tt.passages)); err != nil {
				t.Fatal(err)
			}
			if err := a.Indexer.Sync(t.Context(), ignoreProgress); err != nil {
				t.Fatal(err)
			}
			if got := a.Engine.Status(); got.Retrieval != tt.want || got.Passages != tt.passages {
				t.Errorf("%s answers for %d passages, want %s for %d", got.Retrieval, got.Passages, tt.want, tt.passages)
			}
		})
	}
}

// manyEpisodes returns n episodes with one passage each.
func manyEpisodes(n int) []data.Episode {
	list := make([]data.Episode, n)
	for i := range list {
		list[i] = data.Episode{
			ID: data.EpisodeID(fmt.Sprintf("loaf-%d", i)), Title: fmt.Sprintf("Loaf %d", i),
			Show: data.Show{ID: "crumb-radio", Title: "Crumb Radio"}, Description: fmt.Sprintf("We bake loaf %d.", i),
		}
	}
	return list
}

func TestTheDoctorNamesTheEngine(t *testing.T) {
	full := Source{File: filepath.Join(t.TempDir(), "segue.db")}
	fill(t, full, two())
	model := startEndpoint(t)
	embedder := open(t, Options{Mode: Embed, Source: full, Model: model.choice()})
	if err := embedder.Indexer.Sync(t.Context(), ignoreProgress); err != nil {
		t.Fatal(err)
	}
	none := Source{File: filepath.Join(t.TempDir(), "none.db")}
	refused := startEndpoint(t)
	refused.locked.Store(true)
	const limits = "; auto uses chromem for up to 2000 passages and packed above"
	for _, tt := range []struct {
		name    string
		options DoctorOptions
		want    doctor.Check
	}{
		{"that auto selects", DoctorOptions{Source: full, Model: model.choice()}, doctor.Check{Status: doctor.OK, Detail: "chromem, for 2 passages with vectors" + limits}},
		{"that is selected", DoctorOptions{Source: full, Model: model.choice(), Engine: vectors.Packed}, doctor.Check{Status: doctor.OK, Detail: "packed, for 2 passages with vectors" + limits}},
		{"not without a catalogue", DoctorOptions{Source: none, Model: model.choice()}, doctor.Check{Status: doctor.Skipped, Detail: "there is no catalogue yet"}},
		{"not if the model fails", DoctorOptions{Source: full, Model: refused.choice()}, doctor.Check{Status: doctor.Skipped, Detail: "not checked"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, checks, err := Examine(t.Context(), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Name = "engine"
			if d := cmp.Diff(tt.want, checks[len(checks)-1]); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if none.Exists() {
		t.Error("the check created a catalogue")
	}
}
