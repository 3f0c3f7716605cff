package api

import (
	"context"

	"segue/data"
	"segue/data/catalog"
	"segue/data/jsonl"
)

// EpisodesBody is one page of the catalogue.
type EpisodesBody struct {
	Episodes []jsonl.Episode `json:"episodes" nullable:"false"`
	Total    int             `json:"total" minimum:"0" doc:"The number of episodes on all pages." example:"10"`
	Next     *string         `json:"next" doc:"What to give as cursor for the next page, null on the last one."`
}

// NewEpisodesBody returns the answer that shows p.
func NewEpisodesBody(p catalog.Page) EpisodesBody {
	return EpisodesBody{Episodes: each(p.Episodes, jsonl.NewEpisode), Total: p.Total, Next: orNull(p.Next)}
}

type listInput struct {
	Filter
	Sort   string `query:"sort" enum:"-published,published" default:"-published" doc:"Newest first, or oldest first. Episodes without a date come last."`
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20" doc:"Most episodes on a page." example:"50"`
	Cursor string `query:"cursor" doc:"Where the page begins: next of the page before, with the same sort. Without it the first page is shown."`
}

// sorts says what the values of the parameter sort mean.
var sorts = map[string]catalog.Sort{"-published": catalog.NewestFirst, "published": catalog.OldestFirst}

func (s Service) list(ctx context.Context, in *listInput) (EpisodesBody, error) {
	page, err := s.Catalog.List(ctx, catalog.Query{
		Filter: in.filter(),
		Sort:   sorts[in.Sort],
		Limit:  in.Limit,
		Cursor: in.Cursor,
	})
	if err != nil {
		return EpisodesBody{}, err
	}
	return NewEpisodesBody(page), nil
}

type episodeInput struct {
	ID string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
}

func (s Service) episode(ctx context.Context, in *episodeInput) (jsonl.EpisodeBody, error) {
	e, err := s.Catalog.Find(ctx, data.Ref{ID: data.EpisodeID(in.ID)})
	if err != nil {
		return jsonl.EpisodeBody{}, unknownAt("path.id", in.ID, err)
	}
	return jsonl.NewEpisodeBody(e), nil
}
