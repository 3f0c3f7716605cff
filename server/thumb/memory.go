package thumb

import (
	"container/list"
	"sync"
	"time"
)

// store keeps small pictures by name. Its methods are safe for concurrent use.
type store interface {
	// get returns a picture that must not be changed, and when it was made.
	get(name string) (picture []byte, made time.Time, ok bool)
	// put keeps a picture in the place of the one before. It may be gone at any time.
	put(name string, picture []byte) error
}

// memory is a store without files.
type memory struct {
	most int64

	mu     sync.Mutex
	bytes  int64
	byName map[string]*list.Element
	oldest *list.List // of entries, the oldest in front
}

type entry struct {
	name    string
	picture []byte
	made    time.Time
}

func newMemory(most int64) *memory {
	return &memory{most: most, byName: map[string]*list.Element{}, oldest: list.New()}
}

func (m *memory) get(name string) ([]byte, time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := m.byName[name]
	if found == nil {
		return nil, time.Time{}, false
	}
	e := found.Value.(entry)
	return e.picture, e.made, true
}

func (m *memory) put(name string, picture []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(m.byName[name])
	m.byName[name] = m.oldest.PushBack(entry{name, picture, time.Now()})
	for m.bytes += int64(len(picture)); m.bytes > m.most; {
		m.remove(m.oldest.Front())
	}
	return nil
}

func (m *memory) remove(e *list.Element) {
	if e == nil {
		return
	}
	gone := m.oldest.Remove(e).(entry)
	m.bytes -= int64(len(gone.picture))
	delete(m.byName, gone.name)
}
