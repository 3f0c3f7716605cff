package boilerplate_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"segue/data"
	"segue/data/boilerplate"
)

// source is a catalogue in memory. before may change it at the start of each pass.
type source struct {
	episodes []data.Episode
	passes   int
	before   func(s *source, pass int)
}

func (s *source) Episodes(_ context.Context, transcripts bool, each func(data.Episode, [sha256.Size]byte) error) (int64, error) {
	s.passes++
	if s.before != nil {
		s.before(s, s.passes)
	}
	for _, e := range s.episodes {
		digest := sha256.Sum256([]byte(e.Title + e.Description + e.Transcript))
		if !transcripts {
			e.Transcript = ""
		}
		if err := each(e, digest); err != nil {
			return 0, err
		}
	}
	return int64(s.passes), nil
}

// listed returns a lister of the boilerplate of episodes.
func listed(t testing.TB, episodes []data.Episode) *boilerplate.Lister {
	t.Helper()
	var l *boilerplate.Lister
	_, _, err := boilerplate.Reader{}.Read(t.Context(), &source{episodes: episodes}, false, func() func(boilerplate.Episode) error {
		l = &boilerplate.Lister{}
		return func(e boilerplate.Episode) error { l.Add(e); return nil }
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// result is the result of one read.
type result struct {
	Stripped  []string
	Unchanged int // episodes
	Passes    int
	Revision  int64
}

func read(t *testing.T, r boilerplate.Reader, s *source) (boilerplate.Reader, result) {
	t.Helper()
	s.passes = 0
	var got result
	next, revision, err := r.Read(t.Context(), s, false, func() func(boilerplate.Episode) error {
		got = result{}
		return func(e boilerplate.Episode) error {
			got.Stripped = append(got.Stripped, e.Stripped())
			if e.Unchanged {
				got.Unchanged++
			}
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	got.Passes, got.Revision = s.passes, revision
	return next, got
}

func TestReaderStripsAllEpisodes(t *testing.T) {
	sponsored := func(n int) []data.Episode { return footed(n, constant("\n\n"+sponsor)) }
	plain := func(n int) []data.Episode { return footed(n, constant("")) }
	for _, tt := range []struct {
		name          string
		before, after []data.Episode
		want          result
	}{
		{"the first read needs two passes", nil, sponsored(6), result{owns(6), 0, 2, 2}},
		{"unchanged episodes need one pass", sponsored(6), sponsored(6), result{owns(6), 6, 1, 1}},
		{"a new episode needs one pass", sponsored(6), sponsored(7), result{owns(7), 6, 1, 1}},
		{"new boilerplate needs a second pass", sponsored(4), sponsored(5), result{owns(5), 0, 2, 2}},
		{"removed boilerplate needs a second pass", sponsored(6), plain(6), result{owns(6), 0, 2, 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var r boilerplate.Reader
			if tt.before != nil {
				r, _ = read(t, r, &source{episodes: tt.before})
			}
			next, got := read(t, r, &source{episodes: tt.after})
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("read (-want +got):\n%s", d)
			}
			if !next.Set().Equal(find(tt.after)) {
				t.Error("the set differs from the set of the episodes")
			}
		})
	}
}

func TestReaderStopsIfTheBoilerplateKeepsChanging(t *testing.T) {
	s := &source{before: func(s *source, pass int) { s.episodes = footed(5+pass, constant("\n\n"+sponsor+own(pass))) }}
	_, got := read(t, boilerplate.Reader{}, s)
	if got.Passes != 4 || got.Revision != -1 {
		t.Errorf("%d passes and revision %d, want 4 and -1", got.Passes, got.Revision)
	}
}

func TestReaderPassesTranscriptsOnRequest(t *testing.T) {
	for _, transcripts := range []bool{false, true} {
		s := &source{episodes: []data.Episode{{ID: "a", Transcript: "spoken"}}}
		var got string
		_, _, err := boilerplate.Reader{}.Read(t.Context(), s, transcripts, func() func(boilerplate.Episode) error {
			return func(e boilerplate.Episode) error { got = e.Transcript; return nil }
		})
		if err != nil || (got != "") != transcripts {
			t.Errorf("transcripts=%v: transcript %q, %v", transcripts, got, err)
		}
	}
}

func TestReaderKeepsItsCacheAfterAnError(t *testing.T) {
	s := &source{episodes: footed(6, constant("\n\n"+sponsor))}
	r, _ := read(t, boilerplate.Reader{}, s)
	broken := errors.New("broken on purpose")
	next, _, err := r.Read(t.Context(), s, false, func() func(boilerplate.Episode) error {
		return func(boilerplate.Episode) error { return broken }
	})
	if !errors.Is(err, broken) || !next.Set().Equal(r.Set()) {
		t.Errorf("Read = %v, want the error of the function", err)
	}
}

// TestUpdateGivesTheReaderOfAFullRead compares updates with a read of all episodes.
func TestUpdateGivesTheReaderOfAFullRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) []data.Episode {
			list := catalogues(t)
			for i := range list {
				list[i].Show.ID = data.ShowID(fmt.Sprintf("show-%d", rapid.IntRange(0, 6).Draw(t, label)))
				list[i].People = []data.Person{{Name: rapid.SampledFrom([]string{"Rate Us", "Dr Who", "Ada Miller"}).Draw(t, "person")}}
			}
			return list
		}
		before, after := draw("before"), draw("after")
		r := boilerplate.Reader{}
		r, _, err := r.Read(context.Background(), &source{episodes: before}, false, func() func(boilerplate.Episode) error {
			return func(boilerplate.Episode) error { return nil }
		})
		if err != nil {
			t.Fatal(err)
		}
		var removed []boilerplate.Removed
		for _, e := range before {
			removed = append(removed, boilerplate.Removed{ID: e.ID, Show: e.Show.ID})
		}
		var changed []boilerplate.Episode
		for _, e := range after {
			changed = append(changed, r.Stripping(e, sha256.Sum256([]byte(e.Description))))
		}
		next, stale := r.Update(changed, removed)
		if !next.Set().Equal(find(after)) {
			t.Fatal("the set after the update differs from the set of the episodes")
		}
		for _, e := range before {
			was, is := r.Set().Strip(e.Show.ID, e.Description), next.Set().Strip(e.Show.ID, e.Description)
			if was != is && !slices.Contains(stale, e.Show.ID) && slices.ContainsFunc(after, func(a data.Episode) bool { return a.Show.ID == e.Show.ID && a.Description == e.Description }) {
				t.Fatalf("%q of %s is stripped to %q and then to %q, but the show is not in %q", e.Description, e.Show.ID, was, is, stale)
			}
		}
	})
}
