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

// followRequest is the body of a request to follow a feed as the OpenAPI document
// describes it. It is read by [parseFollow], which says more of what is wrong than a
// schema can.
type followRequest struct {
	URL         string `json:"url" maxLength:"2000" doc:"The address of a feed, or of a page that names its feed." example:"https://example.com/feed.xml"`
	Gone        string `json:"gone,omitempty" enum:"keep,remove" default:"keep" doc:"What happens to episodes that are no longer in the feed. Feeds are often cut at the newest hundred."`
	Transcripts bool   `json:"transcripts,omitempty" default:"false" doc:"Whether transcripts that the feed names are fetched."`
}

// maxFeedAddress is the longest address of a feed in bytes, as browsers have it.
const maxFeedAddress = 2000

// follow is what was asked for.
type follow struct {
	url string
	data.FollowOptions
}

type followInput struct {
	// body is a function because huma looks into all other fields.
	body func() (follow, error)
}

// Resolve lets the handler read the body; huma calls it after the parameters are read.
func (in *followInput) Resolve(ctx huma.Context) []error {
	in.body = func() (follow, error) {
		if err := wantJSON(ctx.Header("Content-Type")); err != nil {
			return follow{}, err
		}
		body, err := io.ReadAll(ctx.BodyReader()) // bounded by the server's limits
		if err != nil {
			return follow{}, unreadable(err)
		}
		return parseFollow(body)
	}
	return nil
}

// followMembers are the names of the members, with what they take.
var followMembers = []struct{ name, takes string }{
	{"url", "the address of a feed, or of a page that names its feed, of at most 2000 bytes"},
	{"gone", `"keep" or "remove"`},
	{"transcripts", "true or false"},
}

// parseFollow returns what is wrong with a body as a [respond.Problem].
func parseFollow(body []byte) (follow, error) {
	members, err := objectOf(body)
	if err != nil {
		return follow{}, malformed(err.Error()).Fix(`send a JSON object such as {"url":"https://example.com/feed.xml"}`)
	}
	names := make([]string, len(followMembers))
	for i, m := range followMembers {
		names[i] = m.name
	}
	if p := strange(members, names); p != nil {
		return follow{}, p
	}
	wrong := respond.NewProblem(respond.InvalidBody, "")
	f := follow{
		url:           feedAddress(wrong, members["url"]),
		FollowOptions: data.FollowOptions{Gone: gonePolicy(wrong, members["gone"]), Transcripts: truth(wrong, "transcripts", members["transcripts"])},
	}
	if len(wrong.Errors) == 0 {
		return f, nil
	}
	wrong.Detail = "not valid in the body: " + quoted(each(wrong.Errors, func(f respond.Field) string { return memberOf(f.Location) }))
	for _, m := range followMembers {
		if slices.ContainsFunc(wrong.Errors, func(f respond.Field) bool { return memberOf(f.Location) == m.name }) {
			wrong.Fix("%s takes %s", m.name, m.takes)
		}
	}
	return follow{}, wrong
}

func feedAddress(p *respond.Problem, text json.RawMessage) (address string) {
	if text == nil {
		p.At("body.url", "", "is missing")
		return ""
	}
	if json.Unmarshal(text, &address) != nil {
		p.At("body.url", string(text), "expected text")
		return ""
	}
	if address = strings.TrimSpace(address); address == "" || len(address) > maxFeedAddress {
		p.At("body.url", address, fmt.Sprintf("expected an address of at most %d bytes", maxFeedAddress))
	}
	return address
}

func gonePolicy(p *respond.Problem, text json.RawMessage) data.GonePolicy {
	gone := data.GoneKeep
	if text == nil || string(text) == "null" {
		return gone
	}
	if json.Unmarshal(text, &gone) != nil || gone != data.GoneKeep && gone != data.GoneRemove {
		p.At("body.gone", string(text), `expected "keep" or "remove"`)
	}
	return gone
}

func truth(p *respond.Problem, name string, text json.RawMessage) (yes bool) {
	if text != nil && json.Unmarshal(text, &yes) != nil {
		p.At("body."+name, string(text), "expected true or false")
	}
	return yes
}
