package evaluate

import (
	"fmt"
	"slices"

	"segue/data"
)

// prepare returns the episodes without the signals that made the task's labels: a
// hidden sentence, people or tags. The given episodes stay as they are.
func (t Task) prepare(episodes []data.Episode) []data.Episode {
	episodes = t.Blind(episodes) // a copy
	for i := range episodes {
		if slices.Contains(t.Without, SignalPeople) {
			episodes[i].People = nil
		}
		if slices.Contains(t.Without, SignalTags) {
			episodes[i].Tags = nil
		}
	}
	return episodes
}

// preparation is equal for tasks of a collection that need the same episodes.
func (t Task) preparation() string {
	if len(t.Hide) > 0 {
		return "sentences of " + t.Name
	}
	return fmt.Sprint(slices.Contains(t.Without, SignalPeople), slices.Contains(t.Without, SignalTags))
}
