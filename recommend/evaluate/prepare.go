package evaluate

import (
	"fmt"
	"slices"

	"segue/data"
)

// prepare returns a copy of the episodes without the data that the task's labels were derived
// from: hidden sentences, people or tags.
func (t Task) prepare(episodes []data.Episode) []data.Episode {
	episodes = t.WithoutHidden(episodes) // a copy
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

// preparation returns a key that is equal for tasks that need the same prepared episodes.
func (t Task) preparation() string {
	if len(t.Hide) > 0 {
		return "sentences of " + t.Name
	}
	return fmt.Sprint(slices.Contains(t.Without, SignalPeople), slices.Contains(t.Without, SignalTags))
}
