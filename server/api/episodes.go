package api

import (
	"context"

	"segue/data"
	"segue/data/catalog"
	"segue/data/jsonl"
)

// EpisodesBody is one page of the catalogue.
type EpisodesBody struct {
	Episodes []Episode `json:"episodes" nullable:"false"`
	Total    int       `json:"total" minimum:"0" doc:"The number of episodes on all pages." example:"10"`
	Next     *string   `json:"next" doc:"The cursor of the next page. Null on the last page."`
}

// EpisodeBody is a complete episode with its topics.
type EpisodeBody struct {
	jsonl.EpisodeBody
	Topics []string `json:"topics" nullable:"false" doc:"Key phrases of the episode: the publisher's tags first, then phrases of the text and titles of chapters. They have no names of people. They depend on the whole catalogue." example:"GitOps,continuous delivery"`
}

// NewEpisodeBody returns the answer that shows e.
func NewEpisodeBody(e data.Episode, topics []string) EpisodeBody {
	return EpisodeBody{EpisodeBody: jsonl.NewEpisodeBody(e), Topics: append([]string{}, topics...)}
}

// NewEpisodesBody returns the answer that shows p with topics by id.
func NewEpisodesBody(p catalog.Page, topics map[data.EpisodeID][]string) EpisodesBody {
	return EpisodesBody{Episodes: withTopics(p.Episodes, topics), Total: p.Total, Next: orNull(p.Next)}
}

// withTopics returns episodes with their topics for a list.
func withTopics(list []data.Episode, topics map[data.EpisodeID][]string) []Episode {
	return each(list, func(e data.Episode) Episode { return newEpisode(e, topics[e.ID]) })
}

// topicsOf returns the topics of episodes by id.
func (s Service) topicsOf(ctx context.Context, list []data.Episode) (map[data.EpisodeID][]string, error) {
	return s.Recommender.Topics(ctx, each(list, func(e data.Episode) data.EpisodeID { return e.ID }))
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
	filter := in.filter()
	only, err := OnlyWithTopics(ctx, s.Recommender, filter)
	if err != nil {
		return EpisodesBody{}, err
	}
	page, err := s.Catalog.List(ctx, catalog.Query{
		Filter: filter, Only: only,
		Sort:   sorts[in.Sort],
		Limit:  in.Limit,
		Cursor: in.Cursor,
	})
	if err != nil {
		return EpisodesBody{}, err
	}
	topics, err := s.topicsOf(ctx, page.Episodes)
	return NewEpisodesBody(page, topics), err
}

// OnlyWithTopics returns the ids of the episodes that a filter with topics selects, for
// [catalog.Query]. It returns nil for a filter without topics, which a catalogue can apply.
func OnlyWithTopics(ctx context.Context, r interface {
	WithTopics(ctx context.Context, f data.Filter) ([]data.EpisodeID, error)
}, f data.Filter) ([]data.EpisodeID, error) {
	if len(f.Topics) == 0 {
		return nil, nil
	}
	ids, err := r.WithTopics(ctx, f)
	return append([]data.EpisodeID{}, ids...), err
}

type episodeInput struct {
	ID string `path:"id" doc:"The episode's id." example:"gitops-kubernetes-continuous-delivery-with-alexis-richardson"`
}

func (s Service) episode(ctx context.Context, in *episodeInput) (EpisodeBody, error) {
	e, err := s.Catalog.Find(ctx, data.Ref{ID: data.EpisodeID(in.ID)})
	if err != nil {
		return EpisodeBody{}, unknownAt("path.id", in.ID, err)
	}
	topics, err := s.topicsOf(ctx, []data.Episode{e})
	return NewEpisodeBody(e, topics[e.ID]), err
}
