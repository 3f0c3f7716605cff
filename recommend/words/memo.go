package words

import (
	"sync"
	"sync/atomic"
)

const (
	// maxRemembered is how many postings a view keeps decoded, of 8 bytes each: 16 MB,
	// which hold nearly all that ten thousand episodes are compared by.
	maxRemembered = 2 << 20
	// listCost is what keeping a list costs beside its postings, in postings.
	listCost = 16
)

// memo keeps postings decoded, because the same terms are asked for again and again:
// by every episode that is compared with all others, and by searches. It takes what
// comes first until it is full, and goes with its view.
type memo struct {
	lists sync.Map // of memoKey to memoList
	taken atomic.Int64
}

type memoKey struct {
	field int
	term  string
}

// memoList is what the index has of a term in a field. Documents are also those that
// are no episodes of the view.
type memoList struct {
	documents int
	postings  []posting
}

// posting is an episode that has the term, and how much of it, see [saturate].
type posting struct {
	episode    int32
	saturation float32
}

func (m *memo) get(key memoKey) (memoList, bool) {
	list, ok := m.lists.Load(key)
	if !ok {
		return memoList{}, false
	}
	return list.(memoList), true
}

// reserve reports whether there is room for a list of so many postings, which is
// then to be kept or given back.
func (m *memo) reserve(documents int) bool {
	if m.taken.Add(int64(documents+listCost)) <= maxRemembered {
		return true
	}
	m.release(documents)
	return false
}

func (m *memo) release(documents int) { m.taken.Add(-int64(documents + listCost)) }

// keep keeps a list for which there is room, unless another goroutine just did.
func (m *memo) keep(key memoKey, list memoList) {
	if _, known := m.lists.LoadOrStore(key, list); known {
		m.release(list.documents)
	}
}
