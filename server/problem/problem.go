// Package problem says what went wrong, in the form of RFC 9457
// (application/problem+json) with four members of our own: code, errors, fixes
// and request_id.
//
// A problem has a message for people, a code for programs and a cause for the
// log, and never mixes them: the cause of a 5xx is only written to the log,
// under the same request id.
package problem

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"segue/server/jsonbody"
	"segue/server/request"
)

// ContentType is the media type of a problem.
const ContentType = "application/problem+json"

// Address is where the documentation of all codes is served; a code is an anchor
// on it.
const Address = "/docs/errors"

// maxValue is the longest value in runes that a problem repeats: enough to
// recognise it.
const maxValue = 100

// Problem is one answer that is not what was asked for. It is an error, so that
// a handler can return it.
type Problem struct {
	Type      string   `json:"type" format:"uri-reference" doc:"Where the code is documented." example:"/docs/errors#unknown_parameter"`
	Title     string   `json:"title" doc:"What the code means, always the same for a code." example:"Unknown query parameter"`
	Status    int      `json:"status" doc:"The HTTP status." example:"400"`
	Code      Code     `json:"code" doc:"The only member that a program may test." example:"unknown_parameter"`
	Detail    string   `json:"detail" doc:"What was wrong this time, for people." example:"query parameter \"limt\" is not known here"`
	Errors    []Field  `json:"errors" nullable:"false" doc:"Each part of the request that was wrong."`
	Fixes     []string `json:"fixes" nullable:"false" doc:"How to correct the request." example:"use one of: q, limit, offset"`
	RequestID string   `json:"request_id" doc:"The same as in the header X-Request-Id and in the server's log." example:"r7k2m9q4x3w5t6aa"`

	cause error
	// extra are headers of this problem besides those that all have.
	extra map[string]string
}

// Field is one part of a request that was wrong.
type Field struct {
	Location string `json:"location" doc:"Where it is, such as query.limit." example:"query.limt"`
	Value    string `json:"value" doc:"What was there, as text, shortened where it is long." example:"5"`
	Message  string `json:"message" doc:"What is wrong with it." example:"did you mean \"limit\"?"`
}

// New returns a problem with a detail for people.
func New(code Code, format string, args ...any) *Problem {
	k := code.Kind()
	return &Problem{
		Type:   Address + "#" + string(k.Code),
		Title:  k.Title,
		Status: k.Status,
		Code:   k.Code,
		Detail: fmt.Sprintf(format, args...),
		Errors: []Field{},
		Fixes:  []string{},
	}
}

// Hide returns a problem that says nothing of its cause but keeps it for the log.
func Hide(code Code, cause error) *Problem {
	p := New(code, "%s", code.Kind().Meaning)
	p.cause = cause
	return p
}

// At adds a part of the request that was wrong.
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

// Because keeps a cause for the log, where the detail says all that a client may know.
func (p *Problem) Because(cause error) *Problem {
	p.cause = cause
	return p
}

// Error is the detail; for a hidden cause it does not say more.
func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the cause, for the log.
func (p *Problem) Unwrap() error { return p.cause }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns the media type of a problem, whatever was negotiated.
func (p *Problem) ContentType(string) string { return ContentType }

// In completes the problem for the request of ctx: it takes over the request's
// id, gets the fix of its kind where it has none of its own, and gives its code
// and cause to the request's log line.
func (p *Problem) In(ctx context.Context) *Problem {
	if len(p.Fixes) == 0 {
		p.Fixes = []string{p.Code.Kind().Fix}
	}
	info := request.From(ctx)
	info.Code, info.Cause = string(p.Code), p.cause
	p.RequestID = info.ID
	return p
}

// Header returns the headers of a problem. It is never stored: it holds the id
// of one request, and the next import may end what it complains of.
func (p *Problem) Header() http.Header {
	h := http.Header{"Content-Type": {ContentType}, "Cache-Control": {"no-store"}}
	for name, value := range p.extra {
		h.Set(name, value)
	}
	return h
}

// Write answers r with p. Headers that speak of another body are removed.
func (p *Problem) Write(w http.ResponseWriter, r *http.Request) {
	body, err := jsonbody.Encode(p.In(r.Context()))
	if err != nil { // cannot be: a problem is all text
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
	w.Write(body) // a client that is gone is no error of ours
}
