package server

// Methods are the methods that the router supports.
var Methods = methods

// Routes returns the methods of each path of the router.
func (s *Server) Routes() map[string][]string {
	routes := map[string][]string{}
	for _, r := range s.router.Routes() {
		routes[r.Path] = append(routes[r.Path], r.Method)
	}
	return routes
}
