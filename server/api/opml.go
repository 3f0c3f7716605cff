package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/data/opml"
	"segue/server/respond"
)

// opmlType is the media type of a list of feeds. Nobody has registered one; this is what
// podcast applications send.
const opmlType = "text/x-opml"

// opmlTypes are those that are read, because applications differ.
var opmlTypes = []string{opmlType, "application/xml", "text/xml"}

// maxImport is the most feeds of one list: their first read takes a second or two each,
// some of them at once, and is to end while the client still waits.
const maxImport = 1000

// opmlBody is a list of feeds.
type opmlBody struct{ outlines []opml.Outline }

// Bytes returns the list as OPML.
func (b opmlBody) Bytes() ([]byte, error) {
	var out bytes.Buffer
	err := opml.Write(&out, "Feeds of Segue", b.outlines)
	return out.Bytes(), err
}

// NewOutlines returns feeds as a list for other applications.
func NewOutlines(feeds []data.Feed) []opml.Outline {
	return each(feeds, func(f data.Feed) opml.Outline { return opml.Outline{Title: f.Show.Title, URL: f.URL} })
}

func (s Service) exportFeeds(ctx context.Context, _ *struct{}) (opmlBody, error) {
	feeds, err := s.Catalog.Feeds(ctx)
	if err != nil {
		return opmlBody{}, err
	}
	return opmlBody{NewOutlines(feeds)}, nil
}

type importInput struct {
	Gone        string `query:"gone" enum:"keep,remove" default:"keep" doc:"What happens to episodes that are no longer in their feed, for all feeds of the list."`
	Transcripts bool   `query:"transcripts" doc:"Whether transcripts that the feeds name are fetched." example:"true"`

	// body is a function because huma looks into all other fields.
	body func() ([]opml.Outline, error)
}

// Resolve lets the handler read the body; huma calls it after the parameters are read.
func (in *importInput) Resolve(ctx huma.Context) []error {
	in.body = func() ([]opml.Outline, error) {
		if err := notEncoded(ctx.Header("Content-Encoding")); err != nil {
			return nil, err
		}
		if err := wantOPML(ctx.Header("Content-Type")); err != nil {
			return nil, err
		}
		return readOutlines(ctx.BodyReader())
	}
	return nil
}

// wantOPML reports a body that is said to be something else. No type at all counts as
// OPML.
func wantOPML(contentType string) error {
	kind, _, err := mime.ParseMediaType(contentType)
	if contentType == "" || err == nil && slices.Contains(opmlTypes, kind) {
		return nil
	}
	return respond.NewProblem(respond.UnsupportedMediaType, "the body is said to be of a type that is not read here").
		At("header.Content-Type", contentType, "expected "+opmlType).Fix("send OPML with the header Content-Type: %s", opmlType)
}

const opmlFix = "send the OPML file that a podcast application exports"

func readOutlines(body io.Reader) ([]opml.Outline, error) {
	outlines, err := opml.Read(body)
	switch {
	case errors.Is(err, opml.ErrInvalid):
		return nil, respond.NewProblem(respond.MalformedBody, "%s", err).Fix(opmlFix)
	case err != nil:
		return nil, unreadList(err)
	case len(outlines) > maxImport:
		return nil, respond.NewProblem(respond.InvalidBody, "the list names %d feeds, at most %d are taken at once", len(outlines), maxImport).
			At("body", fmt.Sprintf("%d feeds", len(outlines)), fmt.Sprintf("expected at most %d", maxImport)).
			Fix("divide the list and send its parts one after the other")
	}
	return outlines, nil
}

// unreadList says what an error of reading a list means.
func unreadList(err error) error {
	var large *http.MaxBytesError
	p := unread(err)
	if !errors.As(err, &large) {
		p.Fixes = []string{"send the list again"}
	}
	return p
}
