package site

import (
	"segue/data"
	"segue/widget"
)

// fileNames returns the name of each episode's file, without its ending. If several
// episodes have the same page, the newest gets the page's name, because the catalogue
// also finds the newest for a page.
func fileNames(newestFirst []data.Episode) map[data.EpisodeID]string {
	names, used := make(map[data.EpisodeID]string, len(newestFirst)), map[string]bool{}
	for _, e := range newestFirst {
		name := string(e.ID)
		if key := data.PageKey(e.URL); key != "" && !used[key] {
			used[key] = true
			name = widget.PageHash(key)
		}
		names[e.ID] = name
	}
	return names
}

// reference returns the value of the widget's attribute "episode": the id or the address
// of the page.
func (w *writer) reference(e data.Episode) string {
	if w.names[e.ID] == string(e.ID) {
		return string(e.ID)
	}
	return e.URL
}
