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

// maxProblems is the maximum number of problems that an answer lists. A program often
// makes the same mistake in all episodes, so a longer list is not useful.
const maxProblems = 100

// PutBody is the result of an upload.
type PutBody struct {
	Added     int          `json:"added" minimum:"0" doc:"The number of new episodes." example:"2"`
	Updated   int          `json:"updated" minimum:"0" doc:"The number of changed episodes." example:"1"`
	Unchanged int          `json:"unchanged" minimum:"0" doc:"The number of episodes that were already stored with the same content." example:"730"`
	Failed    int          `json:"failed" minimum:"0" doc:"The number of episodes that were rejected." example:"1"`
	Problems  []PutProblem `json:"problems" nullable:"false" maxItems:"100" doc:"Why episodes were rejected, in the order of the body."`
	Truncated bool         `json:"truncated" doc:"Whether there are more problems than listed." example:"false"`
}

// PutProblem is the reason why one episode was rejected.
type PutProblem struct {
	Line    int     `json:"line" minimum:"1" doc:"The number of the line or of the array element, from 1." example:"3"`
	Field   *string `json:"field" doc:"The invalid member of the episode. Null if the problem is not in one member." example:"published"`
	Message string  `json:"message" doc:"What is wrong and how to correct it." example:"\"yesterday\" is not a date: write \"2018-08-13\" or \"2018-08-13T16:00:00Z\""`
	Episode *string `json:"episode" doc:"The id, title or GUID of the episode. Null if it could not be read." example:"green-tea"`
}

type putInput struct {
	// body returns the body and its format. It is a function because huma inspects all
	// other fields.
	body func() (io.Reader, upload.Format, error)
}

// Resolve checks the headers of the request. huma calls it after it has read the
// parameters.
func (in *putInput) Resolve(ctx huma.Context) []error {
	format, known := upload.FormatOf(ctx.Header("Content-Type"))
	err := notEncoded(ctx.Header("Content-Encoding"))
	if !known {
		err = respond.NewProblem(respond.UnsupportedMediaType, "unsupported Content-Type").
			At("header.Content-Type", ctx.Header("Content-Type"), "expected application/json, or application/x-ndjson for JSON lines").
			Fix("send a JSON array with the header Content-Type: application/json, or JSON lines with Content-Type: application/x-ndjson")
	}
	in.body = func() (io.Reader, upload.Format, error) { return ctx.BodyReader(), format, err }
	return nil
}

// notEncoded returns a problem if the body is compressed. A small compressed body can
// decompress to any size.
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
	run := newUploadRun(s.Catalog)
	if err := run.all(ctx, body, format); err != nil {
		return PutBody{}, run.interrupted(ctx, err)
	}
	return putBody(run.intake.Report()), nil
}

// putBody returns the body for a report.
func putBody(r catalog.IntakeReport) PutBody {
	body := PutBody{Added: r.Added, Updated: r.Updated, Unchanged: r.Unchanged, Failed: r.Failed,
		Problems: make([]PutProblem, 0, len(r.Problems)), Truncated: r.Failed > len(r.Problems)}
	for _, p := range r.Problems {
		body.Problems = append(body.Problems, PutProblem{Line: p.Place, Field: orNull(p.Field), Message: p.Reason, Episode: orNull(p.Episode)})
	}
	return body
}

// uploadRun stores the episodes of one upload.
type uploadRun struct{ intake catalog.Intake }

func newUploadRun(c Catalog) *uploadRun {
	return &uploadRun{catalog.Intake{Upsert: c.Upsert, MaxProblems: maxProblems}}
}

// lastBatchTimeout limits the time to store the last batch of a body that ended early.
const lastBatchTimeout = 5 * time.Second

// all stores the episodes of a body. After a read error, it still stores the episodes
// before the error. A read error also ends the request's context, so the last batch has a
// context of its own.
func (u *uploadRun) all(ctx context.Context, body io.Reader, format upload.Format) error {
	err := u.each(ctx, upload.Read(body, format))
	if errors.As(err, new(readError)) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), lastBatchTimeout)
		defer cancel()
	}
	if failed := u.intake.Flush(ctx); failed != nil {
		return failed
	}
	return err
}

func (u *uploadRun) each(ctx context.Context, items func(func(upload.Item, error) bool)) error {
	for item, err := range items {
		var bad *jsonl.LineError
		switch {
		case errors.As(err, &bad):
			u.intake.Refuse(catalog.IntakeProblem{Place: bad.Line, Field: bad.Field, Reason: bad.Reason})
		case err != nil:
			return readError{err}
		default:
			if err := u.intake.Add(ctx, item.Place, item.Episode); err != nil {
				return err
			}
		}
	}
	return nil
}
