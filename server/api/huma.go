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

// contractVersion is the version of the HTTP contract, not of the program. It changes
// with the paths, parameters, schemas and codes of openapi.json.
const contractVersion = "1.6.0"

const description = `Recommends podcast episodes: finds similar episodes, searches episodes, and recommends episodes for liked and disliked ones.

Any web page can call all operations without credentials, except the operations under Administration and Operations. Operations under Administration need the admin key, because they change the catalogue or return private data. All other operations use GET, except POST /v1/recommend.

An unknown parameter is an error. An empty parameter has the same effect as a missing one. Times are in RFC 3339, durations are in seconds, and scores are from 0 to 1. A list is never null. An unknown value is null.

Errors are application/problem+json. [/docs/errors](/docs/errors) explains all codes. Clients should ignore unknown members.`

// Config returns the configuration of huma for this API. It disables links to schemas in
// bodies and huma's own pages, which load scripts from other servers.
func Config() huma.Config {
	c := huma.DefaultConfig("Segue", contractVersion)
	c.CreateHooks = nil // the links
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Formats = map[string]huma.Format{
		"application/json": {Marshal: Write},
		"json":             {Marshal: Write}, // for application/problem+json
	}
	c.Components.Examples = examples()
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{adminKey: adminScheme}
	c.Info.Description = description
	c.Servers = []*huma.Server{{URL: "/", Description: "The server that this document comes from."}}
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.Tags = tags
	return c
}

// requestSchemas are the schemas of request bodies.
var requestSchemas = []string{"TasteBody", "EpisodeName", "FollowRequest", "EpisodeUpload"}

// openObjects allows additional members in the schemas of answers, so that members can be
// added without a new version. The schemas of requests stay strict.
func openObjects(schemas map[string]*huma.Schema) {
	for name, s := range schemas {
		if !slices.Contains(requestSchemas, name) {
			s.AdditionalProperties = nil
		}
	}
}

// examples returns an example problem for each code. The operations refer to them.
func examples() map[string]*huma.Example {
	out := map[string]*huma.Example{}
	for _, kind := range respond.Kinds() {
		p := respond.NewProblem(kind.Code, "%s", kind.Meaning).Fix("%s", kind.Fix)
		p.RequestID = "r7k2m9q4x3w5t6aa"
		out[string(kind.Code)] = &huma.Example{Summary: kind.Title, Value: p}
	}
	return out
}

// huma creates its errors with two package variables. They apply to all servers of the
// process, so they are set once, before any request.
func init() {
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return fromHuma(nil, status, message, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		return fromHuma(queryParameters(ctx.Operation()), status, message, errs).In(ctx.Context())
	}
}

// fromHuma returns the problem for an error of huma. With this configuration, huma only
// reports invalid parameters.
func fromHuma(params []*huma.Param, status int, message string, errs []error) *respond.Problem {
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
	return describeInvalid(p, params)
}

func valueText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// describeInvalid adds the detail and the valid values of each parameter to a problem
// with invalid values.
func describeInvalid(p *respond.Problem, params []*huma.Param) *respond.Problem {
	if len(p.Errors) > 0 {
		p.Detail = locations(p.Errors) + " invalid"
	}
	for _, param := range params {
		wrong := slices.ContainsFunc(p.Errors, func(f respond.Field) bool {
			return f.Location == "query."+param.Name || strings.HasPrefix(f.Location, "query."+param.Name+"[")
		})
		if takes := describeValues(param.Schema); wrong && takes != "" {
			p.Fix("%s takes %s", param.Name, takes)
		}
	}
	return p
}

// describeValues describes the values that a schema allows in words. It is empty if any
// text is allowed.
func describeValues(s *huma.Schema) string {
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
		return describeValues(s.Items)
	case s.Type == huma.TypeArray && s.MaxItems != nil && s.Items.PatternDescription != "":
		return fmt.Sprintf("%s, at most %d times", s.Items.PatternDescription, *s.MaxItems)
	case s.Type == huma.TypeArray && s.MaxItems != nil:
		return fmt.Sprintf("at most %d values", *s.MaxItems)
	}
	return ""
}
