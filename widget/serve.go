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
	// evergreen lets a browser use the script for an hour without asking, and a
	// week longer while it asks: a page never waits for what it has.
	evergreen = "public, max-age=3600, stale-while-revalidate=604800"
	// forever goes with names that hold a hash of the content.
	forever = "public, max-age=31536000, immutable"
)

// file is one file as it is sent.
type file struct {
	body, zipped []byte
	// tag names the body; compressed bytes have another, as they are another
	// representation.
	tag, zippedTag string
	cache          string
}

func newFile(body []byte, cache string) file {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:16])
	return file{body: body, zipped: zip(body), tag: `"` + tag + `"`, zippedTag: `"` + tag + `-gzip"`, cache: cache}
}

// zip compresses once what is sent many times, hence as well as it can.
func zip(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level exists
	}
	w.Write(body) // a buffer takes everything
	w.Close()
	return b.Bytes()
}

// ServeHTTP answers for a path below [Prefix].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	// A module is loaded across origins, also by pages that are isolated from all
	// that does not agree, and its loading may be measured by them.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Timing-Allow-Origin", "*")
	header.Set("X-Content-Type-Options", "nosniff")
	f, ok := h.find(strings.TrimPrefix(r.URL.Path, Prefix))
	if !ok {
		header.Set("Cache-Control", "no-store")
		http.Error(w, "no such file; the script is "+h.Evergreen(), http.StatusNotFound)
		return
	}
	f.send(w, r)
}

// find returns a file by its path. A part is found in any folder: a browser may
// keep the script of an earlier version for a week, and what that needs is then
// the part of today, which is not to be kept under the other name.
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
	if has(r.Header, tag) {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", "text/javascript; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // who does not wait for it does not get it
}

// has reports whether a request says that its sender has what tag names.
func has(h http.Header, tag string) bool {
	for known := range strings.SplitSeq(strings.Join(h.Values("If-None-Match"), ","), ",") {
		known = strings.TrimPrefix(strings.TrimSpace(known), "W/")
		if known == tag || known == "*" {
			return true
		}
	}
	return false
}
