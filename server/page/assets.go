package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

//go:embed assets
var assetFiles embed.FS

// assets are the static files of the pages. The name in a file's address contains a
// hash of its content, so a browser may cache the file forever.
type assets struct {
	byName map[string]asset
	// hashedName maps a file name to the name in its address.
	hashedName map[string]string
}

type asset struct {
	content     []byte
	contentType string
	etag        string
}

func loadAssets() (assets, error) {
	a := assets{byName: map[string]asset{}, hashedName: map[string]string{}}
	names, err := fs.Glob(assetFiles, "assets/*")
	if err != nil {
		return assets{}, fmt.Errorf("list assets: %w", err)
	}
	var style []byte
	for _, file := range names {
		content, err := assetFiles.ReadFile(file)
		if err != nil {
			return assets{}, fmt.Errorf("read asset: %w", err)
		}
		if base := path.Base(file); slices.Contains(styles, base) {
			style = append(style, content...)
		} else {
			a.add(base, content)
		}
	}
	a.add("style.css", style)
	return a, nil
}

// styles are joined into one file for all pages, so a browser loads it only once.
var styles = []string{"base.css", "builder.css", "map.css", "pages.css"}

// contentTypes are the media types by file extension. Package mime is not used, because
// its results depend on files of the machine.
var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// add stores "style.css" as "style.0123456789ab.css".
func (a assets) add(file string, content []byte) {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(file)
	name := strings.TrimSuffix(file, ext) + "." + hash + ext
	a.hashedName[file] = name
	a.byName[name] = asset{content: content, contentType: contentTypes[ext], etag: respond.ETag(content)}
}

// path returns the address of a file. It returns an error for an unknown file, so that a
// template with a wrong name fails in every test.
func (a assets) path(file string) (string, error) {
	name, ok := a.hashedName[file]
	if !ok {
		return "", fmt.Errorf("unknown asset %q", file)
	}
	return "/assets/" + name, nil
}

// forever is safe because a changed file gets a new name.
const forever = "public, max-age=31536000, immutable"

func (s *Site) asset(c *gin.Context) {
	file, ok := s.assets.byName[c.Param("name")]
	if !ok {
		s.NotFound(c)
		return
	}
	c.Header("Cache-Control", forever)
	send(c.Writer, c.Request, response{status: http.StatusOK, contentType: file.contentType, etag: file.etag, body: file.content})
}

// favicon redirects from the well-known address to the icon.
func (s *Site) favicon(c *gin.Context) {
	c.Header("Cache-Control", "public, max-age=86400")
	c.Redirect(http.StatusFound, "/assets/"+s.assets.hashedName["favicon.svg"])
}
