package server

import (
	"cmp"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

const requestIDHeader = "X-Request-Id"

// Routes in the log that are not patterns of the router.
const (
	routeUnmatched = "unmatched"
	routePage      = "page"
)

// identify gives every request an id, which the answer, its problem and the log share. It
// uses a safe id of the client if there is one, so that the client's log has the same id.
// It also records the route and the client for the log.
func identify(c *gin.Context) {
	info := respond.InfoOf(c.Request.Context())
	info.ID = respond.RequestID(c.GetHeader(requestIDHeader))
	info.Trace = respond.TraceID(c.GetHeader("Traceparent"))
	info.Route = cmp.Or(c.FullPath(), routeUnmatched)
	info.Client = c.ClientIP()
	c.Header(requestIDHeader, info.ID)
}

// asPage records for the log that the answer is a page.
func asPage(c *gin.Context) { respond.InfoOf(c.Request.Context()).Route = routePage }

// hideAddress keeps the address of a request out of the log, because it is a secret.
func hideAddress(c *gin.Context) { respond.InfoOf(c.Request.Context()).HideAddress = true }
