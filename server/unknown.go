package server

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"segue/server/api"
	"segue/server/respond"
)

// unknownAddress returns the handlers for addresses without a route. gin has one such
// list for the whole router, so these handlers check the path: below the base of the API
// the answer is a problem, for all other paths it is a page.
func (s *Server) unknownAddress(pages Pages) []gin.HandlerFunc {
	notFound := func(c *gin.Context) {
		if pages == nil || isBelow(c.Request.URL.Path, api.BasePath) {
			respond.NewProblem(respond.NotFound, "no page or operation has this address").Write(c.Writer, c.Request)
			return
		}
		asPage(c)
		if redirectToCleanPath(c); !c.IsAborted() {
			pages.NotFound(c)
		}
	}
	return append(append([]gin.HandlerFunc{shareUnknown}, s.middleware(localRule)...), notFound)
}

// shareUnknown allows every web page to read the 404 of the API, except below
// [api.FeedsPath], which is only for admins.
func shareUnknown(c *gin.Context) {
	path := c.Request.URL.Path
	if !isBelow(path, api.BasePath) {
		return
	}
	unknown := endpoint{cors: true}
	if !isBelow(path, api.FeedsPath) {
		share(c)
		unknown.shared = []string{http.MethodGet}
	}
	if c.Request.Method == http.MethodOptions {
		preflight(unknown)(c)
	}
}

func isBelow(path, base string) bool {
	rest, ok := strings.CutPrefix(path, base)
	return ok && (rest == "" || rest[0] == '/')
}
