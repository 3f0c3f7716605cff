package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"segue/data"
	"segue/recommend"
	"segue/server/respond"
)

// Names of the members of a body.
var (
	requestMembers   = []string{"liked", "disliked", "text"}
	referenceMembers = []string{"id", "guid", "url"}
)

// parseRecommendRequest reads the body of a recommendation. It returns what is wrong with it
// as a [respond.Problem], or a request for the engine.
func parseRecommendRequest(body []byte) (recommend.Request, error) {
	members, err := objectOf(body)
	if err != nil {
		return recommend.Request{}, malformed(err.Error())
	}
	if p := strange(members, requestMembers); p != nil {
		return recommend.Request{}, p
	}
	wrong := respond.NewProblem(respond.InvalidBody, "")
	request := recommend.Request{
		Liked:    references(wrong, "liked", members["liked"]),
		Disliked: references(wrong, "disliked", members["disliked"]),
		Text:     wish(wrong, members["text"]),
	}
	if len(wrong.Errors) > 0 {
		return recommend.Request{}, completed(wrong)
	}
	return request, nil
}

// completed says what the members take that are wrong.
func completed(p *respond.Problem) *respond.Problem {
	p.Detail = "not valid in the body: " + quoted(each(p.Errors, func(f respond.Field) string { return strings.TrimPrefix(f.Location, "body.") }))
	takes := map[string]string{
		"liked": listTakes, "disliked": listTakes, "text": fmt.Sprintf("text of at most %d characters", MaxQuery),
	}
	for _, name := range requestMembers {
		if slices.ContainsFunc(p.Errors, func(f respond.Field) bool { return memberOf(f.Location) == name }) {
			p.Fix("%s takes %s", name, takes[name])
		}
	}
	return p
}

var listTakes = fmt.Sprintf("at most %d episodes, each an id or an object with one of id, guid and url", recommend.MaxSeeds)

// memberOf returns liked for body.liked[2].
func memberOf(location string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(location, "body."), "[")
	return name
}

func malformed(detail string) *respond.Problem {
	return respond.NewProblem(respond.MalformedBody, "the body cannot be read: %s", detail)
}

// objectOf reads one JSON object and nothing after it. The error says what is
// wrong with the text as the rest of a sentence.
func objectOf(text []byte) (map[string]json.RawMessage, error) {
	switch {
	case len(text) == 0:
		return nil, errors.New("it is empty")
	case !utf8.Valid(text):
		return nil, errors.New("it is not in UTF-8")
	}
	var members map[string]json.RawMessage
	var syntax *json.SyntaxError
	err := json.Unmarshal(text, &members)
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("%w, after %d bytes", syntax, syntax.Offset)
	}
	if err != nil || members == nil { // null is read as no object
		return nil, errors.New("it is no JSON object")
	}
	if name, twice := repeatedMember(text); twice {
		return nil, fmt.Errorf("member %q is given twice", name)
	}
	return members, nil
}

// repeatedMember returns the first member that a valid object has more than once:
// decoding would take the last one without a word.
func repeatedMember(object []byte) (name string, twice bool) {
	d := json.NewDecoder(bytes.NewReader(object))
	seen := map[string]bool{}
	_, _ = d.Token() // the opening brace
	for d.More() {
		token, err := d.Token()
		name, isName := token.(string)
		var value json.RawMessage
		if err != nil || !isName || d.Decode(&value) != nil {
			return "", false // cannot be: the object is valid
		}
		if seen[name] {
			return name, true
		}
		seen[name] = true
	}
	return "", false
}

// maxStrange is how many unknown members are named: a reader needs no more, and
// a body may have thousands.
const maxStrange = 10

// strange returns a problem with the first members of a body that are not known,
// or nil.
func strange(members map[string]json.RawMessage, known []string) *respond.Problem {
	names := unknownNames(members, known)
	if len(names) == 0 {
		return nil
	}
	names = names[:min(len(names), maxStrange)]
	p := respond.NewProblem(respond.UnknownMember, "")
	for _, name := range names {
		p.At("body."+name, string(members[name]), meant(name, known))
	}
	p.Detail = "not known in the body: " + quoted(names)
	return p.Fix("use one of: %s", strings.Join(known, ", "))
}

// unknownNames are the members that are not known, sorted, so that the same
// mistake always reads the same.
func unknownNames(members map[string]json.RawMessage, known []string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(members)), func(name string) bool { return slices.Contains(known, name) })
}

// references reads a list of episodes. What is wrong is added to p.
func references(p *respond.Problem, name string, text json.RawMessage) []data.Ref {
	at := "body." + name
	var items []json.RawMessage
	if text == nil {
		return nil
	}
	if err := json.Unmarshal(text, &items); err != nil {
		p.At(at, string(text), "expected a list of episodes")
		return nil
	}
	if len(items) > recommend.MaxSeeds {
		p.At(at, fmt.Sprintf("%d episodes", len(items)), fmt.Sprintf("expected at most %d episodes", recommend.MaxSeeds))
		return nil
	}
	var refs []data.Ref
	for i, item := range items {
		ref, message := referenceOf(item)
		if message != "" {
			p.At(fmt.Sprintf("%s[%d]", at, i), string(item), message)
		}
		refs = append(refs, ref)
	}
	return refs
}

// referenceOf reads an id, or an object with exactly one name; a message says what
// is wrong.
func referenceOf(text json.RawMessage) (ref data.Ref, message string) {
	var id string
	if json.Unmarshal(text, &id) == nil && id != "" {
		return data.Ref{ID: data.EpisodeID(id)}, ""
	}
	members, err := objectOf(text)
	if err != nil {
		return data.Ref{}, "expected an id, or an object with one of id, guid and url"
	}
	if names := unknownNames(members, referenceMembers); len(names) > 0 {
		return data.Ref{}, fmt.Sprintf("%q: %s", names[0], meant(names[0], referenceMembers))
	}
	if len(members) != 1 {
		return data.Ref{}, fmt.Sprintf("expected exactly one of id, guid and url, %d are given", len(members))
	}
	for name, value := range members {
		if json.Unmarshal(value, &id) != nil || id == "" {
			return data.Ref{}, fmt.Sprintf("expected text in %s", name)
		}
		switch name {
		case "id":
			ref.ID = data.EpisodeID(id)
		case "guid":
			ref.GUID = id
		case "url":
			ref.URL = id
		}
	}
	return ref, ""
}

// wish reads the text of a request. What is wrong is added to p.
func wish(p *respond.Problem, text json.RawMessage) string {
	var wish string
	switch {
	case text == nil:
	case json.Unmarshal(text, &wish) != nil:
		p.At("body.text", string(text), "expected text")
	case utf8.RuneCountInString(wish) > MaxQuery:
		p.At("body.text", wish, fmt.Sprintf("expected length <= %d", MaxQuery))
	}
	return wish
}
