package api

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"segue/data/catalog"
	"segue/data/jsonl"
	"segue/server/respond"
	"segue/server/upload"
)

// maxProblems is how many episodes that were not kept an answer names, and how many
// problems of a feed: one mistake of a program is in all that it wrote.
const maxProblems = 100

// PutBody says what an upload has changed.
type PutBody struct {
	Added     int          `json:"added" minimum:"0" doc:"Episodes that are new." example:"2"`
	Updated   int          `json:"updated" minimum:"0" doc:"Episodes that differ from what was kept." example:"1"`
	Unchanged int          `json:"unchanged" minimum:"0" doc:"Episodes that were kept as they are." example:"730"`
	Failed    int          `json:"failed" minimum:"0" doc:"Episodes of the body that were not kept." example:"1"`
	Problems  []PutProblem `json:"problems" nullable:"false" maxItems:"100" doc:"Why they were not, by their place in the body."`
	Truncated bool         `json:"truncated" doc:"Whether more failed than are named." example:"false"`
}

// PutProblem says why one episode was not kept.
type PutProblem struct {
	Line    int     `json:"line" minimum:"1" doc:"The number of the line, or of the element of an array, from 1." example:"3"`
	Field   *string `json:"field" doc:"The place in the episode, null for the whole of it." example:"published"`
	Message string  `json:"message" doc:"What is wrong, and how to correct it." example:"\"yesterday\" is not a date: write \"2018-08-13\" or \"2018-08-13T16:00:00Z\""`
	Episode *string `json:"episode" doc:"Its id, title or GUID, null where it could not be read." example:"green-tea"`
}

type putInput struct {
	// body is what the handler reads. It is a function because huma looks into all
	// other fields.
	body func() (io.Reader, upload.Format, error)
}

// Resolve looks at the head of the request; huma calls it after the parameters are read.
func (in *putInput) Resolve(ctx huma.Context) []error {
	format, known := upload.FormatOf(ctx.Header("Content-Type"))
	err := notEncoded(ctx.Header("Content-Encoding"))
	if !known {
		err = respond.NewProblem(respond.UnsupportedMediaType, "the body is said to be of a type that is not read here").
			At("header.Content-Type", ctx.Header("Content-Type"), "expected application/json, or application/x-ndjson for JSON lines").
			Fix("send a JSON array with the header Content-Type: application/json, or JSON lines with Content-Type: application/x-ndjson")
	}
	in.body = func() (io.Reader, upload.Format, error) { return ctx.BodyReader(), format, err }
	return nil
}

// notEncoded refuses a compressed body, which could be of any size.
func notEncoded(encoding string) error {
	if encoding == "" || encoding == "identity" {
		return nil
	}
	return respond.NewProblem(respond.UnsupportedMediaType, "the body is compressed").
		At("header.Content-Encoding", encoding, "expected none").Fix("send the body as it is, without Content-Encoding")
}

func (s Service) putEpisodes(ctx context.Context, in *putInput) (PutBody, error) {
	body, format, err := in.body()
	if err != nil {
		return PutBody{}, err
	}
	run := newPutting(s.Catalog)
	if err := run.all(ctx, body, format); err != nil {
		return PutBody{}, run.interrupted(ctx, err)
	}
	return putBody(run.intake.Report()), nil
}

// putBody returns the report in the form of the response.
func putBody(r catalog.IntakeReport) PutBody {
	body := PutBody{Added: r.Added, Updated: r.Updated, Unchanged: r.Unchanged, Failed: r.Failed,
		Problems: make([]PutProblem, 0, len(r.Problems)), Truncated: r.Failed > len(r.Problems)}
	for _, p := range r.Problems {
		body.Problems = append(body.Problems, PutProblem{Line: p.Place, Field: orNull(p.Field), Message: p.Reason, Episode: orNull(p.Episode)})
	}
	return body
}

// putting is one upload at work.
type putting struct{ intake catalog.Intake }

func newPutting(c Catalog) *putting {
	return &putting{catalog.Intake{Upsert: c.Upsert, MaxProblems: maxProblems}}
}

// lastTime is for keeping the last batch of a body that broke off.
const lastTime = 5 * time.Second

// all keeps the episodes of a body. Those that were read before an error are kept too,
// also where reading fails, which ends the request's context.
func (p *putting) all(ctx context.Context, body io.Reader, format upload.Format) error {
	reading := p.each(ctx, upload.Read(body, format))
	if errors.As(reading, new(readError)) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastTime)
		defer cancel()
	}
	if err := p.intake.Flush(ctx); err != nil {
		return err
	}
	return reading
}

func (p *putting) each(ctx context.Context, items func(func(upload.Item, error) bool)) error {
	for item, err := range items {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			p.intake.Refuse(catalog.IntakeProblem{Place: bad.Line, Field: bad.Field, Reason: bad.Reason})
		case err != nil:
			return readError{err}
		default:
			if err := p.intake.Add(ctx, item.Place, item.Episode); err != nil {
				return err
			}
		}
	}
	return nil
}
