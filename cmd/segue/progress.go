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
	writer   progress.Writer
	tracker  *progress.Tracker
	start    time.Time
	rendered chan struct{} // closed when rendering has ended; nil before it begins
}

// newBar returns a bar for work of unknown size on stderr.
func newBar(stderr io.Writer, message string) *bar {
	if f, ok := stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return &bar{}
	}
	return drawnBar(stderr, message)
}

func drawnBar(w io.Writer, message string) *bar {
	b := &bar{start: time.Now(), writer: progress.NewWriter(), tracker: &progress.Tracker{Message: message, DeferStart: true}}
	b.restart() // from here, not from when the bar is shown
	b.writer.SetOutputWriter(w)
	b.writer.SetTrackerLength(25)
	b.writer.SetUpdateFrequency(200 * time.Millisecond)
	b.writer.Style().Visibility.Speed = true
	b.writer.Style().Visibility.ETA = true
	return b
}

// set shows done of total; a total of 0 is unknown.
func (b *bar) set(done, total int) {
	if b.writer == nil {
		return
	}
	b.tracker.UpdateTotal(int64(total))
	b.tracker.SetValue(int64(done))
	if b.rendered == nil && time.Since(b.start) >= showAfter {
		b.render()
	}
}

func (b *bar) render() {
	b.writer.AppendTracker(b.tracker)
	b.rendered = make(chan struct{})
	go func() {
		defer close(b.rendered)
		b.writer.Render()
	}()
}

// stopAgain is the pause between two calls of Stop, which does nothing before
// Render has really begun.
const stopAgain = 10 * time.Millisecond

// close leaves the last state on the screen.
func (b *bar) close() {
	if b.rendered == nil {
		return
	}
	b.tracker.MarkAsDone()
	for {
		b.writer.Stop()
		select {
		case <-b.rendered:
			return
		case <-time.After(stopAgain):
		}
	}
}

// restart makes rate and remaining time count from now.
func (b *bar) restart() {
	if b.tracker != nil {
		b.tracker.Reset()
		b.tracker.Start()
	}
}

// embedded shows the indexer's progress and remembers its end. It counts from the
// first report: what was embedded before took no time, and would spoil the rate.
func (b *bar) embedded(last *indexer.Progress) func(indexer.Progress) {
	first := -1
	return func(p indexer.Progress) {
		*last = p
		switch {
		case first < 0:
			first = p.Embedded
			b.restart()
		default:
			b.set(max(p.Embedded-first, 0), max(p.Episodes-first, 0))
		}
	}
}

// perSecond prints a rate with the digits that mean something.
func perSecond(rate float64) string {
	if rate >= 10 {
		return fmt.Sprintf("%.0f", rate)
	}
	return fmt.Sprintf("%.1f", rate)
}
