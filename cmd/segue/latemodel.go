package main

import (
	"context"
	"fmt"

	"segue/embed"
)

// late is a driver of which all is known but whether it answers: it is connected with
// the first text.
type late struct {
	info    embed.Info
	connect func(context.Context) (embed.Driver, error)
	// driver holds what is connected, or nil; who takes it out puts it back.
	driver chan embed.Driver
}

func newLate(info embed.Info, connect func(context.Context) (embed.Driver, error)) *late {
	l := &late{info: info, connect: connect, driver: make(chan embed.Driver, 1)}
	l.driver <- nil
	return l
}

// Info implements [embed.Driver].
func (l *late) Info() embed.Info { return l.info }

// Embed implements [embed.Driver].
func (l *late) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	driver, err := l.connected(ctx)
	if err != nil {
		return nil, err
	}
	return driver.Embed(ctx, texts)
}

// EmbedMetered implements [embed.Metered], as far as the model does.
func (l *late) EmbedMetered(ctx context.Context, texts []string) ([][]float32, int64, error) {
	driver, err := l.connected(ctx)
	if err != nil {
		return nil, 0, err
	}
	if metered, ok := driver.(embed.Metered); ok {
		return metered.EmbedMetered(ctx, texts)
	}
	vectors, err := driver.Embed(ctx, texts)
	return vectors, embed.UnknownTokens, err
}

func (l *late) connected(ctx context.Context) (driver embed.Driver, err error) {
	select {
	case driver = <-l.driver:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { l.driver <- driver }()
	if driver != nil {
		return driver, nil
	}
	found, err := l.connect(ctx)
	switch {
	case err != nil:
		return nil, err
	case found.Info() != l.info:
		return nil, fmt.Errorf("%w: the model is %q now and was %q when it was chosen; choose it again", embed.ErrBadVectors, found.Info().Model, l.info.Model)
	}
	driver = found
	return driver, nil
}
