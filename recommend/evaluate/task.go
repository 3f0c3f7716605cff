package evaluate

import (
	"slices"

	"segue/data"
)

// Collection is a set of episodes with tasks on them.
type Collection struct {
	// Name is the name of the directory that was read.
	Name string
	// Episodes have readable ids; GUID is the name that the set's files use.
	Episodes []data.Episode
	Tasks    []Task
}

// Kind says what a task asks for.
type Kind string

// The kinds of a task.
const (
	Search  Kind = "search"  // which episodes answer a text
	Similar Kind = "similar" // which episodes are like one
)

// Signal is something beside the text that a ranking may use.
type Signal string

// The signals that labels are made of.
const (
	SignalPeople Signal = "people"
	SignalSeries Signal = "series"
	SignalTags   Signal = "tags"
	SignalLinks  Signal = "links"
)

// Query is one query of a [Task].
type Query struct {
	// ID is the query's name, unique in its task.
	ID string `json:"id"`
	// Text is what is searched for; in a similar task it is the episode's title,
	// for people to read.
	Text string `json:"text"`
	// Episode is the one that others shall be like, and empty in a search.
	Episode data.EpisodeID `json:"episode,omitempty"`
}

// Task is a list of queries with labels.
type Task struct {
	// Name is short, such as "links".
	Name string
	Kind Kind
	// Made says in one sentence how the labels were made and how many there are.
	Made string
	// Caution says in one sentence what flatters or harms the figures, and is
	// empty where nothing is known.
	Caution string
	// Without names the signals that made the labels. They must be switched off
	// when the task is measured, as they would find the labels again.
	Without []Signal
	// Check says that the task is too easy to decide anything: it shows that
	// nothing is broken, and must not choose a weight.
	Check bool
	// Hide has the sentence that must be taken out of an episode's description
	// before it is indexed; see [Task.Blind]. Mostly empty.
	Hide map[data.EpisodeID]string
	// Queries are those that have a relevant episode, in the order of the source.
	Queries []Query
	// Relevant has the labels by query id.
	Relevant map[string]Relevance
}

// Labels counts the labels of all queries.
func (t Task) Labels() int {
	n := 0
	for _, q := range t.Queries {
		n += len(t.Relevant[q.ID])
	}
	return n
}

// labelled drops the queries without a relevant episode, which no measure counts.
func (t Task) labelled() Task {
	t.Queries = slices.DeleteFunc(slices.Clone(t.Queries), func(q Query) bool { return len(t.Relevant[q.ID]) == 0 })
	return t
}

// pairs collects which episodes are related to which.
type pairs map[data.EpisodeID]Relevance

func (p pairs) add(source, target data.EpisodeID) {
	if source == target {
		return
	}
	if p[source] == nil {
		p[source] = Relevance{}
	}
	p[source][target] = 1
}

func (p pairs) both(a, b data.EpisodeID) {
	p.add(a, b)
	p.add(b, a)
}

// group relates every two of a group to each other.
func (p pairs) group(ids []data.EpisodeID) {
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			p.both(a, b)
		}
	}
}

// task asks for what each episode is related to, in the order of the episodes.
func (p pairs) task(name string, episodes []data.Episode) Task {
	t := Task{Name: name, Kind: Similar, Relevant: make(map[string]Relevance, len(p))}
	for _, e := range episodes {
		if len(p[e.ID]) > 0 {
			t.Queries = append(t.Queries, Query{ID: string(e.ID), Text: e.Title, Episode: e.ID})
			t.Relevant[string(e.ID)] = p[e.ID]
		}
	}
	return t
}
