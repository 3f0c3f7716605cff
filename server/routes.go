package server

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"segue/server/api"
	"segue/server/docs"
)

var (
	// localRule is for answers that other sites may not read, and for handlers that set
	// the CORS headers themselves.
	localRule = api.Rule{Access: api.Local}
	// sharedRule is for the OpenAPI document, which other sites may read.
	sharedRule = api.Rule{Access: api.Shared}
	// hubRule is for requests from hubs. A hub may send a whole large feed. The follower
	// hashes the body as a stream and does not store it.
	hubRule = api.Rule{Access: api.Local, MaxBody: 16 << 20}
)

// addRoutes adds all groups to the router.
func (s *Server) addRoutes(c Config) error {
	described := s.addAPI(c)
	if err := s.addDocs(described); err != nil {
		return err
	}
	s.addOperator(c.MetricsElsewhere)
	s.addFiles("/widget/*file", c.Widget)
	s.addFiles("/thumbs/*file", c.Thumbs)
	if c.Follower != nil {
		s.addHubs(c.Follower.Callback())
	}
	if c.Pages != nil {
		s.addPages(c.Pages)
	}
	s.router.NoRoute(s.unknownAddress(c.Pages)...)
	return nil
}

// addAPI adds the operations of the API and returns their description. Each rule has a
// gin group. huma adds the operations to the groups, and reads and validates parameters.
func (s *Server) addAPI(c Config) *huma.OpenAPI {
	config := api.Config()
	group := func(rule api.Rule) huma.API {
		return humagin.NewWithGroup(s.router, s.group(rule), config)
	}
	service := api.Service{
		Catalog: c.Catalog, Recommender: c.Engine,
		PublicURL: c.PublicURL, Version: c.Version, Stopping: s.stopping.Load, Starting: c.Starting,
	}
	if c.Follower != nil { // a nil Follower must stay a nil interface
		service.Follower = c.Follower
	}
	for _, e := range endpointsOf(api.Register(config, group, service)) {
		s.addRefusals(e)
	}
	return config.OpenAPI
}

// addDocs adds the OpenAPI document and the pages that show it.
func (s *Server) addDocs(described *huma.OpenAPI) error {
	encoded, err := encodeDocument(described)
	if err != nil {
		return fmt.Errorf("OpenAPI document: %w", err)
	}
	manual, err := docs.New(encoded)
	if err != nil {
		return err
	}
	s.group(sharedRule).GET(docs.DocumentPath, manual.Document)
	s.addRefusals(endpoint{path: docs.DocumentPath, cors: true, shared: []string{http.MethodGet}})
	manual.Register(readOnly{s.group(localRule), refuseRead})
	return nil
}

// addFiles adds a handler of files for other sites. It adds nothing if handler is nil.
func (s *Server) addFiles(path string, handler http.Handler) {
	if handler == nil {
		return
	}
	readOnly{s.group(localRule), refuseRead}.GET(path, gin.WrapH(handler))
}

// addHubs adds the handler of requests from hubs.
func (s *Server) addHubs(handler http.Handler) {
	const path = "/websub/*rest"
	group := s.group(hubRule, hideAddress)
	group.GET(path, gin.WrapH(handler))
	group.POST(path, gin.WrapH(handler))
	own := []string{http.MethodGet, http.MethodPost}
	refuseOthers(group, path, methodNotAllowed(withHead(own)...), own...)
}

// addPages adds the HTML pages.
func (s *Server) addPages(pages Pages) {
	files := s.group(localRule, asPage)
	files.Use(redirectToCleanPath)
	group := s.group(localRule, asPage)
	group.Use(redirectToCleanPath)
	group.Use(s.waits(pages.Busy, pages.Starting)...)
	pages.Register(readOnly{group, pages.MethodNotAllowed}, readOnly{files, pages.MethodNotAllowed})
}

// refuseRead refuses a method for a path that answers GET and HEAD.
var refuseRead = methodNotAllowed(http.MethodGet, http.MethodHead)

// encodeDocument returns the document as it is committed and served.
func encodeDocument(document *huma.OpenAPI) ([]byte, error) {
	encoded, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(encoded, '\n'), nil
}
