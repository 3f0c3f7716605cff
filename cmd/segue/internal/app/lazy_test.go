package app

import (
	"context"
	"errors"
	"testing"

	"segue/embed"
	"segue/embed/embedtest"
)

// newCountingDriver returns a lazy driver that counts its connections.
func newCountingDriver(m embed.Driver, connects *int) *lazyDriver {
	return newLazyDriver(m.Info(), func(context.Context) (embed.Driver, error) {
		*connects++
		return m, nil
	})
}

func TestALazyDriverIsADriver(t *testing.T) {
	embedtest.Run(t, func(*testing.T) embed.Driver { return newCountingDriver(embedtest.NewHashing(64), new(int)) })
}

func TestALazyDriverConnectsOnceOnFirstUse(t *testing.T) {
	connects := 0
	l := newCountingDriver(embedtest.NewHashing(64), &connects)
	if l.Info(); connects != 0 {
		t.Error("Info connected the driver")
	}
	for range 3 {
		if _, err := l.Embed(t.Context(), []string{"rye"}); err != nil || connects != 1 {
			t.Errorf("connected %d times, %v", connects, err)
		}
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	busy := newLazyDriver(l.info, nil)
	<-busy.driver
	if _, err := busy.Embed(canceled, []string{"rye"}); !errors.Is(err, context.Canceled) {
		t.Errorf("while another call connects: %v", err)
	}
	other := newLazyDriver(embed.Info{Model: "m", Dimensions: 8}, func(context.Context) (embed.Driver, error) { return embedtest.NewHashing(64), nil })
	if _, err := other.Embed(t.Context(), []string{"rye"}); !errors.Is(err, embed.ErrBadVectors) {
		t.Errorf("an endpoint with another model: %v", err)
	}
}
