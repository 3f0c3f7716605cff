package api

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// reply is an answer that is decided and encoded, but not sent: until then a
// failure can still become a problem.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// refusal is the reply that says p.
func refusal(ctx huma.Context, p *respond.Problem) reply {
	body, _ := respond.EncodeJSON(p.In(ctx.Context())) // a problem is all text
	return reply{status: p.Status, header: p.Header(), body: body}
}

// created is a body that says where it can be had from now on.
type created interface{ Location() string }

// written is a body that is not JSON.
type written interface{ Bytes() ([]byte, error) }

// noted is a body that says more in headers of its own, by name.
type noted interface{ notes() map[string]string }

// answer is the reply that says body, or a problem where it cannot be said. A
// client that names the entity tag of the same bytes gets the tag alone.
func answer(ctx huma.Context, o operation, body any, cache string, took time.Duration) reply {
	encoded, err := o.encode(body)
	if err != nil {
		return refusal(ctx, respond.HideCause(respond.Internal, err))
	}
	r := reply{status: cmp.Or(o.status, http.StatusOK), body: encoded, header: http.Header{
		"Content-Type":  {cmp.Or(o.writes, "application/json")},
		"Cache-Control": {cache},
		"Server-Timing": {"answer;dur=" + strconv.FormatFloat(took.Seconds()*1000, 'f', 3, 64)},
	}}
	if s, ok := body.(interface{ StatusCode() int }); ok {
		r.status = s.StatusCode()
	}
	if l, ok := body.(created); ok {
		r.header.Set("Location", l.Location())
	}
	if n, ok := body.(noted); ok {
		for name, value := range n.notes() {
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
	if w, ok := body.(written); ok {
		return w.Bytes()
	}
	return respond.EncodeJSON(body)
}

// send writes r. What goes wrong from here on is the connection's fault.
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
