package words_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend/words"
)

func openIn(t testing.TB, directory string, config words.Config) *words.Index {
	t.Helper()
	index, err := words.Open(t.Context(), directory, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	return index
}

// answers returns the results of some calls on a view, for comparison.
func answers(t testing.TB, v *words.View, n int) []any {
	t.Helper()
	var all []any
	for _, text := range []string{"music machine ", "learn", `"the who"`, "musik "} {
		scores, excluded, q := make([]float32, n), make([]bool, n), parse(t, v, text)
		if err := v.Search(t.Context(), q, scores, excluded); err != nil {
			t.Fatal(err)
		}
		all = append(all, q, scores, excluded)
	}
	for i := range n {
		terms, err := v.Terms(t.Context(), i, 10)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, terms)
	}
	return all
}

var musicFixture = []data.Episode{
	{Title: "Music machines", Description: "The Who and machine learning."},
	{Title: "Learning music", Transcript: "Music is a machine, the who said."},
	{Title: "Gardens", Description: "Roses. Music for roses."},
}

func TestIndexPersistsInDirectory(t *testing.T) {
	directory, c := t.TempDir(), newCatalogue(musicFixture...)
	index := openIn(t, directory, words.Config{})
	want := answers(t, viewIn(t, index, c), len(musicFixture))
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	c.read = nil
	index = openIn(t, directory, words.Config{})
	if d := cmp.Diff(want, answers(t, viewIn(t, index, c), len(musicFixture))); d != "" {
		t.Errorf("answers after reopening (-want +got):\n%s", d)
	}
	if len(c.read) > 0 || index.Discarded() != nil {
		t.Errorf("%q were read again, want none; Discarded = %v", c.read, index.Discarded())
	}
	if d := cmp.Diff(want, answers(t, viewOf(t, musicFixture...), len(musicFixture))); d != "" {
		t.Errorf("answers from memory (-want +got):\n%s", d)
	}
}

func TestSyncReadsOnlyMissingEpisodes(t *testing.T) {
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	viewIn(t, index, newCatalogue(musicFixture...))
	changed := append([]data.Episode{{ID: "new", Title: "Learning to play"}}, musicFixture[:2]...)
	changed[1].ID, changed[2].ID = "episode-0", "episode-1"
	changed[2].Title = "Unlearning"
	c := newCatalogue(changed...)
	got := answers(t, viewIn(t, index, c), len(changed))
	if d := cmp.Diff([]data.EpisodeID{"new", "episode-1"}, c.read); d != "" {
		t.Errorf("read (-want +got):\n%s", d)
	}
	if d := cmp.Diff(answers(t, viewOf(t, changed...), len(changed)), got); d != "" {
		t.Errorf("answers after changes differ from a new index (-want +got):\n%s", d)
	}
}

