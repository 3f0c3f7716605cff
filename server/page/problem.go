package page

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"segue/data"
	"segue/data/catalog"
	"segue/recommend"
	"segue/server/respond"
)

// Errors that only a page has.
var (
	errNoPage     = errors.New("no such page")
	errMethod     = errors.New("method is not allowed")
	errLongQuery  = errors.New("query is too long")
	errBadPage    = errors.New("page is not a number from 1")
	errBadSnippet = errors.New("no such snippet")
)

// problem is how one kind of error is shown. It never holds the cause.
type problem struct {
	kind          error
	status        int
	Title, Advice string
}

// problems is in the order in which an error is compared.
var problems = []problem{
	{errNoPage, http.StatusNotFound, "There is no page here", "The address may be mistyped, or the page may have moved."},
	{errMethod, http.StatusMethodNotAllowed, "This page can only be read", "Open it as a link, without sending anything to it."},
	{errLongQuery, http.StatusBadRequest, "That question is too long", "Ask in one or two sentences: what matters is what the episode is about."},
	{errBadPage, http.StatusBadRequest, "There is no such page of results", "Start again from the first page."},
	{errBadSnippet, http.StatusBadRequest, "There is no such snippet", "Choose again what it is to show."},
	{errOldMap, http.StatusConflict, "There is a newer map", "Reload the page to see it."},
	{catalog.ErrBadCursor, http.StatusBadRequest, "This place in the catalogue cannot be found", "The link may be cut off. Start again from the newest episodes."},
	{data.ErrUnknownEpisode, http.StatusNotFound, "There is no such episode", "It may have been removed, or the address may be mistyped. Searching for its title will show whether it is here."},
	{recommend.ErrUnknownPerson, http.StatusNotFound, "Nobody here is called this", "The address may be mistyped, or the episodes may have been removed. Searching for the name will show whether it is here."},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "This took too long", "The server may be busy. Try again in a moment."},
}

// anyProblem is every other error.
var anyProblem = problem{nil, http.StatusInternalServerError, "Something went wrong here", "It is not your doing. Try again in a moment."}

// problemBody is what the template of an error page sees.
type problemBody struct {
	problem
	// Request is the id to quote when asking for help, empty where the visitor
	// can help themselves.
	Request string
}

func problemOf(err error) problem {
	for _, p := range problems {
		if errors.Is(err, p.kind) {
			return p
		}
	}
	return anyProblem
}

// fail answers with the page that belongs to err.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if gone(r) {
		w.WriteHeader(respond.StatusClientGone)
		return
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

func gone(r *http.Request) bool { return errors.Is(r.Context().Err(), context.Canceled) }

// logCause leaves the query out: what people ask is theirs. The id is that of
// the access log, and of the page where it shows one.
func (s *Site) logCause(r *http.Request, err error) {
	if gone(r) {
		return
	}
	s.log.ErrorContext(r.Context(), "page failed", "request_id", respond.InfoOf(r.Context()).ID,
		"method", r.Method, "path", r.URL.Path, "error", err)
}

// NotFound answers a path that is not a page.
func (s *Site) NotFound(c *gin.Context) { s.fail(c.Writer, c.Request, errNoPage) }

// MethodNotAllowed answers a method that pages do not have.
func (s *Site) MethodNotAllowed(c *gin.Context) {
	c.Header("Allow", http.MethodGet+", "+http.MethodHead)
	s.fail(c.Writer, c.Request, errMethod)
}

// show returns the handler of a page. A page reads the parameters of its path with
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
