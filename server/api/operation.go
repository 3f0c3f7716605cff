package api

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// operation is one row of the table of routes.
type operation struct {
	// method is GET where it is empty.
	method, path, id, tag, summary, about string
	// cache is the rule for caches of an answer; without noStore an answer also
	// has an entity tag.
	cache string
	// unfinished reports that answers are about to get better, so that caches
	// should keep them for a moment only; nil for never.
	unfinished func() bool
	// reads describes the body of a request by media type; nil for none.
	reads func(huma.Registry) map[string]*huma.MediaType
	// status is that of an answer, 200 where it is 0. Without a body it is 204; with
	// 201 it has the header Location.
	status int
	// writes is the media type of an answer that is not JSON.
	writes string
	// notes describes the headers that only this operation has.
	notes map[string]*huma.Header
	Rule
	// required names a query parameter that the handler asks for, so that it is
	// missing and blank in the same words.
	required string
	// also are statuses besides 200 that have the body of an answer.
	also []int
	// codes are the problems that can be answered.
	codes []respond.Code
}

// output hands the writing of an answer to reply, so that it is encoded before
// its status is sent.
type output struct{ Body func(huma.Context) }

// add adds an operation to the group of its rule. The result of handle becomes the body,
// and its error a problem. An input with a method passing(B) bool can report that the next
// answer may be better, so that caches keep this one for a moment only.
func add[I, B any](r *registry, o operation, handle func(context.Context, *I) (B, error)) {
	a := r.groupOf(o)
	schemas := a.OpenAPI().Components.Schemas
	huma.Register(a, o.describe(schemas, reflect.TypeFor[B]()), func(ctx context.Context, in *I) (*output, error) {
		// Before the answer: the last vector may come while it is being made.
		keep, start := o.keep(), time.Now()
		body, err := handle(ctx, in)
		took := time.Since(start)
		return &output{func(ctx huma.Context) {
			switch {
			case err != nil && clientGone(ctx.Context(), err):
				reply{status: respond.StatusClientGone}.send(ctx)
			case err != nil && stopping(ctx.Context()):
				refusal(ctx, stopped(err)).send(ctx)
			case err != nil:
				refusal(ctx, problemOf(err)).send(ctx)
			case isPassing(in, body):
				answer(ctx, o, body, moment, took).send(ctx)
			default:
				answer(ctx, o, body, keep, took).send(ctx)
			}
		}}, nil
	})
	described := o.in(a.OpenAPI().Paths[o.path])
	for _, p := range described.Parameters {
		p.Required = p.Required || p.Name == o.required
	}
	if o.reads != nil { // not before, or huma would read the body itself
		described.RequestBody = &huma.RequestBody{Required: true, Content: o.reads(schemas)}
	}
}

// in finds the operation among those of its path.
func (o operation) in(item *huma.PathItem) *huma.Operation {
	switch o.method {
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	case http.MethodDelete:
		return item.Delete
	}
	return item.Get
}

// readsJSON describes a body that is one JSON object.
func readsJSON[B any](schemas huma.Registry) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(reflect.TypeFor[B](), true, "")}}
}

func isPassing[B any](in any, body B) bool {
	p, ok := in.(interface{ passing(B) bool })
	return ok && p.passing(body)
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
	content := o.content(schemas, body)
	responses := map[string]*huma.Response{
		strconv.Itoa(cmp.Or(o.status, http.StatusOK)): {Description: "The answer.", Content: content, Headers: o.headers()},
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
	described := huma.Operation{
		Method: cmp.Or(o.method, http.MethodGet), Path: o.path, OperationID: o.id, Tags: []string{o.tag},
		Summary: o.summary, Description: o.about, Responses: responses,
	}
	if o.Access == Admin {
		described.Security = adminOnly
	}
	return described
}

// content is the body of an answer, nil where it has none.
func (o operation) content(schemas huma.Registry, body reflect.Type) map[string]*huma.MediaType {
	switch {
	case o.status == http.StatusNoContent:
		return nil
	case o.writes != "":
		return map[string]*huma.MediaType{o.writes: {Schema: &huma.Schema{Type: huma.TypeString}}}
	}
	return map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(body, true, "")}}
}

func (o operation) headers() map[string]*huma.Header {
	h := map[string]*huma.Header{
		"X-Request-Id":  text("The id of the request, also in the server's log. A client may propose it."),
		"Cache-Control": text("How long the answer may be kept."),
		"Server-Timing": text("How long the answer took, in milliseconds."),
	}
	maps.Copy(h, o.notes)
	if o.status == http.StatusCreated {
		h["Location"] = text("The address of what was made.")
	}
	if o.cache != noStore {
		h["ETag"] = text("Names these bytes; give it as If-None-Match to get 304 while they stay the same.")
	}
	return h
}

// addProblem adds a code to the response of its status.
func addProblem(schemas huma.Registry, responses map[string]*huma.Response, code respond.Code) {
	kind := code.Kind()
	status := strconv.Itoa(kind.Status)
	if responses[status] == nil {
		headers := map[string]*huma.Header{"X-Request-Id": text("The id of the request, as in request_id.")}
		switch kind.Status {
		case http.StatusUnauthorized:
			headers["WWW-Authenticate"] = text("What the request must send.")
		case http.StatusTooManyRequests:
			headers["Retry-After"] = text("After how many seconds the next attempt is read.")
		}
		responses[status] = &huma.Response{Headers: headers, Content: map[string]*huma.MediaType{}}
	}
	r := responses[status]
	if r.Content[respond.ProblemType] == nil {
		r.Content[respond.ProblemType] = &huma.MediaType{
			Schema:   schemas.Schema(reflect.TypeFor[respond.Problem](), true, ""),
			Examples: map[string]*huma.Example{},
		}
	}
	r.Description = strings.TrimSpace(fmt.Sprintf("%s\n\n`%s`: %s", r.Description, code, kind.Meaning))
	r.Content[respond.ProblemType].Examples[string(code)] = &huma.Example{Ref: "#/components/examples/" + string(code)}
}

func text(about string) *huma.Header {
	return &huma.Header{Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
}
