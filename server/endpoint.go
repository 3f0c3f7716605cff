package server

import (
	"net/http"
	"slices"
	"strings"

	"segue/server/api"
)

// endpoint is a path of the API with all its methods.
type endpoint struct {
	path string
	// cors reports whether the path answers OPTIONS. A browser sends this request to ask
	// what a page of another site may do.
	cors bool
	// shared are the methods of [api.Shared] operations, admin those of [api.Admin]
	// operations, and own those of [api.Local] operations.
	shared, admin, own []string
}

// endpointsOf joins the routes of the same path.
func endpointsOf(routes []api.Route) []endpoint {
	var list []endpoint
	for _, r := range routes {
		path := ginPath.Replace(r.Path)
		i := slices.IndexFunc(list, func(e endpoint) bool { return e.path == path })
		if i < 0 {
			i = len(list)
			list = append(list, endpoint{path: path})
		}
		list[i].add(r)
	}
	return list
}

// ginPath changes a path from the notation of OpenAPI to the notation of gin.
var ginPath = strings.NewReplacer("{", ":", "}", "")

func (e *endpoint) add(r api.Route) {
	switch r.Access {
	case api.Shared:
		e.shared = append(e.shared, r.Method)
	case api.Admin:
		e.admin = append(e.admin, r.Method)
	default:
		e.own = append(e.own, r.Method)
	}
	e.cors = e.cors || r.Access != api.Local
}

// routed returns the methods that have a route.
func (e endpoint) routed() []string { return slices.Concat(e.shared, e.admin, e.own) }

// allowed returns the methods for the header Allow.
func (e endpoint) allowed() []string {
	if e.cors {
		return append(withHead(e.routed()), http.MethodOptions)
	}
	return withHead(e.routed())
}

// addRefusals completes a path of the API: it answers OPTIONS and refuses methods without
// a route. Pages of other sites may read the refusal if the path has a shared method.
func (s *Server) addRefusals(e endpoint) {
	own := e.routed()
	if e.cors {
		s.router.OPTIONS(e.path, preflight(e))
		own = append(own, http.MethodOptions)
	}
	rule := localRule
	if len(e.shared) > 0 {
		rule.Access = api.Shared
	}
	refuseOthers(s.group(rule), e.path, methodNotAllowed(e.allowed()...), own...)
}
