package words

import "sync"

const (
	// maxCachedPostings is the maximum number of postings in the caches of a view, and
	// in the caches of all its segments. A posting takes 8 bytes, so each limit is 16 MB. It
	// holds nearly all postings that comparisons of ten thousand episodes need.
	maxCachedPostings = 2 << 20
	// maxRecentPostings is the maximum number of postings of prefixes, and of phrases, in
	// a view: 4 MB each.
	maxRecentPostings = maxCachedPostings / 4
	// listCost is the fixed cost of a cached list, in postings.
	listCost = 16
)

// postingsCache caches decoded postings, because comparisons and searches use the same
// terms again and again. It stores the first lists until it is full. A map with a lock is
// faster here than sync.Map, which compares keys as interfaces.
type postingsCache[K comparable, V any] struct {
	access sync.RWMutex
	lists  map[K]V
	cost   int
}

func (m *postingsCache[K, V]) get(key K) (V, bool) {
	m.access.RLock()
	defer m.access.RUnlock()
	list, ok := m.lists[key]
	return list, ok
}

// add adds a list with the given number of postings, unless the cache would have more than
// limit postings then.
func (m *postingsCache[K, V]) add(key K, list V, postings, limit int) {
	cost := postings + listCost
	m.access.Lock()
	defer m.access.Unlock()
	if _, ok := m.lists[key]; ok || m.cost+cost > limit {
		return
	}
	if m.lists == nil {
		m.lists = map[K]V{}
	}
	m.lists[key], m.cost = list, m.cost+cost
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
