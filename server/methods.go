package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"segue/server/respond"
)

// methods are the methods that the router supports. Each path has a route for each of them:
// its own routes, and a refusal for the others.
var methods = []string{
	http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, otherMethod,
}

// otherMethod is the method that the router gets in place of a method not in [methods].
const otherMethod = http.MethodTrace

// routedMethod returns the method that the router gets for a request.
func routedMethod(method string) string {
	switch {
	case method == http.MethodHead:
		return http.MethodGet
	case slices.Contains(methods, method):
		return method
	}
	return otherMethod
}

// refuseOthers adds a refusal for every method that is not in own.
func refuseOthers(routes gin.IRoutes, path string, refuse gin.HandlerFunc, own ...string) {
	others := slices.DeleteFunc(slices.Clone(methods), func(m string) bool { return slices.Contains(own, m) })
	routes.Match(others, path, refuse)
}

// readOnly is a group whose paths answer GET and refuse all other methods.
type readOnly struct {
	*gin.RouterGroup
	refuse gin.HandlerFunc
}

// GET adds a route, and a refusal for the other methods of its path.
func (g readOnly) GET(path string, handlers ...gin.HandlerFunc) gin.IRoutes {
	refuseOthers(g.RouterGroup, path, g.refuse, http.MethodGet)
	return g.RouterGroup.GET(path, handlers...)
}

// methodNotAllowed returns a handler that refuses a method with a problem.
func methodNotAllowed(allowed ...string) gin.HandlerFunc {
	allow := strings.Join(allowed, ", ")
	return func(c *gin.Context) {
		info := respond.InfoOf(c.Request.Context())
		info.Route = routeUnmatched
		method := info.Method
		if method == http.MethodHead {
			method = http.MethodGet // the answer to HEAD has the length of the answer to GET
		}
		c.Header("Allow", allow)
		respond.NewProblem(respond.MethodNotAllowed, "the address does not support %s", method).
			Fix("use one of: %s", allow).Write(c.Writer, c.Request)
	}
}

// withHead returns the methods that clients can use for a list of routed methods.
func withHead(routed []string) []string {
	var all []string
	for _, m := range routed {
		all = append(all, m)
		if m == http.MethodGet {
			all = append(all, http.MethodHead)
		}
	}
	return all
}
