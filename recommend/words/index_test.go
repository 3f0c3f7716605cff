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

// answers are what a view says to some searches, to be compared whole.
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

var music = []data.Episode{
	{Title: "Music machines", Description: "The Who and machine learning."},
	{Title: "Learning music", Transcript: "Music is a machine, the who said."},
	{Title: "Gardens", Description: "Roses. Music for roses."},
}

func TestIndexIsKeptInItsDirectory(t *testing.T) {
	directory, c := t.TempDir(), newCatalogue(music...)
	index := openIn(t, directory, words.Config{})
	want := answers(t, viewIn(t, index, c), len(music))
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	c.read = nil
	index = openIn(t, directory, words.Config{})
	if d := cmp.Diff(want, answers(t, viewIn(t, index, c), len(music))); d != "" {
		t.Errorf("answers after opening again (-want +got):\n%s", d)
	}
	if len(c.read) > 0 || index.Discarded() != nil {
		t.Errorf("%q were read again; discarded: %v", c.read, index.Discarded())
	}
	if d := cmp.Diff(want, answers(t, viewOf(t, music...), len(music))); d != "" {
		t.Errorf("answers from memory (-want +got):\n%s", d)
	}
}

func TestSyncReadsOnlyWhatIsMissing(t *testing.T) {
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	viewIn(t, index, newCatalogue(music...))
	changed := append([]data.Episode{{ID: "new", Title: "Learning to play"}}, music[:2]...)
	changed[1].ID, changed[2].ID = "episode-0", "episode-1"
	changed[2].Title = "Unlearning"
	c := newCatalogue(changed...)
	got := answers(t, viewIn(t, index, c), len(changed))
	if d := cmp.Diff([]data.EpisodeID{"new", "episode-1"}, c.read); d != "" {
		t.Errorf("read (-want +got):\n%s", d)
	}
	if d := cmp.Diff(answers(t, viewOf(t, changed...), len(changed)), got); d != "" {
		t.Errorf("answers after changes differ from those of a new index (-want +got):\n%s", d)
	}
}

func TestSyncGoesOnAfterAnInterruption(t *testing.T) {
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
		t.Fatalf("Sync = %v, want that it was cancelled", err)
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
		t.Errorf("%d episodes were read after 1000 of 2500 were written", len(c.read))
	}
}

func TestViewDoesNotChange(t *testing.T) {
	directory := t.TempDir()
	index, c := openIn(t, directory, words.Config{}), newCatalogue(music...)
	view := viewIn(t, index, c)
	want := answers(t, view, len(music))
	viewIn(t, index, newCatalogue(data.Episode{ID: "episode-1", Title: "Music"}, data.Episode{ID: "other", Title: "Machine music"}))
	if d := cmp.Diff(want, answers(t, view, len(music))); d != "" {
		t.Errorf("answers after a change (-want +got):\n%s", d)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(directory); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, answers(t, view, len(music))); d != "" {
		t.Errorf("answers after closing (-want +got):\n%s", d)
	}
}

func TestViewOfEpisodesThatAreNotIndexed(t *testing.T) {
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	c := newCatalogue(music...)
	viewIn(t, index, c)
	view, err := index.View([]words.Key{{ID: "unknown"}, c.keys[1], {ID: c.keys[0].ID, Digest: "another"}})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{1}, found(t, view, 3, "music ")); d != "" {
		t.Errorf("found (-want +got):\n%s", d)
	}
	if terms, err := view.Terms(t.Context(), 0, 10); len(terms) > 0 || err != nil {
		t.Errorf("Terms = %v, %v", terms, err)
	}
	if _, err := view.Terms(t.Context(), 3, 10); err == nil {
		t.Error("there are terms of an episode beyond the last")
	}
	if err := view.Search(t.Context(), parse(t, view, "music"), nil, nil); err == nil {
		t.Error("slices of another length were taken")
	}
}

func TestOpenRefusesAnIndexThatIsOpen(t *testing.T) {
	directory := t.TempDir()
	openIn(t, directory, words.Config{})
	if _, err := words.Open(t.Context(), directory, words.Config{}); !errors.Is(err, words.ErrLocked) {
		t.Errorf("Open = %v, want ErrLocked", err)
	}
}

