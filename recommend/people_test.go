package recommend_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/recommend"
)

func TestPerson(t *testing.T) {
	w := newFixture(t, []data.Episode{
		episode("one", 2018, guest("Jurgen Gross"), guest("Ada"), host("The Host")),
		episode("two", 2019, titled("Engines"), host("JÜRGEN GROSS"), guest("ada"), guest("Alan"), guest("Ada")),
		episode("rerun", 2020, titled("Rebroadcast: Engines"), guest("Jürgen Groß"), guest("Grace")),
		episode("three", 2017, guest("Jürgen  Groß"), person("Alan", "")),
		episode("none", 2016, guest("Ada")),
	}, noVectors)
	count := func(value, label string, n int) recommend.FacetCount {
		return recommend.FacetCount{Value: value, Label: label, Count: n}
	}
	for _, tt := range []struct {
		name, id string
		want     recommend.Person
	}{
		{"with several spellings and a re-run", "jurgen-gross", recommend.Person{
			ID: "jurgen-gross", Name: "JÜRGEN GROSS", Roles: []data.Role{data.RoleGuest, data.RoleHost},
			Episodes: []data.EpisodeID{"two", "one", "three"}, With: []recommend.FacetCount{count("ada", "Ada", 2), count("alan", "Alan", 2)},
		}},
		{"without a role, hosts are not in With", "alan", recommend.Person{
			ID: "alan", Name: "Alan", Roles: []data.Role{data.RoleGuest},
			Episodes: []data.EpisodeID{"two", "three"}, With: []recommend.FacetCount{count("ada", "Ada", 1), count("jürgen  groß", "Jürgen  Groß", 1)},
		}},
		{"without other people", "the-host", recommend.Person{
			ID: "the-host", Name: "The Host", Roles: []data.Role{data.RoleHost},
			Episodes: []data.EpisodeID{"one"}, With: []recommend.FacetCount{count("ada", "Ada", 1), count("jurgen gross", "Jurgen Gross", 1)},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := w.Person(t.Context(), tt.id)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("person (-want +got):\n%s", d)
			}
		})
	}
	for _, id := range []string{"", "nobody", "grace"} { // Grace is in the re-run only
		if _, err := w.Person(t.Context(), id); !errors.Is(err, recommend.ErrUnknownPerson) {
			t.Errorf("Person(%q): %v", id, err)
		}
	}
}
