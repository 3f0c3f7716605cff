package main

import (
	"context"
	"io"
	"os"

	"segue/cmd/segue/internal/app"
)

// reloadOnHangup reads the configuration again after each signal of hangups, until ctx ends. It
// applies the log level, new feeds and the certificate. Other settings need a restart.
func reloadOnHangup(ctx context.Context, t *terminal, s *app.Server, c *certificate, hangups <-chan os.Signal) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangups:
			if err := applyAgain(ctx, t, s, c); err != nil {
				t.log.Error("the configuration was not reloaded", "error", err)
				continue
			}
			t.log.Info("reloaded the configuration")
		}
	}
}

// applyAgain parses the command line with the present file. After an error nothing changes.
func applyAgain(ctx context.Context, t *terminal, s *app.Server, c *certificate) error {
	var fresh commands
	parser, _, err := newParser(&fresh, t.args, io.Discard, io.Discard)
	if err != nil {
		return err
	}
	if _, err := parser.Parse(t.args); err != nil {
		return err
	}
	if c != nil {
		if err := c.load(); err != nil {
			return err
		}
	}
	t.level.Set(levelOf(fresh.LogLevel))
	s.Follow(ctx, fresh.Serve.Feed)
	return nil
}
