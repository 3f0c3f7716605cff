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

	"segue/recommend"
	"segue/server/respond"
)

// operation is one row of the table of routes.
type operation struct {
	// method is GET if it is empty.
	method, path, id, tag, summary, description string
	// cache is the value of Cache-Control for answers. Answers also have an entity tag,
	// unless cache is noStore.
	cache string
	// incomplete reports whether a later answer will be better, so that caches should
	// store this one only briefly. It may be nil.
	incomplete func() bool
	// reads describes the request body by media type. It is nil if there is no body.
	reads func(huma.Registry) map[string]*huma.MediaType
	// status is the status of an answer. Zero means 200. An answer with 204 has no body,
	// and one with 201 has the header Location.
	status int
	// writes is the media type of an answer that is not JSON.
	writes string
	// extraHeaders describes headers that only this operation sets.
	extraHeaders map[string]*huma.Header
	Rule
	// required is the name of a query parameter that the handler checks itself, so that
	// a missing and a blank value have the same message.
	required string
	// also are additional statuses with the body of an answer.
	also []int
	// codes are the possible problems.
	codes []respond.Code
}

// output lets a [reply] write the answer, so that the answer is encoded before the status
// is sent.
type output struct{ Body func(huma.Context) }

// add adds an operation to the group of its rule. The result of handle becomes the body,
// and its error a problem. An input with a method temporary(B) bool can report that a
// later answer may be better, so that caches store this one only briefly.
func add[I, B any](r *registry, o operation, handle func(context.Context, *I) (B, error)) {
	o.Queued = o.Access == Shared // checks and changes must not wait for answers
	a := r.groupOf(o)
	schemas := a.OpenAPI().Components.Schemas
	huma.Register(a, o.describe(schemas, reflect.TypeFor[B]()), func(ctx context.Context, in *I) (*output, error) {
		// cacheNow runs before handle, because the last vector may be added while handle runs.
		cache, start := o.cacheNow(), time.Now()
		timed, stages := recommend.WithTiming(ctx)
		body, err := handle(timed, in)
		timing := serverTiming(*stages, time.Since(start))
		return &output{func(ctx huma.Context) {
			switch {
			case err != nil && clientGone(ctx.Context(), err):
				respond.InfoOf(ctx.Context()).Gone = true
				refusal(ctx, respond.HideCause(respond.Timeout, err)).send(ctx) // the client may still read
			case err != nil && stopping(ctx.Context()):
				refusal(ctx, stopped(err)).send(ctx)
			case err != nil:
				refusal(ctx, problemOf(err)).send(ctx)
			case isTemporary(in, body):
				answer(ctx, o, body, cacheBriefly, timing).send(ctx)
			default:
				answer(ctx, o, body, cache, timing).send(ctx)
			}
		}}, nil
	})
	described := o.in(a.OpenAPI().Paths[o.path])
	for _, p := range described.Parameters {
		if p.Name == o.required {
			schema := *p.Schema // huma validates with the original, whose message is less precise
			schema.Pattern = notBlank
			p.Required, p.Schema = true, &schema
		}
	}
	if o.reads != nil { // set after huma.Register, otherwise huma would read the body itself
		described.RequestBody = &huma.RequestBody{Required: true, Content: o.reads(schemas)}
	}
}

// in returns the description of the operation in a path item.
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

func isTemporary[B any](in any, body B) bool {
	t, ok := in.(interface{ temporary(B) bool })
	return ok && t.temporary(body)
}

// cacheNow returns the value of Cache-Control for an answer at this moment.
func (o operation) cacheNow() string {
	if o.incomplete != nil && o.incomplete() {
		return cacheBriefly
	}
	return o.cache
}

// describe returns the description of the operation in the OpenAPI document.
func (o operation) describe(schemas huma.Registry, body reflect.Type) huma.Operation {
	content := o.content(schemas, body)
	status := cmp.Or(o.status, http.StatusOK)
	responses := map[string]*huma.Response{
		strconv.Itoa(status): {Description: "The answer.", Content: content, Headers: o.headers()},
	}
	if o.cache != noStore {
		responses["304"] = &huma.Response{Description: "The client already has this answer.", Headers: o.headers()}
	}
	for _, other := range o.also {
		responses[strconv.Itoa(other)] = &huma.Response{Description: "The same body with another status.", Content: content, Headers: o.headers()}
	}
	for _, code := range o.allCodes() {
		addProblem(schemas, responses, code)
	}
	described := huma.Operation{
		Method: cmp.Or(o.method, http.MethodGet), Path: o.path, OperationID: o.id, Tags: []string{o.tag},
		Summary: o.summary, Description: o.description, Responses: responses, DefaultStatus: status,
	}
	if o.Access == Admin {
		described.Security = adminOnly
	}
	return described
}

// allCodes returns the possible problems, with those of the middleware.
func (o operation) allCodes() []respond.Code {
	if o.Queued {
		return join(o.codes, []respond.Code{respond.RateLimited, respond.Starting, respond.Overloaded})
	}
	return o.codes
}

// content describes the body of an answer. It is nil if there is no body.
func (o operation) content(schemas huma.Registry, body reflect.Type) map[string]*huma.MediaType {
	switch {
	case o.status == http.StatusNoContent:
		return nil
	case o.writes != "":
		return map[string]*huma.MediaType{o.writes: {Schema: &huma.Schema{Type: huma.TypeString}, Example: o.example()}}
	}
	return map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(body, true, ""), Example: o.example()}}
}

func (o operation) headers() map[string]*huma.Header {
	h := map[string]*huma.Header{
		"X-Request-Id":  textHeader("The id of the request, which is also in the server's log. A client may propose it."),
		"Cache-Control": textHeader("How long caches may store the answer."),
		"Server-Timing": textHeader("How long the answer took, in milliseconds. total is the whole time. Ranked answers have their stages: embed, words, retrieval and rank. The description of retrieval is the engine that compared vectors."),
	}
	maps.Copy(h, o.extraHeaders)
	if o.status == http.StatusCreated {
		h["Location"] = textHeader("The path of the new resource.")
	}
	if o.cache != noStore {
		h["ETag"] = textHeader("The entity tag of the answer. Send it as If-None-Match to get 304 if the answer is unchanged.")
	}
	return h
}

// addProblem adds a code to the response of its status.
func addProblem(schemas huma.Registry, responses map[string]*huma.Response, code respond.Code) {
	kind := code.Kind()
	status := strconv.Itoa(kind.Status)
	if responses[status] == nil {
		headers := map[string]*huma.Header{"X-Request-Id": textHeader("The id of the request, the same as request_id.")}
		switch kind.Status {
		case http.StatusUnauthorized:
			headers["WWW-Authenticate"] = textHeader("The required authentication scheme.")
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			headers["Retry-After"] = textHeader("The number of seconds to wait before the next attempt.")
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

func textHeader(description string) *huma.Header {
	return &huma.Header{Description: description, Schema: &huma.Schema{Type: huma.TypeString}}
}
