package evaluate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"segue/data"
	"segue/data/catalog"
)

// Catalogue has the episodes that [ReadCatalogue] reads.
type Catalogue interface {
	Read(ctx context.Context, with catalog.Contents, each func(catalog.Stored) error) (revision int64, err error)
}

// ErrNoLabels is returned if a catalogue has no links, guests, series or sentences to derive
// labels from.
var ErrNoLabels = errors.New("nothing to derive labels from")

// ReadCatalogue reads a catalogue and derives tasks from it. Messages contain the name. The
// error wraps [ErrNoLabels] if there is no task.
func ReadCatalogue(ctx context.Context, c Catalogue, name string, transcripts bool) (Collection, error) {
	set, contents := Collection{Name: name}, catalog.WithTranscripts
	if !transcripts {
		set.Name, contents = name+withoutTranscripts, catalog.WithoutTranscripts
	}
	links := map[data.EpisodeID][]string{}
	_, err := c.Read(ctx, contents, func(e catalog.Stored) error {
		set.Episodes = append(set.Episodes, e.Episode)
		links[e.ID] = e.Links
		return nil
	})
	if err != nil {
		return Collection{}, err
	}
	set.Tasks = FromCatalogue(set.Episodes, links)
	if len(set.Tasks) == 0 {
		return Collection{}, fmt.Errorf("catalogue %q has %w", set.Name, ErrNoLabels)
	}
	return set, nil
}

// FromCatalogue derives tasks from the content of a catalogue:
//
//   - links: the notes of an episode link to another one
//   - guests: two episodes have the same guest
//   - series: parts of a series, or titles with a common beginning
//   - sentences: the query is a sentence that was removed from the episode's description
//   - titles: the query is the episode's title; a check
//
// It leaves out tasks without queries. The order of the episodes does not matter. links has
// the addresses that an episode's notes link to, by id, in addition to the addresses in its
// texts; it may be nil.
func FromCatalogue(episodes []data.Episode, links map[data.EpisodeID][]string) []Task {
	episodes = slices.SortedFunc(slices.Values(episodes), func(a, b data.Episode) int { return cmp.Compare(a.ID, b.ID) })
	tasks := []Task{
		fromLinks(episodes, links), fromGuests(episodes), fromSeries(episodes), fromSentences(episodes), fromTitles(episodes),
	}
	return slices.DeleteFunc(tasks, func(t Task) bool { return len(t.Queries) == 0 })
}

// describe adds the number of labels to a sentence about their origin.
func (t Task) describe(origin string) string {
	return fmt.Sprintf("%s: %d labels of %d episodes.", origin, t.Labels(), len(t.Queries))
}

// maxKnownItems is the highest number of queries of a known-item task. It gives an interval
// of about ±.05. Each query costs the embedding of an episode without its hidden sentence.
const maxKnownItems = 300

// sample returns at most n of a list, at even distances.
func sample[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	taken := make([]T, n)
	for i := range taken {
		taken[i] = list[i*len(list)/n]
	}
	return taken
}
