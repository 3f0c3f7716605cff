// Package server is Segue over HTTP: the JSON API of package api, its
// documentation, and the pages, behind one stack of layers that every request
// passes.
//
// From the outside in, a request gets an id, is logged, is saved from panics,
// gets its headers, is held to the limits, and has its answer compressed. What is below may therefore be written as if there were no
// clients of bad will. See [New] for the table. What is for admins alone is told apart by [api.RuleOf], and opened by package admin.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"

	"segue/server/admin"
	"segue/server/api"
)

// Follower fetches feeds, and hears from hubs when they change.
type Follower interface {
	api.Follower
	// Callback answers what hubs ask and tell (WebSub) under /websub/, which anybody
	// may call.
	Callback() http.Handler
}

// Config is what a Server is made of. Catalog and Engine are needed.
type Config struct {
	Catalog api.Catalog
	Engine  api.Recommender
	// Follower follows feeds; nil for a server that follows none, whose operations on
	// feeds answer that.
	Follower Follower
	// AdminKey lets whoever sends it change the catalogue. Without one, nobody may.
	AdminKey admin.Key
	// Pages answers every path that the API does not have, nil for none. It runs
	// inside all layers: it sees HEAD as GET, and sets the headers
	// Content-Security-Policy and Cache-Control where the defaults ("default-src
	// 'none'" and "no-store") are not right.
	Pages http.Handler
	// PublicURL is the address under which visitors reach the server, such as
	// "https://podcast.example", for links on other sites; empty where that is not known.
	PublicURL string
	// Widget answers GET and HEAD below /widget/, what other sites include; nil for
	// none. It sets all headers that an answer to another site needs.
	Widget http.Handler
	// Thumbs answers GET and HEAD below /thumbs/, the pictures of episodes as other
	// sites show them; nil for none. It sets all headers, as Widget does.
	Thumbs http.Handler
	// Logger gets one line for each request, nil for none.
	Logger *slog.Logger
	// TrustedProxies are addresses and networks whose X-Forwarded-For is
	// believed, such as "10.0.0.0/8". Without any, it never is.
	TrustedProxies []string
	// Version is the version of the program.
	Version string
	// Times bound what requests and stopping take; zero values are the defaults.
	Times Times
}

// Server answers all requests. It is an [http.Handler], and serves a listener by
// [Server.Serve].
type Server struct {
	handler  http.Handler
	log      *slog.Logger
	times    Times
	stopping atomic.Bool
	// ending ends by end when the listener closes; what takes long is then broken off.
	ending context.Context
	end    context.CancelFunc
}

// New returns a server that is ready to serve. It fails for a proxy that is
// neither an address nor a network.
func New(c Config) (*Server, error) {
	if c.Catalog == nil || c.Engine == nil {
		return nil, errors.New("server: a catalogue and an engine are needed")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{log: c.Logger, times: c.Times.orDefaults()}
	s.ending, s.end = context.WithCancel(context.Background())
	routes, err := s.routes(c)
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	compress, err := compression()
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	s.handler = wrap(routes,
		identify,
		s.logged,
		s.recovered,
		defaultHeaders,
		shared,
		s.limited,
		s.timed,
		headAsGet,
		compress,
	)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// layer puts something around a handler.
type layer func(http.Handler) http.Handler

// wrap puts layers around h, the first one outermost.
func wrap(h http.Handler, layers ...layer) http.Handler {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}
