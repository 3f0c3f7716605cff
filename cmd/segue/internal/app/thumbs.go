package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"segue/data"
	"segue/outbound"
	"segue/server/thumb"
)

const (
	// thumbsSuffix makes the name of the directory of small pictures from the name of the
	// catalogue's file.
	thumbsSuffix = ".thumbs"
	// picturesPerHost lets the four pictures of a widget come from one host in half the
	// time.
	picturesPerHost = 2
	// pictureAttempts is low because a reader waits, and the browser requests a picture
	// again later.
	pictureAttempts = 2
	// pictureTimeout is enough for a few megabytes from a slow host.
	pictureTimeout = 15 * time.Second
)

// newThumbs returns the handler of the episodes' small pictures. The App closes it.
func (a *App) newThumbs(private bool) *thumb.Handler {
	h := thumb.New(thumb.Config{
		Fetch: pictureFetcher(private), Image: a.imageOf, Directory: a.source.directory(thumbsSuffix), Logger: a.log,
	})
	a.close = append(a.close, h.Close)
	return h
}

// imageOf finds the address of an episode's picture.
func (a *App) imageOf(ctx context.Context, id data.EpisodeID) (string, error) {
	found, err := a.Catalog.Episodes(ctx, []data.EpisodeID{id})
	if err != nil {
		return "", err
	}
	episode, ok := found[id]
	if !ok {
		return "", data.ErrUnknownEpisode
	}
	return episode.Image, nil
}

// pictureFetcher fetches pictures by the rules for addresses that others choose.
func pictureFetcher(private bool) func(context.Context, string) ([]byte, error) {
	policy := outbound.Feeds()
	policy.AllowPrivate, policy.UserAgent, policy.MaxBody = private, userAgent(), thumb.MaxPicture
	policy.PerHost, policy.Attempts, policy.AttemptTimeout = picturesPerHost, pictureAttempts, pictureTimeout
	client := outbound.New(policy)
	return func(ctx context.Context, address string) ([]byte, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, outbound.Strip(err)
		}
		// The formats that can be decoded: some hosts send AVIF otherwise.
		request.Header.Set("Accept", "image/jpeg, image/png, image/webp, image/gif")
		response, err := client.Do(request)
		if err != nil {
			return nil, outbound.Strip(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s answers %s", request.URL.Hostname(), response.Status)
		}
		return io.ReadAll(response.Body)
	}
}
