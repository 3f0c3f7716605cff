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
	// thumbsSuffix is appended to the name of the catalogue's file to name the directory
	// of thumbnails.
	thumbsSuffix = ".thumbs"
	// imagesPerHost is the maximum number of concurrent requests to a host. With two, the
	// four images of a widget take half the time.
	imagesPerHost = 2
	// imageAttempts is low because a reader waits, and the browser requests an image
	// again later.
	imageAttempts = 2
	// imageTimeout is enough for a few megabytes from a slow host.
	imageTimeout = 15 * time.Second
)

// newThumbs returns the handler of thumbnails. [App.Close] closes it.
func (a *App) newThumbs(private bool) *thumb.Handler {
	h := thumb.New(thumb.Config{
		Fetch: imageFetcher(private), Image: a.imageOf, Directory: a.source.directory(thumbsSuffix), Logger: a.log,
	})
	a.close = append(a.close, h.Close)
	return h
}

// imageOf returns the address of an episode's image.
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

// imageFetcher returns a function that fetches images. Its requests follow the rules of
// [outbound.Feeds].
func imageFetcher(private bool) func(context.Context, string) ([]byte, error) {
	policy := outbound.Feeds()
	policy.AllowPrivate, policy.UserAgent, policy.MaxBody = private, userAgent(), thumb.MaxPicture
	policy.PerHost, policy.Attempts, policy.AttemptTimeout = imagesPerHost, imageAttempts, imageTimeout
	client := outbound.New(policy)
	return func(ctx context.Context, address string) ([]byte, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, outbound.Strip(err)
		}
		// Without this header, some hosts send AVIF, which cannot be decoded.
		request.Header.Set("Accept", "image/jpeg, image/png, image/webp, image/gif")
		response, err := client.Do(request)
		if err != nil {
			return nil, outbound.Strip(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s returned %s", request.URL.Hostname(), response.Status)
		}
		return io.ReadAll(response.Body)
	}
}
