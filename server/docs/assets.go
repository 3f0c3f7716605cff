package docs

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

//go:embed assets/*.gz assets/*.js assets/*.css assets/*.txt
var assetFiles embed.FS

// immutable is for names that contain a hash of the content.
const immutable = "public, max-age=31536000, immutable"

// contentTypes are the media types by file extension. Package mime is not used, because
// its results depend on files of the machine.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".txt": "text/plain; charset=utf-8",
}

// asset is one file. Large files are stored compressed with gzip.
type asset struct {
	contentType string
	body        []byte
	compressed  bool
}

// assets are the files by their name in a URL.
type assets map[string]asset

func loadAssets() (assets, error) {
	files := assets{}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, fmt.Errorf("docs: %w", err)
	}
	for _, entry := range entries {
		body, err := assetFiles.ReadFile("assets/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("docs: %w", err)
		}
		name, compressed := strings.CutSuffix(entry.Name(), ".gz")
		files[hashedName(name, body)] = asset{contentTypes[path.Ext(name)], body, compressed}
	}
	return files, nil
}

// hashedName returns the name with a hash of the content, so that browsers can cache the
// file forever.
func hashedName(name string, body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:6]) + "-" + name
}

// Asset returns the path of a file. The templates call it.
func (a assets) Asset(name string) (string, error) {
	for full := range a {
		if strings.HasSuffix(full, "-"+name) {
			return assetPath + full, nil
		}
	}
	return "", fmt.Errorf("unknown asset %q", name)
}

// serve sends the file of the path.
func (a assets) serve(c *gin.Context) {
	w, r := c.Writer, c.Request
	file, ok := a[c.Param("name")]
	if !ok {
		respond.NewProblem(respond.NotFound, "no file has this address").Write(w, r)
		return
	}
	body, err := file.forClient(w, r)
	if err != nil {
		respond.HideCause(respond.Internal, err).Write(w, r)
		return
	}
	w.Header().Set("Cache-Control", immutable)
	w.Header().Set("Content-Type", file.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}

// forClient returns the bytes that the client can read. It decompresses the file if the
// client does not accept gzip.
func (f asset) forClient(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if !f.compressed {
		return f.body, nil
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		return f.body, nil
	}
	zipped, err := gzip.NewReader(bytes.NewReader(f.body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zipped)
}
