package recommend

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"segue/data"
	"segue/data/text"
	"segue/recommend/project"
)

// ErrNoMap says that no map has been drawn yet.
var ErrNoMap = errors.New("the map is still being drawn")

// MaxPlaced is the most episodes that a map has, the newest: drawing takes time with
// the square of their number, some ten seconds for this many.
const MaxPlaced = 20_000

// Map is the episodes of one state of the catalogue on a plane, where those that are
// near in meaning are near to each other as far as two dimensions have room for it.
type Map struct {
	// Index names the state, as in [Status].
	Index string
	// Placed are the newest episodes that have vectors, without those that another
	// stands for; newest first, [MaxPlaced] at most.
	Placed []Placed
	// Episodes is how many the catalogue has without those that another stands for.
	Episodes int
	// Topics name groups of episodes that are near to each other by their vectors, each
	// by its most telling words, the largest group first. There are none where there
	// are only a few episodes.
	Topics []string
	// Measured says that there are enough episodes for Kept and Trust.
	Measured bool
	// Kept is the share of the ten episodes nearest by their vectors that are among
	// the ten nearest on the map, and Trust its trustworthiness for ten neighbours (see
	// [project.Plane]). Both are 0 to 1.
	Kept, Trust float64
}

// Placed is an episode on a map.
type Placed struct {
	// Episode is without its texts.
	Episode data.Episode
	// X and Y are 0 to 1, with units of one length.
	X, Y float64
	// Topic is the number of a name in Topics, -1 for none.
	Topic int
	// Near are the numbers in Placed of the episodes nearest by their vectors, nearest
	// first.
	Near []int32
}

// atlas draws maps, one at a time, and keeps the last.
type atlas struct {
	mu   sync.Mutex
	last *Map
	// of is the state of the last map, nil where there is none.
	of *Snapshot
	// drawing is closed when the map that is being drawn is done, nil for none.
	drawing chan struct{}
}

// Map returns the map of the current state. The first call for a state has it drawn
// in the background, on one processor, while answers go on; a map of ten thousand
// episodes takes seconds. Map waits for it until ctx ends, and then returns that of an
// earlier state, or [ErrNoMap] where there is none. The same state has the same map.
func (e *Engine) Map(ctx context.Context) (Map, error) {
	s := e.current.Load()
	if s.embedded == 0 {
		return Map{Index: s.name, Episodes: len(s.standing())}, nil
	}
	if drawn := e.atlas.begin(s); drawn != nil {
		select {
		case <-drawn:
		case <-ctx.Done():
		}
	}
	e.atlas.mu.Lock()
	defer e.atlas.mu.Unlock()
	if e.atlas.last == nil {
		return Map{}, ErrNoMap
	}
	return *e.atlas.last, nil
}

// begin has the map of s drawn unless it is there or another is being drawn. What it
// returns is closed when there is a new map; nil where that of s is there.
func (a *atlas) begin(s *Snapshot) <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == s {
		return nil
	}
	if a.drawing == nil {
		a.drawing = make(chan struct{})
		go a.draw(s)
	}
	return a.drawing
}

// draw goes on whoever has gone: the next visitor wants the map too.
func (a *atlas) draw(s *Snapshot) {
	m, err := s.draw(context.Background())
	a.mu.Lock()
	defer a.mu.Unlock()
	if err == nil { // nothing but a context would be one
		a.last, a.of = &m, s
	}
	close(a.drawing)
	a.drawing = nil
}

// standing are the episodes that stand for themselves.
func (s *Snapshot) standing() (list []int) {
	for n := range s.entries {
		if !s.isDuplicate(n) {
			list = append(list, n)
		}
	}
	return list
}

