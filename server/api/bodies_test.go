package api_test

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"segue/data"
	"segue/data/catalog"
	"segue/data/catalog/sqlite"
	"segue/data/jsonl"
	"segue/recommend"
	"segue/server/api"
)

// The engine and the catalogue implement the interfaces of the API.
var (
	_ api.Recommender = (*recommend.Engine)(nil)
	_ api.Episodes    = (*sqlite.Catalog)(nil)
)

func written(t *testing.T, body any) string {
	t.Helper()
	var b bytes.Buffer
	if err := api.Write(&b, body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestListsOfBodiesAreNeverNull(t *testing.T) {
	const nobody = `{"id":"","guid":null,"url":null,"show":{"id":"","title":""},"title":"","summary":"","published":null,"duration":null,"people":[],"tags":[],"image":null,"audio":null,"language":null,"type":null,"explicit":null,"season":null,"number":null`
	for _, tt := range []struct {
		name string
		body any
		want string
	}{
		{"an empty catalogue", api.NewEpisodesBody(catalog.Page{}, nil), `{"episodes":[],"total":0,"next":null}`},
		{"a page with a next page", api.NewEpisodesBody(catalog.Page{Total: 9, Next: "c"}, nil), `{"episodes":[],"total":9,"next":"c"}`},
		{"an episode without data", jsonl.NewEpisodeBody(data.Episode{}), nobody + `,"description":"","transcript":null,"removed":[],"links":[],"location":null,"transcripts":[],"chapter_files":[],"chapters":[],"segments":[],"soundbites":[]}`},
		{"no similar episode", api.NewSimilarBody(recommend.Similar{}), `{"episode":` + nobody + `,"topics":[]},"results":[],"offset":0,"limit":0,"more":false,"mode":"","empty":null,"model":"","index":""}`},
		{"no search result", api.NewSearchBody(recommend.Search{Query: "<a> & b"}), `{"query":"<a> & b","did_you_mean":null,"total":0,"results":[],"weak":[],"facets":{"shows":[],"people":[],"tags":[],"topics":[]},"offset":0,"limit":0,"more":false,"mode":"","empty":null,"model":"","index":""}`},
		{"a snippet without highlights", api.NewSearchBody(recommend.Search{Answer: recommend.Answer{Results: []recommend.Result{{Snippet: &recommend.Snippet{}}}}}),
			`{"query":"","did_you_mean":null,"total":0,"results":[{"episode":` + nobody + `,"topics":[]},"score":0,"source":"","reasons":[],"duplicates":[],"snippet":{"text":"","highlights":[]}}],"weak":[],"facets":{"shows":[],"people":[],"tags":[],"topics":[]},"offset":0,"limit":0,"more":false,"mode":"","empty":null,"model":"","index":""}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want+"\n", written(t, tt.body)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestEpisodesHaveTimesInUTCAndWholeSeconds(t *testing.T) {
	berlin := time.FixedZone("", 2*60*60)
	got := jsonl.NewEpisode(data.Episode{Published: time.Date(2018, 8, 13, 1, 0, 0, 0, berlin), Duration: 90*time.Second + time.Millisecond})
	if got.Published.Format(time.RFC3339) != "2018-08-12T23:00:00Z" || *got.Duration != 90 {
		t.Errorf("published %v, duration %d", got.Published, *got.Duration)
	}
}

func TestBodiesDoNotShareMemoryWithTheirSource(t *testing.T) {
	e := data.Episode{Tags: []string{"a"}, People: []data.Person{{Name: "Ann"}}}
	body := jsonl.NewEpisode(e)
	e.Tags[0], e.People[0].Name = "b", "Bob"
	if body.Tags[0] != "a" || body.People[0].Name != "Ann" {
		t.Errorf("body has %v and %v", body.Tags, body.People)
	}
}

func TestScoresAreRoundedAndTheirPartsSum(t *testing.T) {
	// .123456449 + .2345674 + .0000005 - .00000049 and .1 - .05 - .01 = .398023859
	s := recommend.Scores{Semantic: .123456449, Keyword: .2345674, People: .0000005, Series: .1, Show: -.05, Disliked: -.01, Diversity: -.00000049}
	sum := s.Semantic + s.Keyword + s.People + s.Series + s.Show + s.Disliked + s.Recency + s.Diversity
	body := api.NewSimilarBody(recommend.Similar{Answer: recommend.Answer{Results: []recommend.Result{{Score: sum, Scores: &s}}}})
	got := body.Results[0]
	if d := cmp.Diff(api.Scores{Semantic: .123456, Keyword: .234567, People: .000001, Series: .1, Show: -.05, Disliked: -.01}, *got.Scores); d != "" {
		t.Errorf("scores (-want +got):\n%s", d)
	}
	p := got.Scores
	parts := p.Semantic + p.Keyword + p.People + p.Series + p.Show + p.Disliked + p.Recency + p.Diversity
	if math.Abs(parts-got.Score) > 4e-6 {
		t.Errorf("the parts sum to %v, the score is %v", parts, got.Score)
	}
	if text := written(t, body); strings.Contains(text, "-0,") || strings.Contains(text, "-0}") {
		t.Errorf("the body has -0: %s", text)
	}
}

func TestWriteWritesAllOrNothing(t *testing.T) {
	var b bytes.Buffer
	if err := api.Write(&b, []any{1, math.NaN()}); err == nil || b.Len() > 0 {
		t.Errorf("error %v after %q", err, &b)
	}
}
