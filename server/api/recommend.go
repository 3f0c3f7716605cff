package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"segue/data"
	"segue/recommend"
	"segue/server/respond"
)

// RecommendBody is the answer to a recommendation request.
type RecommendBody struct {
	Liked    []Episode `json:"liked" nullable:"false" doc:"The liked episodes of the request. None of them is among the results."`
	Disliked []Episode `json:"disliked" nullable:"false" doc:"The disliked episodes of the request. None of them is among the results."`
	Text     *string   `json:"text" doc:"The text of the request. Null if it has none." example:"deploying to Kubernetes"`
	Results  []Result  `json:"results" nullable:"false" doc:"Results in order: highest score first, then newest, then by id."`
	Weak     []Result  `json:"weak" nullable:"false" doc:"Only for a text without liked episodes, if results is empty because nothing matches better than by chance: the best of the episodes that were left out, at most three. Label them as weak, or hide them."`
	Answer
}

// NewRecommendBody returns the body for r.
func NewRecommendBody(r recommend.Recommendation) RecommendBody {
	return RecommendBody{
		Liked:    withTopics(r.Liked, r.Topics),
		Disliked: withTopics(r.Disliked, r.Topics),
		Text:     orNull(r.Text),
		Results:  each(r.Results, newResult),
		Weak:     each(r.Weak, newResult),
		Answer:   newAnswer(r.Answer),
	}
}

type recommendInput struct {
	Filter
	Ranking
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"5" doc:"The maximum number of results." example:"3"`

	// body returns the parsed body. It is a function because huma inspects all other
	// fields.
	body func() (recommend.Request, error)
}

// Resolve reads the body. huma calls it after it has read the parameters. The handler
// returns an error of the body, because its messages are more precise than huma's.
func (in *recommendInput) Resolve(ctx huma.Context) []error {
	request, err := readRecommendRequest(ctx)
	in.body = func() (recommend.Request, error) { return request, err }
	return nil
}

func readRecommendRequest(ctx huma.Context) (recommend.Request, error) {
	if err := wantJSON(ctx.Header("Content-Type")); err != nil {
		return recommend.Request{}, err
	}
	body, err := io.ReadAll(ctx.BodyReader()) // bounded by the server's limits
	if err != nil {
		return recommend.Request{}, jsonReadProblem(err)
	}
	return parseRecommendRequest(body)
}

// wantJSON returns a problem if the Content-Type of a body is not JSON. A missing type
// counts as JSON.
func wantJSON(contentType string) error {
	kind, _, err := mime.ParseMediaType(contentType)
	if contentType == "" || err == nil && kind == "application/json" {
		return nil
	}
	return respond.NewProblem(respond.UnsupportedMediaType, "unsupported Content-Type").
		At("header.Content-Type", contentType, "expected application/json")
}

// jsonReadProblem returns the problem for an error of reading a JSON object.
func jsonReadProblem(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return respond.NewProblem(respond.BodyTooLarge, "the body has more than %d bytes", large.Limit)
	}
	return malformed("it ended too early")
}

func (s Service) recommend(ctx context.Context, in *recommendInput) (RecommendBody, error) {
	request, err := in.body()
	if err != nil {
		return RecommendBody{}, err
	}
	found, err := s.Recommender.Recommend(ctx, request, in.options(in.Filter, in.Limit))
	var seedErr *recommend.SeedError
	if errors.As(err, &seedErr) {
		return RecommendBody{}, unknownAt(fmt.Sprintf("body.%s[%d]", seedErr.List, seedErr.Index), refText(request, seedErr), err)
	}
	if err != nil {
		return RecommendBody{}, err
	}
	return NewRecommendBody(found), nil
}

// refText returns the reference of the request that an error refers to.
func refText(request recommend.Request, seedErr *recommend.SeedError) string {
	list := map[string][]data.Ref{"liked": request.Liked, "disliked": request.Disliked}[seedErr.List]
	if seedErr.Index >= len(list) {
		return ""
	}
	ref := list[seedErr.Index]
	return string(ref.ID) + ref.GUID + ref.URL // one of them is set
}
