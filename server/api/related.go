package api

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/recommend"
	"segue/server/fragment"
)

const (
	relatedType = "text/html; charset=utf-8"
	// relatedHeader is the header with the number of episodes, or with one of the two
	// reasons for an empty fragment.
	relatedHeader = "X-Segue-Related"
)

// relatedHeaders describes the header in the OpenAPI document.
var relatedHeaders = map[string]*huma.Header{
	relatedHeader: textHeader(`The number of episodes in the fragment. If the fragment is empty: "none" if no episode is related, or "unknown" if the catalogue does not have the episode.`),
}

type relatedInput struct {
	URL     string `query:"url" doc:"The address of the episode's page. The scheme, \"www.\", tracking parameters and a trailing slash are ignored." example:"https://softwareengineeringdaily.com/2018/08/13/gitops/"`
	GUID    string `query:"guid" doc:"The GUID that the publisher gave the episode." example:"https://softwareengineeringdaily.com/?p=5543"`
	ID      string `query:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Limit   int    `query:"limit" minimum:"1" maximum:"20" default:"4" doc:"The maximum number of episodes." example:"3"`
	Show    string `query:"show" doc:"Only episodes of the show with this id." example:"software-engineering-daily"`
	Lang    string `query:"lang" maxLength:"35" doc:"The language of the fragment's own words, as a BCP 47 tag: ar, de, en, es, fr or ja with any region, and English for all others. The default is the language of the episode." example:"de-AT"`
	Heading string `query:"heading" maxLength:"200" doc:"The text of the heading. Unlike other parameters, an empty value has an effect: the fragment has no heading." example:"Related episodes"`
	Reasons bool   `query:"reasons" default:"false" doc:"Whether each episode shows a reason." example:"true"`
	Images  bool   `query:"images" default:"false" doc:"Whether each episode shows an image from this server. The server must know its public address." example:"true"`
	Form    string `query:"form" enum:"light,shadow" default:"light" doc:"light: a section of plain links in the style of the page. shadow: the element of the widget with its content in a declarative shadow root."`
	Layout  string `query:"layout" enum:"list,grid,row" default:"list" doc:"The layout of the element. In the light form, it is a class."`
	Theme   string `query:"theme" enum:"auto,light,dark" default:"auto" doc:"The theme of the element. In the light form, it is a class."`

	// hasHeading reports whether the request has the parameter heading, even if empty.
	hasHeading bool
}

// Resolve sets hasHeading, because huma does not distinguish an empty parameter from a
// missing one.
func (in *relatedInput) Resolve(ctx huma.Context) []error {
	address := ctx.URL()
	in.hasHeading = address.Query().Has("heading")
	return nil
}

// temporary reports whether the page is unknown. It may be a new episode that will be
// imported soon.
func (in *relatedInput) temporary(body relatedBody) bool { return body.outcome == "unknown" }

func (in *relatedInput) options(base string, episode data.Episode) fragment.Options {
	o := fragment.Options{
		Episode: episode, Base: base, Language: in.Lang, Reasons: in.Reasons, Images: in.Images,
		Layout: in.Layout, Theme: in.Theme, Count: in.Limit, Show: in.Show,
	}
	if in.hasHeading {
		o.Heading = &in.Heading
	}
	return o
}

// relatedBody is a fragment with the value of [relatedHeader].
type relatedBody struct {
	html    []byte
	outcome string
}

// Bytes returns the fragment, which may be empty.
func (b relatedBody) Bytes() ([]byte, error) { return b.html, nil }

func (b relatedBody) extraHeaders() map[string]string {
	return map[string]string{relatedHeader: b.outcome}
}

// related returns a fragment for a site that includes it in a page. An unknown episode
// is not an error, because the page would show it.
func (s Service) related(ctx context.Context, in *relatedInput) (relatedBody, error) {
	lookup := lookupInput{URL: in.URL, GUID: in.GUID, ID: in.ID}
	if _, err := lookup.reference(); err != nil {
		return relatedBody{}, err
	}
	options := recommend.Options{Limit: in.Limit}
	if in.Show != "" {
		options.Filter.Shows = []data.ShowID{data.ShowID(in.Show)}
	}
	found, err := s.Recommender.Similar(ctx, lookup.ref(), options)
	if errors.Is(err, data.ErrUnknownEpisode) {
		return relatedBody{html: []byte{}, outcome: "unknown"}, nil
	}
	if err != nil {
		return relatedBody{}, err
	}
	return newRelatedBody(in.Form, in.options(s.PublicURL, found.Episode), found.Results)
}

func newRelatedBody(form string, o fragment.Options, results []recommend.Result) (relatedBody, error) {
	body := relatedBody{html: []byte{}, outcome: "none"}
	render := fragment.Light
	if form == "shadow" {
		render = fragment.Shadow
	}
	var out bytes.Buffer
	if err := render(&out, o, results); err != nil {
		return relatedBody{}, err
	}
	if n := fragment.Count(o, results); n > 0 {
		body = relatedBody{html: out.Bytes(), outcome: strconv.Itoa(n)}
	}
	return body, nil
}
