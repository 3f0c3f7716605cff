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
	Next     *string         `json:"next" doc:"The cursor of the next page. Null on the last page."`
}

// NewEpisodesBody returns the answer that shows p.
func NewEpisodesBody(p catalog.Page) EpisodesBody {
	return EpisodesBody{Episodes: each(p.Episodes, jsonl.NewEpisode), Total: p.Total, Next: orNull(p.Next)}
}

type listInput struct {
	Filter
	Sort   string `query:"sort" enum:"-published,published" default:"-published" doc:"The order: newest first or oldest first. Episodes without a date come last."`
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20" doc:"The maximum number of episodes on a page." example:"50"`
	Cursor string `query:"cursor" doc:"The start of the page: the value of next from the previous page, with the same sort. Without it, the first page is returned."`
}

// sorts maps the values of the parameter sort.
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
