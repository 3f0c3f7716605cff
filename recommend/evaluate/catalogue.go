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

// ErrNoLabels reports that labels cannot be made from a catalogue.
var ErrNoLabels = errors.New("nothing to make labels of")

// ReadCatalogue reads a catalogue with the tasks that are made from it. The name is
// for messages. The error is [ErrNoLabels] where there is no task.
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

// FromCatalogue makes tasks from what a catalogue says about itself: "links" (an
// episode's notes point at another), "guests" (two episodes have somebody in
// common), "series" (parts of one, or titles with a common beginning),
// "sentences" (an episode is looked for by a sentence that was taken out of its
// description) and "titles" (by its title, a check). A task without a query is
// left out. The order of the episodes does not matter.
//
// links has addresses that an episode's notes point at beside those in its texts,
// by id; it may be nil.
func FromCatalogue(episodes []data.Episode, links map[data.EpisodeID][]string) []Task {
	episodes = slices.SortedFunc(slices.Values(episodes), func(a, b data.Episode) int { return cmp.Compare(a.ID, b.ID) })
	tasks := []Task{
		fromLinks(episodes, links), fromGuests(episodes), fromSeries(episodes), fromSentences(episodes), fromTitles(episodes),
	}
	return slices.DeleteFunc(tasks, func(t Task) bool { return len(t.Queries) == 0 })
}

// counted ends a sentence on how labels were made.
func (t Task) counted(how string) string {
	return fmt.Sprintf("%s: %d labels of %d episodes.", how, t.Labels(), len(t.Queries))
}

// maxKnownItems is the most queries for one known episode: enough for an interval
// of about ±.05, and few enough to embed their episodes anew without the hidden
// sentence.
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
