package evaluate

import "sync"

// Progress starts to show the progress of a task. It returns a function that sets the number
// of finished parts, and a function to call when the task ends.
type Progress func(message string) (set func(done, total int), end func())

// counter counts the finished parts of a task that runs in several goroutines.
type counter struct {
	mu          sync.Mutex
	done, total int
	set         func(done, total int)
	end         func()
}

func (p Progress) start(message string, total int) *counter {
	c := &counter{total: total, set: func(int, int) {}, end: func() {}}
	if p != nil {
		c.set, c.end = p(message)
	}
	return c
}

func (c *counter) next() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.set(c.done, c.total)
}
