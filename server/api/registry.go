package api

import (
	"cmp"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// registry adds operations to the groups of the router. There is one group for each
// rule.
type registry struct {
	group  func(Rule) huma.API
	groups map[Rule]huma.API
	routes []Route
}

// groupOf returns the group for an operation. It also records the route.
func (r *registry) groupOf(o operation) huma.API {
	r.routes = append(r.routes, Route{cmp.Or(o.method, http.MethodGet), o.path, o.Rule})
	g, ok := r.groups[o.Rule]
	if !ok {
		g = r.group(o.Rule)
		g.UseMiddleware(strict)
		r.groups[o.Rule] = g
	}
	return g
}
