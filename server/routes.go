package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"segue/server/admin"
	"segue/server/api"
	"segue/server/docs"
	"segue/server/respond"
)

// routes returns the router with the API, its documentation, and the pages
// behind them.
func (s *Server) routes(c Config) (http.Handler, error) {
	router, err := newRouter(c.TrustedProxies)
	if err != nil {
		return nil, err
	}
	described := humagin.New(router, api.Config())
	api.Register(described, api.Service{
		Catalog: c.Catalog, Recommender: c.Engine, Follower: followerOf(c), Admit: admin.NewGate(c.AdminKey).Admit,
		PublicURL: c.PublicURL, Version: c.Version, Stopping: s.stopping.Load,
	})
	if c.Follower != nil {
		callback := gin.WrapH(c.Follower.Callback())
		router.GET(hubPath+"*rest", callback)
		router.POST(hubPath+"*rest", callback)
	}
	document, err := openAPI(described.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("OpenAPI document: %w", err)
	}
	manual, err := docs.New(document)
	if err != nil {
		return nil, err
	}
	for _, path := range docs.Paths {
		router.GET(path, gin.WrapH(manual))
	}
	if c.Widget != nil {
		router.GET("/widget/*file", gin.WrapH(c.Widget))
	}
	if c.Thumbs != nil {
		router.GET("/thumbs/*file", gin.WrapH(c.Thumbs))
	}
	router.NoRoute(fallback(c.Pages))
	router.NoMethod(gin.WrapF(methodNotAllowed))
	return router, nil
}

// hubPath is where hubs ask and tell.
const hubPath = "/websub/"

// followerOf keeps nil nil.
func followerOf(c Config) api.Follower {
	if c.Follower == nil {
		return nil
	}
	return c.Follower
}

// newRouter returns a gin engine without any of its defaults: it believes no
// proxy that is not named, redirects nothing, logs nothing, and tells a wrong
// method from a wrong path.
func newRouter(proxies []string) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	if err := router.SetTrustedProxies(proxies); err != nil {
		return nil, fmt.Errorf("trusted proxies %q: %w", proxies, err)
	}
	router.RemoteIPHeaders = []string{"X-Forwarded-For"}
	router.RedirectTrailingSlash = false
	router.HandleMethodNotAllowed = true
	router.Use(note)
	return router, nil
}

// note tells the log what only the router knows.
func note(c *gin.Context) {
	info := respond.InfoOf(c.Request.Context())
	info.Client = c.ClientIP()
	if pattern := c.FullPath(); pattern != "" {
		info.Route = pattern
	}
}

// fallback answers what no route does: addresses of the API by a problem, all
// others by pages.
func fallback(pages http.Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		info := respond.InfoOf(c.Request.Context())
		if pages == nil || isAPI(c.Request.URL.Path) {
			respond.NewProblem(respond.NotFound, "nothing is at this address").Write(c.Writer, c.Request)
			return
		}
		info.Route = "page"
		c.Status(http.StatusOK) // gin's 404 is only the default
		pages.ServeHTTP(c.Writer, c.Request)
	}
}

// methodNotAllowed runs after gin has set Allow, which knows neither of the
// methods that layers answer.
func methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	methods := "GET, HEAD"
	switch {
	case isAPI(r.URL.Path):
		methods = api.Methods(r.URL.Path)
	case strings.HasPrefix(r.URL.Path, hubPath):
		methods = "GET, HEAD, POST"
	}
	w.Header().Set("Allow", methods)
	respond.NewProblem(respond.MethodNotAllowed, "%s is not allowed here", r.Method).
		Fix("use one of: %s", methods).Write(w, r)
}

// isAPI reports whether path belongs to the JSON API, whose answers other sites
// may read and whose errors are problems.
func isAPI(path string) bool {
	return strings.HasPrefix(path, "/v1/") || path == "/v1" || path == docs.DocumentPath
}

// openAPI returns the document as it is committed and served.
func openAPI(document *huma.OpenAPI) ([]byte, error) {
	encoded, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(encoded, '\n'), nil
}
