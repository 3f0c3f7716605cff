package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"segue/server/respond"
	"segue/server/upload"
)

// interrupted says why an upload ended before its end, and what was kept of it: to the
// client, where there still is one, and to the log.
func (p *putting) interrupted(ctx context.Context, err error) error {
	r := p.intake.Report()
	kept := fmt.Sprintf("before that %d episodes were added, %d updated, %d unchanged and %d not kept", r.Added, r.Updated, r.Unchanged, r.Failed)
	respond.InfoOf(ctx).Cause = fmt.Errorf("upload: %w; %s", err, kept)
	var reading readError
	if !errors.As(err, &reading) {
		return respond.InfoOf(ctx).Cause
	}
	said := unread(reading.error)
	said.Detail += "; " + kept
	return said.Because(respond.InfoOf(ctx).Cause)
}

// readError is one of the body, and not of the catalogue.
type readError struct{ error }

func (e readError) Unwrap() error { return e.error }

// unread says what an error of reading a body means.
func unread(err error) *respond.Problem {
	var large *http.MaxBytesError
	var broken *upload.BrokenError
	switch {
	case errors.As(err, &large):
		return respond.NewProblem(respond.BodyTooLarge, "the body has more than %d bytes", large.Limit)
	case errors.As(err, &broken):
		return respond.NewProblem(respond.MalformedBody, "%s", broken).
			Fix(`send a JSON array such as [{"show":"Daily Cups","title":"Green Tea"}], or JSON lines with Content-Type: application/x-ndjson`)
	case errors.Is(err, respond.ErrStopping):
		return respond.NewProblem(respond.Stopping, "the server is about to stop")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return respond.NewProblem(respond.BodyTooSlow, "nothing more of the body came for too long")
	}
	return respond.NewProblem(respond.MalformedBody, "the body ended too early").Fix("send the body again; what is kept already counts as unchanged")
}
