package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"segue/data/catalog"
	"segue/server/respond"
	"segue/server/upload"
)

// interrupted returns the error of an upload that ended early, for the client and for the
// log. The message has the reason and the counts of stored episodes.
func (u *uploadRun) interrupted(ctx context.Context, err error) error {
	r := u.intake.Report()
	counts := fmt.Sprintf("before that, %d episodes were added, %d updated, %d unchanged and %d rejected", r.Added, r.Updated, r.Unchanged, r.Failed)
	respond.InfoOf(ctx).Cause = fmt.Errorf("upload: %w; %s", err, counts)
	if errors.Is(err, catalog.ErrFull) {
		return respond.NewProblem(respond.InsufficientStorage, "the disk is full; %s", counts).Because(respond.InfoOf(ctx).Cause)
	}
	var read readError
	if !errors.As(err, &read) {
		return respond.InfoOf(ctx).Cause
	}
	problem := readProblem(read.error)
	problem.Detail += "; " + counts
	return problem.Because(respond.InfoOf(ctx).Cause)
}

// readError is an error of reading the body, not of the catalogue.
type readError struct{ error }

func (e readError) Unwrap() error { return e.error }

// readProblem returns the problem for an error of reading a body.
func readProblem(err error) *respond.Problem {
	var large *http.MaxBytesError
	var malformed *upload.FormatError
	switch {
	case errors.As(err, &large):
		return respond.NewProblem(respond.BodyTooLarge, "the body has more than %d bytes", large.Limit)
	case errors.As(err, &malformed):
		return respond.NewProblem(respond.MalformedBody, "%s", malformed).
			Fix(`send a JSON array such as [{"show":"Daily Cups","title":"Green Tea"}], or JSON lines with Content-Type: application/x-ndjson`)
	case errors.Is(err, respond.ErrStopping):
		return respond.StoppingProblem()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return respond.NewProblem(respond.BodyTooSlow, "no more of the body arrived in time")
	}
	return respond.NewProblem(respond.MalformedBody, "the body ended too early").Fix("send the body again; episodes that are already stored count as unchanged")
}
