package api

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// reply is an encoded answer that is not sent yet. Until then, an error can still become
// a problem.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// refusal returns the reply for a problem.
func refusal(ctx huma.Context, p *respond.Problem) reply {
	body, _ := respond.EncodeJSON(p.In(ctx.Context())) // never fails: a problem holds only text
	return reply{status: p.Status, header: p.Header(), body: body}
}

// createdBody is the body of a new resource with its path.
type createdBody interface{ Location() string }

// rawBody is a body that is not JSON.
type rawBody interface{ Bytes() ([]byte, error) }

// headerBody is a body with additional headers, by name.
type headerBody interface{ extraHeaders() map[string]string }

// answer returns the reply for body, or a problem if body cannot be encoded. If the client
// already has the same bytes, the reply is a 304 without a body. Cache and timing are the values
// of Cache-Control and Server-Timing.
func answer(ctx huma.Context, o operation, body any, cache, timing string) reply {
	encoded, err := o.encode(body)
	if err != nil {
		return refusal(ctx, respond.HideCause(respond.Internal, err))
	}
	r := reply{status: cmp.Or(o.status, http.StatusOK), body: encoded, header: http.Header{
		"Content-Type":  {cmp.Or(o.writes, "application/json")},
		"Cache-Control": {cache},
		"Server-Timing": {timing},
	}}
	if s, ok := body.(interface{ StatusCode() int }); ok {
		r.status = s.StatusCode()
	}
	if l, ok := body.(createdBody); ok {
		r.header.Set("Location", l.Location())
	}
	if h, ok := body.(headerBody); ok {
		for name, value := range h.extraHeaders() {
			r.header.Set(name, value)
		}
	}
	if r.status == http.StatusNoContent {
		r.body = nil
		r.header.Del("Content-Type")
	}
	if r.status != http.StatusOK || cache == noStore {
		return r
	}
	tag := respond.ETag(encoded)
	header := http.Header{}
	ctx.EachHeader(header.Add)
	if known, ok := respond.MatchETag(header, tag); ok {
		r.status, r.body, tag = http.StatusNotModified, nil, known
		r.header.Del("Content-Type")
	}
	r.header.Set("Etag", tag)
	return r
}

func (o operation) encode(body any) ([]byte, error) {
	if raw, ok := body.(rawBody); ok {
		return raw.Bytes()
	}
	return respond.EncodeJSON(body)
}

// send writes r. It ignores errors, because only the connection can fail here.
func (r reply) send(ctx huma.Context) {
	for name, values := range r.header {
		ctx.SetHeader(name, values[0])
	}
	ctx.SetStatus(r.status)
	if r.body != nil {
		ctx.SetHeader("Content-Length", strconv.Itoa(len(r.body)))
		ctx.BodyWriter().Write(r.body)
	}
}
