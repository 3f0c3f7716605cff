package recommend

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"segue/data"
)

// Person returns the person with an ID, with the person's episodes and the people of the same
// episodes. Its error wraps [ErrUnknownPerson].
func (e *Engine) Person(id string) (Person, error) {
	s := e.current.Load()
	p := Person{ID: id, Roles: []data.Role{}, Episodes: []data.EpisodeID{}}
	spellings := s.spellings[id]
	roles, with := map[data.Role]int{}, make([]int, len(s.people.values))
	for n, e := range s.entries {
		if s.isDuplicate(n) || !overlap(spellings, e.facets.people) {
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
		for _, guest := range e.guests {
			if !slices.Contains(spellings, guest) {
				with[guest]++
			}
		}
	}
	if p.Name == "" {
		return Person{}, fmt.Errorf("%w: %q", ErrUnknownPerson, id)
	}
	for role := range roles {
		p.Roles = append(p.Roles, role)
	}
	slices.SortFunc(p.Roles, func(a, b data.Role) int { return cmp.Or(cmp.Compare(roles[b], roles[a]), cmp.Compare(a, b)) })
	p.With = s.people.highest(with, maxFacet)
	return p, nil
}

// spellingsOf returns the numbers of people by ID. A person whose name has several spellings
// has several numbers.
func spellingsOf(people facet) map[string][]int32 {
	numbers := make(map[string][]int32, len(people.values))
	for n, v := range people.values {
		id := data.PersonID(v.Label)
		numbers[id] = append(numbers[id], int32(n))
	}
	return numbers
}

// Facets counts all episodes that a filter matches by show, person and tag, with the highest
// counts first. Duplicates count once.
func (e *Engine) Facets(f data.Filter) Facets {
	s := e.current.Load()
	return s.countFacets(s.distinct(s.choose(f)), math.MaxInt)
}

// allFacets counts all episodes of a snapshot.
func (s *Snapshot) allFacets() Facets {
	return s.countFacets(s.distinct(s.choose(data.Filter{})), math.MaxInt)
}

// distinct returns the chosen episodes without duplicates.
func (s *Snapshot) distinct(chosen []bool) []ranked {
	var list []ranked
	for n := range s.entries {
		if chosen[n] && s.isRepresentative(n, chosen) {
			list = append(list, ranked{entry: n})
		}
	}
	return list
}
