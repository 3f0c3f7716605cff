package server

import (
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// redirectToCleanPath redirects a request for a page if its path has "//", "." or "..". It
// keeps percent-encoded characters and the query as they are.
func redirectToCleanPath(c *gin.Context) {
	escaped := c.Request.URL.EscapedPath()
	clean := cleanPath(escaped)
	if clean == escaped {
		return
	}
	if query := c.Request.URL.RawQuery; query != "" {
		clean += "?" + query
	}
	http.Redirect(c.Writer, c.Request, clean, http.StatusTemporaryRedirect)
	c.Abort()
}

// cleanPath is path.Clean, but it preserves a trailing slash.
func cleanPath(p string) string {
	clean := path.Clean("/" + p)
	if strings.HasSuffix(p, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}
