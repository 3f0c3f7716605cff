package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// lineInterval is the time between two lines of progress. It shows that a long task is not
// stuck, and does not fill a log.
const lineInterval = 15 * time.Second

// progressLines prints the progress of a task as lines, for an output that is not a terminal.
type progressLines struct {
	w     io.Writer
	start time.Time
	stop  chan struct{}
	ended sync.WaitGroup

	mu          sync.Mutex
	task        string
	done, total int
}

// newProgressLines prints a line after each interval until close is called.
func newProgressLines(w io.Writer, task string, interval time.Duration) *progressLines {
	l := &progressLines{w: w, task: task, start: time.Now(), stop: make(chan struct{})}
	l.ended.Go(func() {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-l.stop:
				return
			case <-ticker.C:
				fmt.Fprintf(l.w, "segue: %s\n", l.text(time.Now()))
			}
		}
	})
	return l
}

func (l *progressLines) set(done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done, l.total = done, total
}

func (l *progressLines) rename(task string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.task = task
}

// close ends the lines. No line is printed after it returns. It may be called several times.
func (l *progressLines) close() {
	l.mu.Lock()
	select {
	case <-l.stop:
	default:
		close(l.stop)
	}
	l.mu.Unlock()
	l.ended.Wait()
}

// text describes the progress at a time: the finished and the total number of parts, the
// elapsed and the remaining time.
func (l *progressLines) text(now time.Time) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	took := now.Sub(l.start)
	switch {
	case l.total <= 0 && l.done <= 0:
		return fmt.Sprintf("%s for %s", l.task, took.Round(time.Second))
	case l.total <= 0:
		return fmt.Sprintf("%s: %d in %s", l.task, l.done, took.Round(time.Second))
	}
	text := fmt.Sprintf("%s: %d of %d (%d %%) in %s", l.task, l.done, l.total, 100*l.done/l.total, took.Round(time.Second))
	if l.done <= 0 || l.done >= l.total {
		return text
	}
	remaining := time.Duration(float64(took) / float64(l.done) * float64(l.total-l.done))
	return text + fmt.Sprintf(", about %s left", roundDuration(remaining))
}
