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
	// relatedHeader says to a program what the fragment says to people, so that an
	// empty one can be told apart.
	relatedHeader = "X-Segue-Related"
)

// relatedNotes describes the header in the OpenAPI document.
var relatedNotes = map[string]*huma.Header{
	relatedHeader: text(`The number of episodes in the fragment; "none" where nothing is related, "unknown" where the catalogue has no such episode. The fragment is empty then.`),
}

type relatedInput struct {
	URL     string `query:"url" doc:"The address of the episode's page. Scheme, \"www.\", tracking parameters and a slash at the end do not matter." example:"https://softwareengineeringdaily.com/2018/08/13/gitops/"`
	GUID    string `query:"guid" doc:"The publisher's own identifier." example:"https://softwareengineeringdaily.com/?p=5543"`
	ID      string `query:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
	Limit   int    `query:"limit" minimum:"1" maximum:"20" default:"4" doc:"Most episodes; more nobody reads." example:"3"`
	Show    string `query:"show" doc:"Only episodes of this show, by its id." example:"software-engineering-daily"`
	Lang    string `query:"lang" maxLength:"35" doc:"The language of the fragment's own words, a BCP 47 tag: ar, de, en, es, fr or ja with any region, English for all others. Without it, that of the episode." example:"de-AT"`
	Heading string `query:"heading" maxLength:"200" doc:"Another heading. Unlike other parameters it counts as given where it is empty: there is no heading then." example:"What to hear next"`
	Reasons bool   `query:"reasons" default:"false" doc:"Add to each episode what it shares." example:"true"`
	Images  bool   `query:"images" default:"false" doc:"Add pictures, from this server. It must know its own address." example:"true"`
	Form    string `query:"form" enum:"light,shadow" default:"light" doc:"light is a section of plain links in the style of the page, shadow the widget's element with its answer in a declarative shadow root."`
	Layout  string `query:"layout" enum:"list,grid,row" default:"list" doc:"The layout of the element; in the light form a class."`
	Theme   string `query:"theme" enum:"auto,light,dark" default:"auto" doc:"The theme of the element; in the light form a class."`

	// headed says that heading is given, if only as an empty text.
	headed bool
}

// Resolve finds out what the reader of parameters does not tell.
func (in *relatedInput) Resolve(ctx huma.Context) []error {
	address := ctx.URL()
	in.headed = address.Query().Has("heading")
	return nil
}

// passing reports that the page is not known: it may have come out a minute ago.
func (in *relatedInput) passing(body relatedBody) bool { return body.said == "unknown" }

func (in *relatedInput) options(base string, episode data.Episode) fragment.Options {
	o := fragment.Options{
		Episode: episode, Base: base, Language: in.Lang, Reasons: in.Reasons, Images: in.Images,
		Layout: in.Layout, Theme: in.Theme, Count: in.Limit, Show: in.Show,
	}
	if in.headed {
		o.Heading = &in.Heading
	}
	return o
}

// relatedBody is a fragment, with what the header says about it.
type relatedBody struct {
	html []byte
	said string
}

// Bytes returns the fragment, which may be empty.
func (b relatedBody) Bytes() ([]byte, error) { return b.html, nil }

func (b relatedBody) notes() map[string]string { return map[string]string{relatedHeader: b.said} }

// related answers a site that includes what it gets: that a page is no episode, or
// has nothing like it, must not put an error there.
func (s Service) related(ctx context.Context, in *relatedInput) (relatedBody, error) {
	names := lookupInput{URL: in.URL, GUID: in.GUID, ID: in.ID}
	if _, err := names.name(); err != nil {
		return relatedBody{}, err
	}
	asked := recommend.Options{Limit: in.Limit}
	if in.Show != "" {
		asked.Filter.Shows = []data.ShowID{data.ShowID(in.Show)}
	}
	found, err := s.Recommender.Similar(ctx, names.ref(), asked)
	if errors.Is(err, data.ErrUnknownEpisode) {
		return relatedBody{html: []byte{}, said: "unknown"}, nil
	}
	if err != nil {
		return relatedBody{}, err
	}
	return newRelatedBody(in.Form, in.options(s.PublicURL, found.Episode), found.Results)
}

func newRelatedBody(form string, o fragment.Options, results []recommend.Result) (relatedBody, error) {
	body := relatedBody{html: []byte{}, said: "none"}
	render := fragment.Light
	if form == "shadow" {
		render = fragment.Shadow
	}
	var out bytes.Buffer
	if err := render(&out, o, results); err != nil {
		return relatedBody{}, err
	}
	if n := fragment.Count(o, results); n > 0 {
		body = relatedBody{html: out.Bytes(), said: strconv.Itoa(n)}
	}
	return body, nil
}
