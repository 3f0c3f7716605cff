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
	"segue/recommend/cosine"
	"segue/recommend/project"
)

// ErrNoMap is returned until the first map is drawn.
var ErrNoMap = errors.New("the map is still being drawn")

// MaxPlaced is the highest number of episodes on a map. A map of a larger catalogue has the
// newest. The time to draw a map grows with the square of the number and is about ten seconds
// for this many.
const MaxPlaced = 20_000

// Map places the episodes of one revision of the catalogue on a plane. Episodes with similar
// meaning are near each other, as far as two dimensions allow.
type Map struct {
	// Index is the name of the revision, as in [Status].
	Index string
	// Placed are the episodes with vectors, without duplicates, newest first; at most
	// [MaxPlaced].
	Placed []Placed
	// Episodes is the number of episodes of the catalogue, without duplicates.
	Episodes int
	// Topics are names for groups of episodes with similar vectors: the most distinctive topics
	// of each group, the largest group first. It is empty if there are only a few episodes.
	Topics []string
	// Measured reports whether there are enough episodes for Kept and Trust.
	Measured bool
	// Kept is the share of the ten nearest episodes by vector that are among the ten nearest
	// on the map. Trust is the trustworthiness of the map for ten neighbours (see
	// [project.Plane]). Both are 0 to 1.
	Kept, Trust float64
}

// Placed is an episode on a map.
type Placed struct {
	// Episode is without its texts.
	Episode data.Episode
	// X and Y are 0 to 1. Both axes have the same scale.
	X, Y float64
	// Topic is an index in Topics, -1 for none.
	Topic int
	// Near are the indexes in Placed of the nearest episodes by vector, nearest first.
	Near []int32
}

// mapCache draws maps, one at a time, and keeps the last one.
type mapCache struct {
	mu   sync.Mutex
	last *Map
	// of is the revision of the last map, nil if there is none.
	of *Revision
	// drawing is closed when the current drawing is done; nil if there is none.
	drawing chan struct{}
}

// Map returns the map of the current revision. The first call for a revision starts to draw it in the
// background, on one processor; a map of ten thousand episodes takes seconds. Only one map is
// drawn at a time. Map waits for that map until ctx ends, and returns the last map that is
// ready, which may be of an earlier revision; see [Map.Index]. It returns [ErrNoMap] if none is
// ready. The same revision has the same map.
func (e *Engine) Map(ctx context.Context) (Map, error) {
	s := e.current.Load()
	if info := s.info; info.Embedded == 0 {
		all, err := s.representatives(ctx)
		return Map{Index: info.Name, Episodes: len(all)}, err
	}
	if drawn := e.maps.begin(s); drawn != nil {
		select {
		case <-drawn:
		case <-ctx.Done():
		}
	}
	e.maps.mu.Lock()
	defer e.maps.mu.Unlock()
	if e.maps.last == nil {
		return Map{}, ErrNoMap
	}
	return *e.maps.last, nil
}

// begin starts to draw the map of s, unless another map is being drawn. It returns a channel
// that is closed when the drawing ends, or nil if the map of s is ready.
func (c *mapCache) begin(s *Revision) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == s {
		return nil
	}
	if c.drawing == nil {
		c.drawing = make(chan struct{})
		go c.draw(s)
	}
	return c.drawing
}

// draw does not stop if the request is cancelled: the next visitor needs the map too.
func (c *mapCache) draw(s *Revision) {
	m, err := s.draw(context.Background())
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil { // only a cancelled context causes an error
		c.last, c.of = &m, s
	}
	close(c.drawing)
	c.drawing = nil
}

// representatives returns the entries without duplicates, newest first.
func (v Revision) representatives(ctx context.Context) ([]*Entry, error) {
	return v.Index.Latest(ctx, LatestQuery{Distinct: true, Limit: v.info.Episodes})
}

