package local

import (
	"slices"
	"sync"

	"segue/data"
	"segue/recommend"
)

// directory finds slots by id and by title, and people by ID. All revisions share it, so a reader
// compares what it finds with the tables of its revision.
type directory struct {
	mu sync.RWMutex
	// last is the number of the last revision that was made with the directory.
	last      int64
	slots     map[data.EpisodeID]int32
	titles    map[string][]int32 // by [recommend.TitleKey]
	spellings map[string][]int32 // numbers of people by [data.PersonID]
	stale     []stale            // oldest first
}

func newDirectory() *directory {
	return &directory{slots: map[data.EpisodeID]int32{}, titles: map[string][]int32{}, spellings: map[string][]int32{}}
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

// spelled returns the numbers of a person's spellings.
func (d *directory) spelled(id string) []int32 {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return slices.Clone(d.spellings[id])
}

// addEpisode makes a slot known under an id and a title.
func (d *directory) addEpisode(id data.EpisodeID, title string, slot int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.slots[id] = slot
	if key := recommend.TitleKey(title); !slices.Contains(d.titles[key], slot) {
		d.titles[key] = append(slices.Clip(d.titles[key]), slot)
	}
}

// stale is an id or a title that the last revision does not have. Answers that have begun may still
// look for it in an earlier revision.
type stale struct {
	id    data.EpisodeID
	title string
	slot  int32
}

// maxStale is the number of ids and titles that are kept for earlier revisions: many more than
// change during an answer. The same number of slots stays unused before one is used again.
const maxStale = 1024

// retire marks the id and the title of a slot as stale. They are forgotten later, if the slot of
// episodes then has others.
func (d *directory) retire(e *episode, episodes []*episode) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stale = append(d.stale, stale{e.ID, recommend.TitleKey(e.Title), e.Slot})
	for len(d.stale) > maxStale {
		d.forget(d.stale[0], episodes[d.stale[0].slot])
		d.stale = d.stale[1:]
	}
}

// forget removes a stale id and title, unless the episode that is in the slot now has them.
func (d *directory) forget(s stale, now *episode) {
	if (now == nil || now.ID != s.id) && d.slots[s.id] == s.slot {
		delete(d.slots, s.id)
	}
	if now != nil && recommend.TitleKey(now.Title) == s.title {
		return
	}
	rest := slices.DeleteFunc(slices.Clone(d.titles[s.title]), func(slot int32) bool { return slot == s.slot })
	if d.titles[s.title] = rest; len(rest) == 0 {
		delete(d.titles, s.title)
	}
}

// addPerson makes the number of a name known under its ID.
func (d *directory) addPerson(name string, number int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := data.PersonID(name)
	d.spellings[id] = append(slices.Clip(d.spellings[id]), number)
}
