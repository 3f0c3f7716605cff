package api

import (
	"context"
	"errors"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/respond"
)

// problemOf returns the problem for an error of a handler. Any unexpected error becomes
// an internal one, and only the log shows its text.
func problemOf(err error) *respond.Problem {
	var p *respond.Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, recommend.ErrBlankQuery):
		return respond.NewProblem(respond.BlankQuery, "q must not be blank").At("query.q", "", "expected words or a question")
	case errors.Is(err, recommend.ErrNothingGiven):
		return respond.NewProblem(respond.NothingGiven, "the body has no episode and no text")
	case errors.Is(err, recommend.ErrNoTimes):
		return respond.NewProblem(respond.NoTimes, "the episode has no transcript with times; leave out at").At("query.at", "", "expected an episode with times")
	case errors.Is(err, recommend.ErrUnknownPerson):
		return respond.NewProblem(respond.UnknownPerson, "no person has this id")
	case errors.Is(err, data.ErrUnknownEpisode):
		return respond.NewProblem(respond.UnknownEpisode, "no episode has this id, GUID or URL")
	case errors.Is(err, catalog.ErrBadCursor):
		return respond.NewProblem(respond.BadCursor, "the cursor is invalid, or belongs to another sort")
	case errors.Is(err, catalog.ErrFull):
		return respond.HideCause(respond.InsufficientStorage, err)
	case errors.Is(err, catalog.ErrReadOnly), errors.Is(err, catalog.ErrReplaced):
		return respond.HideCause(respond.ReadOnly, err).With("Retry-After", readOnlyRetry)
	case errors.Is(err, context.DeadlineExceeded):
		return respond.HideCause(respond.Timeout, err)
	}
	return respond.HideCause(respond.Internal, err)
}

// readOnlyRetry is the value of Retry-After for a catalogue that cannot be written, in seconds.
// An operator needs at least a minute.
const readOnlyRetry = "60"

// unknownAt returns a problem with the location in the request that refers to an unknown
// episode or person. It returns any other error unchanged.
func unknownAt(location, value string, err error) error {
	switch {
	case errors.Is(err, data.ErrUnknownEpisode):
		return problemOf(err).At(location, value, "unknown episode")
	case errors.Is(err, recommend.ErrUnknownPerson):
		return problemOf(err).At(location, value, "unknown person")
	}
	return err
}

// clientGone reports whether the client has closed the connection. The context also ends
// at a deadline, if a body is too slow and if the server stops. In these cases the client
// still waits for an answer.
func clientGone(ctx context.Context, err error) bool {
	var p *respond.Problem
	if errors.As(err, &p) && p.Code == respond.BodyTooSlow || stopping(ctx) {
		return false
	}
	return errors.Is(ctx.Err(), context.Canceled)
}

// stopping reports whether a request ended because the server is about to stop.
func stopping(ctx context.Context) bool {
	return errors.Is(context.Cause(ctx), respond.ErrStopping)
}

// stopped returns the problem for a request that ended because the server stops.
func stopped(err error) *respond.Problem {
	var p *respond.Problem
	if errors.As(err, &p) {
		return p
	}
	return respond.StoppingProblem().Because(err)
}
