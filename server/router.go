package server

import (
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"segue/server/api"
)

// newRouter returns a gin engine with the middleware of all requests and without gin's
// defaults: it trusts only the given proxies, redirects nothing and logs nothing itself.
func (s *Server) newRouter(proxies []string) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	if err := router.SetTrustedProxies(proxies); err != nil {
		return nil, fmt.Errorf("trusted proxies %q: %w", proxies, err)
	}
	router.RemoteIPHeaders = []string{"X-Forwarded-For"}
	router.RedirectTrailingSlash = false
	router.Use(identify, s.accessLog, s.recoverPanics, setDefaultHeaders)
	if len(proxies) == 0 {
		router.Use(s.warnOfProxy)
	}
	return router, nil
}

// group returns a new group of routes that share a rule. The handlers in first run before
// the middleware of the rule.
func (s *Server) group(rule api.Rule, first ...gin.HandlerFunc) *gin.RouterGroup {
	return s.router.Group("", append(first, s.middleware(rule)...)...)
}

// waits returns the middleware of requests that need much of the processor.
func (s *Server) waits(busy, starting refusal) []gin.HandlerFunc {
	return append(slices.Clone(s.addressRates), s.requireIndex(starting), s.queued(busy))
}

// middleware returns the middleware of a group in the order in which it runs. Other
// sites can read an error of the limits, so CORS comes first. The compressor does not
// see requests that are too large. The long deadline comes after the gate: only an admin
// may hold a connection for that long.
func (s *Server) middleware(rule api.Rule) []gin.HandlerFunc {
	var list []gin.HandlerFunc
	if rule.Access == api.Shared {
		list = append(list, share)
	}
	list = append(list, limitSize(rule.MaxBody))
	if rule.Queued {
		list = append(list, s.waits(refuseBusy, refuseStarting)...)
	}
	list = append(list, s.compress)
	if rule.Access == api.Admin {
		list = append(append(list, s.requireAdminKey), keyRates(s.limits.Key)...)
	}
	if rule.MaxTime > 0 {
		return append(list, s.longDeadline(rule.MaxTime))
	}
	return append(list, deadline(s.times.Request))
}