// draw returns the map of a revision.
func (v Revision) draw(ctx context.Context) (Map, error) {
	m := Map{Index: v.info.Name}
	entries, err := v.representatives(ctx)
	if err != nil {
		return Map{}, err
	}
	m.Episodes = len(entries)
	chosen := slices.DeleteFunc(entries, func(e *Entry) bool { return !e.Embedded })
	chosen = chosen[:min(len(chosen), MaxPlaced)]
	space, err := v.meansOf(ctx, chosen)
	if err != nil {
		return Map{}, err
	}
	all := make([]int, len(space))
	for i := range all {
		all[i] = i
	}
	plane, err := project.Make(ctx, space, len(space), all)
	if err != nil {
		return Map{}, err
	}
	groups, err := project.Group(ctx, space, all)
	if err != nil {
		return Map{}, err
	}
	m.Measured, m.Kept, m.Trust = plane.Measured, plane.Kept, plane.Trust
	if m.Topics, err = v.topicNames(ctx, chosen, groups); err != nil {
		return Map{}, err
	}
	for i, e := range chosen {
		p := Placed{Episode: e.Episode, X: plane.Points[i].X, Y: plane.Points[i].Y, Topic: -1, Near: plane.Near[i]}
		if groups.Count > 0 {
			p.Topic = groups.Of[i]
		}
		m.Placed = append(m.Placed, p)
	}
	return m, nil
}

// means are mean vectors. They implement [project.Space].
type means [][]float32

func (v Revision) meansOf(ctx context.Context, entries []*Entry) (means, error) {
	embeddings, err := v.Index.Embeddings(ctx, entries)
	if err != nil {
		return nil, err
	}
	list := make(means, len(embeddings))
	for i, e := range embeddings {
		list[i] = e.Mean()
	}
	return list, nil
}

// Vector implements [project.Space].
func (m means) Vector(n int) []float32 { return m[n] }

// Means implements [project.Space].
func (m means) Means(ctx context.Context, query, similarity []float32) error {
	for n, mean := range m {
		similarity[n] = cosine.Dot(query, mean)
	}
	return ctx.Err()
}

const (
	// episodesOfTopic is the number of episodes of a group that determine its name: the
	// nearest to its centre.
	episodesOfTopic = 60
	// wordsOfTopic is the number of topics in a name, which fits in one line.
	wordsOfTopic = 3
)

// topicNames names each group by the topics that distinguish its episodes from the other groups. The
// weight of a topic is the share of the group's episodes that have it, times the logarithm of its
// ratio to the share in the other groups. A group without topics has the title of its most central
// episode.
func (v Revision) topicNames(ctx context.Context, chosen []*Entry, groups project.Groups) ([]string, error) {
	counts, sizes, written := make([]map[string]int, groups.Count), make([]int, groups.Count), map[string]string{}
	total, all := map[string]int{}, 0
	centres := make([]*Entry, groups.Count)
	for g := range counts {
		counts[g] = map[string]int{}
		episodes := central(chosen, groups, g)
		sizes[g], all, centres[g] = len(episodes), all+len(episodes), episodes[0]
		lists, err := v.Index.Topics(ctx, episodes)
		if err != nil {
			return nil, err
		}
		for _, topic := range slices.Concat(lists...) {
			folded := text.Fold(topic)
			written[folded] = cmp.Or(written[folded], topic)
			counts[g][folded]++
			total[folded]++
		}
	}
	names := make([]string, len(counts))
	for g, count := range counts {
		frequent(count, sizes[g])
		names[g] = cmp.Or(topicName(count, func(topic string) float64 {
			in := float64(count[topic]) / float64(sizes[g])
			out := float64(total[topic]-count[topic]+1) / float64(all-sizes[g]+2)
			return in * math.Log(in/out)
		}, written), centres[g].Title)
	}
	return names, nil
}

// frequent removes the topics of few episodes of a group, unless it has no others.
func frequent(count map[string]int, episodes int) {
	least := max(2, episodes/20)
	for _, n := range count {
		if n >= least {
			maps.DeleteFunc(count, func(_ string, n int) bool { return n < least })
			return
		}
	}
}

// central returns the episodes of a group that are nearest to its centre.
func central(chosen []*Entry, groups project.Groups, group int) []*Entry {
	var at []int
	for i, g := range groups.Of {
		if g == group {
			at = append(at, i)
		}
	}
	slices.SortFunc(at, func(a, b int) int { return cmp.Or(cmp.Compare(groups.Near[b], groups.Near[a]), cmp.Compare(a, b)) })
	var entries []*Entry
	for _, i := range at[:min(len(at), episodesOfTopic)] {
		entries = append(entries, chosen[i])
	}
	return entries
}

// topicName joins the topics with the highest weights; "" if there are none.
func topicName(count map[string]int, weight func(topic string) float64, written map[string]string) string {
	topics := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a, b))
	})
	topics = topics[:min(len(topics), wordsOfTopic)]
	for i, topic := range topics {
		topics[i] = written[topic]
	}
	return strings.Join(topics, topicSeparator)
}
