package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"segue/recommend/indexer"
)

func TestAClosedBarHasDrawnItsLastState(t *testing.T) {
	for range 20 { // the bar may not have begun to draw when it is closed
		var drawn bytes.Buffer
		b := drawnBar(&drawn, "baking")
		b.start = time.Now().Add(-showAfter)
		b.set(7, 9)
		b.close()
		if out := drawn.String(); !strings.Contains(out, "baking") || !strings.Contains(out, "7") {
			t.Fatalf("it shows %q", out)
		}
	}
}

func TestTheBarDoesNotCountWhatWasEmbeddedBefore(t *testing.T) {
	b := drawnBar(&bytes.Buffer{}, "embedding")
	var last indexer.Progress
	report := b.embedded(&last)
	report(indexer.Progress{Episodes: 1000, Embedded: 900})
	report(indexer.Progress{Episodes: 1000, Embedded: 920})
	if done, total := b.tracker.Value(), b.tracker.Total; done != 20 || total != 100 {
		t.Errorf("the bar shows %d of %d, want 20 of 100", done, total)
	}
	if last.Embedded != 920 {
		t.Errorf("last progress %+v", last)
	}
}

func TestAShortWorkShowsNoBar(t *testing.T) {
	var drawn bytes.Buffer
	b := drawnBar(&drawn, "baking")
	b.set(1, 2)
	b.close()
	if drawn.Len() > 0 {
		t.Errorf("it shows %q", &drawn)
	}
}
