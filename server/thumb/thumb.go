// Package thumb serves thumbnails of episode pictures to pages of other sites.
//
// If the widget loaded pictures from a podcast's host, it would load megabytes and reveal
// visitors to that host. Instead, this server fetches each picture once, crops the middle
// square, and serves at most [MaxBytes] from its cache. It only fetches addresses from the
// catalogue, never an address from a request.
//
// Pictures are untrusted input: [Make] limits the work, and [Config.Fetch] must limit the
// network access.
package thumb

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"segue/data"
)

const (
	// Prefix is the beginning of the path of a thumbnail. The episode's id and [Suffix]
	// follow.
	Prefix = "/thumbs/"
	// Suffix is the end of the path, the usual extension of the format.
	Suffix = ".jpg"
	// defaultBytes is enough for more than ten thousand thumbnails, the episodes of a
	// large network.
	defaultBytes = 64 << 20
	// defaultTimeout is how long a request waits for a new thumbnail.
	defaultTimeout = 3 * time.Second
)

// Config configures a [Handler]. Fetch and Image are required.
type Config struct {
	// Fetch returns the body at an http or https address, at most [MaxPicture] bytes. It
	// must not connect to private addresses. Its errors are logged, so they must not
	// contain the path or the query, which may be secret.
	Fetch func(ctx context.Context, address string) ([]byte, error)
	// Image returns the address of an episode's picture, or "" if it has none. It returns
	// an error that wraps [data.ErrUnknownEpisode] if there is no such episode.
	Image func(ctx context.Context, id data.EpisodeID) (address string, err error)
	// Directory stores the thumbnails in files. Several processes may share it, and files
	// may be deleted at any time. If it is empty, thumbnails are stored in memory.
	Directory string
	// Bytes is the maximum size of the cache; the oldest thumbnails are removed first.
	// 0 means 64 MiB. Processes that share a directory may exceed it for a short time.
	Bytes int64
	// Timeout is how long a request waits for a new thumbnail. 0 means 3 s. The thumbnail
	// is still made after the timeout, so a later request gets it.
	Timeout time.Duration
	// Logger logs failed pictures at level debug; nil disables logging.
	Logger *slog.Logger
}

// Handler serves GET and HEAD requests below [Prefix]. It is safe for concurrent use.
type Handler struct {
	config Config
	store  store
	jobs   jobs
}

// New returns a handler. It fetches and writes nothing before the first request.
func New(c Config) *Handler {
	c.Bytes = cmp.Or(c.Bytes, defaultBytes)
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	h := &Handler{config: c, store: newMemory(c.Bytes)}
	if c.Directory != "" {
		h.store = newFolder(c.Directory, c.Bytes)
	}
	h.jobs.init()
	return h
}

// Close cancels all jobs and waits for them to end. Later requests only get stored
// thumbnails.
func (h *Handler) Close() { h.jobs.close() }
