package api

import (
	"context"

	"segue/data"
	"segue/recommend"
)

// Facets are counts of episodes, sorted by count (highest first) and then by label.
type Facets struct {
	Shows  []FacetCount `json:"shows" nullable:"false"`
	People []FacetCount `json:"people" nullable:"false"`
	Tags   []FacetCount `json:"tags" nullable:"false"`
	Topics []FacetCount `json:"topics" nullable:"false"`
}

// FacetCount is the number of episodes that share a value.
type FacetCount struct {
	Value string `json:"value" doc:"The value for the filter parameter." example:"software-engineering-daily"`
	Label string `json:"label" doc:"The text to show." example:"Software Engineering Daily"`
	Count int    `json:"count" minimum:"1" example:"4"`
}

func newCount(c recommend.FacetCount) FacetCount { return FacetCount(c) }

// ShowsBody lists the shows of the catalogue.
type ShowsBody struct {
	Shows []FacetCount `json:"shows" nullable:"false" doc:"Sorted by count, highest first, then by label."`
	Part
}

// TagsBody lists the tags of the catalogue.
type TagsBody struct {
	Tags []FacetCount `json:"tags" nullable:"false" doc:"Sorted by count, highest first, then by label."`
	Part
}

// TopicsBody lists the topics of the catalogue.
type TopicsBody struct {
	Topics []FacetCount `json:"topics" nullable:"false" doc:"Sorted by count, highest first, then by label."`
	Part
}

// PeopleBody lists the people of the catalogue.
type PeopleBody struct {
	People []PersonCount `json:"people" nullable:"false" doc:"Sorted by count, highest first, then by label."`
	Part
}

// PersonCount is the number of episodes with a person.
type PersonCount struct {
	ID string `json:"id" doc:"The id for /v1/people/{id}." example:"alexis-richardson"`
	FacetCount
}

// Part describes the part of a list that a body contains.
type Part struct {
	Total  int  `json:"total" minimum:"0" doc:"The number of values on all pages." example:"10"`
	Offset int  `json:"offset" minimum:"0" example:"0"`
	Limit  int  `json:"limit" minimum:"1" maximum:"1000" example:"100"`
	More   bool `json:"more" doc:"Whether a next page exists." example:"false"`
}

// Paging are the parameters that select a part of a long list of short values.
type Paging struct {
	Offset int `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"The number of values to skip." example:"100"`
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"The maximum number of values." example:"20"`
}

type facetsInput struct {
	Filter
	Paging
}

// partOf returns at most limit elements of list from offset on.
func partOf[T any](list []T, offset, limit int) ([]T, Part) {
	from := min(offset, len(list))
	to := min(from+limit, len(list))
	return list[from:to], Part{Total: len(list), Offset: offset, Limit: limit, More: to < len(list)}
}

func (s Service) shows(ctx context.Context, in *facetsInput) (ShowsBody, error) {
	facets, err := s.Recommender.Facets(ctx, in.filter())
	list, part := partOf(facets.Shows, in.Offset, in.Limit)
	return ShowsBody{Shows: each(list, newCount), Part: part}, err
}

func (s Service) tags(ctx context.Context, in *facetsInput) (TagsBody, error) {
	facets, err := s.Recommender.Facets(ctx, in.filter())
	list, part := partOf(facets.Tags, in.Offset, in.Limit)
	return TagsBody{Tags: each(list, newCount), Part: part}, err
}

func (s Service) topics(ctx context.Context, in *facetsInput) (TopicsBody, error) {
	facets, err := s.Recommender.Facets(ctx, in.filter())
	list, part := partOf(facets.Topics, in.Offset, in.Limit)
	return TopicsBody{Topics: each(list, newCount), Part: part}, err
}

func (s Service) people(ctx context.Context, in *facetsInput) (PeopleBody, error) {
	facets, err := s.Recommender.Facets(ctx, in.filter())
	return NewPeopleBody(facets.People, in.Offset, in.Limit), err
}

// NewPeopleBody returns the body for at most limit people of all, from offset on.
func NewPeopleBody(all []recommend.FacetCount, offset, limit int) PeopleBody {
	list, part := partOf(all, offset, limit)
	return PeopleBody{People: each(list, newPersonCount), Part: part}
}

func newPersonCount(c recommend.FacetCount) PersonCount {
	return PersonCount{ID: data.PersonID(c.Label), FacetCount: newCount(c)}
}
