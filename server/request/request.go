// Package request carries what the layers of the server tell each other about
// one request: the outermost layer makes an [Info], inner layers fill it in, and
// the access log prints it.
package request

import (
	"context"
	"errors"
)

// ErrStopping is why a request that takes long ends when the server is about to stop:
// the cause of its context, and the error of its body.
var ErrStopping = errors.New("the server is about to stop")

// Info is what is known of one request. It belongs to the goroutine that serves
// the request.
type Info struct {
	// ID is the same in the response's header, in a problem and in the log.
	ID string
	// Route is the pattern that matched, such as "/v1/episodes/:id": the path
	// itself would make every episode a kind of request of its own.
	Route string
	// Client is the address of the client, behind proxies that are trusted.
	Client string
	// Code is the code of the problem that was answered, if one was.
	Code string
	// Cause is why the answer is a problem. It goes to the log only.
	Cause error
	// Admitted is called once it is clear that the request is an admin's, nil for
	// nothing to do then.
	Admitted func()
}

type key struct{}

// NewContext returns a context that carries info.
func NewContext(ctx context.Context, info *Info) context.Context {
	return context.WithValue(ctx, key{}, info)
}

// From returns the Info of ctx, and an empty one that nobody reads where ctx has
// none; never nil.
func From(ctx context.Context) *Info {
	if info, ok := ctx.Value(key{}).(*Info); ok {
		return info
	}
	return &Info{}
}
