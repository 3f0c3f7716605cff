package minilm

import (
	"runtime"
	"sync/atomic"
)

// workerPool runs the steps of a pass on several threads: the leader and its helpers.
// Each of them takes the next free chunk of a step, so if the system stops a helper for a
// while, only one chunk is delayed. A pool is used for one run of a pass. A helper that
// starts after the run finds the pool closed.
type workerPool struct {
	pass *pass
	step step // written by the leader before state
	// state is the number of the step in this run, the number of its chunks, and the
	// index of the next chunk, in one word so that they change together.
	state atomic.Uint64
	done  atomic.Int32 // chunks of the step that are finished
}

const (
	chunkBits = 16
	chunkMask = 1<<chunkBits - 1
	// closed is the state after the last step. It has no free chunk.
	closed = ^uint64(0)
	// maxHelpers limits the helpers of a pool. A single text has so little work that more
	// would mostly wait.
	maxHelpers = 3
	// spinLimit is the number of checks before a waiting thread yields: a few
	// microseconds, about the time of a short step.
	spinLimit = 2000
)

// startHelpers starts helpers if p has none and threads are idle. It is called before
// each layer, since threads may become idle later.
func (p *pass) startHelpers() {
	if p.workers != nil {
		return
	}
	for helper := 1; helper <= maxHelpers && p.model.reserveThread(); helper++ {
		if p.workers == nil {
			p.workers = &workerPool{pass: p}
		}
		go p.workers.runHelper(p.model, helper)
	}
}

// stopHelpers closes the pool.
func (p *pass) stopHelpers() {
	if p.workers != nil {
		p.workers.state.Store(closed)
		p.workers = nil
	}
}

// reserveThread counts an idle thread as busy. It returns false if there is none.
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

// run runs all chunks of a step and returns when they are finished.
func (c *workerPool) run(s step, chunks int) {
	number := c.state.Load()>>(2*chunkBits) + 1
	c.step = s
	c.done.Store(0)
	c.state.Store(number<<(2*chunkBits) | uint64(chunks)<<chunkBits)
	c.runChunks(0)
	for spins := 0; int(c.done.Load()) < chunks; spins++ {
		if spins > spinLimit {
			runtime.Gosched()
		}
	}
}

// runHelper runs chunks until the pool is closed.
func (c *workerPool) runHelper(m *Model, worker int) {
	defer m.busy.Add(-1)
	for spins := 0; c.state.Load() != closed; spins++ {
		if c.runChunks(worker) {
			spins = 0
		}
		if spins > spinLimit {
			runtime.Gosched()
		}
	}
}

// runChunks runs free chunks of the step until none is left. It reports whether there was
// one.
func (c *workerPool) runChunks(worker int) (any bool) {
	for {
		state := c.state.Load()
		next, chunks := state&chunkMask, state>>chunkBits&chunkMask
		if next >= chunks {
			return any
		}
		if c.state.CompareAndSwap(state, state+1) {
			c.pass.runChunk(c.step, int(next), worker)
			c.done.Add(1)
			any = true
		}
	}
}
