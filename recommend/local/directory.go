package local

import (
	"slices"
	"sync"

	"segue/data"
	"segue/recommend"
)

// directory finds slots by id, by title and by guest, and people by ID. All revisions share it, so a reader
// compares what it finds with the tables of its revision.
type directory struct {
	mu sync.RWMutex
	// last is the number of the last revision that was made with the directory.
	last      int64
	slots     map[data.EpisodeID]int32
	titles    map[string][]int32 // by [recommend.TitleKey]
	guests    map[string][]int32 // by folded name
	spellings map[string][]int32 // numbers of people by [data.PersonID]
	stale     []stale            // oldest first
}

func newDirectory() *directory {
	return &directory{slots: map[data.EpisodeID]int32{}, titles: map[string][]int32{}, guests: map[string][]int32{}, spellings: map[string][]int32{}}
}

// advance returns the number of the next revision after the given one. It returns false if that is
// not the last revision, because an update failed or was discarded: the directory then has data
// of that update.
func (d *directory) advance(revision int64) (next int64, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if revision != d.last {
		return 0, false
	}
	d.last++
	return d.last, true
}

func (d *directory) slot(id data.EpisodeID) (int32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	slot, ok := d.slots[id]
	return slot, ok
}

func (d *directory) titled(key string) []int32 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.titles[key])
}

// withGuests returns the slots of episodes with one of the guests.
func (d *directory) withGuests(names []string) []int32 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var slots []int32
	for _, name := range names {
		slots = append(slots, d.guests[name]...)
	}
	return slots
}

// spelled returns the numbers of a person's spellings.
func (d *directory) spelled(id string) []int32 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.spellings[id])
}

// addEpisode makes the slot of an episode known under its id, its title and its guests.
func (d *directory) addEpisode(e *episode) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.slots[e.ID] = e.Slot
	addSlot(d.titles, recommend.TitleKey(e.Title), e.Slot)
	for _, guest := range e.Guests {
		addSlot(d.guests, guest, e.Slot)
	}
}

func addSlot(slots map[string][]int32, key string, slot int32) {
	if !slices.Contains(slots[key], slot) {
		slots[key] = append(slots[key], slot)
	}
}

func removeSlot(slots map[string][]int32, key string, slot int32) {
	rest := slices.DeleteFunc(slots[key], func(s int32) bool { return s == slot })
	if slots[key] = rest; len(rest) == 0 {
		delete(slots, key)
	}
}

// stale has the id, the title and the guests of an episode of an earlier revision. Answers that have
// begun may still look for them.
type stale struct {
	id     data.EpisodeID
	title  string
	guests []string
	slot   int32
}

// maxStale is the number of episodes that are kept for earlier revisions: many more than
// change during an answer. The same number of slots stays unused before one is used again.
const maxStale = 1024

// retire marks the data of an episode as stale. They are forgotten later, if the slot of episodes
// then has others.
func (d *directory) retire(e *episode, episodes []*episode) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stale = append(d.stale, stale{e.ID, recommend.TitleKey(e.Title), e.Guests, e.Slot})
	for len(d.stale) > maxStale {
		d.forget(d.stale[0], episodes[d.stale[0].slot])
		d.stale = d.stale[1:]
	}
}

// forget removes stale data, unless the episode that is in the slot now has them.
func (d *directory) forget(s stale, now *episode) {
	if (now == nil || now.ID != s.id) && d.slots[s.id] == s.slot {
		delete(d.slots, s.id)
	}
	if now == nil || recommend.TitleKey(now.Title) != s.title {
		removeSlot(d.titles, s.title, s.slot)
	}
	for _, guest := range s.guests {
		if now == nil || !slices.Contains(now.Guests, guest) {
			removeSlot(d.guests, guest, s.slot)
		}
	}
}

// addPerson makes the number of a name known under its ID.
func (d *directory) addPerson(name string, number int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := data.PersonID(name)
	d.spellings[id] = append(slices.Clip(d.spellings[id]), number)
}
