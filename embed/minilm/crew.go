package minilm

import (
	"runtime"
	"sync/atomic"
)

// crew is the leader of a pass and its helpers, who share the work of every step.
// A step is cut into chunks, and whoever is free takes the next: where the system
// stops a helper for a while, one chunk is late and no more. A crew serves one
// run of a pass; a helper that comes after it finds the crew dismissed.
type crew struct {
	pass *pass
	step step // written by the leader before state
	// state is one word, so that it changes at once: the number of the step in
	// this run, how many chunks it has, and which is the next to take.
	state atomic.Uint64
	done  atomic.Int32 // chunks of the step that are finished
}

const (
	chunkBits = 16
	chunkMask = 1<<chunkBits - 1
	// dismissed is the state after the last step. It has no chunk to take.
	dismissed = ^uint64(0)
	// maxHelpers is how many helpers a crew has at most: one text has so little
	// work that more would mostly wait for each other.
	maxHelpers = 3
	// patience is how many times one looks before one lets others run: a few
	// microseconds, as long as a short step.
	patience = 2000
)

// recruit gives p a crew where it has none and threads are idle: at its start, or
// later, when other work has ended.
func (p *pass) recruit() {
	if p.crew != nil {
		return
	}
	for helper := 1; helper <= maxHelpers && p.model.reserveThread(); helper++ {
		if p.crew == nil {
			p.crew = &crew{pass: p}
		}
		go p.crew.help(p.model, helper)
	}
}

// dismiss ends the work of the helpers.
func (p *pass) dismiss() {
	if p.crew != nil {
		p.crew.state.Store(dismissed)
		p.crew = nil
	}
}

// reserveThread reports whether a thread was idle, and counts it as busy.
func (m *Model) reserveThread() bool {
	for {
		busy := m.busy.Load()
		if int(busy) >= m.threads {
			return false
		}
		if m.busy.CompareAndSwap(busy, busy+1) {
			return true
		}
	}
}

// share does all chunks of a step, and returns when they are finished.
func (c *crew) share(s step, chunks int) {
	number := c.state.Load()>>(2*chunkBits) + 1
	c.step = s
	c.done.Store(0)
	c.state.Store(number<<(2*chunkBits) | uint64(chunks)<<chunkBits)
	c.work(0)
	for looks := 0; int(c.done.Load()) < chunks; looks++ {
		if looks > patience {
			runtime.Gosched()
		}
	}
}

// help takes part in all steps of the run.
func (c *crew) help(m *Model, worker int) {
	defer m.busy.Add(-1)
	for looks := 0; c.state.Load() != dismissed; looks++ {
		if c.work(worker) {
			looks = 0
		}
		if looks > patience {
			runtime.Gosched()
		}
	}
}

// work takes chunks while there are any, and reports whether there was one.
func (c *crew) work(worker int) (any bool) {
	for {
		state := c.state.Load()
		next, chunks := state&chunkMask, state>>chunkBits&chunkMask
		if next >= chunks {
			return any
		}
		if c.state.CompareAndSwap(state, state+1) {
			c.pass.work(c.step, int(next), worker)
			c.done.Add(1)
			any = true
		}
	}
}
