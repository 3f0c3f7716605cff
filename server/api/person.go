package api

import (
	"context"

	"segue/data"
	"segue/recommend"
)

// PersonBody is a person of the catalogue with a page of their episodes.
type PersonBody struct {
	ID       string      `json:"id" doc:"A stable and readable id that is safe in a URL." example:"alexis-richardson"`
	Name     string      `json:"name" doc:"The name, as written in the newest episode." example:"Alexis Richardson"`
	Roles    []string    `json:"roles" nullable:"false" doc:"The roles of the person, most frequent first." example:"guest"`
	Count    int         `json:"count" minimum:"1" doc:"The number of the person's episodes, without re-runs." example:"3"`
	With     []Companion `json:"with" nullable:"false" doc:"Other people in the same episodes, without hosts, most frequent first."`
	Episodes []Episode   `json:"episodes" nullable:"false" doc:"The person's episodes, newest first."`
	Offset   int         `json:"offset" minimum:"0" example:"0"`
	Limit    int         `json:"limit" minimum:"1" maximum:"50" example:"20"`
	More     bool        `json:"more" doc:"Whether a next page of episodes exists." example:"false"`
}

// Companion is a person who shares episodes with another person.
type Companion struct {
	ID    string `json:"id" doc:"The id for /v1/people/{id}." example:"brendan-burns"`
	Name  string `json:"name" example:"Brendan Burns"`
	Count int    `json:"count" minimum:"1" doc:"The number of shared episodes." example:"1"`
}

type personInput struct {
	ID     string `path:"id" doc:"The person's id." example:"alexis-richardson"`
	Offset int    `query:"offset" minimum:"0" maximum:"10000" default:"0" doc:"The number of episodes to skip." example:"20"`
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20" doc:"The maximum number of episodes." example:"5"`
}

func (s Service) person(ctx context.Context, in *personInput) (PersonBody, error) {
	p, err := s.Recommender.Person(ctx, in.ID)
	if err != nil {
		return PersonBody{}, unknownAt("path.id", in.ID, err)
	}
	ids, _ := partOf(p.Episodes, in.Offset, in.Limit)
	found, err := s.Catalog.Episodes(ctx, ids)
	if err != nil {
		return PersonBody{}, err
	}
	topics, err := s.Recommender.Topics(ctx, ids)
	return NewPersonBody(p, found, topics, in.Offset, in.Limit), err
}

// NewPersonBody returns the body for p with at most limit episodes from offset on. The
// maps found and topics have these episodes and their topics.
func NewPersonBody(p recommend.Person, found map[data.EpisodeID]data.Episode, topics map[data.EpisodeID][]string, offset, limit int) PersonBody {
	ids, part := partOf(p.Episodes, offset, limit)
	return PersonBody{
		ID:       p.ID,
		Name:     p.Name,
		Roles:    each(p.Roles, func(r data.Role) string { return string(r) }),
		Count:    len(p.Episodes),
		With:     each(p.With, newCompanion),
		Episodes: withTopics(inOrder(ids, found), topics),
		Offset:   part.Offset, Limit: part.Limit, More: part.More,
	}
}

func newCompanion(c recommend.FacetCount) Companion {
	return Companion{ID: data.PersonID(c.Label), Name: c.Label, Count: c.Count}
}

// inOrder returns the episodes of found in the order of ids. It leaves out missing ones,
// which were deleted after the index was built.
func inOrder(ids []data.EpisodeID, found map[data.EpisodeID]data.Episode) []data.Episode {
	var list []data.Episode
	for _, id := range ids {
		if e, ok := found[id]; ok {
			list = append(list, e)
		}
	}
	return list
}
