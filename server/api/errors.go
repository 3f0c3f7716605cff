package api

import (
	"context"
	"errors"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/respond"
)

// problemOf says what an error of a handler means to a client. An error that is
// not known here is the server's own, and its text stays in the log.
func problemOf(err error) *respond.Problem {
	var p *respond.Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, recommend.ErrBlankQuery):
		return respond.NewProblem(respond.BlankQuery, "q has no text").At("query.q", "", "expected words or a question")
	case errors.Is(err, recommend.ErrNothingGiven):
		return respond.NewProblem(respond.NothingGiven, "the body has neither an episode nor a text")
	case errors.Is(err, recommend.ErrUnknownPerson):
		return respond.NewProblem(respond.UnknownPerson, "nobody of that id is heard in the catalogue")
	case errors.Is(err, data.ErrUnknownEpisode):
		return respond.NewProblem(respond.UnknownEpisode, "the catalogue has no episode of that name")
	case errors.Is(err, catalog.ErrBadCursor):
		return respond.NewProblem(respond.BadCursor, "the cursor is not one of this catalogue and sort")
	case errors.Is(err, context.DeadlineExceeded):
		return respond.HideCause(respond.Timeout, err)
	}
	return respond.HideCause(respond.Internal, err)
}

// unknownAt says which part of the request named an episode or a person that does
// not exist. Any other error stays what it is.
func unknownAt(location, value string, err error) error {
	switch {
	case errors.Is(err, data.ErrUnknownEpisode):
		return problemOf(err).At(location, value, "no episode is called this")
	case errors.Is(err, recommend.ErrUnknownPerson):
		return problemOf(err).At(location, value, "nobody is called this")
	}
	return err
}

// clientGone reports whether there is nobody to answer any more. What we end ourselves
// also ends the context, but then somebody still waits: by a deadline, because a body
// stopped coming, or because the server stops.
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

// stopped is what an error means to the client of a request that ended so.
func stopped(err error) *respond.Problem {
	var p *respond.Problem
	if errors.As(err, &p) {
		return p
	}
	return respond.HideCause(respond.Stopping, err)
}