// draw makes the map of a state.
func (s *Snapshot) draw(ctx context.Context) (Map, error) {
	m := Map{Index: s.name}
	var chosen []int
	for _, n := range s.standing() {
		m.Episodes++
		if s.entries[n].embedded && len(chosen) < MaxPlaced {
			chosen = append(chosen, n)
		}
	}
	plane, err := project.Make(ctx, s.vectors, len(s.entries), chosen)
	if err != nil {
		return Map{}, err
	}
	groups, err := project.Group(ctx, s.vectors, chosen)
	if err != nil {
		return Map{}, err
	}
	m.Measured, m.Kept, m.Trust = plane.Measured, plane.Kept, plane.Trust
	m.Topics = s.topics(ctx, chosen, groups)
	for i, n := range chosen {
		p := Placed{Episode: s.entries[n].Episode, X: plane.Points[i].X, Y: plane.Points[i].Y, Topic: -1, Near: plane.Near[i]}
		if groups.Count > 0 {
			p.Topic = groups.Of[i]
		}
		m.Placed = append(m.Placed, p)
	}
	return m, nil
}

const (
	// askedForTopic is the episodes of a group whose words may name it: those nearest
	// to its middle.
	askedForTopic = 60
	// wordsOfEpisode is how many of an episode's most telling words are counted. With
	// more, names are of words that any episode could have.
	wordsOfEpisode = 5
	// wordsOfTopic make its name, which stands in one line.
	wordsOfTopic = 3
)

// topics names groups by the words that tell their episodes from those of the other
// groups: a word counts by how many episodes of the group have it among their most
// telling ones, times the logarithm of how much more often that is than elsewhere. Names
// of people are no topics, and a word that few episodes have names nothing.
func (s *Snapshot) topics(ctx context.Context, chosen []int, groups project.Groups) []string {
	counts, asked, written := make([]map[string]int, groups.Count), make([]int, groups.Count), map[string]string{}
	everywhere, all := map[string]int{}, 0
	for g := range counts {
		counts[g] = map[string]int{}
		episodes := middle(chosen, groups, g)
		asked[g], all = len(episodes), all+len(episodes)
		for _, n := range episodes {
			terms, _ := s.words.Terms(ctx, n, wordsOfEpisode) // without words there is no name
			for _, t := range terms {
				written[t.Stem] = cmp.Or(written[t.Stem], t.Word)
				counts[g][t.Stem]++
				everywhere[t.Stem]++
			}
		}
	}
	people := s.namesOfPeople()
	var names []string
	for g, count := range counts {
		maps.DeleteFunc(count, func(stem string, n int) bool {
			return n < max(2, asked[g]/20) || people[text.Fold(written[stem])]
		})
		names = append(names, name(count, func(stem string) float64 {
			in := float64(count[stem]) / float64(asked[g])
			out := float64(everywhere[stem]-count[stem]+1) / float64(all-asked[g]+2)
			return in * math.Log(in/out)
		}, written))
	}
	return names
}

// namesOfPeople are the words of all names, folded.
func (s *Snapshot) namesOfPeople() map[string]bool {
	words := map[string]bool{}
	for _, v := range s.people.values {
		for word := range strings.FieldsSeq(v.Label) {
			words[text.Fold(word)] = true
		}
	}
	return words
}

// middle are the episodes of a group that are nearest to its middle.
func middle(chosen []int, groups project.Groups, group int) []int {
	var at []int
	for i, g := range groups.Of {
		if g == group {
			at = append(at, i)
		}
	}
	slices.SortFunc(at, func(a, b int) int { return cmp.Or(cmp.Compare(groups.Near[b], groups.Near[a]), cmp.Compare(a, b)) })
	at = at[:min(len(at), askedForTopic)]
	for i := range at {
		at[i] = chosen[at[i]]
	}
	return at
}

// name joins the words with the highest weights, "" where there is none.
func name(count map[string]int, weight func(stem string) float64, written map[string]string) string {
	stems := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a, b))
	})
	stems = stems[:min(len(stems), wordsOfTopic)]
	for i, stem := range stems {
		stems[i] = written[stem]
	}
	return strings.Join(stems, ", ")
}
