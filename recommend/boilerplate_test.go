package recommend_test

import (
	"strings"
	"testing"

	"segue/data"
	"segue/data/boilerplate"
	"segue/recommend"
	"segue/recommend/passage"
)

// sponsoredEpisodes returns episodes whose sponsor text is longer than a passage, so that
// stripping changes the numbers of the other passages.
func sponsoredEpisodes() ([]data.Episode, *boilerplate.Set) {
	sponsor := strings.TrimSpace(strings.Repeat("Nimbus Hosting starts virtual machines, databases and clusters in seconds, anywhere in the world. ", 12))
	var list []data.Episode
	var sketches []boilerplate.Sketch
	for i, topic := range []string{"bread of rye", "cakes of spelt", "rolls of oats", "buns of barley", "pies of maize", "loaves of wheat"} {
		first := strings.Repeat("Somebody who bakes "+topic+" speaks of the oven and the morning. ", 10)
		second := strings.Repeat("Later they tell of the mill that grinds for "+topic+" beside a river. ", 10)
		e := episode(string(rune('a'+i)), 2000+i, titled("On "+topic), about(sponsor+"\n\n"+first+"\n\n"+second))
		list, sketches = append(list, e), append(sketches, boilerplate.NewSketch(e))
	}
	return list, boilerplate.Find(sketches)
}

// withoutBoilerplate returns a fixture that embeds descriptions without boilerplate.
func withoutBoilerplate(t *testing.T) *fixture {
	t.Helper()
	list, set := sponsoredEpisodes()
	w := newFixture(t, list, func(e data.Episode) [][]float32 {
		e.Description = set.Strip(e.Show.ID, e.Description)
		return byText(e)
	})
	w.revision.Boilerplate = set
	w.Use(w.revision)
	return w
}

func TestSnippetHasNoBoilerplate(t *testing.T) {
	w := withoutBoilerplate(t)
	found, err := w.Search(t.Context(), "the mill that grinds beside a river", recommend.Options{})
	if err != nil || len(found.Results) == 0 {
		t.Fatalf("found %d, %v", len(found.Results), err)
	}
	for _, r := range found.Results {
		if r.Snippet == nil || !strings.HasPrefix(r.Snippet.Text, "Later they tell of the mill") {
			t.Errorf("the snippet of %s is %+v, want its second passage", r.Episode.ID, r.Snippet)
		}
		if strings.Contains(r.Episode.Description, "Nimbus Hosting") {
			t.Errorf("the description of %s has boilerplate", r.Episode.ID)
		}
	}
}

func TestReasonQuotesAPassageWithoutBoilerplate(t *testing.T) {
	w := withoutBoilerplate(t)
	found, err := w.Similar(t.Context(), data.Ref{ID: "a"}, recommend.Options{})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, r := range found.Results {
		for _, reason := range r.Reasons {
			if reason.Kind != recommend.ReasonPassage {
				continue
			}
			named++
			nearest := w.embedding(r.Episode.ID).Compare(w.embedding("a").Mean()).Passage
			want := passage.Cut(w.revision.Boilerplate.Strip("show", r.Episode.Description))[nearest]
			if !strings.HasPrefix(want, reason.Text[:60]) {
				t.Errorf("the reason for %s is %q, want the beginning of %q", r.Episode.ID, reason.Text, want)
			}
		}
	}
	if named == 0 {
		t.Error("no result has a passage for a reason")
	}
}
