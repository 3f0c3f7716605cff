package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"segue/data"
	"segue/data/catalog"
	"segue/outbound"
	"segue/server/thumb"
)

const (
	// thumbsSuffix names the directory of small pictures after the file of its catalogue.
	thumbsSuffix = ".thumbs"
	// picturePerHost lets the four pictures of a widget come from one host in half the
	// time.
	picturePerHost = 2
	// pictureAttempts is low because a reader waits, and a picture is asked for again
	// later.
	pictureAttempts = 2
	// pictureTime is enough for a few megabytes from a slow host.
	pictureTime = 15 * time.Second
)

// thumbs returns what serves the pictures of the catalogue's episodes, nil where they
// are not wanted.
func (cmd *serveCommand) thumbs(t *terminal, c catalog.Store) *thumb.Handler {
	if !cmd.Thumbs {
		return nil
	}
	directory := ""
	if file := cmd.file(); file != "" {
		directory = file + thumbsSuffix
	}
	return thumb.New(thumb.Config{Fetch: cmd.pictures(), Image: imageIn(c), Directory: directory, Logger: t.log})
}

// imageIn finds the address of an episode's picture.
func imageIn(c catalog.Store) func(context.Context, data.EpisodeID) (string, error) {
	return func(ctx context.Context, id data.EpisodeID) (string, error) {
		found, err := c.Episodes(ctx, []data.EpisodeID{id})
		if err != nil {
			return "", err
		}
		episode, ok := found[id]
		if !ok {
			return "", data.ErrUnknownEpisode
		}
		return episode.Image, nil
	}
}

// pictures fetches pictures by the rules for addresses that others choose.
func (f fetchFlags) pictures() func(context.Context, string) ([]byte, error) {
	policy := outbound.Feeds()
	policy.AllowPrivate, policy.UserAgent, policy.MaxBody = f.AllowPrivateFeeds, userAgent(), thumb.MaxPicture
	policy.PerHost, policy.Attempts, policy.AttemptTimeout = picturePerHost, pictureAttempts, pictureTime
	client := outbound.New(policy)
	return func(ctx context.Context, address string) ([]byte, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, outbound.Strip(err)
		}
		// What can be decoded: some hosts send AVIF to whoever does not say.
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
