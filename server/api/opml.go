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

// opmlType is the media type of OPML. It is not registered, but podcast applications use
// it.
const opmlType = "text/x-opml"

// opmlTypes are the media types of request bodies. Applications use different ones.
var opmlTypes = []string{opmlType, "application/xml", "text/xml"}

// octets is the media type of any bytes. Some generators of clients know only this type and JSON.
const octets = "application/octet-stream"

// maxImport is the maximum number of feeds in a list. The first fetch of a feed takes a
// second or two, and all fetches must end while the client still waits.
const maxImport = 1000

// opmlBody is a list of feeds.
type opmlBody struct{ outlines []opml.Outline }

// Bytes returns the list as OPML.
func (b opmlBody) Bytes() ([]byte, error) {
	var out bytes.Buffer
	err := opml.Write(&out, "Feeds of Segue", b.outlines)
	return out.Bytes(), err
}

// NewOutlines returns feeds as the outlines of an OPML list.
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
	Gone        string `query:"gone" enum:"keep,remove" default:"keep" doc:"Whether episodes that are no longer in their feed are kept or removed, for all feeds of the list."`
	Transcripts bool   `query:"transcripts" doc:"Whether the transcripts that the feeds link to are fetched." example:"true"`

	// body returns the feeds of the list. It is a function because huma inspects all
	// other fields.
	body func() ([]opml.Outline, error)
}

// Resolve gives the handler access to the body. huma calls it after it has read the
// parameters.
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

// wantOPML returns a problem if the Content-Type of a body is not a type of OPML. A
// missing type counts as OPML.
func wantOPML(contentType string) error {
	kind, _, err := mime.ParseMediaType(contentType)
	if contentType == "" || err == nil && (kind == octets || slices.Contains(opmlTypes, kind)) {
		return nil
	}
	return respond.NewProblem(respond.UnsupportedMediaType, "unsupported Content-Type").
		At("header.Content-Type", contentType, "expected "+opmlType).Fix("send OPML with the header Content-Type: %s", opmlType)
}

const opmlFix = "send an OPML file, such as the export of a podcast application"

func readOutlines(body io.Reader) ([]opml.Outline, error) {
	outlines, err := opml.Read(body)
	switch {
	case errors.Is(err, opml.ErrInvalid):
		return nil, respond.NewProblem(respond.MalformedBody, "%s", err).Fix(opmlFix)
	case err != nil:
		return nil, listReadProblem(err)
	case len(outlines) > maxImport:
		return nil, respond.NewProblem(respond.InvalidBody, "the list has %d feeds; want at most %d", len(outlines), maxImport).
			At("body", fmt.Sprintf("%d feeds", len(outlines)), fmt.Sprintf("expected at most %d", maxImport)).
			Fix("split the list and send its parts one after the other")
	}
	return outlines, nil
}

// listReadProblem returns the problem for an error of reading a list.
func listReadProblem(err error) error {
	var large *http.MaxBytesError
	p := readProblem(err)
	if !errors.As(err, &large) {
		p.Fixes = []string{"send the list again"}
	}
	return p
}
