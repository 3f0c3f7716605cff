package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

// preflightAge is the time in seconds for which a browser may keep the answer to
// OPTIONS. Browsers keep it for at most a day.
const preflightAge = "86400"

// share allows every web page to read the answer. It is only for public answers that need
// no credentials.
func share(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Access-Control-Expose-Headers", "ETag, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id, X-Segue-Related")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	c.Header("Timing-Allow-Origin", "*")
}

// preflight returns the handler of OPTIONS for an endpoint. It grants the shared methods
// to every web page. It grants nothing if a page asks for a method for admins, so that no
// page of another site can use an admin's browser.
func preflight(e endpoint) gin.HandlerFunc {
	allow := strings.Join(e.allowed(), ", ")
	granted := strings.Join(append(withHead(e.shared), http.MethodOptions), ", ")
	return func(c *gin.Context) {
		respond.InfoOf(c.Request.Context()).Route = routeUnmatched
		c.Header("Allow", allow)
		if len(e.shared) > 0 && !slices.Contains(e.admin, c.GetHeader("Access-Control-Request-Method")) {
			share(c)
			c.Header("Access-Control-Allow-Methods", granted)
			c.Header("Access-Control-Allow-Headers", "Content-Type, If-None-Match, X-Request-Id")
			c.Header("Access-Control-Max-Age", preflightAge)
		}
		c.AbortWithStatus(http.StatusNoContent)
	}
}
