package words

import (
	"sync"
	"sync/atomic"
)

const (
	// maxCachedPostings is the maximum number of postings in the caches of a view, and
	// in those of all its segments. A posting takes 8 bytes, so each limit is 16 MB. It
	// holds nearly all postings that comparisons of ten thousand episodes need.
	maxCachedPostings = 2 << 20
	// maxRecentPostings is the maximum number of postings of prefixes, and of phrases, in
	// a view: 4 MB each.
	maxRecentPostings = maxCachedPostings / 4
	// listCost is the fixed cost of a cached list, in postings.
	listCost = 16
)

// postingsCache caches decoded postings, because comparisons and searches use the same
// terms again and again. It stores the first lists until it is full.
type postingsCache[K comparable, V any] struct {
	lists    sync.Map // V by K
	reserved atomic.Int64
}

func (m *postingsCache[K, V]) get(key K) (V, bool) {
	list, ok := m.lists.Load(key)
	if !ok {
		var none V
		return none, false
	}
	return list.(V), true
}

// add adds a list with the given number of postings, unless the cache has more than limit
// postings then, or another goroutine has added it first.
func (m *postingsCache[K, V]) add(key K, list V, postings, limit int) {
	cost := int64(postings + listCost)
	if m.reserved.Add(cost) > int64(limit) {
		m.reserved.Add(-cost)
		return
	}
	if _, ok := m.lists.LoadOrStore(key, list); ok {
		m.reserved.Add(-cost)
	}
}

// recentCache caches the results of searches that the next searches often repeat: a user
// types a word letter by letter, and keeps the words before it. There is no end of
// different ones, so a full cache starts again.
type recentCache[V any] struct {
	access sync.Mutex
	lists  map[string]V
	cost   int
}

func (m *recentCache[V]) get(key string) (V, bool) {
	m.access.Lock()
	defer m.access.Unlock()
	list, ok := m.lists[key]
	return list, ok
}

// add adds a list with the given number of postings.
func (m *recentCache[V]) add(key string, list V, postings int) {
	cost := postings + listCost
	m.access.Lock()
	defer m.access.Unlock()
	if m.lists == nil || m.cost+cost > maxRecentPostings {
		m.lists, m.cost = map[string]V{}, 0
	}
	if _, ok := m.lists[key]; !ok {
		m.lists[key], m.cost = list, m.cost+cost
	}
}
