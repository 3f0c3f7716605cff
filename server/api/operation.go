package api

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/problem"
)

// operation is one row of the table of routes.
type operation struct {
	path, id, tag, summary, about string
	// cache is the rule for caches of an answer; without noStore an answer also
	// has an entity tag.
	cache string
	// unfinished reports that answers are about to get better, so that caches
	// should keep them for a moment only; nil for never.
	unfinished func() bool
	// required names a query parameter that the handler asks for, so that it is
	// missing and blank in the same words.
	required string
	// also are statuses besides 200 that have the body of an answer.
	also []int
	// codes are the problems that can be answered.
	codes []problem.Code
}

// output hands the writing of an answer to reply, so that it is encoded before
// its status is sent.
type output struct{ Body func(huma.Context) }

// get adds an operation that answers GET. What handle returns becomes the body,
// and an error of it a problem.
func get[I, B any](a huma.API, o operation, handle func(context.Context, *I) (B, error)) {
	described := o.describe(a.OpenAPI().Components.Schemas, reflect.TypeFor[B]())
	huma.Register(a, described, func(ctx context.Context, in *I) (*output, error) {
		// Before the answer: the last vector may come while it is being made.
		keep, start := o.keep(), time.Now()
		body, err := handle(ctx, in)
		took := time.Since(start)
		return &output{func(ctx huma.Context) {
			switch {
			case err != nil && clientGone(ctx.Context()):
				reply{status: statusClientGone}.send(ctx)
			case err != nil:
				refusal(ctx, problemOf(err)).send(ctx)
			default:
				answer(ctx, body, keep, took).send(ctx)
			}
		}}, nil
	})
	for _, p := range a.OpenAPI().Paths[o.path].Get.Parameters {
		p.Required = p.Required || p.Name == o.required
	}
}

// keep is the rule for caches of an answer that is made now.
func (o operation) keep() string {
	if o.unfinished != nil && o.unfinished() {
		return moment
	}
	return o.cache
}

// describe is the operation in the OpenAPI document.
func (o operation) describe(schemas huma.Registry, body reflect.Type) huma.Operation {
	content := map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(body, true, "")}}
	responses := map[string]*huma.Response{
		"200": {Description: "The answer.", Content: content, Headers: o.headers()},
	}
	if o.cache != noStore {
		responses["304"] = &huma.Response{Description: "The client has this answer already.", Headers: o.headers()}
	}
	for _, status := range o.also {
		responses[strconv.Itoa(status)] = &huma.Response{Description: "The same, with another status.", Content: content, Headers: o.headers()}
	}
	for _, code := range o.codes {
		addProblem(schemas, responses, code)
	}
	return huma.Operation{
		Method: http.MethodGet, Path: o.path, OperationID: o.id, Tags: []string{o.tag},
		Summary: o.summary, Description: o.about, Responses: responses,
	}
}

func (o operation) headers() map[string]*huma.Header {
	h := map[string]*huma.Header{
		"X-Request-Id":  text("The id of the request, also in the server's log. A client may propose it."),
		"Cache-Control": text("How long the answer may be kept."),
		"Server-Timing": text("How long the answer took, in milliseconds."),
	}
	if o.cache != noStore {
		h["ETag"] = text("Names these bytes; give it as If-None-Match to get 304 while they stay the same.")
	}
	return h
}

// addProblem adds a code to the response of its status.
func addProblem(schemas huma.Registry, responses map[string]*huma.Response, code problem.Code) {
	kind := code.Kind()
	status := strconv.Itoa(kind.Status)
	if responses[status] == nil {
		headers := map[string]*huma.Header{"X-Request-Id": text("The id of the request, as in request_id.")}
		if kind.Status == http.StatusServiceUnavailable {
			headers["Retry-After"] = text("Seconds to wait before asking again.")
		}
		responses[status] = &huma.Response{Headers: headers, Content: map[string]*huma.MediaType{}}
	}
	r := responses[status]
	if r.Content[problem.ContentType] == nil {
		r.Content[problem.ContentType] = &huma.MediaType{
			Schema:   schemas.Schema(reflect.TypeFor[problem.Problem](), true, ""),
			Examples: map[string]*huma.Example{},
		}
	}
	r.Description = strings.TrimSpace(fmt.Sprintf("%s\n\n`%s`: %s", r.Description, code, kind.Meaning))
	r.Content[problem.ContentType].Examples[string(code)] = &huma.Example{Ref: "#/components/examples/" + string(code)}
}

func text(about string) *huma.Header {
	return &huma.Header{Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
}
