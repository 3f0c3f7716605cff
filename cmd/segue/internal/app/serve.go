package app

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync"

	"segue/data/demo"
	"segue/data/follow"
	"segue/server"
	"segue/server/admin"
	"segue/server/limit"
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
	// RateLimit and KeyRateLimit are rates such as "60/m": of the public requests of an
	// address, and of the requests with a key. Empty means no limit.
	RateLimit, KeyRateLimit string
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
	// Ready is called when the first answer is possible, or reading has failed once. It may
	// be nil.
	Ready func()
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
	key := os.Getenv(adminVariable)
	if err := admin.CheckLength(key); err != nil {
		return nil, fmt.Errorf("%s: %w", adminVariable, err)
	}
	limits, err := o.limits()
	if err != nil {
		return nil, err
	}
	script, err := widget.New(widget.Config{PublicURL: o.PublicURL})
	if err != nil {
		return nil, err
	}
	shown := a.Shown()
	pages := page.Config{Catalog: shown, Engine: a.Engine, BaseURL: o.PublicURL, Widget: script, Logger: a.log}
	if a.source.Demo {
		pages.Questions = demo.Questions()
	}
	handler, err := page.New(pages)
	if err != nil {
		return nil, err
	}
	s := &Server{app: a, options: o, added: make(chan []string), follower: NewFollower(a.Catalog, o.AllowPrivate, follow.Options{Log: a.log, Callback: o.PublicURL})}
	s.metrics = a.newMetrics(func() int { return s.Load().Waiting })
	config := server.Config{
		Metrics: s.metrics, MetricsElsewhere: o.Metrics != nil,
		Catalog: shown, Engine: a.Engine, Follower: s.follower, AdminKey: admin.NewKey(key),
		Pages: handler, Widget: script, PublicURL: o.PublicURL, Logger: a.log, TrustedProxies: o.TrustedProxies, Limits: limits, Version: Version(), Starting: a.startup.get,
	}
	if o.Thumbs { // an interface with a nil handler would not be nil
		config.Thumbs = a.newThumbs(o.AllowPrivate)
	}
	s.Server, err = server.New(config)
	return s, err
}

// limits returns the limits of the options.
func (o ServeOptions) limits() (l server.Limits, err error) {
	if l.Address, err = limit.ParseRate(o.RateLimit); err != nil {
		return l, fmt.Errorf("--rate-limit: %w", err)
	}
	if l.Key, err = limit.ParseRate(o.KeyRateLimit); err != nil {
		return l, fmt.Errorf("--key-rate-limit: %w", err)
	}
	return l, nil
}

// Serve answers requests, embeds and follows feeds until ctx ends. The catalogue is not
// used after Serve returns.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	a := s.app
	s.options.Listening()
	background, stop := context.WithCancel(ctx)
	var tasks sync.WaitGroup
	tasks.Go(func() {
		s.begin(background)
		a.logPlan(background) // slow for a large catalogue, so not before the first answer
		a.Indexer.Run(background, a.log)
	})
	tasks.Go(func() { a.pruneRegularly(background) })
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
