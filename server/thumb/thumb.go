// Package thumb serves the pictures of episodes, small, to pages of other sites.
//
// A widget that loaded artwork from a podcast's host would load megabytes, and would
// tell that host who reads what. So this server fetches a picture once, cuts the middle
// square out of it, and answers with at most [MaxBytes] from its own cache. It fetches
// only what the catalogue names, never an address that a visitor gives.
//
// What is fetched was written by strangers: see [Make] for what bounds the work, and
// [Config.Fetch] for what must bound the network.
package thumb

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"segue/data"
)

const (
	// Prefix is the path that the pictures are below, with the episode's id and
	// [Suffix] behind it.
	Prefix = "/thumbs/"
	// Suffix is the end of the path; browsers and caches take it for what it is.
	Suffix = ".jpg"
	// defaultBytes keeps more than ten thousand pictures, the episodes of a large
	// network.
	defaultBytes = 64 << 20
	// defaultTimeout is the longest time that a page waits for a picture. A later request
	// gets the finished picture.
	defaultTimeout = 3 * time.Second
)

// Config is what a Handler is made of. Fetch and Image are needed.
type Config struct {
	// Fetch returns the body at an http or https address, at most [MaxPicture] bytes. It
	// must refuse addresses that are not on the internet. Errors name no path and no
	// query, which may be secret; they are logged.
	Fetch func(ctx context.Context, address string) ([]byte, error)
	// Image returns the address of an episode's picture, "" where it has none. It
	// returns an error that wraps [data.ErrUnknownEpisode] where there is no episode.
	Image func(ctx context.Context, id data.EpisodeID) (address string, err error)
	// Directory keeps the pictures, in files that anybody may delete at any time and
	// several processes may share; "" keeps them in memory.
	Directory string
	// Bytes bounds what is kept; the oldest goes first. 0 stands for 64 MiB. Other
	// processes with the same directory may exceed it for a while, by little.
	Bytes int64
	// Timeout is the longest time that a request waits for a new picture. 0 means 3 s.
	// After the timeout the picture is still made.
	Timeout time.Duration
	// Logger is told why a picture cannot be shown, at the level debug; nil for nobody.
	Logger *slog.Logger
}

// Handler answers GET and HEAD below [Prefix]. It is safe for concurrent use.
type Handler struct {
	config Config
	kept   store
	jobs   jobs
}

// New returns a handler. Nothing is fetched or written before the first request.
func New(c Config) *Handler {
	c.Bytes = cmp.Or(c.Bytes, defaultBytes)
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	h := &Handler{config: c, kept: newMemory(c.Bytes)}
	if c.Directory != "" {
		h.kept = newFolder(c.Directory, c.Bytes)
	}
	h.jobs.begin()
	return h
}

// Close breaks off what is being fetched and waits for its end. Requests that come
// later get what is kept and nothing else.
func (h *Handler) Close() { h.jobs.close() }
