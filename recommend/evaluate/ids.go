package evaluate

import (
	"fmt"

	"segue/data"
)

// idMap assigns catalogue ids to the names of a set's documents.
type idMap struct {
	ids  map[string]data.EpisodeID
	used map[data.EpisodeID]bool
	line map[string]int // line of each document
}

func newIDMap() *idMap {
	return &idMap{ids: map[string]data.EpisodeID{}, used: map[data.EpisodeID]bool{}, line: map[string]int{}}
}

// add adds a document and returns its id. It returns an error for a duplicate name.
func (n *idMap) add(name string, line int) (data.EpisodeID, error) {
	if before, ok := n.line[name]; ok {
		return "", fmt.Errorf("id %q is already used in line %d; give each its own id", name, before)
	}
	n.line[name] = line
	return n.id(name), nil
}

func (n *idMap) has(name string) bool { return n.line[name] > 0 }

// id returns the id for a name. Different names have different ids. The name need not be the
// name of a document.
func (n *idMap) id(name string) data.EpisodeID {
	if id, ok := n.ids[name]; ok {
		return id
	}
	e := data.Episode{GUID: name, Title: name}
	id := e.NewID(false)
	for n.used[id] {
		id = e.NewID(true)
		e.GUID += "+" // gives another id if this one is used too
	}
	n.ids[name], n.used[id] = id, true
	return id
}