func TestSyncContinuesAfterInterruption(t *testing.T) {
	c := synthetic(2500)
	want := answers(t, viewIn(t, openIn(t, t.TempDir(), words.Config{}), c), len(c.episodes))
	directory := t.TempDir()
	index := openIn(t, directory, words.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	read := 0
	err := index.Sync(ctx, c.keys, func(ctx context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
		return c.Read(ctx, ids, func(e data.Episode) error {
			if read++; read == 1500 {
				cancel()
			}
			return each(e)
		})
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Sync = %v, want context.Canceled", err)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	c.read = nil
	got := answers(t, viewIn(t, openIn(t, directory, words.Config{}), c), len(c.episodes))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("answers (-want +got):\n%s", d)
	}
	if len(c.read) != 1500 {
		t.Errorf("%d episodes were read after 1000 of 2500 were written, want 1500", len(c.read))
	}
}

func TestViewIsImmutable(t *testing.T) {
	directory := t.TempDir()
	index, c := openIn(t, directory, words.Config{}), newCatalogue(musicFixture...)
	view := viewIn(t, index, c)
	want := answers(t, view, len(musicFixture))
	viewIn(t, index, newCatalogue(data.Episode{ID: "episode-1", Title: "Music"}, data.Episode{ID: "other", Title: "Machine music"}))
	if d := cmp.Diff(want, answers(t, view, len(musicFixture))); d != "" {
		t.Errorf("answers after a change (-want +got):\n%s", d)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(directory); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, answers(t, view, len(musicFixture))); d != "" {
		t.Errorf("answers after closing (-want +got):\n%s", d)
	}
}

func TestViewIgnoresEpisodesThatAreNotIndexed(t *testing.T) {
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	c := newCatalogue(musicFixture...)
	viewIn(t, index, c)
	view, err := index.View([]words.Key{{ID: "unknown"}, c.keys[1], {ID: c.keys[0].ID, Digest: "another"}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{1}, search(t, view, 3, "music ")); d != "" {
		t.Errorf("found (-want +got):\n%s", d)
	}
	if terms, err := view.Terms(t.Context(), 0, 10); len(terms) > 0 || err != nil {
		t.Errorf("Terms = %v, %v", terms, err)
	}
	if _, err := view.Terms(t.Context(), 3, 10); err == nil {
		t.Error("Terms returned no error for an invalid episode number")
	}
	if err := view.Search(t.Context(), parse(t, view, "music"), nil, nil); err == nil {
		t.Error("Search returned no error for slices of the wrong length")
	}
}

func TestOpenReturnsErrLocked(t *testing.T) {
	directory := t.TempDir()
	openIn(t, directory, words.Config{})
	if _, err := words.Open(t.Context(), directory, words.Config{}); !errors.Is(err, words.ErrLocked) {
		t.Errorf("Open = %v, want ErrLocked", err)
	}
}

func TestOpenRecreatesUnusableIndex(t *testing.T) {
	c := newCatalogue(musicFixture...)
	want := answers(t, viewOf(t, musicFixture...), len(musicFixture))
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, directory string)
		// silent is true if Bleve itself restores an earlier state, or if there is
		// none.
		silent bool
	}{
		{"a segment with a changed byte", func(t *testing.T, directory string) { damage(t, directory, "*.zap", flip) }, false},
		{"a truncated segment", func(t *testing.T, directory string) { damage(t, directory, "*.zap", truncate) }, true},
		{"an empty segment", func(t *testing.T, directory string) { damage(t, directory, "*.zap", empty) }, true},
		{"a segment of three bytes", func(t *testing.T, directory string) { damage(t, directory, "*.zap", three) }, false},
		{"a missing segment", func(t *testing.T, directory string) { damage(t, directory, "*.zap", nil) }, true},
		{"a damaged root", func(t *testing.T, directory string) { damage(t, directory, "root.bolt", clearAll) }, false},
		{"a truncated root", func(t *testing.T, directory string) { damage(t, directory, "root.bolt", truncate) }, false},
		{"a missing root", func(t *testing.T, directory string) { damage(t, directory, "root.bolt", nil) }, true},
		{"another default language", func(t *testing.T, directory string) {
			if err := openIn(t, directory, words.Config{Language: "de-AT"}).Close(); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := t.TempDir()
			index := openIn(t, directory, words.Config{})
			viewIn(t, index, c)
			if err := index.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(directory, "other.txt"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			tt.damage(t, directory)
			index = openIn(t, directory, words.Config{})
			if d := cmp.Diff(want, answers(t, viewIn(t, index, c), len(musicFixture))); d != "" {
				t.Errorf("answers (-want +got):\n%s", d)
			}
			if index.Discarded() == nil && !tt.silent {
				t.Error("Discarded = nil, want the reason")
			}
			if _, err := os.Stat(filepath.Join(directory, "other.txt")); err != nil {
				t.Errorf("a file of another program was deleted: %v", err)
			}
		})
	}
}

// damage changes the files that match a pattern, or deletes them if change is nil.
func damage(t *testing.T, directory, pattern string, change func([]byte) []byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	for _, f := range files {
		if change == nil {
			err = os.Remove(f)
		} else if content, readErr := os.ReadFile(f); readErr != nil {
			err = readErr
		} else {
			err = os.WriteFile(f, change(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func flip(content []byte) []byte     { content[len(content)/3] ^= 0x55; return content }
func truncate(content []byte) []byte { return content[:len(content)/2] }
func empty([]byte) []byte            { return nil }
func three(content []byte) []byte    { return content[:3] }
func clearAll(content []byte) []byte { clear(content); return content }

func TestClosedIndexReturnsErrors(t *testing.T) {
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
	}
	c := newCatalogue(musicFixture...)
	if err := index.Sync(t.Context(), c.keys, c.Read); err == nil {
		t.Error("Sync of a closed index returned no error")
	}
	if _, err := index.View(c.keys); err == nil {
		t.Error("View of a closed index returned no error")
	}
}

func TestMissingCountsEpisodesToRead(t *testing.T) {
	index := openIn(t, t.TempDir(), words.Config{})
	c := newCatalogue(musicFixture...)
	missing := func(keys []words.Key) int {
		t.Helper()
		n, err := index.Missing(keys)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := missing(c.keys); got != 3 {
		t.Errorf("%d episodes are missing in an empty index, want 3", got)
	}
	viewIn(t, index, c)
	changed := slices.Clone(c.keys)
	changed[1].Digest = "another"
	if got := []int{missing(c.keys), missing(c.keys[:1]), missing(changed)}; !slices.Equal(got, []int{0, 0, 1}) {
		t.Errorf("missing of all, of one and after a change: %d", got)
	}
}

func TestDeletedIndexCanBeRecreated(t *testing.T) {
	directory, c := filepath.Join(t.TempDir(), "catalogue.words"), newCatalogue(musicFixture...)
	if err := words.Delete(directory); err != nil {
		t.Errorf("deleting an index that does not exist: %v", err)
	}
	index := openIn(t, directory, words.Config{})
	want := answers(t, viewIn(t, index, c), len(musicFixture))
	if err := words.Delete(directory); !errors.Is(err, words.ErrLocked) {
		t.Errorf("deleting an open index: %v, want ErrLocked", err)
	}
	index.Close()
	if err := words.Delete(directory); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(directory); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory still exists: %v", err)
	}
	if d := cmp.Diff(want, answers(t, viewIn(t, openIn(t, directory, words.Config{}), c), len(musicFixture))); d != "" {
		t.Errorf("answers of the recreated index (-want +got):\n%s", d)
	}
}

func TestDeleteKeepsOtherFiles(t *testing.T) {
	directory := t.TempDir()
	openIn(t, directory, words.Config{}).Close()
	for name, text := range map[string]string{"notes.txt": "mine", "root.bolt": "damaged"} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := words.Delete(directory); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(directory, "*"))
	if d := cmp.Diff([]string{filepath.Join(directory, "notes.txt")}, left); d != "" || err != nil {
		t.Errorf("files (-want +got), %v:\n%s", err, d)
	}
}
