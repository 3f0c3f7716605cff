package indexer_test

import (
	"slices"
	"testing"

	"segue/data"
)

func TestTitlesOfChaptersAreTopics(t *testing.T) {
	p := newFixture(t)
	p.store(t, 20)
	e := about("baking", "It is about bread.")
	e.Chapters = []data.Chapter{{Title: "Sourdough starters"}}
	p.upsert(t, e)
	if _, err := p.indexer.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	topics, err := p.engine.Topics(t.Context(), []data.EpisodeID{"baking"})
	if err != nil || !slices.Contains(topics["baking"], "Sourdough starters") {
		t.Errorf("the topics are %q, error %v; want the title of the chapter among them", topics["baking"], err)
	}
}
