package widget

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

const (
	// evergreen lets a browser use the script for an hour, and for one more week while it
	// revalidates. A page never waits for a script that is in the browser's cache.
	evergreen = "public, max-age=3600, stale-while-revalidate=604800"
	// forever is used for file names that contain a hash of the content.
	forever = "public, max-age=31536000, immutable"
)

// file is a served file.
type file struct {
	body, zipped []byte
	// tag is the ETag of body, zippedTag the ETag of zipped.
	tag, zippedTag string
	cache          string
}

func newFile(body []byte, cache string) file {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:16])
	return file{body: body, zipped: zip(body), tag: `"` + tag + `"`, zippedTag: `"` + tag + `-gzip"`, cache: cache}
}

// zip compresses at the highest level, because it runs once per file.
func zip(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level exists
	}
	w.Write(body) // a buffer returns no error
	w.Close()
	return b.Bytes()
}

// ServeHTTP serves the files below [Prefix].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	// Other sites load the modules, even with cross-origin isolation, and may measure the
	// loading time.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Timing-Allow-Origin", "*")
	header.Set("X-Content-Type-Options", "nosniff")
	f, ok := h.find(strings.TrimPrefix(r.URL.Path, Prefix))
	if !ok {
		header.Set("Cache-Control", "no-store")
		http.Error(w, "file not found; the script is at "+h.Evergreen(), http.StatusNotFound)
		return
	}
	f.send(w, r)
}

// find returns a file by its path. It finds parts in any folder: a browser may cache the
// script of an earlier version for a week, and that script then needs the current parts.
// These are sent with "no-store", because their path belongs to another version.
func (h *Handler) find(name string) (file, bool) {
	if f, ok := h.files[name]; ok {
		return f, true
	}
	_, part, ok := strings.Cut(name, "/")
	f, known := h.files[h.folder+"/"+part]
	f.cache = "no-store"
	return f, ok && known
}

func (f file) send(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", f.cache)
	header.Set("Vary", "Accept-Encoding")
	body, tag := f.body, f.tag
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body, tag = f.zipped, f.zippedTag
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Etag", tag)
	if matchesETag(r.Header, tag) {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", "text/javascript; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // an error means that the client disconnected
}

// matchesETag reports whether If-None-Match contains tag.
func matchesETag(h http.Header, tag string) bool {
	for known := range strings.SplitSeq(strings.Join(h.Values("If-None-Match"), ","), ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == tag || known == "*" {
			return true
		}
	}
	return false
}
