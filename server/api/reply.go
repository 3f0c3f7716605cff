package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/entity"
	"segue/server/jsonbody"
	"segue/server/problem"
)

// reply is an answer that is decided and encoded, but not sent: until then a
// failure can still become a problem.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// refusal is the reply that says p.
func refusal(ctx huma.Context, p *problem.Problem) reply {
	body, _ := jsonbody.Encode(p.In(ctx.Context())) // a problem is all text
	return reply{status: p.Status, header: p.Header(), body: body}
}

// answer is the reply that says body, or a problem where it cannot be said. A
// client that names the entity tag of the same bytes gets the tag alone.
func answer(ctx huma.Context, body any, cache string, took time.Duration) reply {
	encoded, err := jsonbody.Encode(body)
	if err != nil {
		return refusal(ctx, problem.Hide(problem.Internal, err))
	}
	r := reply{status: http.StatusOK, body: encoded, header: http.Header{
		"Content-Type":  {"application/json"},
		"Cache-Control": {cache},
		"Server-Timing": {"answer;dur=" + strconv.FormatFloat(took.Seconds()*1000, 'f', 3, 64)},
	}}
	if s, ok := body.(interface{ StatusCode() int }); ok {
		r.status = s.StatusCode()
	}
	if r.status != http.StatusOK || cache == noStore {
		return r
	}
	tag := entity.Tag(encoded)
	header := http.Header{}
	ctx.EachHeader(header.Add)
	if known, ok := entity.Match(header, tag); ok {
		r.status, r.body, tag = http.StatusNotModified, nil, known
		r.header.Del("Content-Type")
	}
	r.header.Set("Etag", tag)
	return r
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
