package page

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/respond"
)

// Errors of requests for pages.
var (
	errNoPage     = errors.New("page not found")
	errMethod     = errors.New("method not allowed")
	errLongQuery  = errors.New("query is too long")
	errBadPage    = errors.New("page must be a positive integer")
	errBadSnippet = errors.New("invalid snippet options")
	errBusy       = errors.New("the server is busy")
	errStarting   = errors.New("the server is starting")
)

// problem is the error page for one kind of error. It never contains the cause.
type problem struct {
	kind          error
	status        int
	Title, Advice string
}

// problems lists the known errors. The first match wins.
var problems = []problem{
	{errNoPage, http.StatusNotFound, "Page not found", "The address may be mistyped, or the page may have moved."},
	{errMethod, http.StatusMethodNotAllowed, "Method not allowed", "This page can only be opened, not changed. Open it as a link."},
	{errLongQuery, http.StatusBadRequest, "This query is too long", "Describe the topic in one or two sentences."},
	{errBadPage, http.StatusBadRequest, "Invalid page number", "Start again from the first page."},
	{errBadSnippet, http.StatusBadRequest, "Invalid snippet options", "Go back and choose the options again."},
	{errOldMap, http.StatusConflict, "There is a newer map", "Reload the page to see it."},
	{catalog.ErrBadCursor, http.StatusBadRequest, "Invalid link to older episodes", "The link may be incomplete. Start again from the newest episodes."},
	{data.ErrUnknownEpisode, http.StatusNotFound, "Episode not found", "It may have been removed, or the address may be mistyped. Try searching for its title."},
	{recommend.ErrUnknownPerson, http.StatusNotFound, "Person not found", "The address may be mistyped, or the episodes may have been removed. Try searching for the name."},
	{errBusy, http.StatusServiceUnavailable, "The server is busy", "Many people are using it right now. Try again in a moment."},
	{errStarting, http.StatusServiceUnavailable, "The server is starting", "It is reading the episodes. Try again in a moment."},
	{context.DeadlineExceeded, http.StatusGatewayTimeout, "This took too long", "The server may be busy. Try again in a moment."},
}

// otherProblem is used for every other error.
var otherProblem = problem{nil, http.StatusInternalServerError, "Something went wrong", "This is an error of the server. Try again in a moment."}

// problemBody is the data for the template of an error page.
type problemBody struct {
	problem
	// Request is the request id of a server error, for the operator. It is empty for
	// errors of the request.
	Request string
}

func problemOf(err error) problem {
	for _, p := range problems {
		if errors.Is(err, p.kind) {
			return p
		}
	}
	return otherProblem
}

// fail sends the error page for err.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if canceled(r) {
		respond.InfoOf(r.Context()).Gone = true
		err = context.DeadlineExceeded // the client may still read
	}
	p := problemOf(err)
	body := problemBody{problem: p}
	if p.status >= http.StatusInternalServerError {
		s.logCause(r, err)
		body.Request = w.Header().Get("X-Request-Id")
	}
	d := document{Template: "problem", Status: p.status, Head: head{Title: p.Title}, Body: body}
	if err := s.write(w, r, d); err != nil {
		s.logCause(r, err)
		http.Error(w, p.Title, p.status)
	}
}

// canceled reports whether the client has closed the connection.
func canceled(r *http.Request) bool { return errors.Is(r.Context().Err(), context.Canceled) }

// logCause logs err without the query, because queries are private. The request id is the
// same as in the access log and on the error page. The server counts refused requests.
func (s *Site) logCause(r *http.Request, err error) {
	if canceled(r) || errors.Is(err, errBusy) || errors.Is(err, errStarting) {
		return
	}
	s.log.LogAttrs(r.Context(), slog.LevelError, "page failed", append(respond.InfoOf(r.Context()).IDs(),
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Any("error", err))...)
}

// NotFound sends the error page for an unknown path.
func (s *Site) NotFound(c *gin.Context) { s.fail(c.Writer, c.Request, errNoPage) }

// Busy sends the error page for a request that the server refuses because of other requests.
func (s *Site) Busy(c *gin.Context) { s.fail(c.Writer, c.Request, errBusy) }

// Starting sends the error page for a request before the catalogue is read.
func (s *Site) Starting(c *gin.Context) { s.fail(c.Writer, c.Request, errStarting) }

// MethodNotAllowed sends the error page for a method other than GET and HEAD.
func (s *Site) MethodNotAllowed(c *gin.Context) {
	c.Header("Allow", http.MethodGet+", "+http.MethodHead)
	s.fail(c.Writer, c.Request, errMethod)
}

// show returns the handler of a page. The page reads its path parameters with
// [http.Request.PathValue].
func (s *Site) show(page func(*http.Request) (document, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		for _, p := range c.Params {
			c.Request.SetPathValue(p.Key, p.Value)
		}
		d, err := page(c.Request)
		if err == nil {
			err = s.write(c.Writer, c.Request, d)
		}
		if err != nil {
			s.fail(c.Writer, c.Request, err)
		}
	}
}
