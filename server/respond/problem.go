// Package respond has the parts that all HTTP answers share: JSON bodies, entity tags,
// problems, and the Info of a request that the access log prints.
//
// A [Problem] is an error answer in the form of RFC 9457 (application/problem+json) with
// four additional members: code, errors, fixes and request_id. It has a message for
// people, a code for programs and a cause for the log. The cause is only written to the
// log, with the same request id.
package respond

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
)

// ProblemType is the media type of a problem.
const ProblemType = "application/problem+json"

// ProblemsPath is the path of the page that documents all codes. Each code is an anchor
// on this page.
const ProblemsPath = "/docs/errors"

// maxValue is the length in runes at which a problem cuts a value. A reader still
// recognises the value.
const maxValue = 100

// Problem is an error answer. It implements error, so a handler can return it.
type Problem struct {
	Type      string   `json:"type" format:"uri-reference" doc:"The path of the documentation of the code." example:"/docs/errors#unknown_parameter"`
	Title     string   `json:"title" doc:"A short description of the code. It is always the same for a code." example:"Unknown query parameter"`
	Status    int      `json:"status" doc:"The HTTP status." example:"400"`
	Code      Code     `json:"code" doc:"The code for programs. All other texts may change." example:"unknown_parameter"`
	Detail    string   `json:"detail" doc:"What is wrong with this request, for people." example:"query parameter \"limt\" is unknown"`
	Errors    []Field  `json:"errors" nullable:"false" doc:"The invalid parts of the request."`
	Fixes     []string `json:"fixes" nullable:"false" doc:"How to correct the request." example:"use one of: q, limit, offset"`
	RequestID string   `json:"request_id" doc:"The id of the request, which is also in the header X-Request-Id and in the server's log." example:"r7k2m9q4x3w5t6aa"`

	cause error
	// extra are additional headers of this problem.
	extra map[string]string
}

// Field is one invalid part of a request.
type Field struct {
	Location string `json:"location" doc:"The location of the part, such as query.limit." example:"query.limt"`
	Value    string `json:"value" doc:"The value as text. A long value is shortened." example:"5"`
	Message  string `json:"message" doc:"What is wrong with the value." example:"did you mean \"limit\"?"`
}

// NewProblem returns a problem with a detail for people.
func NewProblem(code Code, format string, args ...any) *Problem {
	k := code.Kind()
	return &Problem{
		Type:   ProblemsPath + "#" + string(k.Code),
		Title:  k.Title,
		Status: k.Status,
		Code:   k.Code,
		Detail: fmt.Sprintf(format, args...),
		Errors: []Field{},
		Fixes:  []string{},
	}
}

// HideCause returns a problem that shows only the meaning of its code. The log gets the
// cause.
func HideCause(code Code, cause error) *Problem {
	p := NewProblem(code, "%s", code.Kind().Meaning)
	p.cause = cause
	return p
}

// restartTime is the value of Retry-After while the server stops, in seconds. A restart takes
// that long.
const restartTime = "5"

// StoppingProblem returns the problem of a request that the server aborts because it stops.
func StoppingProblem() *Problem {
	return NewProblem(Stopping, "the server is about to stop").With("Retry-After", restartTime)
}

// At adds an invalid part of the request.
func (p *Problem) At(location, value, message string) *Problem {
	if runes := []rune(value); len(runes) > maxValue {
		value = string(runes[:maxValue-1]) + "…"
	}
	p.Errors = append(p.Errors, Field{Location: location, Value: value, Message: message})
	return p
}

// Fix adds a way to correct the request.
func (p *Problem) Fix(format string, args ...any) *Problem {
	p.Fixes = append(p.Fixes, fmt.Sprintf(format, args...))
	return p
}

// With adds a header to the answer, such as Retry-After.
func (p *Problem) With(name, value string) *Problem {
	if p.extra == nil {
		p.extra = map[string]string{}
	}
	p.extra[name] = value
	return p
}

// Because sets the cause for the log and keeps the detail for the client.
func (p *Problem) Because(cause error) *Problem {
	p.cause = cause
	return p
}

// Error returns the detail, without the cause.
func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the cause, for the log.
func (p *Problem) Unwrap() error { return p.cause }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns the media type of a problem. It ignores the negotiated type.
func (p *Problem) ContentType(string) string { return ProblemType }

// In completes the problem for the request of ctx. The problem gets the id of the
// request, and the fix of its kind if it has no fix yet. The log line of the request gets
// the code and the cause.
func (p *Problem) In(ctx context.Context) *Problem {
	if len(p.Fixes) == 0 {
		p.Fixes = []string{p.Code.Kind().Fix}
	}
	info := InfoOf(ctx)
	info.Code, info.Cause = string(p.Code), p.cause
	p.RequestID = info.ID
	return p
}

// Header returns the headers of a problem. No cache may store a problem: it holds the id
// of one request, and the next import may remove its cause.
func (p *Problem) Header() http.Header {
	h := http.Header{"Content-Type": {ProblemType}, "Cache-Control": {"no-store"}}
	for name, value := range p.extra {
		h.Set(name, value)
	}
	return h
}

// Write answers r with p. It removes headers that describe another body.
func (p *Problem) Write(w http.ResponseWriter, r *http.Request) {
	body, err := EncodeJSON(p.In(r.Context()))
	if err != nil { // impossible: a problem holds only text
		http.Error(w, http.StatusText(p.Status), p.Status)
		return
	}
	for _, name := range []string{"Content-Encoding", "Etag", "Last-Modified", "Server-Timing"} {
		w.Header().Del(name)
	}
	for name, values := range p.Header() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // an error means that the client has gone
}
