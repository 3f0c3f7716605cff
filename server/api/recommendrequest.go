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

// The names of the members of a body and of a reference.
var (
	requestMembers   = []string{"liked", "disliked", "text"}
	referenceMembers = []string{"id", "guid", "url"}
)

// parseRecommendRequest parses the body of a recommendation. Its error is a
// [respond.Problem].
func parseRecommendRequest(body []byte) (recommend.Request, error) {
	members, err := parseObject(body)
	if err != nil {
		return recommend.Request{}, malformed(err.Error())
	}
	if p := unknownMembers(members, requestMembers); p != nil {
		return recommend.Request{}, p
	}
	wrong := respond.NewProblem(respond.InvalidBody, "")
	request := recommend.Request{
		Liked:    parseReferences(wrong, "liked", members["liked"]),
		Disliked: parseReferences(wrong, "disliked", members["disliked"]),
		Text:     parseText(wrong, members["text"]),
	}
	if len(wrong.Errors) > 0 {
		return recommend.Request{}, describeInvalidMembers(wrong)
	}
	return request, nil
}

// describeInvalidMembers adds the detail and the valid values of each invalid member to a
// problem.
func describeInvalidMembers(p *respond.Problem) *respond.Problem {
	p.Detail = "the body has invalid members: " + quoted(each(p.Errors, func(f respond.Field) string { return strings.TrimPrefix(f.Location, "body.") }))
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

// parseObject parses a text that is one JSON object. Its error completes a sentence
// about the body.
func parseObject(text []byte) (map[string]json.RawMessage, error) {
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
	if err != nil || members == nil { // null is decoded as a nil map
		return nil, errors.New("it is not a JSON object")
	}
	if name, twice := repeatedMember(text); twice {
		return nil, fmt.Errorf("member %q appears twice", name)
	}
	return members, nil
}

// repeatedMember returns the first member that a valid object has more than once. The
// decoder would silently use the last value.
func repeatedMember(object []byte) (name string, twice bool) {
	d := json.NewDecoder(bytes.NewReader(object))
	seen := map[string]bool{}
	_, _ = d.Token() // the opening brace
	for d.More() {
		token, err := d.Token()
		name, isName := token.(string)
		var value json.RawMessage
		if err != nil || !isName || d.Decode(&value) != nil {
			return "", false // impossible, because the object is valid
		}
		if seen[name] {
			return name, true
		}
		seen[name] = true
	}
	return "", false
}

// maxUnknownMembers is the number of unknown members that a problem lists. A body may
// have thousands, and a reader needs only a few.
const maxUnknownMembers = 10

// unknownMembers returns a problem with the first unknown members of a body, or nil.
func unknownMembers(members map[string]json.RawMessage, known []string) *respond.Problem {
	names := unknownNames(members, known)
	if len(names) == 0 {
		return nil
	}
	names = names[:min(len(names), maxUnknownMembers)]
	p := respond.NewProblem(respond.UnknownMember, "")
	for _, name := range names {
		p.At("body."+name, string(members[name]), suggestName(name, known))
	}
	p.Detail = "the body has unknown members: " + quoted(names)
	return p.Fix("use one of: %s", strings.Join(known, ", "))
}

// unknownNames returns the names of unknown members. They are sorted, so that the same
// mistake always gives the same message.
func unknownNames(members map[string]json.RawMessage, known []string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(members)), func(name string) bool { return slices.Contains(known, name) })
}

// parseReferences parses a list of episodes. It adds each error to p.
func parseReferences(p *respond.Problem, name string, text json.RawMessage) []data.Ref {
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
		ref, message := parseReference(item)
		if message != "" {
			p.At(fmt.Sprintf("%s[%d]", at, i), string(item), message)
		}
		refs = append(refs, ref)
	}
	return refs
}

// parseReference parses an id, or an object with exactly one of id, guid and url. The
// message describes an error, and is empty if there is none.
func parseReference(text json.RawMessage) (ref data.Ref, message string) {
	var id string
	if json.Unmarshal(text, &id) == nil && id != "" {
		return data.Ref{ID: data.EpisodeID(id)}, ""
	}
	members, err := parseObject(text)
	if err != nil {
		return data.Ref{}, "expected an id, or an object with one of id, guid and url"
	}
	if names := unknownNames(members, referenceMembers); len(names) > 0 {
		return data.Ref{}, fmt.Sprintf("%q: %s", names[0], suggestName(names[0], referenceMembers))
	}
	if len(members) != 1 {
		return data.Ref{}, fmt.Sprintf("expected exactly one of id, guid and url, got %d", len(members))
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

// parseText parses the text of a request. It adds each error to p.
func parseText(p *respond.Problem, value json.RawMessage) string {
	var parsed string
	switch {
	case value == nil:
	case json.Unmarshal(value, &parsed) != nil:
		p.At("body.text", string(value), "expected text")
	case utf8.RuneCountInString(parsed) > MaxQuery:
		p.At("body.text", parsed, fmt.Sprintf("expected length <= %d", MaxQuery))
	}
	return parsed
}
