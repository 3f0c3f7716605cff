package app

import (
	"context"
	"fmt"

	"segue/embed"
)

// lazyDriver is a driver that connects on first use. Its Info is known from the start.
type lazyDriver struct {
	info    embed.Info
	connect func(context.Context) (embed.Driver, error)
	// driver holds one value: the connected driver, or nil before the first use. Receiving
	// the value locks it, and sending it back unlocks it.
	driver chan embed.Driver
}

func newLazyDriver(info embed.Info, connect func(context.Context) (embed.Driver, error)) *lazyDriver {
	d := &lazyDriver{info: info, connect: connect, driver: make(chan embed.Driver, 1)}
	d.driver <- nil
	return d
}

// Info implements [embed.Driver].
func (d *lazyDriver) Info() embed.Info { return d.info }

// Embed implements [embed.Driver].
func (d *lazyDriver) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	driver, err := d.connected(ctx)
	if err != nil {
		return nil, err
	}
	return driver.Embed(ctx, texts)
}

// EmbedMetered implements [embed.Metered]. If the connected driver does not count tokens,
// it returns [embed.UnknownTokens].
func (d *lazyDriver) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	driver, err := d.connected(ctx)
	if err != nil {
		return nil, 0, err
	}
	if metered, ok := driver.(embed.Metered); ok {
		return metered.EmbedMetered(ctx, texts)
	}
	vectors, err := driver.Embed(ctx, texts)
	return vectors, embed.UnknownTokens, err
}

func (d *lazyDriver) connected(ctx context.Context) (driver embed.Driver, err error) {
	select {
	case driver = <-d.driver:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { d.driver <- driver }()
	if driver != nil {
		return driver, nil
	}
	found, err := d.connect(ctx)
	switch {
	case err != nil:
		return nil, err
	case found.Info() != d.info:
		return nil, fmt.Errorf("%w: the endpoint has model %q, want %q; select the model again", embed.ErrBadVectors, found.Info().Model, d.info.Model)
	}
	driver = found
	return driver, nil
}
