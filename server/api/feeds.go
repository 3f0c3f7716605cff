package api

import (
	"context"
	"errors"
	"fmt"

	"segue/data"
	"segue/server/respond"
)

func (s Service) listFeeds(ctx context.Context, _ *struct{}) (FeedsBody, error) {
	feeds, err := s.Catalog.Feeds(ctx)
	if err != nil {
		return FeedsBody{}, err
	}
	return NewFeedsBody(feeds), nil
}

type feedInput struct {
	ID string `path:"id" doc:"The feed's id." example:"daily-cups"`
}

func (s Service) getFeed(ctx context.Context, in *feedInput) (Feed, error) {
	f, err := s.Catalog.Feed(ctx, data.FeedID(in.ID))
	if err != nil {
		return Feed{}, feedProblem("path.id", in.ID, err)
	}
	return NewFeed(f), nil
}

func (s Service) addFeed(ctx context.Context, in *followInput) (FollowedBody, error) {
	follower, err := s.follower()
	if err != nil {
		return FollowedBody{}, err
	}
	request, err := in.body()
	if err != nil {
		return FollowedBody{}, err
	}
	f, change, err := follower.Add(ctx, request.url, request.FollowOptions)
	if err != nil {
		return FollowedBody{}, feedProblem("body.url", request.url, knownFeedProblem(f.ID, request.url, err))
	}
	return FollowedBody{NewFetchedBody(f, change)}, nil
}

func (s Service) refreshFeed(ctx context.Context, in *feedInput) (FetchedBody, error) {
	follower, err := s.follower()
	if err != nil {
		return FetchedBody{}, err
	}
	f, change, err := follower.Refresh(ctx, data.FeedID(in.ID))
	if err != nil {
		return FetchedBody{}, feedProblem("path.id", in.ID, err)
	}
	return NewFetchedBody(f, change), nil
}

type removeInput struct {
	ID       string `path:"id" doc:"The feed's id." example:"daily-cups"`
	Episodes bool   `query:"episodes" doc:"Whether to also delete the episodes that are in no other feed." example:"true"`
}

func (s Service) removeFeed(ctx context.Context, in *removeInput) (RemovedBody, error) {
	follower, err := s.follower()
	if err != nil {
		return RemovedBody{}, err
	}
	deleted, err := follower.Remove(ctx, data.FeedID(in.ID), in.Episodes)
	if err != nil {
		return RemovedBody{}, feedProblem("path.id", in.ID, err)
	}
	return RemovedBody{Deleted: deleted}, nil
}

// feedProblem returns the problem for an error of a feed. It shows the reason, because
// the client is an admin. It returns any other error unchanged.
func feedProblem(location, value string, err error) error {
	switch {
	case errors.Is(err, data.ErrUnknownFeed):
		return respond.NewProblem(respond.UnknownFeed, "no followed feed has this id").At(location, value, "unknown feed")
	case errors.Is(err, data.ErrKnownFeed):
		return respond.NewProblem(respond.KnownFeed, "the feed is already followed").At(location, value, "already followed")
	case errors.Is(err, data.ErrBadFeed):
		return respond.NewProblem(respond.BadFeed, "%s", err).At(location, value, "not a feed that can be followed")
	}
	return err
}

// knownFeedProblem returns a problem with the id under which a feed is already followed.
// It returns err unchanged if the id is empty or if err has another reason.
func knownFeedProblem(id data.FeedID, address string, err error) error {
	if id == "" || !errors.Is(err, data.ErrKnownFeed) {
		return err
	}
	return respond.NewProblem(respond.KnownFeed, "the feed is already followed as %q", id).
		At("body.url", address, fmt.Sprintf("already followed as %q", id)).Fix("refresh the feed with POST %s/%s/refresh", FeedsPath, id)
}
