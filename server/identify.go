package server

import (
	"net"
	"net/http"

	"segue/server/respond"
)

const requestIDHeader = "X-Request-Id"

// identify gives every request an id, which the answer, its problem and the log
// share. A sane id of the client's is kept, so that its log and ours meet.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info := &respond.Info{ID: respond.RequestID(r.Header.Get(requestIDHeader)), Route: "unmatched", Client: remoteHost(r)}
		w.Header().Set(requestIDHeader, info.ID)
		next.ServeHTTP(w, r.WithContext(respond.WithInfo(r.Context(), info)))
	})
}

// remoteHost is the address at the other end of the connection, without port.
func remoteHost(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
