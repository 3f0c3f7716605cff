package thumb

import (
	"container/list"
	"sync"
	"time"
)

// store caches thumbnails by name. Its methods are safe for concurrent use.
type store interface {
	// get returns a thumbnail and its time of creation. The caller must not change it.
	get(name string) (picture []byte, created time.Time, ok bool)
	// put stores or replaces a thumbnail. The store may remove it at any time.
	put(name string, picture []byte) error
}

// memory is a store in memory. Above maxBytes it removes the oldest thumbnails.
type memory struct {
	maxBytes int64

	mu     sync.Mutex
	bytes  int64
	byName map[string]*list.Element
	oldest *list.List // of memoryEntry, oldest first
}

type memoryEntry struct {
	name    string
	picture []byte
	created time.Time
}

func newMemory(maxBytes int64) *memory {
	return &memory{maxBytes: maxBytes, byName: map[string]*list.Element{}, oldest: list.New()}
}

func (m *memory) get(name string) ([]byte, time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := m.byName[name]
	if found == nil {
		return nil, time.Time{}, false
	}
	e := found.Value.(memoryEntry)
	return e.picture, e.created, true
}

func (m *memory) put(name string, picture []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(m.byName[name])
	m.byName[name] = m.oldest.PushBack(memoryEntry{name, picture, time.Now()})
	for m.bytes += int64(len(picture)); m.bytes > m.maxBytes; {
		m.remove(m.oldest.Front())
	}
	return nil
}

func (m *memory) remove(e *list.Element) {
	if e == nil {
		return
	}
	removed := m.oldest.Remove(e).(memoryEntry)
	m.bytes -= int64(len(removed.picture))
	delete(m.byName, removed.name)
}
