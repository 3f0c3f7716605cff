package api

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	spelling "segue/data/text" // this package has a function text
	"segue/server/respond"
)

// strict refuses a query string that the operation does not understand as a
// whole, before its values are read: a misspelt filter that is left out without
// a word would give an answer to another question.
func strict(ctx huma.Context, next func(huma.Context)) {
	for _, p := range ctx.Operation().Parameters {
		if p.In == "path" && ctx.Param(p.Name) == "" { // the router lets "//" pass
			refusal(ctx, respond.NewProblem(respond.NotFound, "nothing is at this address")).send(ctx)
			return
		}
	}
	address := ctx.URL()
	if p := check(address.RawQuery, queryParameters(ctx.Operation())); p != nil {
		refusal(ctx, p).send(ctx)
		return
	}
	next(ctx)
}

func queryParameters(op *huma.Operation) []*huma.Param {
	return slices.DeleteFunc(slices.Clone(op.Parameters), func(p *huma.Param) bool { return p.In != "query" })
}

// check returns what is wrong with a query string as far as the parameters'
// names and number go, or nil.
func check(query string, known []*huma.Param) *respond.Problem {
	given, err := url.ParseQuery(query)
	if err != nil {
		return respond.NewProblem(respond.MalformedQuery, "the query string cannot be read")
	}
	names := make([]string, 0, len(given))
	for name := range given {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same mistake always reads the same
	for _, rule := range []func([]string, url.Values, []*huma.Param) *respond.Problem{
		notText, unknown, repeated, notValues,
	} {
		if p := rule(names, given, known); p != nil {
			return p
		}
	}
	return nil
}

func notText(names []string, given url.Values, _ []*huma.Param) *respond.Problem {
	for _, name := range names {
		if text := name + strings.Join(given[name], ""); !utf8.ValidString(text) {
			return respond.NewProblem(respond.MalformedQuery, "query parameter %q is not in UTF-8", name)
		}
	}
	return nil
}

func unknown(names []string, given url.Values, known []*huma.Param) *respond.Problem {
	knownNames := each(known, func(p *huma.Param) string { return p.Name })
	p := respond.NewProblem(respond.UnknownParameter, "")
	for _, name := range names {
		if slices.Contains(knownNames, name) {
			continue
		}
		p.At("query."+name, given.Get(name), meant(name, knownNames))
	}
	if len(p.Errors) == 0 {
		return nil
	}
	p.Detail = locations(p.Errors) + " not known here"
	if len(known) == 0 {
		return p.Fix("leave the query string out, this operation takes no parameters")
	}
	return p.Fix("use one of: %s", strings.Join(knownNames, ", "))
}

// maxTypos is how many edits a name may be away from the known name that it stands
// for: no two of our parameters are that near.
const maxTypos = 2

// meant suggests the known name that an unknown one may stand for.
func meant(name string, known []string) string {
	if near := spelling.Closest(name, known, maxTypos); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return "not known here"
}

func repeated(_ []string, given url.Values, known []*huma.Param) *respond.Problem {
	p := respond.NewProblem(respond.RepeatedParameter, "")
	for _, param := range known {
		if values := given[param.Name]; len(values) > 1 && param.Schema.Type != huma.TypeArray {
			p.At("query."+param.Name, strings.Join(values, ", "), "given "+strconv.Itoa(len(values))+" times")
		}
	}
	if len(p.Errors) == 0 {
		return nil
	}
	p.Detail = locations(p.Errors) + " given more than once"
	return p
}

// notValues finds the two kinds of values that the reader of values lets pass:
// "NaN", which no bounds exclude, and an empty one among several, which would
// hide the others.
func notValues(_ []string, given url.Values, known []*huma.Param) *respond.Problem {
	p := respond.NewProblem(respond.InvalidParameter, "")
	for _, param := range known {
		values := given[param.Name]
		if len(values) > 1 && slices.Contains(values, "") {
			p.At("query."+param.Name, "", "one of its values is empty")
		}
		if v, err := strconv.ParseFloat(given.Get(param.Name), 64); err == nil && math.IsNaN(v) && param.Schema.Type == huma.TypeNumber {
			p.At("query."+param.Name, given.Get(param.Name), "expected a finite number")
		}
	}
	if len(p.Errors) == 0 {
		return nil
	}
	return invalid(p, known)
}

// locations names what is wrong, as the subject of a sentence.
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

// quoted lists names in quotation marks.
func quoted(names []string) string { return strings.Join(each(names, strconv.Quote), ", ") }