func TestOpenBeginsAnewWhatIsUnusable(t *testing.T) {
	c := newCatalogue(music...)
	want := answers(t, viewOf(t, music...), len(music))
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, directory string)
		// silent is set where Bleve itself goes back to an earlier state, or there is none.
		silent bool
	}{
		{"a segment with a changed byte", func(t *testing.T, directory string) { spoil(t, directory, "*.zap", flip) }, false},
		{"a segment that was cut", func(t *testing.T, directory string) { spoil(t, directory, "*.zap", cut) }, true},
		{"an empty segment", func(t *testing.T, directory string) { spoil(t, directory, "*.zap", empty) }, true},
		{"a segment of three bytes", func(t *testing.T, directory string) { spoil(t, directory, "*.zap", three) }, false},
		{"a missing segment", func(t *testing.T, directory string) { spoil(t, directory, "*.zap", nil) }, true},
		{"a damaged root", func(t *testing.T, directory string) { spoil(t, directory, "root.bolt", clearAll) }, false},
		{"a root that was cut", func(t *testing.T, directory string) { spoil(t, directory, "root.bolt", cut) }, false},
		{"a missing root", func(t *testing.T, directory string) { spoil(t, directory, "root.bolt", nil) }, true},
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
			tt.spoil(t, directory)
			index = openIn(t, directory, words.Config{})
			if d := cmp.Diff(want, answers(t, viewIn(t, index, c), len(music))); d != "" {
				t.Errorf("answers (-want +got):\n%s", d)
			}
			if index.Discarded() == nil && !tt.silent {
				t.Error("nothing says that the index was begun anew")
			}
			if _, err := os.Stat(filepath.Join(directory, "other.txt")); err != nil {
				t.Errorf("a file that is not Bleve's was touched: %v", err)
			}
		})
	}
}

// spoil changes the files of a pattern, and removes them without a change.
func spoil(t *testing.T, directory, pattern string, correction func([]byte) []byte) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(directory, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	for _, f := range files {
		if correction == nil {
			err = os.Remove(f)
		} else if content, readErr := os.ReadFile(f); readErr != nil {
			err = readErr
		} else {
			err = os.WriteFile(f, correction(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func flip(content []byte) []byte     { content[len(content)/3] ^= 0x55; return content }
func cut(content []byte) []byte      { return content[:len(content)/2] }
func empty([]byte) []byte            { return nil }
func three(content []byte) []byte    { return content[:3] }
func clearAll(content []byte) []byte { clear(content); return content }

func TestAClosedIndexSaysSo(t *testing.T) {
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
	}
	c := newCatalogue(music...)
	if err := index.Sync(t.Context(), c.keys, c.Read); err == nil {
		t.Error("a closed index was written")
	}
	if _, err := index.View(c.keys); err == nil {
		t.Error("there is a view of a closed index")
	}
}

func TestMissingCountsWhatSyncWouldRead(t *testing.T) {
	index := openIn(t, t.TempDir(), words.Config{})
	c := newCatalogue(music...)
	missing := func(keys []words.Key) int {
		t.Helper()
		n, err := index.Missing(keys)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := missing(c.keys); got != 3 {
		t.Errorf("%d of 3 episodes are missing in an empty index", got)
	}
	viewIn(t, index, c)
	changed := slices.Clone(c.keys)
	changed[1].Digest = "another"
	if got := []int{missing(c.keys), missing(c.keys[:1]), missing(changed)}; !slices.Equal(got, []int{0, 0, 1}) {
		t.Errorf("missing of all, of one and after a change: %d", got)
	}
}

func TestADeletedIndexIsBegunAnew(t *testing.T) {
	directory, c := filepath.Join(t.TempDir(), "catalogue.words"), newCatalogue(music...)
	if err := words.Delete(directory); err != nil {
		t.Errorf("deleting an index that is not there: %v", err)
	}
	index := openIn(t, directory, words.Config{})
	want := answers(t, viewIn(t, index, c), len(music))
	if err := words.Delete(directory); !errors.Is(err, words.ErrLocked) {
		t.Errorf("deleting an open index: %v, want ErrLocked", err)
	}
	index.Close()
	if err := words.Delete(directory); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(directory); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory is still there: %v", err)
	}
	if d := cmp.Diff(want, answers(t, viewIn(t, openIn(t, directory, words.Config{}), c), len(music))); d != "" {
		t.Errorf("answers of the index that was made anew (-want +got):\n%s", d)
	}
}

func TestDeleteLeavesOtherFiles(t *testing.T) {
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
