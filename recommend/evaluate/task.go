package evaluate

import (
	"slices"

	"segue/data"
)

// Collection is a set of episodes with tasks on them.
type Collection struct {
	// Name is the name of the directory or catalogue.
	Name string
	// Episodes have readable ids. GUID is the id in the set's files.
	Episodes []data.Episode
	Tasks    []Task
}

// Kind is the kind of request of a task.
type Kind string

// The kinds of a task.
const (
	Search  Kind = "search"  // queries are texts
	Similar Kind = "similar" // queries are episodes
)

// Signal is a ranking signal other than the text.
type Signal string

// The signals that labels are derived from.
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
	// Text is the text to search for. In a similar task it is the episode's title, for
	// reports.
	Text string `json:"text"`
	// Episode is the episode of a similar request; empty in a search.
	Episode data.EpisodeID `json:"episode,omitempty"`
}

// Task is a list of queries with labels.
type Task struct {
	// Name is short, such as "links".
	Name string
	Kind Kind
	// Origin describes in one sentence how the labels were made, with their number.
	Origin string
	// Caution describes in one sentence a known bias of the figures; it may be empty.
	Caution string
	// Without has the signals that the labels were derived from. They must be off when the
	// task is measured, because they would find the labels again.
	Without []Signal
	// Check is true if the task is too easy to compare rankings. It only shows that nothing
	// is broken and must not choose a weight.
	Check bool
	// Hide has the sentences to remove from descriptions before indexing; see
	// [Task.WithoutHidden]. Most tasks have none.
	Hide map[data.EpisodeID]string
	// Queries have a relevant episode each. They have the order of the source.
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

// labelled removes the queries without a relevant episode, which no metric counts.
func (t Task) labelled() Task {
	t.Queries = slices.DeleteFunc(slices.Clone(t.Queries), func(q Query) bool { return len(t.Relevant[q.ID]) == 0 })
	return t
}

// pairs has the related episodes of each episode.
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

// group relates every two episodes of a group.
func (p pairs) group(ids []data.EpisodeID) {
	for i, a := range ids {
		for _, b := range ids[i+1:] {
			p.both(a, b)
		}
	}
}

// task returns a task with a query for each episode that has related ones, in the order of the
// episodes.
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
