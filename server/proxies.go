package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// proxyHeaders are the headers in which a proxy names the client.
var proxyHeaders = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"}

// warnOfProxy logs once that a proxy names clients, but is not trusted. All its clients then
// share the limits of one client.
func (s *Server) warnOfProxy(c *gin.Context) {
	if header := proxyHeader(c.Request.Header); header != "" {
		s.proxyWarning.Do(func() {
			s.log.Warn("a proxy names the client, but no proxy is trusted, so all its clients share one limit; set --trusted-proxies to its network",
				"header", header, "proxy", c.RemoteIP())
		})
	}
}

func proxyHeader(h http.Header) string {
	for _, name := range proxyHeaders {
		if h.Get(name) != "" {
			return name
		}
	}
	return ""
}
