package api

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"segue/data/text"
	"segue/server/respond"
)

// strict is middleware that refuses a query string with unknown or repeated parameters.
// If a misspelt filter were ignored, the answer would be wrong without any sign of it.
func strict(ctx huma.Context, next func(huma.Context)) {
	for _, p := range ctx.Operation().Parameters {
		if p.In == "path" && ctx.Param(p.Name) == "" { // the router accepts "//"
			refusal(ctx, respond.NewProblem(respond.NotFound, "no page or operation has this address")).send(ctx)
			return
		}
	}
	address := ctx.URL()
	if p := checkQuery(address.RawQuery, queryParameters(ctx.Operation())); p != nil {
		refusal(ctx, p).send(ctx)
		return
	}
	next(withoutEmptyValues(ctx))
}

// listContext is a request without the empty values of parameters that have several values. For
// huma, the first empty value would hide the others.
type listContext struct {
	subContext
	address url.URL
}

// subContext embeds a context under another name than the type, which is also a method.
type subContext = huma.Context

// URL implements [huma.Context].
func (c listContext) URL() url.URL { return c.address }

// Query implements [huma.Context].
func (c listContext) Query(name string) string { return c.address.Query().Get(name) }

// Unwrap returns the original context. huma calls it.
func (c listContext) Unwrap() huma.Context { return c.subContext }

func withoutEmptyValues(ctx huma.Context) huma.Context {
	address := ctx.URL()
	query := address.Query()
	changed := false
	for name, values := range query {
		if len(values) > 1 && slices.Contains(values, "") {
			query[name], changed = given(values), true
		}
	}
	if !changed {
		return ctx
	}
	address.RawQuery = query.Encode()
	return listContext{ctx, address}
}

func queryParameters(op *huma.Operation) []*huma.Param {
	return slices.DeleteFunc(slices.Clone(op.Parameters), func(p *huma.Param) bool { return p.In != "query" })
}

// checkQuery returns the problem of a query string, or nil. It checks the names and the
// number of parameters. huma checks most values.
func checkQuery(query string, known []*huma.Param) *respond.Problem {
	given, err := url.ParseQuery(query)
	if err != nil {
		return respond.NewProblem(respond.MalformedQuery, "the query string cannot be read")
	}
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	slices.Sort(names) // the same mistake always gives the same message
	for _, rule := range []func([]string, url.Values, []*huma.Param) *respond.Problem{
		invalidUTF8, unknownParameters, repeatedParameters, tooManyValues, notANumber,
	} {
		if p := rule(names, given, known); p != nil {
			return p
		}
	}
	return nil
}

func invalidUTF8(names []string, given url.Values, _ []*huma.Param) *respond.Problem {
	for _, name := range names {
		if text := name + strings.Join(given[name], ""); !utf8.ValidString(text) {
			return respond.NewProblem(respond.MalformedQuery, "query parameter %q is not in UTF-8", name)
		}
	}
	return nil
}

func unknownParameters(names []string, given url.Values, known []*huma.Param) *respond.Problem {
	knownNames := each(known, func(p *huma.Param) string { return p.Name })
	p := respond.NewProblem(respond.UnknownParameter, "")
	for _, name := range names {
		if slices.Contains(knownNames, name) {
			continue
		}
		p.At("query."+name, given.Get(name), suggestName(name, knownNames))
	}
	if len(p.Errors) == 0 {
		return nil
	}
	p.Detail = locations(p.Errors) + " unknown"
	if len(known) == 0 {
		return p.Fix("remove the query string; this operation has no parameters")
	}
	return p.Fix("use one of: %s", strings.Join(knownNames, ", "))
}

// maxTypos is the maximum edit distance between an unknown name and a suggested one.
const maxTypos = 2

// suggestName returns a message that suggests the most similar known name.
func suggestName(name string, known []string) string {
	if near := text.Closest(name, known, maxTypos); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return "unknown"
}

func repeatedParameters(_ []string, given url.Values, known []*huma.Param) *respond.Problem {
	p := respond.NewProblem(respond.RepeatedParameter, "")
	for _, param := range known {
		if values := given[param.Name]; len(values) > 1 && param.Schema.Type != huma.TypeArray {
			p.At("query."+param.Name, strings.Join(values, ", "), "given "+strconv.Itoa(len(values))+" times")
		}
	}
	if len(p.Errors) == 0 {
		return nil
	}
	p.Detail = locations(p.Errors) + " repeated"
	return p
}

// tooManyValues counts empty values too, although they have no effect, as the document does.
func tooManyValues(_ []string, given url.Values, known []*huma.Param) *respond.Problem {
	p := respond.NewProblem(respond.InvalidParameter, "")
	for _, param := range known {
		if most := param.Schema.MaxItems; most != nil && len(given[param.Name]) > *most {
			p.At("query."+param.Name, "", fmt.Sprintf("expected array length <= %d", *most))
		}
	}
	if len(p.Errors) == 0 {
		return nil
	}
	return describeInvalid(p, known)
}

// notANumber finds the value "NaN", which huma accepts because no bounds exclude it.
func notANumber(_ []string, given url.Values, known []*huma.Param) *respond.Problem {
	p := respond.NewProblem(respond.InvalidParameter, "")
	for _, param := range known {
		if v, err := strconv.ParseFloat(given.Get(param.Name), 64); err == nil && math.IsNaN(v) && param.Schema.Type == huma.TypeNumber {
			p.At("query."+param.Name, given.Get(param.Name), "expected a finite number")
		}
	}
	if len(p.Errors) == 0 {
		return nil
	}
	return describeInvalid(p, known)
}

// locations lists the parameters of some errors as the start of a sentence, such as
// `query parameter "limt" is`.
func locations(fields []respond.Field) string {
	names := quoted(each(fields, func(f respond.Field) string {
		_, name, _ := strings.Cut(f.Location, ".")
		return name
	}))
	if len(fields) == 1 {
		return "query parameter " + names + " is"
	}
	return "query parameters " + names + " are"
}

// quoted joins names in quotation marks with commas.
func quoted(names []string) string { return strings.Join(each(names, strconv.Quote), ", ") }
