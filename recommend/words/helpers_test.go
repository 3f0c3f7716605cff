package words_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"segue/data"
	"segue/recommend"
	"segue/recommend/words"
)

// catalogue is a list of episodes with their keys. read records the ids that were read.
type catalogue struct {
	episodes []data.Episode
	keys     []words.Key
	read     []data.EpisodeID
}

func newCatalogue(episodes ...data.Episode) *catalogue {
	c := &catalogue{episodes: episodes}
	for i := range c.episodes {
		e := &c.episodes[i]
		if e.ID == "" {
			e.ID = data.EpisodeID(fmt.Sprintf("episode-%d", i))
		}
		c.keys = append(c.keys, words.Key{ID: e.ID, Digest: digest(*e)})
	}
	return c
}

func digest(e data.Episode) string {
	return fmt.Sprintf("%x", fmt.Sprint(e.Title, "|", e.Description, "|", e.Transcript, e.People, e.Tags, e.Show))
}

// Read is a words.Read.
func (c *catalogue) Read(ctx context.Context, ids []data.EpisodeID, each func(data.Episode) error) error {
	for _, e := range c.episodes {
		if slices.Contains(ids, e.ID) {
			c.read = append(c.read, e.ID)
			if err := each(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// viewOf indexes episodes in memory.
func viewOf(t testing.TB, episodes ...data.Episode) *words.View {
	t.Helper()
	index, err := words.OpenMemory(words.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	return viewIn(t, index, newCatalogue(episodes...))
}

func viewIn(t testing.TB, index *words.Index, c *catalogue) *words.View {
	t.Helper()
	if err := index.Sync(t.Context(), c.keys, c.Read); err != nil {
		t.Fatal(err)
	}
	view, err := index.View(c.keys)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func parse(t testing.TB, v *words.View, text string) recommend.WordQuery {
	t.Helper()
	q, err := v.Parse(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// search returns the numbers of the episodes that match text, best first.
func search(t testing.TB, v *words.View, n int, text string) []int {
	t.Helper()
	scores, excluded := make([]float32, n), make([]bool, n)
	if err := v.Search(t.Context(), parse(t, v, text), scores, excluded); err != nil {
		t.Fatal(err)
	}
	got := []int{}
	for i := range scores {
		if scores[i] > 0 && !excluded[i] {
			got = append(got, i)
		}
	}
	slices.SortStableFunc(got, func(a, b int) int {
		if scores[a] > scores[b] {
			return -1
		} else if scores[a] < scores[b] {
			return 1
		}
		return 0
	})
	return got
}

func episodesWithTitles(titles ...string) []data.Episode {
	var episodes []data.Episode
	for _, title := range titles {
		episodes = append(episodes, data.Episode{Title: title})
	}
	return episodes
}
