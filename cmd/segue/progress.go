package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
	"golang.org/x/term"

	"segue/recommend/indexer"
)

// showAfter keeps short work from flashing a bar.
const showAfter = time.Second

// bar shows on a terminal how far a long piece of work has come, with rate and
// remaining time. Elsewhere it shows nothing, so that logs and scripts stay clean.
type bar struct {
	writer  progress.Writer
	tracker *progress.Tracker
	start   time.Time
	message string
}

// newBar returns a bar for work of unknown size on stderr.
func newBar(stderr io.Writer, message string) *bar {
	b := &bar{start: time.Now(), message: message}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		b.writer = progress.NewWriter()
		b.writer.SetOutputWriter(stderr)
		b.writer.SetTrackerLength(25)
		b.writer.SetUpdateFrequency(200 * time.Millisecond)
		b.writer.Style().Visibility.Speed = true
		b.writer.Style().Visibility.ETA = true
	}
	return b
}

// set shows done of total; a total of 0 is unknown.
func (b *bar) set(done, total int) {
	if b.writer == nil {
		return
	}
	if b.tracker == nil {
		if time.Since(b.start) < showAfter {
			return
		}
		b.tracker = &progress.Tracker{Message: b.message, Total: int64(total)}
		b.writer.AppendTracker(b.tracker)
		go b.writer.Render()
	}
	b.tracker.UpdateTotal(int64(total))
	b.tracker.SetValue(int64(done))
}

// close leaves the last state on the screen.
func (b *bar) close() {
	if b.tracker == nil {
		return
	}
	b.tracker.MarkAsDone()
	b.writer.Stop()
	for b.writer.IsRenderInProgress() {
		time.Sleep(10 * time.Millisecond)
	}
}

// embedded shows the indexer's progress and remembers its end.
func (b *bar) embedded(last *indexer.Progress) func(indexer.Progress) {
	return func(p indexer.Progress) {
		*last = p
		b.set(p.Embedded, p.Episodes)
	}
}

// perSecond prints a rate with the digits that mean something.
func perSecond(rate float64) string {
	if rate >= 10 {
		return fmt.Sprintf("%.0f", rate)
	}
	return fmt.Sprintf("%.1f", rate)
}
