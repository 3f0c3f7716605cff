package server

import (
	"net/http"
	"strings"

	"segue/server/api"
)

const (
	// preflightAge is how long a browser may remember what it asked, in seconds;
	// no browser takes more than a day.
	preflightAge = "86400"
)

// defaultHeaders sets what is safe for any answer. Whoever knows better about
// its own answer sets it anew: pages their Content-Security-Policy, answers
// their Cache-Control. What nobody thought of is therefore never stored and
// never runs.
func defaultHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// shared lets every web page read the API where it has neither credentials nor
// anything that is not public. It answers OPTIONS for any address of the API, also for
// one that does not exist: the page may then read the 404. What admins alone may do is
// never shared, so that no page of another site can do it in an admin's browser.
func shared(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isAPI(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		public := !api.RuleOf(intended(r), r.URL.Path).Admin
		if public {
			share(w.Header())
		}
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Allow", api.Methods(r.URL.Path))
		if public {
			h := w.Header()
			h.Set("Access-Control-Allow-Methods", strings.Join(append(api.SharedMethods(r.URL.Path), http.MethodOptions), ", "))
			h.Set("Access-Control-Allow-Headers", "Content-Type, If-None-Match, X-Request-Id")
			h.Set("Access-Control-Max-Age", preflightAge)
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

func share(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Retry-After, Server-Timing, X-Request-Id, X-Segue-Related")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Timing-Allow-Origin", "*")
}

// intended is the method of a request, or of the one that a browser asks about.
func intended(r *http.Request) string {
	if asked := r.Header.Get("Access-Control-Request-Method"); r.Method == http.MethodOptions && asked != "" {
		return asked
	}
	return r.Method
}

// headAsGet lets every route that answers GET answer HEAD with the same headers.
// net/http, which still knows the method, leaves the body out.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		next.ServeHTTP(w, r)
	})
}
