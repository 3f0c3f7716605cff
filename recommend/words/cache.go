package words

import (
	"sync"
	"sync/atomic"
)

const (
	// maxCachedPostings is the maximum number of postings in the cache of a view. A
	// posting takes 8 bytes, so the limit is 16 MB. It holds nearly all postings that
	// comparisons of ten thousand episodes need.
	maxCachedPostings = 2 << 20
	// listCost is the fixed cost of a cached list, in postings.
	listCost = 16
)

// postingsCache caches decoded postings, because comparisons and searches use the same
// terms again and again. It stores the first lists until it is full. It lives as long
// as its view.
type postingsCache struct {
	lists    sync.Map // cachedPostings by cacheKey
	reserved atomic.Int64
}

type cacheKey struct {
	field int
	term  string
}

// cachedPostings are the postings of a term in a field. documents is the document
// frequency; it includes documents of episodes that the view does not have.
type cachedPostings struct {
	documents int
	postings  []posting
}

// posting is an episode that contains the term, with the saturated frequency, see
// [saturate].
type posting struct {
	episode    int32
	saturation float32
}

func (m *postingsCache) get(key cacheKey) (cachedPostings, bool) {
	list, ok := m.lists.Load(key)
	if !ok {
		return cachedPostings{}, false
	}
	return list.(cachedPostings), true
}

// reserve reserves room for a list with the given number of postings. It returns false
// if there is no room. If it returns true, the caller must call store or release.
func (m *postingsCache) reserve(documents int) bool {
	if m.reserved.Add(int64(documents+listCost)) <= maxCachedPostings {
		return true
	}
	m.release(documents)
	return false
}

func (m *postingsCache) release(documents int) { m.reserved.Add(-int64(documents + listCost)) }

// store adds a list for which the caller has reserved room. If another goroutine has
// added it first, store releases the room.
func (m *postingsCache) store(key cacheKey, list cachedPostings) {
	if _, ok := m.lists.LoadOrStore(key, list); ok {
		m.release(list.documents)
	}
}
