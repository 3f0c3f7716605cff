package app

import (
	"context"
	"net"
	"os"
	"sync"

	"segue/data/demo"
	"segue/data/follow"
	"segue/server"
	"segue/server/admin"
	"segue/server/metrics"
	"segue/server/page"
	"segue/widget"
)

// ServeOptions are the options of a server.
type ServeOptions struct {
	// PublicURL is the scheme and host of the address that visitors use.
	PublicURL string
	// TrustedProxies are the networks whose X-Forwarded-For is trusted.
	TrustedProxies []string
	// Metrics is a listener of its own for /metrics, or nil. With it, the server itself has no
	// /metrics. Serve closes it.
	Metrics net.Listener
	// Thumbs serves thumbnails of the episodes' images.
	Thumbs bool
	// AllowPrivate also fetches feeds and images from this machine and private networks.
	AllowPrivate bool
	// Feeds are the addresses of feeds to add.
	Feeds []string
	// Added receives the result for each of them. It is called concurrently.
	Added func(AddedFeed)
	// Listening is called before the first request is accepted.
	Listening func()
}

// adminVariable is the variable with the admin key. The key has no flag, because process
// lists and shell histories show flags.
const adminVariable = "SEGUE_ADMIN_KEY"

// KeyVariables returns the variables with keys, which have no flag.
func KeyVariables() []string { return append([]string{adminVariable}, keyVariables...) }

// KeyIsSet reports whether a variable has a key.
func KeyIsSet(variable string) bool { return os.Getenv(variable) != "" }

// Server serves an App over HTTP.
type Server struct {
	*server.Server
	app      *App
	options  ServeOptions
	follower *follow.Follower
	metrics  *metrics.Metrics
	// added receives the addresses of [Server.Follow].
	added chan []string
}

// NewServer creates the server with its API and pages. It returns an error if the options
// are invalid.
func (a *App) NewServer(o ServeOptions) (*Server, error) {
	script, err := widget.New(widget.Config{PublicURL: o.PublicURL})
	if err != nil {
		return nil, err
	}
	pages := page.Config{Catalog: a.Catalog, Engine: a.Engine, BaseURL: o.PublicURL, Widget: script, Logger: a.log}
	if a.source.Demo {
		pages.Questions = demo.Questions()
	}
	handler, err := page.New(pages)
	if err != nil {
		return nil, err
	}
	s := &Server{app: a, options: o, metrics: a.newMetrics(), added: make(chan []string), follower: NewFollower(a.Catalog, o.AllowPrivate, follow.Options{Log: a.log, Callback: o.PublicURL})}
	config := server.Config{
		Catalog: a.Catalog, Engine: a.Engine, Follower: s.follower, AdminKey: admin.NewKey(os.Getenv(adminVariable)),
		Pages: handler, Widget: script, PublicURL: o.PublicURL, Logger: a.log, TrustedProxies: o.TrustedProxies, Version: Version(),
		Metrics: s.metrics, MetricsElsewhere: o.Metrics != nil,
	}
	if o.Thumbs { // an interface with a nil handler would not be nil
		config.Thumbs = a.newThumbs(o.AllowPrivate)
	}
	s.Server, err = server.New(config)
	return s, err
}

// Serve answers requests, embeds and follows feeds until ctx ends. The catalogue is not
// used after Serve returns.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	a := s.app
	// This precedes the first answer: browsers and proxies would cache an empty one.
	if err := a.load(ctx); err != nil && ctx.Err() == nil {
		a.log.Warn("the catalogue cannot be read; trying again", "error", err)
	}
	s.options.Listening()
	background, stop := context.WithCancel(ctx)
	var tasks sync.WaitGroup
	tasks.Go(func() {
		a.logPlan(background) // slow for a large catalogue, so not before the first answer
		a.Indexer.Run(background, a.log)
	})
	tasks.Go(func() { s.followFeeds(background) })
	if s.options.Metrics != nil {
		tasks.Go(func() {
			if err := s.metrics.Serve(background, s.options.Metrics); err != nil {
				a.log.Error("metrics are not served", "error", err)
			}
		})
	}
	err := s.Server.Serve(ctx, listener)
	stop()
	tasks.Wait()
	return err
}
