package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestAClosedBarShowsItsLastState(t *testing.T) {
	for range 20 { // sometimes the bar is closed before rendering starts
		var drawn bytes.Buffer
		b := newDrawnBar(&drawn, "baking")
		b.start = time.Now().Add(-showAfter)
		b.set(7, 9)
		b.close()
		if out := drawn.String(); !strings.Contains(out, "baking") || !strings.Contains(out, "7") {
			t.Fatalf("the bar shows %q", out)
		}
	}
}

func TestAShortTaskShowsNoBar(t *testing.T) {
	var drawn bytes.Buffer
	b := newDrawnBar(&drawn, "baking")
	b.set(1, 2)
	b.close()
	if drawn.Len() > 0 {
		t.Errorf("the bar shows %q", &drawn)
	}
}
