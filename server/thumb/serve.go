package thumb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"segue/data"
	"segue/server/respond"
)

const (
	// cacheFound lets a browser use a thumbnail for a day, and for one more week while it
	// revalidates.
	cacheFound = "public, max-age=86400, stale-while-revalidate=604800"
	// cacheMissing avoids repeated requests for missing pictures.
	cacheMissing = "public, max-age=300"
	// cacheNotReady is about the duration of making a thumbnail.
	cacheNotReady = "public, max-age=5"
	// refreshAfter is the age from which a picture is fetched again. Publishers change
	// pictures without changing their address.
	refreshAfter = 7 * 24 * time.Hour
)

// ServeHTTP sends the thumbnail of the episode whose id is in the path. The status is 404
// without a body if there is no picture or it is not ready yet; the widget then shows an
// empty box. The status is 503 if the catalogue cannot be read.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	// Other sites may show the picture, even with cross-origin isolation, and measure its
	// loading time.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Timing-Allow-Origin", "*")
	header.Set("X-Content-Type-Options", "nosniff")
	thumb, err := h.find(r.Context(), r.URL.Path)
	switch {
	case err == nil:
		send(w, r, thumb)
	case errors.Is(err, errNotReady):
		sendEmpty(w, http.StatusNotFound, cacheNotReady)
	case errors.Is(err, errCatalog):
		sendEmpty(w, http.StatusServiceUnavailable, "no-store")
	default:
		sendEmpty(w, http.StatusNotFound, cacheMissing)
	}
}

var (
	// errNone is returned if there is no picture.
	errNone = errors.New("no picture")
	// errCatalog is returned if the catalogue cannot be read.
	errCatalog = errors.New("cannot read the catalogue")
)

// find returns the thumbnail for a path.
func (h *Handler) find(ctx context.Context, path string) ([]byte, error) {
	id, ok := idOf(path)
	if !ok {
		return nil, errNone
	}
	address, err := h.config.Image(ctx, id)
	switch {
	case errors.Is(err, data.ErrUnknownEpisode):
		return nil, errNone
	case err != nil:
		respond.InfoOf(ctx).Cause = err
		return nil, errCatalog
	case !fetchable(address):
		return nil, errNone
	}
	return h.thumb(ctx, address)
}

// idOf returns the episode id in a path.
func idOf(path string) (data.EpisodeID, bool) {
	name, below := strings.CutPrefix(path, Prefix)
	id, ok := strings.CutSuffix(name, Suffix)
	return data.EpisodeID(id), below && ok && id != "" && len(id) <= data.MaxIDLength
}

// fetchable reports whether an address is an http or https address, not a file or a data
// URL.
func fetchable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// thumb returns the thumbnail of the picture at an address. If it is older than
// [refreshAfter], thumb returns it and refreshes it in the background.
func (h *Handler) thumb(ctx context.Context, address string) ([]byte, error) {
	name := nameOf(address)
	stored, created, ok := h.store.get(name)
	if ok && time.Since(created) < refreshAfter {
		return stored, nil
	}
	job, err := h.jobs.start(name, func(ctx context.Context) ([]byte, error) { return h.make(ctx, name, address) })
	if ok {
		return stored, nil
	}
	if err != nil {
		return nil, err
	}
	return h.wait(ctx, job)
}

func (h *Handler) wait(ctx context.Context, job *job) ([]byte, error) {
	timeout := time.NewTimer(h.config.Timeout)
	defer timeout.Stop()
	select {
	case <-job.done:
		return job.thumbnail, job.err
	case <-timeout.C:
	case <-ctx.Done():
	}
	return nil, errNotReady
}

// nameOf returns the name of a picture: a hash of its address. Episodes with the same
// picture share one thumbnail.
func nameOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}

func send(w http.ResponseWriter, r *http.Request, thumb []byte) {
	header, tag := w.Header(), respond.ETag(thumb)
	header.Set("Cache-Control", cacheFound)
	header.Set("Etag", tag)
	if _, known := respond.MatchETag(r.Header, tag); known {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", "image/jpeg")
	header.Set("Content-Length", strconv.Itoa(len(thumb)))
	w.Write(thumb) // an error means that the client disconnected
}

func sendEmpty(w http.ResponseWriter, status int, caching string) {
	w.Header().Set("Cache-Control", caching)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(status)
}
