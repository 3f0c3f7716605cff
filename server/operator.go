package server

import (
	"context"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/gin-gonic/gin"

	"segue/server/api"
)

// Paths for operators.
const (
	metricsPath = "/metrics"
	pprofPath   = "/debug/pprof/*profile"
)

// profileTime is the longest time of a profile. A CPU profile takes 30 seconds by default, and
// the address can ask for more.
const profileTime = 2 * time.Minute

// profileRule is for profiles. They show the texts of requests in memory, so they need the
// admin key.
var profileRule = api.Rule{Access: api.Admin, MaxTime: profileTime}

// addOperator adds the metrics, unless another listener serves them, and the profiles of the
// running program.
func (s *Server) addOperator(metricsElsewhere bool) {
	if !metricsElsewhere {
		readOnly{s.group(localRule, s.requireOperator), refuseRead}.GET(metricsPath, gin.WrapH(s.metrics.Handler()))
	}
	readOnly{s.group(profileRule), refuseRead}.GET(pprofPath, profile)
}

// requireOperator refuses requests without the admin key, except from this machine. The route
// itself is public, because a request through a proxy on this machine comes from somewhere else.
func (s *Server) requireOperator(c *gin.Context) {
	if !isLocal(c.Request) {
		s.requireAdminKey(c)
	}
}

// forwardHeaders are the headers of which proxies send at least one.
var forwardHeaders = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"}

// isLocal reports whether a program on this machine sent the request, without a proxy.
func isLocal(r *http.Request) bool {
	for _, name := range forwardHeaders {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// profile answers with a profile of the running program.
func profile(c *gin.Context) {
	// net/http/pprof refuses profiles that take longer than the write timeout of the server in
	// the context. The deadline of this route is longer than that timeout.
	ctx := context.WithValue(c.Request.Context(), http.ServerContextKey, nil)
	w, r := c.Writer, c.Request.WithContext(ctx)
	switch c.Param("profile") {
	case "/cmdline":
		pprof.Cmdline(w, r)
	case "/profile":
		pprof.Profile(w, r)
	case "/symbol":
		pprof.Symbol(w, r)
	case "/trace":
		pprof.Trace(w, r)
	default:
		pprof.Index(w, r)
	}
}
