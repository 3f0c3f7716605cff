package api

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/server/respond"
)

// followRequest describes the body of a request to follow a feed in the OpenAPI document.
// [parseFollow] reads the body, because its messages are more precise than a schema's.
type followRequest struct {
	URL         string `json:"url" maxLength:"2000" doc:"The address of a feed, or of a page that links to its feed." example:"https://example.com/feed.xml"`
	Gone        string `json:"gone,omitempty" enum:"keep,remove" default:"keep" doc:"Whether episodes that are no longer in the feed are kept or removed. Many feeds only contain the newest hundred episodes."`
	Transcripts bool   `json:"transcripts,omitempty" default:"false" doc:"Whether the transcripts that the feed links to are fetched."`
}

// maxFeedURL is the maximum length of the URL of a feed in bytes. Browsers have the same
// limit.
const maxFeedURL = 2000

// followParams are the parsed members of a body.
type followParams struct {
	url string
	data.FollowOptions
}

type followInput struct {
	// body returns the parsed body. It is a function because huma inspects all other
	// fields.
	body func() (followParams, error)
}

// Resolve gives the handler access to the body. huma calls it after it has read the
// parameters.
func (in *followInput) Resolve(ctx huma.Context) []error {
	in.body = func() (followParams, error) {
		if err := wantJSON(ctx.Header("Content-Type")); err != nil {
			return followParams{}, err
		}
		body, err := io.ReadAll(ctx.BodyReader()) // bounded by the server's limits
		if err != nil {
			return followParams{}, jsonReadProblem(err)
		}
		return parseFollow(body)
	}
	return nil
}

// followMembers are the names of the members with a description of their values.
var followMembers = []struct{ name, takes string }{
	{"url", "the address of a feed, or of a page that links to its feed, of at most 2000 bytes"},
	{"gone", `"keep" or "remove"`},
	{"transcripts", "true or false"},
}

// parseFollow parses a body. Its error is a [respond.Problem].
func parseFollow(body []byte) (followParams, error) {
	members, err := parseObject(body)
	if err != nil {
		return followParams{}, malformed(err.Error()).Fix(`send a JSON object such as {"url":"https://example.com/feed.xml"}`)
	}
	names := make([]string, len(followMembers))
	for i, m := range followMembers {
		names[i] = m.name
	}
	if p := unknownMembers(members, names); p != nil {
		return followParams{}, p
	}
	wrong := respond.NewProblem(respond.InvalidBody, "")
	f := followParams{
		url:           parseFeedURL(wrong, members["url"]),
		FollowOptions: data.FollowOptions{Gone: parseGone(wrong, members["gone"]), Transcripts: parseBool(wrong, "transcripts", members["transcripts"])},
	}
	if len(wrong.Errors) == 0 {
		return f, nil
	}
	wrong.Detail = "the body has invalid members: " + quoted(each(wrong.Errors, func(f respond.Field) string { return memberOf(f.Location) }))
	for _, m := range followMembers {
		if slices.ContainsFunc(wrong.Errors, func(f respond.Field) bool { return memberOf(f.Location) == m.name }) {
			wrong.Fix("%s takes %s", m.name, m.takes)
		}
	}
	return followParams{}, wrong
}

func parseFeedURL(p *respond.Problem, text json.RawMessage) (address string) {
	if text == nil {
		p.At("body.url", "", "missing")
		return ""
	}
	if json.Unmarshal(text, &address) != nil {
		p.At("body.url", string(text), "expected text")
		return ""
	}
	if address = strings.TrimSpace(address); address == "" || len(address) > maxFeedURL {
		p.At("body.url", address, fmt.Sprintf("expected an address of at most %d bytes", maxFeedURL))
	}
	return address
}

func parseGone(p *respond.Problem, text json.RawMessage) data.GonePolicy {
	gone := data.GoneKeep
	if text == nil || string(text) == "null" {
		return gone
	}
	if json.Unmarshal(text, &gone) != nil || gone != data.GoneKeep && gone != data.GoneRemove {
		p.At("body.gone", string(text), `expected "keep" or "remove"`)
	}
	return gone
}

func parseBool(p *respond.Problem, name string, text json.RawMessage) (yes bool) {
	if text != nil && json.Unmarshal(text, &yes) != nil {
		p.At("body."+name, string(text), "expected true or false")
	}
	return yes
}
