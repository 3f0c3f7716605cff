package indexer

import "time"

// paceShare is how many times longer other work must have taken than a piece of
// upkeep before the next: reading a catalogue and building an index take time in
// proportion to their size, and each may cost a tenth of the whole at most.
const paceShare = 9

// pace spaces out a piece of upkeep by what it cost last time.
type pace struct {
	ended time.Time
	cost  time.Duration
}

// time does the piece and takes its time.
func (p *pace) time(do func() error) error {
	begin := time.Now()
	err := do()
	p.ended = time.Now()
	p.cost = p.ended.Sub(begin)
	return err
}

// due reports whether enough other work was done since.
func (p *pace) due() bool { return time.Since(p.ended) >= paceShare*p.cost }
