package local

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"segue/data"
	"segue/data/text"
	"segue/recommend"
)

// Person implements [recommend.Directory].
func (x *Index) Person(_ context.Context, id string) (recommend.Person, error) {
	p := recommend.Person{ID: id, Roles: []data.Role{}, Episodes: []data.EpisodeID{}}
	spellings := x.spelled(id)
	roles, with := map[data.Role]int{}, make([]int32, len(x.people.values))
	for _, slot := range x.newest {
		e := x.episodes[slot]
		if e.Group.Rank > 0 || !overlap(spellings, e.people) {
			continue
		}
		p.Episodes = append(p.Episodes, e.ID)
		for _, person := range e.People {
			if data.PersonID(person.Name) != id {
				continue
			}
			if p.Name = cmp.Or(p.Name, person.Name); person.Role != "" {
				roles[person.Role]++
			}
		}
		x.countGuests(e, spellings, with)
	}
	if p.Name == "" {
		return recommend.Person{}, fmt.Errorf("%w: %q", recommend.ErrUnknownPerson, id)
	}
	for role := range roles {
		p.Roles = append(p.Roles, role)
	}
	slices.SortFunc(p.Roles, func(a, b data.Role) int { return cmp.Or(cmp.Compare(roles[b], roles[a]), cmp.Compare(a, b)) })
	p.With = highest(x.people.values, with, maxFacet)
	return p, nil
}

// countGuests counts the guests of an episode other than the given numbers, each once.
func (x *Index) countGuests(e *episode, except, counts []int32) {
	var counted []int32
	for _, p := range e.People {
		if p.Role == data.RoleHost || p.Name == "" {
			continue
		}
		if n, _ := x.people.find(text.Fold(p.Name)); !slices.Contains(except, n) && !slices.Contains(counted, n) {
			counted = append(counted, n)
			counts[n]++
		}
	}
}

// overlap reports whether two short lists have a number in common.
func overlap(a, b []int32) bool {
	return slices.ContainsFunc(a, func(n int32) bool { return slices.Contains(b, n) })
}

// appendNew appends a number unless the list has it.
func appendNew(list []int32, n int32) []int32 {
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}
