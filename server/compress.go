package server

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"segue/server/respond"
)

// compression returns middleware that compresses answers of a kilobyte and more with
// zstd or gzip. A compressed answer has its own entity tag; see [respond.GzipSuffix].
// Compression is safe although the length of a compressed answer depends on its content
// (the BREACH attack): public answers contain no secret, and no page of another site can
// make a browser send the admin key.
func compression() (gin.HandlerFunc, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.SuffixETag(respond.GzipSuffix))
	if err != nil {
		return nil, err
	}
	return func(c *gin.Context) {
		plain := c.Writer
		defer func() { c.Writer = plain }()
		rest := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			c.Writer = compressedWriter{plain, w}
			c.Next()
		})
		wrap(rest).ServeHTTP(plain, c.Request)
	}, nil
}

// compressedWriter sends an answer through a compressor. Size, Status and Written are the
// methods of the writer below the compressor, so they describe what was sent.
type compressedWriter struct {
	gin.ResponseWriter
	compressor http.ResponseWriter
}

// WriteHeader passes a status to the compressor, which sends it later. gin uses -1 for a
// status that does not change.
func (w compressedWriter) WriteHeader(status int) {
	if status > 0 {
		w.compressor.WriteHeader(status)
	}
}

// WriteHeaderNow does nothing, because the compressor may still change the header.
func (w compressedWriter) WriteHeaderNow() {}

// Write compresses b, or buffers it until the body is long enough to compress.
func (w compressedWriter) Write(b []byte) (int, error) { return w.compressor.Write(b) }

// WriteString is Write for a string.
func (w compressedWriter) WriteString(s string) (int, error) { return io.WriteString(w.compressor, s) }

// Flush sends the bytes that were written so far.
func (w compressedWriter) Flush() {
	_ = http.NewResponseController(w.compressor).Flush() // an error means that the client has gone
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w compressedWriter) Unwrap() http.ResponseWriter { return w.compressor }
