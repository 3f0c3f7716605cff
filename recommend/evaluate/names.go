package evaluate

import (
	"fmt"

	"segue/data"
)

// names gives the documents of a set ids that a catalogue takes.
type names struct {
	ids  map[string]data.EpisodeID
	used map[data.EpisodeID]bool
	line map[string]int // where a document stands
}

func newNames() *names {
	return &names{ids: map[string]data.EpisodeID{}, used: map[data.EpisodeID]bool{}, line: map[string]int{}}
}

// declare gives a document its id. One name cannot have two documents.
func (n *names) declare(name string, line int) (data.EpisodeID, error) {
	if before, ok := n.line[name]; ok {
		return "", fmt.Errorf("id %q is that of line %d: give each its own", name, before)
	}
	n.line[name] = line
	return n.id(name), nil
}

func (n *names) declared(name string) bool { return n.line[name] > 0 }

// id is the same for the same name, and another for another name, also for one
// that no document has.
func (n *names) id(name string) data.EpisodeID {
	if id, ok := n.ids[name]; ok {
		return id
	}
	e := data.Episode{GUID: name, Title: name}
	id := e.NewID(false)
	for n.used[id] {
		id = e.NewID(true)
		e.GUID += "+" // another identity, should this one be taken too
	}
	n.ids[name], n.used[id] = id, true
	return id
}
