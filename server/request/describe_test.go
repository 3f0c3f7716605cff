package request_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"testing"

	"segue/recommend"
	"segue/server/request"
)

func TestDescribeKeepsQueriesOutOfTheLog(t *testing.T) {
	refused := fmt.Errorf("search: %w: the endpoint says: what is rye", recommend.ErrEmbedder)
	for _, tt := range []struct {
		name  string
		level slog.Level
		err   error
		want  string
	}{
		{"a search that could not be embedded", slog.LevelInfo, refused, "query could not be embedded (the level debug has the cause)"},
		{"the same at debug", slog.LevelDebug, refused, refused.Error()},
		{"another failure", slog.LevelInfo, errors.New("disk is full"), "disk is full"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			log := slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: tt.level}))
			if got := request.Describe(t.Context(), log, tt.err); got != tt.want {
				t.Errorf("Describe = %q, want %q", got, tt.want)
			}
		})
	}
}
