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
	// cached lets a browser show a picture for a day without asking, and a week longer
	// while it asks.
	cached = "public, max-age=86400, stale-while-revalidate=604800"
	// cachedMissing spares the server what it has said a moment ago.
	cachedMissing = "public, max-age=300"
	// cachedLater is about how long a picture takes that could not be waited for.
	cachedLater = "public, max-age=5"
	// fresh is how long a picture is kept before its address is asked again: publishers
	// do change what is at one.
	fresh = 7 * 24 * time.Hour
)

// ServeHTTP answers with the picture of the episode whose id the path names, and with
// 404 and no body where there is none to show or it is still to be made: whoever asked
// has something to put in its place. It is 503 where the catalogue cannot be read.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	// Pages of other sites show it, also those that are isolated from all that does not
	// agree, and may measure how long it took.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Timing-Allow-Origin", "*")
	header.Set("X-Content-Type-Options", "nosniff")
	thumb, err := h.find(r.Context(), r.URL.Path)
	switch {
	case err == nil:
		send(w, r, thumb)
	case errors.Is(err, errLater):
		refuse(w, http.StatusNotFound, cachedLater)
	case errors.Is(err, errCatalog):
		refuse(w, http.StatusServiceUnavailable, "no-store")
	default:
		refuse(w, http.StatusNotFound, cachedMissing)
	}
}

var (
	// errNone says that there is nothing to show.
	errNone = errors.New("no picture")
	// errCatalog says that the catalogue did not say what there is.
	errCatalog = errors.New("the catalogue cannot be read")
)

// find returns what is at a path.
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

// idOf returns the id in a path.
func idOf(path string) (data.EpisodeID, bool) {
	name, below := strings.CutPrefix(path, Prefix)
	id, ok := strings.CutSuffix(name, Suffix)
	return data.EpisodeID(id), below && ok && id != "" && len(id) <= data.MaxIDLength
}

// fetchable tells the addresses of hosts from those of files, and from pictures that
// are their own address.
func fetchable(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// thumb returns the small picture of what is at an address. One that is old is
// returned as it is, and made anew behind the caller's back.
func (h *Handler) thumb(ctx context.Context, address string) ([]byte, error) {
	name := nameOf(address)
	kept, made, ok := h.kept.get(name)
	if ok && time.Since(made) < fresh {
		return kept, nil
	}
	job, err := h.jobs.start(name, func(ctx context.Context) ([]byte, error) { return h.make(ctx, name, address) })
	if ok {
		return kept, nil
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
		return job.made, job.err
	case <-timeout.C:
	case <-ctx.Done():
	}
	return nil, errLater
}

// nameOf names a picture by its address, so that episodes that share it share the
// file.
func nameOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}

func send(w http.ResponseWriter, r *http.Request, thumb []byte) {
	header, tag := w.Header(), respond.ETag(thumb)
	header.Set("Cache-Control", cached)
	header.Set("Etag", tag)
	if _, known := respond.MatchETag(r.Header, tag); known {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", "image/jpeg")
	header.Set("Content-Length", strconv.Itoa(len(thumb)))
	w.Write(thumb) // who does not wait for it does not get it
}

func refuse(w http.ResponseWriter, status int, caching string) {
	w.Header().Set("Cache-Control", caching)
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(status)
}
