package server

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// redirectToCleanPath redirects a request for a page if its path has "//", "." or "..".
func redirectToCleanPath(c *gin.Context) {
	escaped := c.Request.URL.EscapedPath()
	clean := cleanPath(escaped)
	if clean == escaped {
		return
	}
	target := url.URL{Path: clean, RawQuery: c.Request.URL.RawQuery}
	http.Redirect(c.Writer, c.Request, target.String(), http.StatusTemporaryRedirect)
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
