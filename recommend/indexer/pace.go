package indexer

import "time"

// paceShare is the minimum pause between two runs of a task, as a multiple of the duration of
// the last run. Reading many changes takes seconds. While episodes wait for their vectors, reading
// may take at most a tenth of the time.
const paceShare = 9

// pace limits how often a task runs by how long its last run took.
type pace struct {
	ended time.Time
	cost  time.Duration
}

// time runs the task and measures it.
func (p *pace) time(do func() error) error {
	begin := time.Now()
	err := do()
	p.ended = time.Now()
	p.cost = p.ended.Sub(begin)
	return err
}

// due reports whether enough time has passed since the last run.
func (p *pace) due() bool { return time.Since(p.ended) >= paceShare*p.cost }
