package respond

import (
	"context"
	"errors"
	"log/slog"
)

// ErrStopping ends a long request when the server is about to stop. It is the cause of
// the request's context and the error of its body.
var ErrStopping = errors.New("the server is about to stop")

// Info describes one request. The middleware and the handlers fill it in, and the access
// log prints it. It belongs to the goroutine that serves the request.
type Info struct {
	// ID is the same in the response header, in a problem and in the log.
	ID string
	// Trace is the id of the trace that the client named, or empty.
	Trace string
	// Method is the method of the request. The router may see another method.
	Method string
	// Route is the pattern that matched, such as "/v1/episodes/:id". The log must not
	// have the path, which is different for every episode.
	Route string
	// Client is the address of the client. A trusted proxy may name it.
	Client string
	// Code is the code of the problem in the answer, or empty.
	Code string
	// Cause is the reason for a problem. Only the log shows it.
	Cause error
	// Gone reports whether the client seems to have closed the connection. The log then has
	// [StatusClientGone].
	Gone bool
	// Busy reports whether the request was refused because of other requests.
	Busy bool
	// HideAddress keeps the address of the request out of the log.
	HideAddress bool
}

// IDs returns the ids that all log lines of a request have. The trace id is left out if the
// client named none.
func (i *Info) IDs() []slog.Attr {
	ids := []slog.Attr{slog.String("request_id", i.ID)}
	if i.Trace != "" {
		ids = append(ids, slog.String("trace_id", i.Trace))
	}
	return ids
}

type infoKey struct{}

// WithInfo returns a context that carries info.
func WithInfo(ctx context.Context, info *Info) context.Context {
	return context.WithValue(ctx, infoKey{}, info)
}

// InfoOf returns the Info of ctx. It never returns nil: without an Info in ctx it
// returns a new one, which nothing logs.
func InfoOf(ctx context.Context) *Info {
	if info, ok := ctx.Value(infoKey{}).(*Info); ok {
		return info
	}
	return &Info{}
}
