package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"segue/server/respond"
)

// contractVersion is the version of the HTTP contract, not of the program: it
// changes when openapi.json does.
const contractVersion = "1.4.0"

const about = `Which episodes of a podcast to hear next: more like this one, and which ones talk about something.

Every operation may be called from any web page without credentials, but for those under Administration, which change the catalogue or show what is
private and need the admin key. Of the others all are a GET, but for POST /v1/recommend. A parameter that is not known is an error, an empty one counts as not given. Times are RFC 3339, durations are seconds, scores are 0 to 1. A list is never null; what is unknown is.
Errors are application/problem+json, all codes are explained at [/docs/errors](/docs/errors). Clients should ignore members that they do not know.`

// Config returns how huma is set up for this API: no links to schemas in
// bodies, and no pages of huma's own, which would load scripts from elsewhere.
func Config() huma.Config {
	c := huma.DefaultConfig("Segue", contractVersion)
	c.CreateHooks = nil // the links
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Formats = map[string]huma.Format{
		"application/json": {Marshal: Write},
		"json":             {Marshal: Write}, // what huma looks for under application/problem+json
	}
	c.Components.Examples = examples()
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{adminKey: adminScheme}
	c.Info.Description = about
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.Tags = tags
	return c
}

// sent are the schemas of what clients send.
var sent = []string{"TasteBody", "EpisodeName", "FollowRequest", "EpisodeUpload"}

// openObjects takes out that an answer has no more members than are described:
// members may be added without a new version. What a client sends stays as
// described.
func openObjects(schemas map[string]*huma.Schema) {
	for name, s := range schemas {
		if !slices.Contains(sent, name) {
			s.AdditionalProperties = nil
		}
	}
}

// examples are one problem of each code, for the operations to refer to.
func examples() map[string]*huma.Example {
	out := map[string]*huma.Example{}
	for _, kind := range respond.Kinds() {
		p := respond.NewProblem(kind.Code, "%s", kind.Meaning).Fix("%s", kind.Fix)
		p.RequestID = "r7k2m9q4x3w5t6aa"
		out[string(kind.Code)] = &huma.Example{Summary: kind.Title, Value: p}
	}
	return out
}

// huma makes its own errors by two package variables. They are set once, before
// any request, because a server cannot have its own.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return fromHuma(nil, status, message, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		return fromHuma(queryParameters(ctx.Operation()), status, message, errs).In(ctx.Context())
	}
}

// fromHuma translates an error that huma found while it read the parameters,
// the only errors that it makes here.
func fromHuma(known []*huma.Param, status int, message string, errs []error) *respond.Problem {
	if status != http.StatusUnprocessableEntity {
		return respond.HideCause(respond.Internal, fmt.Errorf("%s: %w", message, errors.Join(errs...)))
	}
	p := respond.NewProblem(respond.InvalidParameter, "")
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			p.At(d.Location, valueText(d.Value), strings.TrimPrefix(d.Message, "invalid value: "))
		}
	}
	return invalid(p, known)
}

func valueText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// invalid completes a problem with invalid values: it says what each parameter
// takes.
func invalid(p *respond.Problem, known []*huma.Param) *respond.Problem {
	if len(p.Errors) > 0 {
		p.Detail = locations(p.Errors) + " not valid"
	}
	for _, param := range known {
		wrong := slices.ContainsFunc(p.Errors, func(f respond.Field) bool {
			return f.Location == "query."+param.Name || strings.HasPrefix(f.Location, "query."+param.Name+"[")
		})
		if takes := describe(param.Schema); wrong && takes != "" {
			p.Fix("%s takes %s", param.Name, takes)
		}
	}
	return p
}

// describe says in words which values a schema allows, "" for any text.
func describe(s *huma.Schema) string {
	switch {
	case s.Type == huma.TypeBoolean:
		return "true or false"
	case len(s.Enum) > 0:
		return "one of: " + strings.Join(each(s.Enum, func(v any) string { return fmt.Sprint(v) }), ", ")
	case s.Type == huma.TypeInteger && s.Minimum != nil && s.Maximum != nil:
		return fmt.Sprintf("a whole number from %g to %.0f", *s.Minimum, *s.Maximum)
	case s.Type == huma.TypeNumber && s.Minimum != nil && s.Maximum != nil:
		return fmt.Sprintf("a number from %g to %g", *s.Minimum, *s.Maximum)
	case s.Type == huma.TypeNumber && s.ExclusiveMinimum != nil && s.Maximum != nil:
		return fmt.Sprintf("a number above %g, to %g", *s.ExclusiveMinimum, *s.Maximum)
	case s.MaxLength != nil:
		return fmt.Sprintf("text of at most %d characters", *s.MaxLength)
	case s.Type == huma.TypeArray && len(s.Items.Enum) > 0:
		return describe(s.Items)
	case s.Type == huma.TypeArray && s.MaxItems != nil && s.Items.PatternDescription != "":
		return fmt.Sprintf("%s, at most %d times", s.Items.PatternDescription, *s.MaxItems)
	case s.Type == huma.TypeArray && s.MaxItems != nil:
		return fmt.Sprintf("at most %d values", *s.MaxItems)
	}
	return ""
}
