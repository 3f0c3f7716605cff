package retrievaltest

import (
	"fmt"
	"math"
	"time"

	"pgregory.net/rapid"

	"segue/data"
	"segue/recommend"
)

// dimensions is the dimension of the vectors.
const dimensions = 4

// unit returns one of a few unit vectors, so that many episodes have the same.
func unit(n int) []float32 {
	angle := float64(n) * math.Pi / 7
	v := make([]float32, dimensions)
	v[0], v[1] = float32(math.Cos(angle)), float32(math.Sin(angle))
	return v
}

func day(n int) time.Time { return time.Date(2020, 1, 1+n, 0, 0, 0, 0, time.UTC) }

// numbered returns an episode with a number.
func numbered(n int) data.Episode {
	return data.Episode{
		ID: data.EpisodeID(fmt.Sprintf("episode-%d", n)), Title: fmt.Sprintf("Compiler episode %d", n), Published: day(n % 4),
		Show:        data.Show{ID: data.ShowID(fmt.Sprintf("show-%d", n%3)), Title: fmt.Sprintf("Show %d", n%3)},
		Description: fmt.Sprintf("About compilers and topic %d.", n), Tags: []string{"Go"},
		People: []data.Person{{Name: "Ada Miller", Role: data.RoleGuest}},
	}
}

var (
	titles = []string{"Compilers", "Compilers in Go", "Rust databases", "Rerun: Compilers in Go", "The cup and the tea, part 1", "The cup and the tea, part 2"}
	texts  = []string{"Compilers translate programs.", "A database stores rows. Compilers do not.", "Tea from the mountains, with a guest who grows tea and sells it in the city.", "Programs and programmers in Go."}
	names  = []string{"Ada Miller", "ada miller", "Ben Ito", "Zoë Berg"}
	tags   = []string{"Go", "go", "Tea", "Databases"}
	shows  = []string{"", "show-1", "show-2"}
)

// drawWrite draws new and changed episodes and ids to remove.
func drawWrite(r *rapid.T) (episodes []Episode, removed []data.EpisodeID) {
	written := map[data.EpisodeID]bool{}
	for range rapid.IntRange(0, 12).Draw(r, "episodes") {
		e := drawEpisode(r)
		if !written[e.ID] {
			episodes, written[e.ID] = append(episodes, e), true
		}
	}
	for range rapid.IntRange(0, 3).Draw(r, "removed") {
		if id := drawID(r); !written[id] {
			removed, written[id] = append(removed, id), true
		}
	}
	return episodes, removed
}

func drawID(r *rapid.T) data.EpisodeID {
	return data.EpisodeID(fmt.Sprintf("episode-%d", rapid.IntRange(0, 20).Draw(r, "id")))
}

func drawEpisode(r *rapid.T) Episode {
	draw := func(list []string, name string) string { return rapid.SampledFrom(list).Draw(r, name) }
	e := Episode{Episode: data.Episode{ID: drawID(r), Title: draw(titles, "title"), Description: draw(texts, "text")}}
	if show := draw(shows, "show"); show != "" {
		e.Show = data.Show{ID: data.ShowID(show), Title: "The " + show}
	}
	if n := rapid.IntRange(-1, 3).Draw(r, "day"); n >= 0 {
		e.Published = day(n)
	}
	for range rapid.IntRange(0, 2).Draw(r, "people") {
		e.People = append(e.People, data.Person{Name: draw(names, "name"), Role: rapid.SampledFrom([]data.Role{data.RoleHost, data.RoleGuest, ""}).Draw(r, "role")})
	}
	for range rapid.IntRange(0, 2).Draw(r, "tags") {
		e.Tags = append(e.Tags, draw(tags, "tag"))
	}
	for range rapid.IntRange(0, 3).Draw(r, "passages") {
		e.Passages = append(e.Passages, unit(rapid.IntRange(0, 5).Draw(r, "angle")))
	}
	return e
}

// drawQuestions draws the arguments of retrievals.
func drawQuestions(r *rapid.T) questions {
	q := questions{
		vector: unit(rapid.IntRange(0, 6).Draw(r, "vector")), k: rapid.IntRange(1, 15).Draw(r, "k"),
		text:   rapid.SampledFrom([]string{"compilers", "Compilers in Go", `"in go"`, "tea -mountains", "programs da", "the cup and the tea, part 1"}).Draw(r, "query"),
		least:  rapid.SampledFrom([]float32{0, 0.5, 1}).Draw(r, "least share"),
		person: rapid.SampledFrom([]string{"ada-miller", "ben-ito", "nobody"}).Draw(r, "person"),
	}
	f := &q.scope.Filter
	for _, set := range []func(){
		func() { f.Shows = []data.ShowID{"show-1"} },
		func() { f.People = []string{"ADA MILLER"} },
		func() { f.Tags = []string{"tea", "go"} },
		func() { f.PublishedAfter = day(1) },
		func() { q.scope.Without = []data.EpisodeID{drawID(r), drawID(r)} },
		func() { q.common = recommend.Common{Guests: []string{"BEN ITO"}, Tags: []string{"TEA"}} },
		func() { q.common = recommend.Common{Guests: []string{"ADA MILLER", "BEN ITO"}} },
	} {
		if rapid.IntRange(0, 3).Draw(r, "restrict") == 0 {
			set()
		}
	}
	return q
}
