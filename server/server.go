// Package server serves Segue over HTTP: the JSON API of package api, its documentation,
// the pages, and the files for other sites.
//
// All requests pass one gin router. Its middleware gives a request an id, logs it,
// recovers from panics and sets the default headers. The middleware of a group limits
// the size of a request, compresses the answer, checks the admin key and sets a
// deadline. A handler may therefore assume a request of a limited size. See routes.go for
// the groups.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"segue/recommend"
	"segue/server/admin"
	"segue/server/api"
	"segue/server/limit"
	"segue/server/metrics"
	"segue/server/respond"
)

// Follower fetches feeds, and is called by hubs when a feed changes.
type Follower interface {
	api.Follower
	// Callback answers requests of hubs (WebSub) below /websub/. It needs no admin key.
	Callback() http.Handler
}

// Pages are the HTML pages. They set the headers Content-Security-Policy and
// Cache-Control if the defaults ("default-src 'none'" and "no-store") are wrong for them.
type Pages interface {
	// Register adds a GET route for each page to pages, and for each file of the pages, such
	// as a style sheet, to files. The server adds a refusal for all other methods, and routes
	// HEAD as GET.
	Register(pages, files gin.IRoutes)
	// Busy answers a request for a page if the server is overloaded, and Starting one before
	// the catalogue is read.
	Busy(c *gin.Context)
	Starting(c *gin.Context)
	// NotFound answers a request for an unknown address.
	NotFound(c *gin.Context)
	// MethodNotAllowed answers a request for a page with another method than GET or HEAD.
	// It sets the header Allow.
	MethodNotAllowed(c *gin.Context)
}

// Config holds the parts of a Server. Catalog and Engine are required.
type Config struct {
	Catalog api.Catalog
	Engine  api.Recommender
	// Follower follows feeds. If it is nil, the operations on feeds return the problem
	// [respond.FeedsDisabled].
	Follower Follower
	// AdminKey is required to change the catalogue. Without a key, all changes are
	// refused.
	AdminKey admin.Key
	// Pages may be nil. Then an unknown address gets a problem.
	Pages Pages
	// PublicURL is the address of the server for visitors, such as
	// "https://podcast.example". It is used for links on other sites, and may be empty.
	PublicURL string
	// Widget answers GET below /widget/ with the script for other sites. It sets all
	// headers that such an answer needs. It may be nil.
	Widget http.Handler
	// Thumbs answers GET below /thumbs/ with small pictures of episodes for other sites.
	// It sets all headers, as Widget does. It may be nil.
	Thumbs http.Handler
	// Logger gets one line for each request. It may be nil.
	Logger *slog.Logger
	// TrustedProxies are addresses and networks, such as "10.0.0.0/8". The server
	// trusts X-Forwarded-For only if such a proxy sent it.
	TrustedProxies []string
	// Limits are optional limits of the requests of one client.
	Limits Limits
	// Starting returns the progress of the start, in episodes. It may be nil.
	Starting func() (done, total int)
	// Version is the version of the program.
	Version string
	// Metrics measure the requests. It may be nil.
	Metrics *metrics.Metrics
	// MetricsElsewhere leaves out /metrics, because another listener serves it.
	MetricsElsewhere bool
	// Times limit the duration of requests and of stopping. A zero value means the
	// default.
	Times Times
}

// Server answers all requests. It is an [http.Handler]. [Server.Serve] serves a listener.
type Server struct {
	router   *gin.Engine
	log      *slog.Logger
	gate     *admin.Gate
	metrics  *metrics.Metrics
	compress gin.HandlerFunc
	times    Times
	status   func() recommend.Status
	limits   Limits
	queue    *limit.Queue
	refusals refusalLog
	// addressRates is the middleware of [Limits.Address]. All groups share its counters.
	addressRates []gin.HandlerFunc
	proxyWarning sync.Once
	stopping     atomic.Bool
	// ending ends when the listener closes. Long requests are then aborted.
	ending context.Context
	end    context.CancelFunc
}

// New returns a server that is ready to serve. It fails if a trusted proxy is neither an
// address nor a network.
func New(c Config) (*Server, error) {
	if c.Catalog == nil || c.Engine == nil {
		return nil, errors.New("server: Config needs a Catalog and an Engine")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Metrics == nil {
		c.Metrics = metrics.New(c.Version, metrics.Sources{})
	}
	s := &Server{
		log: c.Logger, gate: admin.NewGate(c.AdminKey), metrics: c.Metrics, times: c.Times.orDefaults(),
		status: c.Engine.Status, limits: c.Limits, queue: limit.NewQueue(), addressRates: addressRates(c.Limits.Address),
	}
	s.ending, s.end = context.WithCancel(context.Background())
	var err error
	if s.compress, err = compression(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if s.router, err = s.newRouter(c.TrustedProxies); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := s.addRoutes(c); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	return s, nil
}

// ServeHTTP answers one request. It changes the method before the router sees it: HEAD
// becomes GET, so every GET route answers HEAD with the same headers. net/http knows the
// original method and drops the body.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	info := &respond.Info{Method: r.Method}
	r = r.WithContext(respond.WithInfo(r.Context(), info))
	r.Method = routedMethod(r.Method)
	s.router.ServeHTTP(w, r)
}
