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
	wanted, err := in.body()
	if err != nil {
		return FollowedBody{}, err
	}
	f, change, err := follower.Add(ctx, wanted.url, wanted.FollowOptions)
	if err != nil {
		return FollowedBody{}, feedProblem("body.url", wanted.url, knownAs(f.ID, wanted.url, err))
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
	Episodes bool   `query:"episodes" doc:"Whether to delete the episodes that this feed alone has brought." example:"true"`
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

// feedProblem says what an error about a feed means to an admin, who may know why a
// feed cannot be followed. Any other error stays what it is.
func feedProblem(location, value string, err error) error {
	switch {
	case errors.Is(err, data.ErrUnknownFeed):
		return respond.NewProblem(respond.UnknownFeed, "the catalogue follows no feed of that id").At(location, value, "no feed is called this")
	case errors.Is(err, data.ErrKnownFeed):
		return respond.NewProblem(respond.KnownFeed, "the feed of that address is followed already").At(location, value, "followed already")
	case errors.Is(err, data.ErrBadFeed):
		return respond.NewProblem(respond.BadFeed, "%s", err).At(location, value, "gives no feed to follow")
	}
	return err
}

// knownAs says under which id a feed is followed already, where the follower says it.
func knownAs(id data.FeedID, address string, err error) error {
	if id == "" || !errors.Is(err, data.ErrKnownFeed) {
		return err
	}
	return respond.NewProblem(respond.KnownFeed, "the feed of that address is followed already, as %q", id).
		At("body.url", address, fmt.Sprintf("it is feed %q", id)).Fix("ask for it again with POST %s/%s/refresh", FeedsPath, id)
}
