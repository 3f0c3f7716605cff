package main

import (
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
	"golang.org/x/term"
)

// showAfter is the delay before a bar appears. Short tasks show no bar.
const showAfter = time.Second

// bar is a progress bar with the rate and the remaining time. It is only drawn on a
// terminal. Elsewhere, such as in a log, there is a line every 15 seconds.
type bar struct {
	lines    *progressLines  // nil on a terminal
	writer   progress.Writer // nil if there are lines
	tracker  *progress.Tracker
	start    time.Time
	rendered chan struct{} // closed when rendering has ended; nil before it starts
}

// newBar starts a bar for a task of unknown size.
func newBar(stderr io.Writer, task string) *bar {
	if f, ok := stderr.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return &bar{lines: newProgressLines(stderr, task, lineInterval)}
	}
	return newDrawnBar(stderr, task)
}

func newDrawnBar(w io.Writer, task string) *bar {
	b := &bar{start: time.Now(), writer: progress.NewWriter(), tracker: &progress.Tracker{Message: task, DeferStart: true}}
	b.tracker.Start() // the rate counts from here, not from the first drawing
	b.writer.SetOutputWriter(w)
	b.writer.SetTrackerLength(25)
	b.writer.SetUpdateFrequency(200 * time.Millisecond)
	b.writer.Style().Visibility.Speed = true
	b.writer.Style().Visibility.ETA = true
	return b
}

// set updates the number of finished parts and their total; a total of 0 is unknown.
func (b *bar) set(done, total int) {
	if b.lines != nil {
		b.lines.set(done, total)
		return
	}
	b.tracker.UpdateTotal(int64(total))
	b.tracker.SetValue(int64(done))
	if b.rendered == nil && time.Since(b.start) >= showAfter {
		b.render()
	}
}

// rename changes the name of the task.
func (b *bar) rename(task string) {
	if b.lines != nil {
		b.lines.rename(task)
		return
	}
	b.tracker.UpdateMessage(task)
}

func (b *bar) render() {
	b.writer.AppendTracker(b.tracker)
	b.rendered = make(chan struct{})
	go func() {
		defer close(b.rendered)
		b.writer.Render()
	}()
}

// stopInterval is the pause between two calls of Stop. Stop does nothing before Render
// has started.
const stopInterval = 10 * time.Millisecond

// close ends the task. The last state stays on the screen.
func (b *bar) close() {
	if b.lines != nil {
		b.lines.close()
		return
	}
	if b.rendered == nil {
		return
	}
	b.tracker.MarkAsDone()
	for {
		b.writer.Stop()
		select {
		case <-b.rendered:
			return
		case <-time.After(stopInterval):
		}
	}
}

// progress implements [app.Progress] with a bar.
func (t *terminal) progress(task string) (set func(done, total int), end func()) {
	b := newBar(t.stderr, task)
	return b.set, b.close
}
