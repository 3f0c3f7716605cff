package site

import (
	"segue/data"
	"segue/widget"
)

// fileNames returns the name of each episode's file, without its ending. Where
// several have the same page, the first of them has it, which is the newest: the one
// that the catalogue finds.
func fileNames(newestFirst []data.Episode) map[data.EpisodeID]string {
	names, taken := make(map[data.EpisodeID]string, len(newestFirst)), map[string]bool{}
	for _, e := range newestFirst {
		name := string(e.ID)
		if key := data.PageKey(e.URL); key != "" && !taken[key] {
			taken[key] = true
			name = widget.PageHash(key)
		}
		names[e.ID] = name
	}
	return names
}

// reference is what the attribute episode of the widget names an episode by.
func (w *writer) reference(e data.Episode) string {
	if w.names[e.ID] == string(e.ID) {
		return string(e.ID)
	}
	return e.URL
}
